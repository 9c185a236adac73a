"""The command line ``ieum``: what each command takes and gives is told in docs/commands.md."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from gateway.cli_bids import match
from gateway.cli_collect import collect_sources
from gateway.cli_drill import drill
from gateway.cli_eval import evaluate
from gateway.cli_guides import guides_app
from gateway.cli_privacy import keys_app, purge
from gateway.cli_roster import roster_app
from gateway.cli_signals import signals_app
from gateway.settings import Settings, SettingsError, load
from knowledge.guide import GuideError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="이음: 정책과 복지 안내, 위기 신고를 잇는 도우미",
)
staff_app = typer.Typer(no_args_is_help=True, help="담당자 계정")
audit_app = typer.Typer(no_args_is_help=True, help="감사 기록")
app.add_typer(staff_app, name="staff")
app.add_typer(audit_app, name="audit")
app.command(name="eval")(evaluate)
app.command(name="drill")(drill)
app.command(name="match")(match)
app.command(name="collect")(collect_sources)
app.add_typer(guides_app, name="guides")
app.command()(purge)
app.add_typer(keys_app, name="keys")
app.add_typer(signals_app, name="signals")
app.add_typer(roster_app, name="roster")
console = Console(stderr=True)

Batch = Annotated[
    Path | None, typer.Option("--batch", help="한 줄에 JSON 하나인 입력 파일", exists=True, dir_okay=False)
]
Out = Annotated[Path | None, typer.Option("--out", help="결과를 쓸 JSONL 파일 (없으면 화면)")]


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(help="듣는 포트 (IEUM_PORT)")] = None,
    host: Annotated[str | None, typer.Option(help="듣는 주소 (IEUM_HOST)")] = None,
) -> None:
    """모든 것을 시작해요: 게이트웨이, 대화 모델, 색인, 사건 시계."""
    from gateway.serve import run

    changes = {name: value for name, value in (("port", port), ("host", host)) if value is not None}
    raise typer.Exit(run(load().model_copy(update=changes)))


@app.command()
def auditor(
    with_gateway: Annotated[
        bool, typer.Option("--with-gateway", help="게이트웨이가 띄울 때: 게이트웨이가 죽고 다시 뜨면 스스로 끝남")
    ] = False,
) -> None:
    """사건 시계를 지켜보는 감시인: 시계가 멈추거나 빠뜨린 것이 있으면 따로 알려요."""
    import asyncio

    from gateway import logs
    from gateway.auditor import watch
    from gateway.on_call import utc_now

    settings = load()
    logs.configure(settings.log_level)
    try:
        asyncio.run(watch(settings, utc_now, with_gateway=with_gateway))
    except (ValueError, OSError) as error:
        _fail(f"감시인을 시작할 수 없어요: {error}")


@app.command()
def ask(question: Annotated[str | None, typer.Argument()] = None, batch: Batch = None, out: Out = None) -> None:
    """질문 하나(또는 --batch 파일의 질문들)에 안내로 답해요."""
    answerer = _answerer(load())

    def answer(row: dict[str, Any]) -> dict[str, Any]:
        found = answerer.answer(str(row["question"]))
        return {
            "id": row.get("id"), "text": found.text, "refusal": found.refusal,
            "citations": [{"id": s.id, "section": s.section, "url": s.url, "as_of": s.as_of} for s in found.sources],
        }  # fmt: skip

    _each(question, "question", batch, out, answer, lambda row: row["text"])


@app.command()
def search(
    query: Annotated[str | None, typer.Argument()] = None, batch: Batch = None, out: Out = None,
    index: Annotated[Path | None, typer.Option("--index", help="ieum index가 만든 폴더")] = None,
    top: Annotated[int, typer.Option("--top", min=1, max=100)] = 10,
) -> None:  # fmt: skip
    """안내(또는 --index 폴더의 글)를 찾아요."""
    from gateway.offline import UNUSABLE, searcher_of

    try:
        searcher = searcher_of(load(), index, console)
    except UNUSABLE as error:
        _fail(str(error))

    def find(row: dict[str, Any]) -> dict[str, Any]:
        hits = searcher.search(str(row["question"]), top)
        return {"id": row.get("id"), "results": [{"id": h.doc, "score": round(h.score, 6)} for h in hits]}

    _each(
        query,
        "question",
        batch,
        out,
        find,
        lambda row: "\n".join(f"{r['score']:.3f}  {r['id']}" for r in row["results"]),
    )


@app.command()
def screen(text: Annotated[str | None, typer.Argument()] = None, batch: Batch = None, out: Out = None) -> None:
    """글에 위험이 담겼는지 살펴요."""
    from gateway.offline import screener_of

    screener = screener_of(load())

    def judge(row: dict[str, Any]) -> dict[str, Any]:
        found = screener.screen(str(row["text"]))
        return {
            "id": row.get("id"), "risk": found.risk, "immediate": found.immediate, "level": found.level,
            "subject": found.subject, "kinds": list(found.kinds), "score": round(found.score, 4),
        }  # fmt: skip

    _each(text, "text", batch, out, judge, lambda row: json.dumps(row, ensure_ascii=False))


@app.command()
def assess(
    profile: Annotated[str | None, typer.Argument(help='처지 JSON, 예: {"age": 27}')] = None, batch: Batch = None,
    out: Out = None,
) -> None:  # fmt: skip
    """처지 하나(또는 --batch 파일의 처지들)로 받을 수 있는 것, 아닌 것, 아직 모르는 것을 가려요."""
    from gateway.offline import assessor_of

    read, judge = assessor_of(load())

    def sort(row: dict[str, Any]) -> dict[str, Any]:
        return {"id": row.get("id"), **judge(read(row["profile"]))}

    try:
        told = json.loads(profile) if profile is not None else None
    except (ValueError, RecursionError) as error:
        _fail(f"처지를 JSON으로 읽을 수 없어요: {error}")
    try:
        _each(told, "profile", batch, out, sort, lambda row: json.dumps(row, ensure_ascii=False), read)
    except ValueError as error:
        _fail(str(error))


@app.command()
def index(
    source: Annotated[
        Path | None, typer.Option(help='안내 폴더 또는 {"id","title"?,"text"} JSONL', exists=True)
    ] = None,
    out: Annotated[Path | None, typer.Option(help="색인을 둘 폴더")] = None,
    vectors: Annotated[bool, typer.Option(help="뜻 검색 벡터까지 만들기")] = True,
) -> None:
    """색인을 만들어요."""
    from gateway.offline import UNUSABLE, build_index

    settings = load()
    try:
        build_index(settings, source or settings.guides_dir, out or settings.home / "index", vectors, console)
    except UNUSABLE as error:
        _fail(str(error))


@app.command()
def demo() -> None:
    """둘러볼 수 있게 지어낸 사건을 넣어요(모두 '시험' 표시)."""
    from gateway.demo import fill

    console.print(f"지어낸 사건 {fill(load())}건을 넣었어요. 담당자 화면 /console 에서 볼 수 있어요.")
    console.print(
        "지어낸 안내 '[시험] 달빛마을 이사 지원'도 넣었어요. 이음이 떠 있으면 몇 초 안에, 아니면 시작할 때부터 답해요."
    )


@staff_app.command("add")
def staff_add(
    login: Annotated[str, typer.Argument(help="로그인 이름")], name: Annotated[str, typer.Option(help="이름")] = "",
    role: Annotated[str, typer.Option(help="caseworker | supervisor | editor | operator")] = "caseworker",
    district: Annotated[list[str] | None, typer.Option(help="맡은 지역(여러 번)")] = None,
) -> None:  # fmt: skip
    """담당자를 더하고 한 번만 보이는 비밀번호를 알려줘요."""
    from gateway.offline import staff_of

    try:
        password = staff_of(load()).add(login, name or login, role, tuple(district or ()))
    except ValueError as error:
        _fail(str(error))
    typer.echo(f"{login} 계정을 만들었어요. 처음 비밀번호(한 번만 보여요): {password}")


@audit_app.command("verify")
def audit_verify() -> None:
    """감사 기록의 사슬이 온전한지 확인해요."""
    from gateway.offline import broken_audit_row

    broken = broken_audit_row(load())
    if broken is not None:
        _fail(f"감사 기록이 {broken}번에서 끊겼어요.")
    typer.echo("감사 기록이 온전해요.")


def _answerer(settings: Settings):
    from gateway.offline import answerer_of

    return answerer_of(settings, console)


def _text(value: object) -> None:
    if not isinstance(value, str):
        raise ValueError("글이어야 해요")


def _each(
    single: Any, field: str, batch: Path | None, out: Path | None,
    work: Callable[[dict[str, Any]], dict[str, Any]], show: Callable[[dict[str, Any]], str],
    check: Callable[[Any], object] = _text,
) -> None:  # fmt: skip
    if batch is None:
        if single is None:
            _fail("글이나 --batch 파일 가운데 하나를 주세요.")
        typer.echo(show(work({"id": None, field: single})))
        return
    rows = list(_rows(batch, field, check))  # a bad line must not leave half a result where a whole one was
    lines = (json.dumps(work(row), ensure_ascii=False) for row in rows)
    if out is None:
        for line in lines:
            typer.echo(line)
        return
    try:
        with out.open("w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)
    except OSError as error:
        _fail(f"결과를 {out}에 쓸 수 없어요: {error.strerror}")


def _rows(path: Path, field: str, check: Callable[[Any], object]) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8-sig"))
                json.dumps(row, ensure_ascii=False).encode()  # half a letter is JSON but no text
            except (ValueError, RecursionError) as error:
                _fail(f"{path.name} {number}번째 줄이 UTF-8로 쓴 JSON이 아니에요: {error}")
            if not isinstance(row, dict) or row.get(field) is None:
                _fail(f"{path.name} {number}번째 줄에 '{field}'가 없어요.")
            try:
                check(row[field])
            except ValueError as error:
                _fail(f"{path.name} {number}번째 줄의 '{field}': {error}")
            yield row


def _fail(message: str) -> Any:
    typer.echo(message, err=True)
    raise typer.Exit(2)


def main() -> None:
    """Entry point of the ``ieum`` command."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        app()
    except (SettingsError, GuideError) as error:
        typer.echo(str(error), err=True)
        raise SystemExit(2) from error


if __name__ == "__main__":
    main()
