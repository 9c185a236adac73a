"""Papers in the chat: a guide's checklist, ticked off by number or button."""

from __future__ import annotations

import re

from actions.call import say
from actions.naming import cited, named, short
from actions.talks import Around, Said, State
from knowledge.documents.checklist import NOTHING, Checklist, Item, PaperShape, checklist
from knowledge.documents.draft_data import programmes
from knowledge.guide import Guide

_BEGIN = re.compile(r"^(?P<name>.{2,60}?)\s*(?:준비\s?)?서류\s?(?:챙기기|체크|체크리스트|챙겨\s?줘|챙길래요)[요.!]*$")
_TICK = re.compile(
    r"^(?P<numbers>\d{1,2}번?(?:\s*[,와과·및]?\s*\d{1,2}번?)*)\s*(?:은|는|을|를|도)?\s*(?P<deed>챙겼|했|준비했|뗐|체크|완료|있어|아직|취소|빼)"
)
_AGAIN = re.compile(r"^(?:서류|체크리스트)\s?(?:다시\s?)?보(?:기|여\s?줘|여\s?주세요)[요.!]*$")
UNDO = ("아직", "취소", "빼")
BUTTONS = 4


class PapersTalk:
    """State: the guide's id and the keys of the items ticked off."""

    name = "papers"

    def begin(self, text: str, state: State | None, around: Around) -> Said | None:
        """A new checklist, or the one under way ticked off or shown again."""
        said = text.strip()
        if found := _BEGIN.match(said):
            guides = named(around.catalog(), found["name"])
            return _shown(guides[0], [], around) if guides else None
        guide = around.catalog().get(str(state["guide"])) if state else None
        if guide is None or state is None:
            return None
        if _AGAIN.match(said):
            return _shown(guide, state["ticked"], around)
        return _ticked(guide, said, state["ticked"], around) if _TICK.match(said) else None

    def go_on(self, text: str, state: State, around: Around) -> Said | None:
        """This talk asks nothing."""
        return None

    def interrupted(self, state: State) -> State | None:
        """The list stays."""
        return state


def _ticked(guide: Guide, text: str, ticked: list[str], around: Around) -> Said:
    found = _TICK.match(text)
    assert found is not None  # noqa: S101 - the caller has looked
    items = _items(checklist(guide))
    numbers = [int(number) for number in re.findall(r"\d+", found["numbers"])]
    wrong = [number for number in numbers if not 1 <= number <= len(items)]
    if wrong:
        state = {"guide": guide.id, "ticked": ticked}
        return Said([say(f"{wrong[0]}번 서류는 없어요. 1번에서 {len(items)}번까지 있어요.")], state)
    keys = {items[number - 1].key for number in numbers}
    left = [key for key in ticked if key not in keys]
    return _shown(guide, left if found["deed"] in UNDO else [*left, *sorted(keys)], around)


def _items(made: Checklist) -> list[Item]:
    return [*made.required, *made.conditional]


def _shown(guide: Guide, ticked: list[str], around: Around) -> Said:
    made = checklist(guide)
    items = _items(made)
    if not items:
        return Said([say(NOTHING, citations=cited(guide, "문의"))])
    left = [number for number, item in enumerate(made.required, 1) if item.key not in ticked]
    lines = [f"{short(guide)} 서류예요. 챙긴 것을 번호로 알려 주세요. (예 1번 챙겼어요)"]
    lines += [_line(number, item, item.key in ticked) for number, item in enumerate(items, 1)]
    lines.append(f"꼭 필요한 서류 {len(made.required)}가지 가운데 {len(made.required) - len(left)}가지를 챙기셨어요.")
    lines += made.notes
    buttons = [(f"{number}번 챙겼어요", f"{number}번 챙겼어요") for number in left[:BUTTONS]]
    if guide.id in programmes():
        buttons.append(("신청서 초안", f"{short(guide)} 신청서 초안"))
    message = say("\n".join(lines), *buttons)
    page = {"label": "인쇄·PDF·달력", "value": "서류 화면 열기", "url": f"{around.base_url}/papers/{guide.id}"}
    message["custom"]["buttons"].append(page)
    source = say("이 목록의 근거예요.", citations=cited(guide, "준비 서류"))
    return Said([message, source], {"guide": guide.id, "ticked": ticked})


def _line(number: int, item: Item, done: bool) -> str:
    places = dict.fromkeys(_place(paper) for paper in item.papers)
    where = (" 또는 " if item.one_of else " / ").join(places)
    condition = f" [{item.condition}]" if item.condition else ""
    return f"- {'☑' if done else '☐'} {number}. {item.line}{condition}" + (f"\n  {where}" if where else "")


def _place(paper: PaperShape) -> str:
    online = "·".join(service.name for service in paper.online)
    fee = f", {paper.fee}" if paper.fee and paper.kind == "issued" else ""
    return f"{paper.name}: {online or paper.issuer}{fee}"
