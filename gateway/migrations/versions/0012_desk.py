"""Where a case is, said by a caseworker, and when its owner means to try again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("district", sa.String(length=100), nullable=True))
    op.add_column("cases", sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("cases", "next_try_at")
    op.drop_column("cases", "district")
