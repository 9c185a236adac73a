"""File the report that the form gathered: committed, with receipt and code, before the person is told."""

from __future__ import annotations

from actions.call import Call, Done, Tools, say, slot
from casework.cases import Heard
from casework.reports import NewReport

NAME = "action_submit_report"
SLOTS = (
    "report_subject", "report_what", "report_place", "report_since", "report_contact",
    "report_consent", "report_consent_sensitive", "report_consent_share",
)  # fmt: skip
NOT_SAID = {"", "unknown", "모르겠어요", "모름", "몰라요"}
ANONYMOUS = "익명"


def run(call: Call, tools: Tools) -> Done:
    """The receipt and code; without consent only what the law allows is kept (casework.reports.keepable)."""
    report = report_of(call)
    found = tools.screener.screen(f"{report.what}\n{report.since}")
    heard = (
        Heard(found.level, report.subject, found.kinds, found.immediate, found.score)
        if found.risk and found.level
        else None
    )
    opened = tools.cases.report(report, event_key=f"{call.sender}:{call.message_id}", heard=heard)
    lines = [
        f"신고를 접수했어요. 접수번호 {opened.receipt}, 확인 코드 {opened.code}예요.",
        "처리 상태를 물어볼 때 필요하니 적어 두세요.",
        "담당자에게 바로 알렸어요."
        if opened.alerted
        else "담당자가 기록을 확인할 거예요. 급하면 129나 112로 바로 전화해 주세요.",
    ]
    if not report.consent:
        lines.append("동의하지 않으셔서 연락처와 자세한 주소는 남기지 않았어요.")
    if not report.consent_share:
        lines.append("다른 기관에는 넘기지 않아요. 직접 도움을 청하려면 129(보건복지상담센터)로 전화해 주세요.")
    responses = [say("\n".join(lines), ("처리 상태 보기", "신고 어떻게 됐어요?"), receipt=opened.receipt)]
    return Done([slot(name, None) for name in SLOTS], responses)


def report_of(call: Call) -> NewReport:
    """The report in the form's slots."""

    def told(name: str, longest: int) -> str:
        value = str(call.slots.get(name) or "").strip()
        return "" if value in NOT_SAID else value[:longest]

    contact = told("report_contact", 200)
    subject = "self" if call.slots.get("report_subject") == "self" else "other"
    anonymous = not contact or ANONYMOUS in contact
    return NewReport(
        subject=subject,  # type: ignore[arg-type]
        what=told("report_what", 2000) or "내용 없이 접수",
        place=told("report_place", 300),
        since=told("report_since", 100),
        reporter="anonymous" if anonymous else "self" if subject == "self" else "neighbour",
        contact="" if anonymous else contact,
        consent=call.slots.get("report_consent") is True,
        consent_sensitive=call.slots.get("report_consent_sensitive") is True,
        consent_share=call.slots.get("report_consent_share") is True,
        conversation=call.sender,
        channel="chat",
    )
