"""Revisions of guides, groups of the inbox, and replies that wait for a person's return."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guide_revisions",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("base_hash", sa.String(length=64), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("inbox_group", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.String(length=64), nullable=False),
        sa.Column("author_name", sa.String(length=80), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decider_id", sa.String(length=64), nullable=True),
        sa.Column("decider_name", sa.String(length=80), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("place"),
    )
    op.create_index("ix_guide_revisions_guide_id", "guide_revisions", ["guide_id"], unique=False)
    op.create_table(
        "inbox_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("leader", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=100), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(length=80), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    # The version before writes items without a state: they are new, and sorted by whoever looks next.
    op.add_column("inbox", sa.Column("state", sa.String(length=12), server_default="new", nullable=False))
    op.add_column("inbox", sa.Column("group_id", sa.Integer(), nullable=True))
    op.add_column("inbox", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_inbox_group_id", "inbox", ["group_id"], unique=False)
    op.create_table(
        "waiting_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("reply", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_waiting_replies_conversation", "waiting_replies", ["conversation"], unique=False)


def downgrade() -> None:
    op.drop_table("waiting_replies")
    op.drop_index("ix_inbox_group_id", "inbox")
    op.drop_column("inbox", "told_at")
    op.drop_column("inbox", "group_id")
    op.drop_column("inbox", "state")
    op.drop_table("inbox_groups")
    op.drop_table("guide_revisions")
