"""A sheet as HWPX, the open format (OWPML, KS X 6101) of Hangul word processors, through python-hwpx."""

from __future__ import annotations

from hwpx import HwpxDocument

from knowledge.documents.sheet import Block, Sheet

WIDE, BOXED = (12_000, 30_000), "□ "
"""Column widths in HWPUNIT (1/7200 inch)."""


def hwpx(sheet: Sheet) -> bytes:
    """The sheet as the bytes of an HWPX file."""
    document = HwpxDocument.new()
    document.page.setup(paper_size="A4")
    title = document.styles.ensure_run(bold=True, size=17)
    heading = document.styles.ensure_run(bold=True, size=12)
    plain = document.styles.ensure_run(size=10)
    document.add_paragraph(sheet.title, char_pr_id_ref=title)
    _lines(document, ("", *sheet.lead), plain)
    for block in sheet.blocks:
        document.add_paragraph("", char_pr_id_ref=plain)
        document.add_paragraph(block.heading, char_pr_id_ref=heading)
        _table(document, block)
        _lines(document, block.lines, plain)
    _lines(document, ("", *sheet.foot), plain)
    return document.to_bytes()


def _table(document: HwpxDocument, block: Block) -> None:
    if not block.rows:
        return
    table = document.add_table(len(block.rows), 2, width=sum(WIDE))
    table.set_column_widths(list(WIDE))
    for number, row in enumerate(block.rows):
        table.set_cell_text(number, 0, BOXED * row.box + row.label)
        table.set_cell_text(number, 1, row.value, split_paragraphs=True)


def _lines(document: HwpxDocument, lines: tuple[str, ...], style: str) -> None:
    for line in lines:
        for part in line.split("\n"):
            document.add_paragraph(part, char_pr_id_ref=style)
