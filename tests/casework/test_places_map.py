"""A shared location becomes a district."""

from __future__ import annotations

import pytest

from casework.places import at, locate
from tests.casework.kit import MINJI, World


@pytest.mark.parametrize(
    ("latitude", "longitude", "name"),
    [(37.4842, 126.9293, "서울특별시 관악구 신림동"), (33.4587, 126.9427, "제주특별자치도 서귀포시 성산읍")],
)
def test_a_point_lies_in_its_district(latitude: float, longitude: float, name: str):
    found = at(latitude, longitude)
    assert found is not None and found.name == name and locate(name) == found


@pytest.mark.parametrize("point", [(35.2, 129.9), (0, 0), (39.0, 125.7), (90, 180)])
def test_the_sea_and_other_countries_have_none(point: tuple[float, float]):
    assert at(*point) is None


@pytest.mark.parametrize(
    "text", ["중구 태평로1가", "동구 살아요", "101동 502호", "이제는 못 살겠어요", "하루도 못 먹었어요"]
)
def test_what_could_be_two_or_is_none_is_none(text: str):
    assert locate(text).code == ""


def test_a_shared_location_is_kept_exactly_only_with_consent(world: World):
    point = {"latitude": 37.4842, "longitude": 126.9293}
    open_, closed = world.report("a", **point, consent=True), world.report("b", **point)
    for opened, kept in ((open_, "(위치 37.48420, 126.92930)"), (closed, "")):
        assert world.cases.get(opened.case_id).reports[0].district == "서울특별시 관악구 신림동"
        assert world.cases.reveal(opened.case_id, MINJI, "방문")[0].place == kept
