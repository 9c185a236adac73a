"""Making guides for tests: one valid file's text, and changed ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from knowledge.guide import Guide, parse

FRONT: dict[str, Any] = {
    "id": "moon-voucher", "name": "달빛 이용권(시험)", "domain": "welfare", "kind": "program",
    "audience": "만 19~34세 청년", "summary": "달빛을 볼 수 있게 한 달 3만 원을 준다.", "aliases": ["달빛권"],
    "eligibility": {"age_min": 19, "age_max": 34, "household": ["무주택"]}, "benefit": "월 3만 원, 최장 12개월",
    "how_to_apply": "주민센터에 신청", "documents": ["신청서", "통장 사본"], "steps": ["신청", "심사", "지급"],
    "period": "2026-02-01 ~ 2026-02-28", "contact": "달빛센터 02-0000-1234", "url": "https://moon.example",
    "as_of": "2026-10", "confidence": "high",
}  # fmt: skip
SECTIONS = {"한눈에": "달빛을 볼 수 있게 한 달 3만 원을 줘요.", "대상": "만 19~34세 무주택 청년이에요."}


def text(sections: dict[str, str] | None = None, **front: Any) -> str:
    """A guide file; a keyword changes one field of the front matter, None leaves it out."""
    fields = {name: value for name, value in (FRONT | front).items() if value is not None}
    body = "\n".join(f"## {heading}\n{prose}" for heading, prose in (sections or SECTIONS).items())
    return f"---\n{yaml.safe_dump(fields, allow_unicode=True, sort_keys=False)}---\n\n{body}\n"


def guide(sections: dict[str, str] | None = None, **front: Any) -> Guide:
    """The guide of that file."""
    return parse(text(sections, **front), "시험.md")


def write(folder: Path, content: str, domain: str = "welfare", name: str = "moon-voucher") -> Path:
    """Put a guide file where the catalog looks for it."""
    path = folder / domain / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path
