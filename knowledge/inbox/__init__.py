"""The inbox: questions left for an expert (사전질의), refused questions and thumbs, so that none is lost."""

from knowledge.base import Base
from knowledge.inbox.model import Group, Item, Kind, State
from knowledge.inbox.store import Inbox
from knowledge.inbox.tables import GroupRow, InboxRow

__all__ = ["Base", "Group", "GroupRow", "Inbox", "InboxRow", "Item", "Kind", "State"]
