"""How one alert reads: its heading and its body, the same for every way out."""

from __future__ import annotations

from connectors.alerts.message import OutgoingAlert
from connectors.alerts.words import words


def heading(alert: OutgoingAlert) -> str:
    """One line: the test mark, the level, the title; what the title already says is not said twice."""
    title = " ".join(alert.title.split())
    marks = [words().test_mark] if alert.test and words().test_mark not in title else []
    if level(alert) not in title:
        marks.append(f"[{level(alert)}]")
    return " ".join([*marks, title])


def level(alert: OutgoingAlert) -> str:
    """The Korean word of the alert's level; an unknown level is shown as it is rather than dropped."""
    return words().levels.get(alert.level, alert.level)


def body(alert: OutgoingAlert) -> str:
    """The text with its receipt and level, each added only when the text does not already say it."""
    said = f"{alert.title}\n{alert.text}"
    lines = [alert.text.strip()]
    if alert.receipt and alert.receipt not in said:
        lines.append(words().receipt.format(receipt=alert.receipt))
    if level(alert) not in said:
        lines.append(words().level.format(level=level(alert)))
    return "\n".join(filter(None, lines))


def links(alert: OutgoingAlert, *, case: bool = True, ack: bool = True) -> list[str]:
    """The lines that spell out the links, for readers without buttons."""
    lines = []
    if case and alert.case_url:
        lines.append(words().open_line.format(url=alert.case_url))
    if ack and alert.ack_url:
        lines.append(words().ack_line.format(url=alert.ack_url))
    return lines
