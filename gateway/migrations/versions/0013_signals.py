"""Crisis signals: households behind digests of their address, signals, where reports lead, and who surfaced."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

AUTO = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "signal_households",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("district", sa.String(100), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reported", sa.Boolean(), nullable=False),
        sa.Column("scored_at", TIME, nullable=True),
        sa.Column("made_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_signal_households"),
    )
    op.create_table(
        "signal_keys",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("building", sa.String(64), nullable=False),
        sa.Column("household_id", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["signal_households.id"], name="fk_signal_keys_household_id"),
        sa.PrimaryKeyConstraint("key", name="pk_signal_keys"),
    )
    op.create_table(
        "signal_batches",
        sa.Column("id", AUTO, nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("basis", sa.String(40), nullable=False),
        sa.Column("via", sa.String(10), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_signal_batches"),
    )
    _signals()
    _joins_and_proposals()
    for table, columns in INDEXES:
        op.create_index(f"ix_{table}_{columns[0]}", table, columns)
    op.create_index("ix_signal_households_order", "signal_households", ["points", "id"])


INDEXES = [
    ("signal_households", ["district"]), ("signal_households", ["scored_at"]), ("signal_keys", ["building"]),
    ("signal_keys", ["household_id"]), ("signals", ["household_id"]), ("signals", ["batch_id"]),
    ("signals", ["happened_on"]), ("signal_joins", ["case_id"]), ("signal_joins", ["key"]),
    ("signal_joins", ["building"]), ("signal_proposals", ["household_id"]), ("signal_proposals", ["case_id"]),
]  # fmt: skip


def _signals() -> None:
    op.create_table(
        "signals",
        sa.Column("id", AUTO, nullable=False),
        sa.Column("household_id", sa.String(16), nullable=False),
        sa.Column("batch_id", AUTO, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["signal_households.id"], name="fk_signals_household_id"),
        sa.ForeignKeyConstraint(["batch_id"], ["signal_batches.id"], name="fk_signals_batch_id"),
        sa.PrimaryKeyConstraint("id", name="pk_signals"),
        sa.UniqueConstraint("fingerprint", name="uq_signals_fingerprint"),
    )


def _joins_and_proposals() -> None:
    op.create_table(
        "signal_joins",
        sa.Column("report_id", AUTO, autoincrement=False, nullable=False),
        sa.Column("case_id", sa.String(16), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("building", sa.String(64), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_signal_joins_report_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_signal_joins_case_id"),
        sa.PrimaryKeyConstraint("report_id", name="pk_signal_joins"),
    )
    op.create_table(
        "signal_proposals",
        sa.Column("id", AUTO, nullable=False),
        sa.Column("household_id", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(12), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("case_id", sa.String(16), nullable=True),
        sa.Column("filed_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["signal_households.id"], name="fk_signal_proposals_household_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_signal_proposals_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_signal_proposals"),
        sa.UniqueConstraint("household_id", "number", name="uq_signal_proposals_household_id"),
    )


def downgrade() -> None:
    for table in ("signal_proposals", "signal_joins", "signals", "signal_batches", "signal_keys", "signal_households"):
        op.drop_table(table)
