"""What a button-led talk (papers, drafts, check-in) remembers of a conversation, sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("guided", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("conversations", "guided")
