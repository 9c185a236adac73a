"""``ieum match``: bid notices for firms, from the collected ones or a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError

from casework.store import open_store
from gateway import migrate
from gateway.collecting import CollectedNotices, records_of
from gateway.settings import load
from knowledge.bids.firm import Firm
from knowledge.bids.notice import Notice, NoticeError, read
from knowledge.bids.values import day
from knowledge.collectors.sources import SEOUL

if TYPE_CHECKING:
    from knowledge.bids.match import Match, Matcher


def match(
    firm: Annotated[Path | None, typer.Argument(help="기업 하나를 적은 JSON 파일", exists=True, dir_okay=False)] = None,
    batch: Annotated[
        Path | None, typer.Option("--batch", help='{"id","firm","today"?} JSONL', exists=True, dir_okay=False)
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="결과를 쓸 JSONL 파일 (없으면 화면)")] = None,
    notices: Annotated[
        Path | None,
        typer.Option("--notices", help="나라장터 칸과 text의 JSONL (없으면 모아 둔 공고)", exists=True, dir_okay=False),
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, max=1_000)] = 20,
    day_of: Annotated[str, typer.Option("--today", help="이날을 기준으로 (없으면 오늘)")] = "",
) -> None:
    """기업에 맞는 입찰공고를 까닭과 함께 찾아요."""
    if (firm is None) == (batch is None):
        _fail("기업 파일이나 --batch 파일 가운데 하나를 주세요.")
    from knowledge.bids.match import Matcher

    standard = _day(day_of, "--today") if day_of else datetime.now(SEOUL).date()
    asked = [_asked(row, where, standard) for row, where in _lines(batch)] if batch else []
    matcher = Matcher(_notices(notices)) if notices else _collected()
    if firm is not None:
        row, where = _whole(firm), firm.name
        typer.echo(_shown(matcher.match(_firm(row, where), standard, top)))
        return
    lines = [
        json.dumps({"id": name, "results": _results(matcher.match(one, on, top))}, ensure_ascii=False)
        for name, one, on in asked
    ]
    try:
        out.write_text("".join(line + "\n" for line in lines), encoding="utf-8") if out else typer.echo(
            "\n".join(lines)
        )
    except OSError as error:
        _fail(f"결과를 {out}에 쓸 수 없어요: {error.strerror}")


def _results(found: list[Match]) -> list[dict[str, Any]]:
    return [{"id": one.notice.id, "score": round(one.score, 6)} for one in found]


def _shown(found: list[Match]) -> str:
    if not found:
        return "맞는 공고가 없어요."
    return "\n\n".join(
        "\n".join(
            [f"{one.score:.3f}  {one.notice.id}  {one.notice.title}"]
            + [f"  + {told}" for told in one.fits]
            + [f"  ! {told}" for told in one.against]
        )
        for one in found
    )


def _asked(row: dict[str, Any], where: str, standard: date) -> tuple[Any, Firm, date]:
    if not isinstance(row.get("firm"), dict):
        _fail(f"{where}에 기업 'firm'({{...}})이 없어요.")
    given = row.get("today")
    return row.get("id"), _firm(row["firm"], where), _day(str(given), f"{where}의 today") if given else standard


def _firm(row: dict[str, Any], where: str) -> Firm:
    extra = sorted(set(row) - set(Firm.model_fields))
    if extra:  # another system's columns must not keep a firm from its notices
        typer.echo(f"{where}: 쓰지 않는 칸을 건너뛰었어요: {', '.join(extra)}", err=True)
    try:
        return Firm.model_validate({name: value for name, value in row.items() if name not in extra})
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))} {e['input']!r}: {e['msg']}" for e in error.errors())
        _fail(f"{where}의 기업 정보를 쓸 수 없어요: {wrong}")
        raise


def _notices(path: Path) -> list[Notice]:
    found = []
    for row, where in _lines(path):
        try:
            found.append(read(row))
        except NoticeError as error:
            typer.echo(f"{where}: 건너뛰었어요. {error}", err=True)
    return found


def _collected() -> Matcher:
    settings = load()
    settings.home.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database)
    return CollectedNotices(records_of(open_store(settings.database), lambda: datetime.now(UTC))).matcher()


def _lines(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield _object(line, f"{path.name} {number}번째 줄"), f"{path.name} {number}번째 줄"


def _whole(path: Path) -> dict[str, Any]:
    return _object(path.read_bytes(), path.name)


def _object(data: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(data.decode("utf-8-sig"))
        json.dumps(row, ensure_ascii=False).encode()  # half a letter is JSON but no text
    except (ValueError, RecursionError) as error:
        _fail(f"{where}이 UTF-8로 쓴 JSON이 아니에요: {error}")
    if not isinstance(row, dict):
        _fail(f"{where}이 JSON 객체({{...}})가 아니에요.")
    return row


def _day(text: str, where: str) -> date:
    found = day(text)
    if found is None:
        _fail(f"{where} 값 {text!r}을 날짜로 읽을 수 없어요. 2026-11-22처럼 적어 주세요.")
        raise AssertionError
    return found


def _fail(message: str) -> Any:
    typer.echo(message, err=True)
    raise typer.Exit(2)
