"""Brings the guides' names and aliases to the NLU at training time, so that there is no second copy of them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, List, NamedTuple, Sequence, Set, Tuple

import yaml

BOT = Path(__file__).resolve().parent
PATTERNS = BOT / "data" / "guide_patterns.yml"
KINDS = ("program", "procedure", "contact", "rule", "notice")
"""Kinds of guides; of twins that share a name the earlier kind speaks for it."""

AMBIGUOUS = "ambiguous"
"""What a name means that several unrelated guides share."""

LONGEST_IN_EXAMPLE = 24


class GuideError(ValueError):
    """A guides folder or file that cannot be used; the message names it and says what is expected."""


class GuideName(NamedTuple):
    """What the NLU needs of one guide: its id, how people call it, its kind and its twins."""

    id: str
    names: Tuple[str, ...]
    kind: str
    same_as: Tuple[str, ...]


def read_guides(folder: Path) -> List[GuideName]:
    """Return the names of every guide under ``folder`` (``**/*.md``), sorted by id.

    Raises GuideError for a folder without guides, broken front matter, a missing field or an id used twice.
    """
    guides = sorted(_read(path) for path in sorted(folder.glob("**/*.md")))
    if not guides:
        raise GuideError(f"안내 폴더 {folder}에 안내(*.md)가 없습니다.")
    ids = [guide.id for guide in guides]
    twice = sorted({one for one in ids if ids.count(one) > 1}) if len(set(ids)) < len(ids) else []
    if twice:
        raise GuideError(f"같은 id를 쓰는 안내가 있습니다: {', '.join(twice)}")
    return guides


def _read(path: Path) -> GuideName:
    head, mark, rest = path.read_text(encoding="utf-8").partition("---\n")
    front, end, _body = rest.partition("\n---")
    if head.strip() or not mark or not end:
        raise GuideError(f"{path}: 머리말(--- 사이의 YAML)이 없습니다.")
    try:
        record: Any = yaml.safe_load(front)
    except yaml.YAMLError as error:
        raise GuideError(f"{path}: 머리말을 읽을 수 없습니다: {error}") from error
    missing = [field for field in ("id", "name", "kind") if not isinstance(record, dict) or not record.get(field)]
    if missing:
        raise GuideError(f"{path}: 머리말에 {', '.join(missing)}가 없습니다.")
    if record["kind"] not in KINDS:
        raise GuideError(f"{path}: kind {record['kind']!r}는 없는 값입니다. 쓸 수 있는 값: {', '.join(KINDS)}")
    names = [record["name"], *(record.get("aliases") or [])]
    return GuideName(
        str(record["id"]),
        tuple(dict.fromkeys(" ".join(str(name).split()) for name in names if str(name).strip())),
        str(record["kind"]),
        tuple(map(str, record.get("same_as") or [])),
    )


def meanings(guides: Sequence[GuideName], is_name: Callable[[str], bool]) -> Dict[str, str]:
    """Return name -> guide id for every official name, and every alias that ``is_name``, that means one thing.

    A name shared by twins (``same_as``) means the one people have most words for; a name shared by strangers is known
    for a name but means AMBIGUOUS, so that search decides.
    """
    holders: Dict[str, List[GuideName]] = defaultdict(list)
    for guide in guides:
        for name in guide.names:
            if guide not in holders[_key(name)]:
                holders[_key(name)].append(guide)
    result: Dict[str, str] = {}
    for guide in guides:
        for name in guide.names:
            sharing = holders[_key(name)]
            if len(_key(name)) < 2 or not (name == guide.names[0] or is_name(name)):
                continue
            best = min(sharing, key=lambda one: (KINDS.index(one.kind), -len(one.names), one.id))
            result[name] = best.id if _are_twins(sharing) else AMBIGUOUS
    return result


def _key(name: str) -> str:
    return "".join(name.lower().split())


def _are_twins(sharing: Sequence[GuideName]) -> bool:
    known: Set[str] = set()
    for guide in sharing:
        known |= {guide.id, *guide.same_as} if not known or guide.id in known or known & set(guide.same_as) else set()
    return all(guide.id in known for guide in sharing)


def examples(names: Iterable[str], patterns: Dict[str, Any]) -> Dict[str, List[str]]:
    """Return intent -> sentences: each pattern filled with names, always the same ones for the same names."""
    usable = sorted(name for name in set(names) if len(name) <= LONGEST_IN_EXAMPLE and not set(name) & set("[]{}()\"'"))
    made: Dict[str, List[str]] = {}
    for intent, forms in patterns["patterns"].items():
        lines: List[str] = []
        for form in forms:
            ranked = sorted(usable, key=lambda name: hashlib.sha256(f"{form}\0{name}".encode()).digest())
            count = patterns["names_per_pattern"]
            for first, second in zip(ranked[:count], ranked[count : 2 * count] or ranked, strict=False):
                lines.append(form.replace("{이름}", first).replace("{다른이름}", second))
        made[intent] = list(dict.fromkeys(lines))
    return made


def write(guides: Sequence[GuideName], folder: Path) -> Path:
    """Write ``guides.yml`` (synonyms and example sentences) into ``folder`` and return its path.

    The synonyms are the table from which KiwiTokenizer learns the names: words not to be cut, and the ids they mean.
    """
    from name_judge import NameJudge

    patterns = yaml.safe_load(PATTERNS.read_text(encoding="utf-8"))
    known = meanings(guides, NameJudge(patterns["generic"]))
    by_guide: Dict[str, List[str]] = defaultdict(list)
    for name, guide in known.items():
        by_guide[guide].append(name)
    blocks = [_block("synonym", guide, names) for guide, names in sorted(by_guide.items())]
    blocks += [_block("intent", intent, lines) for intent, lines in examples(known, patterns).items() if lines]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "guides.yml"
    path.write_text('version: "3.1"\nnlu:\n' + "".join(blocks), encoding="utf-8")
    return path


def _block(kind: str, name: str, lines: Iterable[str]) -> str:
    return f"- {kind}: {name}\n  examples: |\n" + "".join(f"    - {line}\n" for line in lines)
