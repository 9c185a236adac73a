"""Guides to NLU data, and training only when something changed; with the trainer replaced where seconds matter."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import List

import guide_names
import pytest
import train
import yaml
from guide_names import AMBIGUOUS, GuideError, GuideName, examples, meanings, read_guides


def guide(folder: Path, key: str, **front: object) -> Path:
    record = {"id": key, "name": f"{key} 사업", "kind": "program", **front}
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{key}.md"
    path.write_text(f"---\n{yaml.safe_dump(record, allow_unicode=True)}---\n\n## 한눈에\n", encoding="utf-8")
    return path


def test_names_come_from_front_matter(tmp_path: Path) -> None:
    guide(tmp_path / "youth", "rent", name="청년월세", aliases=["월세  지원금", "월세  지원금", " "], same_as=["rent2"])
    assert read_guides(tmp_path) == [GuideName("rent", ("청년월세", "월세 지원금"), "program", ("rent2",))]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("글만 있음", "머리말"),
        ("---\nid: [\n---\n", "읽을 수 없습니다"),
        ("---\nid: a\n---\n", "name, kind"),
        ("---\nid: a\nname: b\nkind: law\n---\n", "'law'"),
    ],
)
def test_a_broken_guide_is_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "bad.md").write_text(text, encoding="utf-8")
    with pytest.raises(GuideError, match=says) as error:
        read_guides(tmp_path)
    assert "bad.md" in str(error.value)


def test_an_empty_folder_and_a_doubled_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GuideError, match="없습니다"):
        read_guides(tmp_path)
    guide(tmp_path / "a", "same")
    guide(tmp_path / "b", "same")
    with pytest.raises(GuideError, match="same"):
        read_guides(tmp_path)


def test_twins_share_a_name_and_strangers_do_not() -> None:
    twins = [GuideName("a", ("가 제도", "월세"), "notice", ("b",)), GuideName("b", ("나 제도", "월세"), "program", ())]
    strangers = [*twins, GuideName("c", ("다 제도", "월 세"), "program", ())]
    assert meanings(twins, lambda _: True)["월세"] == "b"
    assert meanings(strangers, lambda _: True)["월세"] == AMBIGUOUS


def test_turns_of_speech_are_no_names() -> None:
    from name_judge import NameJudge

    judge = NameJudge(yaml.safe_load(guide_names.PATTERNS.read_text(encoding="utf-8"))["generic"])
    names = ["청년도약계좌", "청년월세", "행복주택", "129", "CSAP", "전세임대", "디지털서비스 전문계약제도", "국민임대"]
    speech = [
        "얼마까지 되나요",
        "죽고 싶어요",
        "혜택",
        "둘 중에",
        "제출 서류",
        "심사기준",
        "뭐가 다른가",
        "전화번호",
        "12위",
    ]
    assert [name for name in names if not judge(name)] == []
    assert [words for words in speech if judge(words)] == []


def test_examples_are_the_same_for_the_same_names() -> None:
    patterns = {
        "names_per_pattern": 2,
        "patterns": {"ask_amount": ["{이름} 얼마"], "compare": ["{이름}와 {다른이름} 차이"]},
    }
    names = ["가나 지원", "다라 급여", "마바 주택", "사아 대출", "아주 길어서 문장 속에 넣으면 이상해지는 이름의 사업"]
    made = examples(names, patterns)
    assert made == examples(reversed(names), patterns)
    assert len(made["ask_amount"]) == 2 and "아주" not in str(made)
    assert all(line.count(" 차이") == 1 and "{" not in line for line in made["compare"])


@pytest.fixture
def guides(tmp_path: Path) -> Path:
    guide(tmp_path / "guides", "rent", aliases=["청년월세"])
    guide(tmp_path / "guides", "home", aliases=["행복주택"])
    return tmp_path / "guides"


def fake_archive(runs: List[Path]) -> train.Trainer:
    def run(nlu: Path, work: Path) -> Path:
        assert "청년월세" in nlu.read_text(encoding="utf-8")
        runs.append(work)
        archive = work / "model.tar.gz"
        archive.write_bytes(b"model")
        return archive

    return run


def test_training_happens_once_per_content(guides: Path, tmp_path: Path) -> None:
    runs: List[Path] = []
    out = tmp_path / "models"
    first = train.ensure_model(guides, out, False, fake_archive(runs), print)
    again = train.ensure_model(guides, out, False, fake_archive(runs), print)
    assert (first, len(runs)) == (again, 1)
    assert (out / "current.txt").read_text().strip() == first.name
    guide(guides, "rent", aliases=["청년월세", "새 별칭"])
    changed = train.ensure_model(guides, out, False, fake_archive(runs), print)
    assert changed != first and len(runs) == 2
    train.ensure_model(guides, out, True, fake_archive(runs), print)
    assert len(runs) == 3


def test_a_changed_body_needs_no_training(guides: Path, tmp_path: Path) -> None:
    before = train.fingerprint(read_guides(guides))
    path = guides / "rent.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n새 문장.\n", encoding="utf-8")
    assert train.fingerprint(read_guides(guides)) == before


def test_the_fingerprint_sees_every_input(guides: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(
        train.BOT, root / "bot", ignore=shutil.ignore_patterns(".venv", "models", "__pycache__", ".rasa", ".*")
    )
    shutil.copy(train.ROOT / "config.yml", root / "config.yml")
    names = read_guides(guides)
    known = {train.fingerprint(names, root)}
    for path in ("bot/domain/intents.yml", "bot/data/nlu/talk.yml", "bot/components/kiwi.py", "bot/requirements.lock",
                 "bot/components/data/regions.yml", "config.yml", "bot/data/guide_patterns.yml"):  # fmt: skip
        with (root / path).open("a", encoding="utf-8") as file:
            file.write("\n# changed\n")
        known.add(train.fingerprint(names, root))
    assert len(known) == 8
    (root / "config.yml").unlink()
    with pytest.raises(train.TrainingFailed, match=r"config\.yml"):
        train.fingerprint(names, root)


def test_a_failed_training_leaves_the_old_model_in_force(guides: Path, tmp_path: Path) -> None:
    out = tmp_path / "models"
    good = train.ensure_model(guides, out, False, fake_archive([]), print)

    def broken(nlu: Path, work: Path) -> Path:
        (work / "half").write_bytes(b"half")
        raise train.TrainingFailed("규칙이 서로 어긋납니다")

    guide(guides, "third")
    with pytest.raises(train.TrainingFailed, match="어긋납니다"):
        train.ensure_model(guides, out, False, broken, print)
    assert (out / "current.txt").read_text().strip() == good.name
    assert sorted(path.name for path in out.iterdir()) == [".train.lock", "current.txt", good.name]


def test_old_models_are_cleared_away(guides: Path, tmp_path: Path) -> None:
    out = tmp_path / "models"
    for number in range(4):
        guide(guides, f"extra{number}")
        train.ensure_model(guides, out, False, fake_archive([]), print)
    assert len(list(out.glob("rasa-*.tar.gz"))) == train.KEPT_MODELS


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train.main(["--guides", str(tmp_path), "--out", str(tmp_path / "models")]) == 1
    assert "안내(*.md)가 없습니다" in capsys.readouterr().err
