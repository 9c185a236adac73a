"""What can go wrong for a visitor, as exceptions that become pages."""

from __future__ import annotations


class Problem(Exception):
    """A request that cannot be done: an HTTP status and one Korean sentence for the visitor."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class Elsewhere(Exception):
    """The visitor has to go to another page of the desk first, such as the login."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


NOT_FOUND = "찾는 화면이 없어요. 주소를 확인하거나 사건 목록에서 다시 골라 주세요."
FORGED = "보낸 화면을 확인할 수 없어요. 화면을 새로 고친 뒤 다시 해 주세요."
FAR = "다른 지역의 사건이라 볼 수 없어요. 맡아야 하는 사건이면 책임자에게 넘겨 달라고 해 주세요."
NO_CASES = "이 역할은 사건을 볼 수 없어요. 담당자나 책임자에게 물어봐 주세요."
READ_ONLY = "이 역할은 사건을 볼 수만 있어요. 담당자나 책임자에게 부탁해 주세요."
