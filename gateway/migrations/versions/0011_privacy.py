"""What a person forgot, corrected or withdrew; two people kept apart in a report; households; photographs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

AUTO_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REPORT_COLUMNS = (
    ("person_name_sealed", sa.Text(), None),
    ("person_contact_sealed", sa.Text(), None),
    ("affiliation_sealed", sa.Text(), None),
    # The version before writes reports without a district's number.
    ("district_code", sa.String(length=10), ""),
    ("corrected_at", sa.DateTime(timezone=True), None),
    ("withdrawn_at", sa.DateTime(timezone=True), None),
)


def upgrade() -> None:
    op.add_column("conversations", sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True))
    for name, kind, default in REPORT_COLUMNS:
        op.add_column("reports", sa.Column(name, kind, server_default=default, nullable=default is None))
    op.create_table(
        "report_photos",
        sa.Column("id", AUTO_ID, autoincrement=True, nullable=False),
        sa.Column("report_id", AUTO_ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("data_sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_photos_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_report_photos"),
    )
    op.create_index("ix_report_photos_report_id", "report_photos", ["report_id"], unique=False)
    op.create_table(
        "report_marks",
        sa.Column("id", AUTO_ID, autoincrement=True, nullable=False),
        sa.Column("report_id", AUTO_ID, nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_report_marks_case_id"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_marks_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_report_marks"),
    )
    op.create_index("ix_report_marks_case_id", "report_marks", ["case_id"], unique=False)
    op.create_index("ix_report_marks_report_id", "report_marks", ["report_id"], unique=False)
    op.create_index("ix_report_marks_same", "report_marks", ["kind", "value"], unique=False)
    op.create_table(
        "household_links",
        sa.Column("id", AUTO_ID, autoincrement=True, nullable=False),
        sa.Column("case_a", sa.String(length=16), nullable=False),
        sa.Column("case_b", sa.String(length=16), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_a"], ["cases.id"], name="fk_household_links_case_a"),
        sa.ForeignKeyConstraint(["case_b"], ["cases.id"], name="fk_household_links_case_b"),
        sa.PrimaryKeyConstraint("id", name="pk_household_links"),
        sa.UniqueConstraint("case_a", "case_b", name="uq_household_pair"),
    )
    op.create_index("ix_household_links_case_b", "household_links", ["case_b"], unique=False)


def downgrade() -> None:
    for table in ("household_links", "report_marks", "report_photos"):
        op.drop_table(table)
    for name, _, _ in reversed(REPORT_COLUMNS):
        op.drop_column("reports", name)
    op.drop_column("conversations", "forgotten_at")
