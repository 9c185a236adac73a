"""The part of a place that names a district and nobody's door."""

from __future__ import annotations

import re

_SHORT = re.compile(r"^(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충[북남]|전[북남]|경[북남]|제주)$")
_UNIT = re.compile(r"^[가-힣]{1,8}\d{0,2}(?:특별시|광역시|특별자치시|특별자치도|도|시|군|구|읍|면|동|가|리)$")


def district(place: str) -> str:
    """The leading administrative names ("서울 관악구 신림동"); stops at the first word that is none; '' when none."""
    kept: list[str] = []
    for word in re.split(r"[\s,]+", place.strip()):
        if not _SHORT.match(word) and not _UNIT.match(word):
            break
        kept.append(word)
    return " ".join(kept)[:100]
