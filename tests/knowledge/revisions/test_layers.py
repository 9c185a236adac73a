"""Files below, revisions above: which one counts, what the export writes, what is never overwritten."""

from __future__ import annotations

from knowledge.revisions.export import export
from tests.knowledge import guides
from tests.knowledge.revisions.conftest import MOON, SUN, World

FIVE = guides.text(benefit="월 5만 원, 최장 12개월")


def test_the_export_writes_what_is_in_force_and_the_file_counts_from_then_on(world: World):
    world.approved(FIVE)
    path = world.folder / "welfare" / f"{MOON}.md"
    done = export(world.layers, world.folder)
    assert done.written == [path] and path.read_text(encoding="utf-8") == FIVE
    assert export(world.layers, world.folder).written == [] and world.benefit() == "월 5만 원, 최장 12개월"
    guides.write(world.folder, guides.text(benefit="월 8만 원, 최장 12개월"))
    assert world.benefit() == "월 8만 원, 최장 12개월"
    world.approved(guides.text(benefit="월 9만 원, 최장 12개월"))
    assert world.benefit() == "월 9만 원, 최장 12개월"


def test_a_gateway_whose_files_are_older_still_answers_the_revision(world: World):
    old = (world.folder / "welfare" / f"{MOON}.md").read_text(encoding="utf-8")
    world.approved(FIVE)
    export(world.layers, world.folder)
    guides.write(world.folder, old)
    assert world.benefit() == "월 5만 원, 최장 12개월"


def test_a_new_guide_is_written_into_its_domains_folder(world: World):
    world.approved(guides.text(id="star-voucher", name="별빛 이용권", aliases=["별빛권"], domain="youth"), None)
    (path,) = export(world.layers, world.folder).written
    assert path == world.folder / "youth" / "star-voucher.md" and path.exists()


def test_a_file_changed_by_hand_is_told_and_not_overwritten(world: World):
    world.approved(FIVE)
    path = guides.write(world.folder, guides.text(benefit="월 4만 원, 최장 12개월"))
    laid = world.editing.laid()
    assert laid.catalog[MOON].benefit == "월 5만 원, 최장 12개월" and MOON in laid.trouble
    done = export(world.layers, world.folder)
    assert done.clashing == [path] and "4만 원" in path.read_text(encoding="utf-8")


def test_a_revision_that_no_longer_fits_gives_way_and_is_told(world: World):
    world.approved(guides.text(see_also=[SUN]))
    (world.folder / "welfare" / f"{SUN}.md").unlink()
    laid = world.editing.laid()
    assert laid.catalog[MOON].see_also == [] and "없는 안내를 가리킵니다" in laid.trouble


def test_only_changed_files_are_read_again(world: World):
    before = {file.guide.id: file for file in world.layers.files.read()}
    guides.write(world.folder, guides.text(benefit="월 4만 원, 최장 12개월"))
    after = {file.guide.id: file for file in world.layers.files.read()}
    assert after[SUN] is before[SUN] and after[MOON] is not before[MOON]
