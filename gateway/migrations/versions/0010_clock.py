"""Bundled alerts, reminders before a case is taken back, and the beat of every clock."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert_bundles",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cases", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("test", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "clock_beats",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    # The version before leaves both empty: its alerts go out one by one, its acknowledgements are not reminded of.
    op.add_column("alerts", sa.Column("bundle_id", sa.String(length=32), nullable=True))
    op.create_index("ix_alerts_bundle_id", "alerts", ["bundle_id"], unique=False)
    op.create_index("ix_alerts_way", "alerts", ["contact_id", "route_key", "state"], unique=False)
    op.create_index("ix_alert_attempts_started_at", "alert_attempts", ["started_at"], unique=False)
    op.add_column("cases", sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_cases_remind", "cases", ["state", "remind_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_cases_remind", "cases")
    op.drop_column("cases", "remind_at")
    op.drop_index("ix_alert_attempts_started_at", "alert_attempts")
    op.drop_index("ix_alerts_way", "alerts")
    op.drop_index("ix_alerts_bundle_id", "alerts")
    op.drop_column("alerts", "bundle_id")
    op.drop_table("clock_beats")
    op.drop_table("alert_bundles")
