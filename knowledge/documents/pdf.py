"""A sheet as PDF (A4), in Noto Sans KR from the package pylopdf-fonts-ko; only the letters used are embedded."""

from __future__ import annotations

from functools import lru_cache

import pylopdf_fonts_ko
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from knowledge.documents.sheet import Block, Sheet

FONT = "NotoSansKR"
BODY, HEADING, TITLE = 9.5, 12, 17
"""Letter sizes in points."""
LINE = 5.6
"""Height of a line in millimetres."""
MISSING = "□"


class _Page(FPDF):
    def footer(self) -> None:
        self.set_y(-14)
        self.set_font(FONT, size=8)
        self.cell(0, 6, f"{self.page_no()} / {{nb}}", align="C")


def pdf(sheet: Sheet) -> bytes:
    """The sheet as the bytes of a PDF file; a letter the font lacks becomes an empty square."""
    page = _Page(format="A4")
    page.set_margins(18, 16, 18)
    page.set_auto_page_break(True, margin=18)
    page.set_title(sheet.title)
    page.set_lang("ko")
    page.add_font(FONT, fname=pylopdf_fonts_ko.sans_path())
    page.add_page()
    _lines(page, (sheet.title,), TITLE)
    _lines(page, sheet.lead, BODY)
    for block in sheet.blocks:
        _block(page, block)
    page.ln(4)
    _lines(page, sheet.foot, 8.5)
    return bytes(page.output())


def _block(page: FPDF, block: Block) -> None:
    if page.will_page_break(24):
        page.add_page()
    page.ln(4)
    _lines(page, (block.heading,), HEADING)
    page.set_font(FONT, size=BODY)
    if block.rows:
        with page.table(
            col_widths=(6, 34, 60), first_row_as_headings=False, line_height=LINE, padding=1.2, text_align="LEFT",
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        ) as table:  # fmt: skip
            for row in block.rows:
                cells = table.row()
                cells.cell("□" if row.box else "")
                cells.cell(_drawable(row.label), style=FontFace(color=(10, 50, 110)))
                cells.cell(_drawable(row.value))
        page.ln(2)
    _lines(page, block.lines, BODY)


def _lines(page: FPDF, lines: tuple[str, ...], size: float) -> None:
    page.set_font(FONT, size=size)
    for line in lines:
        page.multi_cell(0, size * 0.58, _drawable(line), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


@lru_cache
def _letters() -> frozenset[int]:
    with TTFont(pylopdf_fonts_ko.sans_path(), lazy=True) as font:
        return frozenset(font.getBestCmap())


def _drawable(text: str) -> str:
    return "".join(letter if ord(letter) in _letters() or letter == "\n" else MISSING for letter in text)
