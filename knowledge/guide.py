"""Guide (안내): one policy, service, procedure, rule, contact or notice; facts as data, prose below."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from knowledge.figure import Figure

SECTIONS = ("한눈에", "대상", "지원 내용", "신청 방법", "준비 서류", "기간", "기준과 근거", "문의", "알아둘 점")
"""Headings a guide's body may use, in their order."""

Domain = Literal["youth", "mind", "housing", "welfare", "crisis", "procurement", "platform"]
Kind = Literal["program", "procedure", "contact", "notice", "rule"]
Status = Literal["open", "closed", "ended"]


class GuideError(ValueError):
    """A guide file that cannot be used; the text names the file and what is wrong."""


class Eligibility(BaseModel):
    """Who a guide is for: ages in full years (만 나이), lists as facts/README.md defines them."""

    model_config = ConfigDict(extra="forbid")

    age_min: int | None = Field(None, ge=0, le=120)
    age_max: int | None = Field(None, ge=0, le=120)
    income: str | None = None
    income_median_pct_max: float | None = Field(None, gt=0)
    assets: str | None = None
    region: str | None = None
    household: list[str] = []
    all_of: list[str] = []
    any_of: list[str] = []
    employment: list[str] = []
    other: list[str] = []

    @property
    def ages(self) -> str:
        """The ages in words (만 19~34세); "" when any age will do."""
        if self.age_min is not None and self.age_max is not None:
            return f"만 {self.age_min}~{self.age_max}세"
        if self.age_min is not None:
            return f"만 {self.age_min}세 이상"
        return f"만 {self.age_max}세 이하" if self.age_max is not None else ""


class Guide(BaseModel):
    """One guide: the front matter as fields and the body as ``sections`` (heading to prose)."""

    model_config = ConfigDict(extra="forbid", ignored_types=(cached_property,))

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str = Field(min_length=2)
    domain: Domain
    kind: Kind
    audience: str
    summary: str
    status: Status = "open"
    valid_from: date | None = None
    valid_until: date | None = None
    replaced_by: list[str] = []
    same_as: list[str] = []
    see_also: list[str] = []
    part_of: list[str] = []
    figures: list[Figure] = []
    aliases: list[str] = []
    asked: list[Annotated[str, Field(min_length=4, max_length=150)]] = Field([], max_length=16)
    eligibility: Eligibility | None = None
    benefit: str | None = None
    how_to_apply: str | None = None
    documents: list[str] = []
    steps: list[str] = []
    criteria: list[str] = []
    period: str | None = None
    agency: str | None = None
    contact: str | None = None
    url: str | None = Field(None, pattern=r"^https?://")
    as_of: str = Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    confidence: Literal["high", "medium", "low"]
    sources: list[str] = []
    note: str | None = None
    sections: dict[str, str]

    @field_validator("sections")
    @classmethod
    def _known_sections(cls, sections: dict[str, str]) -> dict[str, str]:
        unknown = [heading for heading in sections if heading not in SECTIONS]
        if unknown:
            raise ValueError(f"모르는 절 {unknown}; 쓸 수 있는 절: {', '.join(SECTIONS)}")
        if "한눈에" not in sections:
            raise ValueError("'한눈에' 절이 있어야 합니다")
        return sections

    @cached_property
    def facts_text(self) -> str:
        """Everything the guide states, as one text: what an answer's figures are checked against."""
        parts: list[str | None] = [self.name, self.audience, self.summary, *self.sections.values(), *self.aliases]
        parts += [
            self.benefit,
            self.how_to_apply,
            self.period,
            self.agency,
            self.contact,
            self.url,
            self.as_of,
            self.note,
        ]
        parts += [*self.documents, *self.steps, *self.criteria]
        if self.eligibility:
            parts.append(self.eligibility.ages)
            for value in self.eligibility.model_dump(exclude_none=True).values():
                parts += (
                    value if isinstance(value, list) else [f"{value:g}" if isinstance(value, float) else str(value)]
                )
        return "\n".join(part for part in parts if part)

    def is_current(self, today: date) -> bool:
        """True while the guide may answer as current: neither ended nor outside its validity dates."""
        if self.status == "ended" or (self.valid_until and self.valid_until < today):
            return False
        return not (self.valid_from and self.valid_from > today)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser where PyYAML has one."""
_FILE = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<body>.*)\Z", re.S)
_SECTION = re.compile(r"^## (?P<heading>.+?)[ \t]*\n(?P<prose>.*?)(?=^## |\Z)", re.S | re.M)


def parse(text: str, name: str) -> Guide:
    """Read one guide file's text; raises GuideError naming ``name`` and every problem found."""
    match = _FILE.match(text)
    if match is None:
        raise GuideError(f"{name}: '---' 사이의 머리말과 본문이 있어야 합니다")
    sections = {m["heading"]: m["prose"].strip() for m in _SECTION.finditer(match["body"])}
    try:
        front = yaml.load(match["front"], Loader=_LOADER)  # noqa: S506 - both are safe loaders
        if not isinstance(front, dict):
            raise GuideError(f"{name}: 머리말이 '이름: 값' 꼴이 아닙니다")
        return Guide(**front, sections=sections)
    except yaml.YAMLError as error:
        raise GuideError(f"{name}: 머리말 YAML을 읽을 수 없습니다: {error}") from error
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, e['loc']))}: {e['msg']} (값: {e['input']!r:.80})" for e in error.errors()
        )
        raise GuideError(f"{name}: {wrong}") from error


def load(path: Path) -> Guide:
    """Read one guide file; its file name must be ``<id>.md`` and its folder the guide's domain."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise GuideError(f"{path.name}: UTF-8이 아닙니다({error.start}번째 바이트). UTF-8로 저장해 주세요") from error
    guide = parse(text, path.name)
    if path.stem != guide.id or path.parent.name != guide.domain:
        raise GuideError(
            f"{path.name}: 파일은 {guide.domain}/{guide.id}.md 여야 합니다 (지금: {path.parent.name}/{path.name})"
        )
    return guide
