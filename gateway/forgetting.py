"""Forgetting a person at their word: everything they said here goes; what belongs to a case stays, and is told."""

from __future__ import annotations

import re

from casework.cases import Cases
from casework.store import Store
from gateway.conversations import Conversations
from gateway.retention.memory import DialogueMemory
from knowledge.inbox import Inbox

CONFIRM = "네, 제 대화를 모두 지워 주세요"
"""What the button says when the dialogue core is away; these very words delete."""
ASK = "이 대화에서 말씀하신 것을 모두 지울까요? 지우면 되돌릴 수 없어요."
DONE = "이 대화에서 말씀하신 내용과 처지, 남긴 질문을 모두 지웠어요."
KEPT = (
    " 다만 위험을 알리거나 신고해서 만들어진 사건 기록은 법에 따라 남기고, 사건이 끝난 뒤 길어도 5년 안에 지워요."
    " 신고를 거두시려면 접수번호와 확인 코드로 '접수 확인'에서 하실 수 있어요."
)
_WISH = re.compile(
    r"(내|제|나의|저의|우리)?\s*(정보|개인정보|대화|기록|말한\s?것|데이터)\S{0,3}\s*(을|를|좀|다|모두|전부|싹)?\s*"
    r"(지워|삭제|없애|파기)\s*(해)?\s*(줘|주세요|주실|달라|주라|라|요)?[\s.!~?요]*$"
)


class Forgetting:
    """Deletes one conversation in every place that this house keeps it in. Synchronous."""

    def __init__(
        self, conversations: Conversations, inbox: Inbox, memory: DialogueMemory, cases: Cases, store: Store
    ) -> None:
        self._conversations, self._inbox, self._memory = conversations, inbox, memory
        self._cases, self._store = cases, store

    def __call__(self, key: str) -> str:
        """Delete what was said before; tells in Korean what went and what stays.

        Called within a turn, ``after_turn`` must follow: the turn itself is still under way.
        """
        self._conversations.forget(key, keep_address=self._cases.progress(key) is not None)
        self._inbox.forget(key)
        return DONE + (KEPT if self._cases.has_record(key) else "")

    def after_turn(self, key: str) -> bool:
        """Whether this conversation was just forgotten; then its last traces go, the dialogue core's memory too."""
        if not self._conversations.forgotten(key):
            return False
        self._memory.forget(key)
        self._conversations.leave(key)
        self._store.settle()
        return True


def wished(text: str) -> bool:
    """Whether these words ask for it (for when the dialogue core, which knows more ways to say it, is away)."""
    return bool(_WISH.search(text.strip()))
