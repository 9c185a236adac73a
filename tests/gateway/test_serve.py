"""What ``ieum serve`` says when it cannot start: one reason in Korean, exit code 1, no traceback, no password."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway import serve
from gateway.settings import Settings


def settings(home: Path, **changes: object) -> Settings:
    values = {"home": home, "port": 1, "rasa_enabled": False, "embeddings": "none", **changes}
    return Settings(_env_file=None, **values)  # type: ignore[call-arg,arg-type]


@pytest.fixture(autouse=True)
def free_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "_free", lambda host, port: True)


def refused(capsys: pytest.CaptureFixture[str], made: Settings) -> str:
    assert serve.run(made) == 1
    text = capsys.readouterr().out
    assert "Traceback" not in text
    return text


def test_a_roster_that_is_not_there_is_named(tmp_path: Path, capsys):
    said = refused(capsys, settings(tmp_path, roster_file=tmp_path / "no-roster.yaml"))
    assert "당직표 파일이 없어요" in said and "no-roster.yaml" in said


def test_a_roster_with_an_unknown_person_is_named(tmp_path: Path, capsys):
    path = tmp_path / "roster.yaml"
    path.write_text("contacts: [{id: a, name: 가}]\nsteps: [{contacts: [b]}]\n", encoding="utf-8")
    assert "모르는 사람" in refused(capsys, settings(tmp_path, roster_file=path))


def test_a_policy_that_cannot_be_used_is_named(tmp_path: Path, capsys):
    path = tmp_path / "policy.yaml"
    path.write_text("levels: 3\n", encoding="utf-8")
    assert "설정에 고칠 곳이 있어요" in refused(capsys, settings(tmp_path, policy_file=path))


def test_a_webhook_secret_that_is_not_base64_is_named(tmp_path: Path, capsys):
    said = refused(capsys, settings(tmp_path, alert_webhook_secret="whsec_한글"))
    assert "IEUM_ALERT_WEBHOOK_SECRET" in said and "한글" not in said


@pytest.mark.parametrize(
    ("url", "want"),
    [
        ("mysql://root:hunter2@127.0.0.1/x", "쓸 수 없는 데이터베이스 종류"),
        ("postgresql://ieum:hunter2@127.0.0.1:1/x", "데이터베이스를 열 수 없어요"),
        ("postgresql://ieum:hunter2@127.0.0.1:port/x", "설정에 고칠 곳이 있어요"),
    ],
)
def test_a_database_that_cannot_be_opened_is_said_without_its_password(tmp_path: Path, capsys, url: str, want: str):
    said = refused(capsys, settings(tmp_path, database_url=url))
    assert want in said and "hunter2" not in said


def test_a_home_that_is_a_file_is_named(tmp_path: Path, capsys):
    path = tmp_path / "file"
    path.write_text("", encoding="utf-8")
    assert "파일이나 폴더를 쓸 수 없어요" in refused(capsys, settings(path))


def test_a_port_in_use_is_said(tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(serve, "_free", lambda host, port: False)
    assert "이미 쓰이고 있어요" in refused(capsys, settings(tmp_path))
