"""A revision's way: draft, proposed by one, approved by a second; conflicts seen, history kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge.revisions.model import Conflict, Editor, NotAllowed, RevisionError, UnknownRevision
from tests.knowledge import guides
from tests.knowledge.revisions.conftest import BORAM, DAHYE, MOON, World

FIVE = guides.text(benefit="월 5만 원, 최장 12개월")
SIX = guides.text(benefit="월 6만 원, 최장 12개월")


def test_only_what_a_second_person_approved_is_in_force(world: World):
    one = world.draft(FIVE)
    assert world.benefit() == "월 3만 원, 최장 12개월"
    world.editing.propose(one.number, DAHYE)
    with pytest.raises(NotAllowed, match="스스로 승인할 수 없어요"):
        world.editing.approve(one.number, DAHYE)
    assert world.benefit() == "월 3만 원, 최장 12개월"
    before = world.layers.mark()
    approved = world.editing.approve(one.number, BORAM)
    assert world.benefit() == "월 5만 원, 최장 12개월" and world.layers.mark() != before
    assert (approved.place, approved.decider_name, approved.author_name) == (1, "보람", "다혜")


def test_roles_that_do_not_edit_are_refused(world: World):
    with pytest.raises(NotAllowed, match="안내를 고칠 수 없어요"):
        world.draft(FIVE, by=Editor("S-c", "담당", "caseworker"))
    one = world.draft(FIVE)
    world.editing.propose(one.number, DAHYE)
    with pytest.raises(NotAllowed):
        world.editing.approve(one.number, Editor("S-c", "담당", "caseworker"))


def test_a_draft_is_its_authors_alone(world: World):
    one = world.draft(FIVE)
    with pytest.raises(NotAllowed, match="다혜 님의 초안"):
        world.editing.propose(one.number, BORAM)
    with pytest.raises(NotAllowed):
        world.editing.save(SIX, MOON, BORAM, base_hash=world.base(), number=one.number)
    again = world.editing.save(SIX, MOON, DAHYE, base_hash=world.base(), number=one.number)
    assert again.number == one.number and world.revisions.get(one.number).text == SIX


def test_two_who_write_on_the_same_text_do_not_overwrite_each_other(world: World):
    base = world.base()
    first, second = world.draft(FIVE), world.draft(SIX, by=BORAM)
    world.editing.propose(first.number, DAHYE)
    world.editing.propose(second.number, BORAM)
    world.editing.approve(first.number, BORAM)
    with pytest.raises(Conflict, match="그사이 이 안내가 바뀌었어요"):
        world.editing.approve(second.number, DAHYE)
    with pytest.raises(Conflict):
        world.editing.save(SIX, MOON, BORAM, base_hash=base)
    assert world.benefit() == "월 5만 원, 최장 12개월"


def test_a_file_that_changed_meanwhile_is_a_conflict(world: World):
    one = world.draft(FIVE)
    guides.write(world.folder, guides.text(benefit="월 4만 원, 최장 12개월"))
    with pytest.raises(Conflict):
        world.editing.propose(one.number, DAHYE)


def test_two_who_approve_at_once_bring_it_into_force_once(world: World):
    one = world.draft(FIVE)
    world.editing.propose(one.number, DAHYE)

    def approve(number: int) -> str:
        try:
            return world.editing.approve(one.number, Editor(f"S-{number}", f"{number}", "editor")).state
        except Conflict:
            return "conflict"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(approve, range(4))) == ["approved", "conflict", "conflict", "conflict"]
    assert [past.place for past in world.revisions.history(MOON)] == [1]


def test_a_text_with_problems_is_kept_but_not_proposed(world: World):
    one = world.draft(guides.text(confidence="sure"))
    with pytest.raises(RevisionError, match="confidence: 정해진 값 가운데 하나"):
        world.editing.propose(one.number, DAHYE)
    assert world.revisions.get(one.number).state == "draft"


def test_sent_back_with_a_reason_or_taken_back_without(world: World):
    one = world.draft(FIVE)
    world.editing.propose(one.number, DAHYE)
    with pytest.raises(RevisionError, match="까닭"):
        world.revisions.decline(one.number, BORAM, "  ")
    assert world.revisions.decline(one.number, BORAM, "출처가 없어요").state == "declined"
    with pytest.raises(Conflict):
        world.editing.approve(one.number, BORAM)
    two = world.draft(FIVE)
    world.editing.propose(two.number, DAHYE)
    assert world.revisions.decline(two.number, DAHYE, "").state == "withdrawn"
    assert [past.state for past in world.revisions.history(MOON)] == ["withdrawn", "declined"]
    assert world.revisions.open() == [] and world.benefit() == "월 3만 원, 최장 12개월"


def test_what_is_kept_with_a_change_goes_with_it(world: World):
    def fails(session: object) -> None:
        raise RuntimeError("기록할 수 없음")

    one = world.draft(FIVE)
    world.editing.propose(one.number, DAHYE)
    with pytest.raises(RuntimeError):
        world.editing.approve(one.number, BORAM, also=fails)
    assert world.revisions.get(one.number).state == "proposed" and world.revisions.mark() == (0, 0)


@pytest.mark.parametrize("number", [0, -3, 99, 2**40])
def test_an_unknown_number_is_told(world: World, number: int):
    with pytest.raises(UnknownRevision):
        world.editing.approve(number, BORAM)


def test_a_new_guide_needs_an_id_and_a_free_one(world: World):
    with pytest.raises(RevisionError, match="id가 있어야"):
        world.draft("아직 아무것도 없는 글", None)
    new = guides.text(id="star-voucher", name="별빛 이용권", aliases=["별빛권"])
    world.approved(new, None)
    assert world.editing.laid().catalog["star-voucher"].name == "별빛 이용권"
    assert world.editing.check(new, None).problems == [
        "id star-voucher의 안내가 이미 있어요. 그 안내를 고치거나 다른 id를 골라 주세요."
    ]
