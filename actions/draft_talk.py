"""A draft application in the chat: only the gaps are asked, one by one; nothing is submitted."""

from __future__ import annotations

import re
from typing import Any

from actions.call import say
from actions.naming import named, short
from actions.talks import Around, Said, State
from knowledge.documents.draft import NOT_SENT, draft
from knowledge.documents.draft_data import common, programmes
from knowledge.documents.values import ValueProblem, checked
from knowledge.guide import Guide

_BEGIN = re.compile(
    r"^(?P<name>.{2,60}?)\s*(?:신청서\s?초안|신청\s?초안|신청서\s?(?:써|만들어)\s?(?:줘|주세요))(?:\s?만들기|\s?써\s?줘)?[요.!]*$"
)
_DELETE = re.compile(r"^(?:신청서\s?)?초안\s?(?:을\s?)?(?:지워|지우|삭제)")
_SKIP = re.compile(r"^(?:건너뛰|넘어|모르|몰라|나중에)")
_END = re.compile(r"^(?:여기까지|그만|끝|취소|멈춰)")
HIDDEN = "가림]"
"""What the mask leaves of a number that must not be kept."""
SKIP, END = "건너뛰기", "여기까지"
INTRO = (
    "{form} 초안을 함께 만들어요. 빈칸만 하나씩 여쭤볼게요. 주민등록번호와 계좌번호는 적지 마세요. "
    "답은 잠가 두고 이 초안에만 써요. '초안 지워 줘'라고 하면 바로 지워요."
)
DONE = "초안이 됐어요. {filled}칸을 채웠고 {left}칸은 비어 있어요. 파일은 하루 동안 받을 수 있어요."


class DraftTalk:
    """State: the guide's id, the answers by field, the fields skipped."""

    name = "draft"

    def begin(self, text: str, state: State | None, around: Around) -> Said | None:
        """A new draft, or everything of the one there is deleted."""
        if _DELETE.match(text.strip()):
            return Said(
                [say("초안과 적어 주신 답을 모두 지웠어요." if state else "남아 있는 초안이 없어요.")], private=True
            )
        found = _BEGIN.match(text.strip())
        guide = _drafted(named(around.catalog(), found["name"]), around) if found else None
        if guide is None:
            return None
        begun: State = {"guide": guide.id, "answers": {}, "skipped": []}
        intro = say(INTRO.format(form=programmes()[guide.id].form))
        page = {"label": "화면에서 한 번에 적기", "value": "화면 열기", "url": f"{around.base_url}/drafts/{guide.id}"}
        intro["custom"]["buttons"].append(page)
        return _next(guide, begun, around, [intro])

    def go_on(self, text: str, state: State, around: Around) -> Said | None:
        """The next gap, or the finished draft; a question is left to the dialogue and asked again afterwards."""
        guide, said = around.catalog().get(state["guide"]), text.strip()
        if guide is None or guide.id not in programmes():
            return Said([say("이 안내가 바뀌어 초안을 이어 갈 수 없어요.")], private=True)
        if _END.match(said):
            return _finished(guide, state, around)
        asked = _gaps(guide, state)[0]
        if _SKIP.match(said):
            return _next(guide, state | {"skipped": [*state["skipped"], asked]}, around, [])
        if said.endswith("?"):
            return None
        try:
            if HIDDEN in said:
                raise ValueProblem("그런 번호는 적지 마세요. 그 칸은 낼 때 손으로 써 주세요.")
            value = checked(common().fields[asked], said)
        except ValueProblem as wrong:
            return Said([say(str(wrong)), _question(asked)], state, asking=True, private=True, once=True)
        return _next(guide, state | {"answers": state["answers"] | {asked: value}}, around, [])

    def interrupted(self, state: State) -> State | None:
        """What was answered stays, sealed; nothing more is asked."""
        return state if state.get("answers") else None


def _drafted(guides: list[Guide], around: Around) -> Guide | None:
    """The first of these guides, or of those that tell the same, for which there is a form."""
    ids = [one for guide in guides for one in (guide.id, *guide.same_as)]
    return next((around.catalog()[one] for one in ids if one in programmes() and one in around.catalog()), None)


def _gaps(guide: Guide, state: State) -> list[str]:
    return [name for name in draft(guide, answers=state["answers"]).missing if name not in state["skipped"]]


def _next(guide: Guide, state: State, around: Around, before: list[dict[str, Any]]) -> Said:
    gaps = _gaps(guide, state)
    if not gaps:
        return _finished(guide, state, around)
    return Said([*before, _question(gaps[0])], state, asking=True, private=True)


def _question(name: str) -> dict[str, Any]:
    field = common().fields[name]
    choices = [(said, said) for said in field.choices.values()]
    return say(field.ask, *choices, (SKIP, SKIP), (END, END))


def _finished(guide: Guide, state: State, around: Around) -> Said:
    made = draft(guide, answers=state["answers"])
    where = made.submit.url or made.submit.how or made.submit.contact
    text = DONE.format(filled=len(state["answers"]), left=len(made.missing))
    message = say(
        f"{text}\n{NOT_SENT}\n내는 곳: {where}", (f"{short(guide)} 서류 챙기기"[:40], f"{guide.id} 서류 챙기기")
    )
    files = f"{around.base_url}/drafts/mine/{around.ticket}"
    message["custom"]["buttons"] += [
        {"label": "한글 문서(HWPX)", "value": "한글 문서 받기", "url": f"{files}/hwpx"},
        {"label": "PDF", "value": "PDF 받기", "url": f"{files}/pdf"},
    ]
    return Said([message], state | {"skipped": []}, private=True)
