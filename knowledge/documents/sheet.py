"""A sheet: what a printed page says, whatever it is printed as."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.documents.checklist import Checklist, Item, PaperShape

UNKNOWN = "확인 안 됨"
READ_AGAIN = "이음이 안내를 바탕으로 만든 목록이에요. 가기 전에 공고나 창구에서 한 번 더 확인해 주세요."


@dataclass(frozen=True)
class Row:
    """One row of a block's table: a label and what stands beside it; ``box`` draws a box to tick."""

    label: str
    value: str
    box: bool = False


@dataclass(frozen=True)
class Block:
    """A heading with rows below it, and lines below those."""

    heading: str
    rows: tuple[Row, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A title, lines below it, blocks, and lines at the end."""

    title: str
    lead: tuple[str, ...]
    blocks: tuple[Block, ...]
    foot: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Everything it says, line by line."""
        said = [self.title, *self.lead]
        for block in self.blocks:
            said += [block.heading, *(f"{row.label} {row.value}" for row in block.rows), *block.lines]
        return "\n".join((*said, *self.foot))


def checklist_sheet(made: Checklist) -> Sheet:
    """A checklist to be printed and ticked off; what the profile made unnecessary is named, so that nobody wonders."""
    blocks = [Block("꼭 필요한 서류", tuple(map(_row, made.required)))]
    blocks.append(Block("경우에 따라 필요한 서류", tuple(map(_row, made.conditional))))
    skipped = tuple(f"{item.line}: {item.condition}" for item in made.not_needed)
    blocks.append(Block("말씀해 주신 처지라면 필요 없는 서류", (), skipped))
    told = (("신청", made.how_to_apply), ("기간", made.period), ("문의", made.contact), ("누리집", made.url))
    blocks.append(Block("신청하는 곳", tuple(Row(name, value) for name, value in told if value)))
    foot = (*made.notes, READ_AGAIN, f"안내 기준일 {made.as_of}")
    shown = tuple(block for block in blocks if block.rows or block.lines)
    return Sheet(f"{made.title} 준비 서류", (), shown, foot)


def _row(item: Item) -> Row:
    told = [f"({item.condition})"] if item.condition else []
    if item.one_of:
        told.append("아래 가운데 하나면 돼요.")
    told += [_paper(paper, named=len(item.papers) > 1) for paper in item.papers]
    return Row(item.line, "\n".join([*told, *([item.note] if item.note else [])]), box=True)


def _paper(paper: PaperShape, named: bool) -> str:
    where = ", ".join(f"{service.name} {service.url}" for service in paper.online)
    said = [f"받는 곳: {paper.issuer}", *([f"온라인: {where}"] if where else [])]
    if paper.kind == "issued":
        said += [f"수수료: {paper.fee or UNKNOWN}", f"유효한 기간: {paper.valid or UNKNOWN}"]
    return f"{paper.name} — " * named + " / ".join([*said, f"누가: {paper.who}"])
