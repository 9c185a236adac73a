"""Alembic's entry: runs the migrations on the connection that gateway.migrate opened."""

from __future__ import annotations

from alembic import context

import knowledge.collectors.tables
import knowledge.revisions.tables  # noqa: F401
from casework.store import Base as CaseworkBase
from gateway.tables import Base as GatewayBase
from knowledge.inbox import Base as KnowledgeBase

METADATA = [CaseworkBase.metadata, GatewayBase.metadata, KnowledgeBase.metadata]

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
