"""Whether a firm may bid on a notice at all: every limit judged, with what is against it in Korean sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from knowledge.bids.data import Qualification, named, squeeze, words
from knowledge.bids.firm import Firm
from knowledge.bids.limits import SIZES, Limits, Wanted
from knowledge.bids.notice import Notice
from knowledge.bids.places import Place, inside, of


@dataclass
class Judged:
    """``out`` rules the notice out, ``joint`` does so unless firms bid together, ``check`` is for a person to see.

    ``factor`` (0 to 1) says how much of the score is left; ``fits`` tells which limits are met.
    """

    fits: list[str] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    joint: list[str] = field(default_factory=list)
    check: list[str] = field(default_factory=list)
    factor: float = 1.0

    @property
    def ruled_out(self) -> bool:
        """Whether the firm cannot bid, alone or with others."""
        return bool(self.out)

    @property
    def against(self) -> list[str]:
        """Everything that speaks against it, the gravest first."""
        return [*self.out, *self.joint, *self.check]

    def weigh(self, name: str) -> None:
        """Keep only the share of the score that bids.yaml gives for ``name``."""
        self.factor *= words().factors[name]


def judge(notice: Notice, limits: Limits, firm: Firm, today: date) -> Judged:
    """Every hard limit of the notice against what the firm told; what is not known never rules out."""
    told = Judged()
    _state(notice, today, told)
    _region(limits, firm, told)
    _licences(limits, firm, told)
    _certificates(limits, firm, told)
    _size(limits, firm, told)
    if told.joint and notice.joint:
        told.joint = [f"{one} 다만 공동수급이 허용되어 함께 할 업체가 있으면 참가할 수 있어요." for one in told.joint]
        told.weigh("joint_only")
    elif told.joint:
        told.out, told.joint = [*told.out, *told.joint], []
    return told


def _state(notice: Notice, today: date, told: Judged) -> None:
    if notice.cancelled:
        told.out.append("취소된 공고예요.")
    if not notice.contest:
        told.out.append("지명이나 시담으로 상대가 정해진 공고라 새로 참가할 수 없어요.")
    if notice.closed(today):
        told.out.append(f"마감이 지났어요({_last(notice)}).")
    elif notice.closes is None:
        told.check.append("마감일이 적혀 있지 않아요. 공고문에서 확인해 주세요.")
    else:
        days = (notice.closes.date() - today).days
        told.fits.append(
            f"{notice.closes:%Y-%m-%d}까지 낼 수 있어요({'오늘 마감' if days == 0 else f'{days}일 남음'})."
        )
        if days < words().factors["soon_days"]:
            told.check.append("마감이 코앞이에요. 준비할 시간이 되는지 먼저 살펴 주세요.")
            told.weigh("soon")
    if notice.first_close and not notice.closed(today):
        name, at = notice.first_close
        told.check.append(f"{name} 기한({at:%Y-%m-%d})이 따로 있어요.")
    if notice.qualify_by and notice.qualify_by.date() < today:
        told.check.append(
            f"입찰참가자격 등록 마감({notice.qualify_by:%Y-%m-%d})이 지났어요. 이미 등록한 업체만 낼 수 있어요."
        )
    if notice.before:
        told.check.append("아직 입찰공고가 아니라 사전규격 공개예요. 의견을 낼 수 있어요.")
        told.weigh("before")
    if notice.corrected and not notice.cancelled:
        told.check.append("정정된 공고예요. 바뀐 내용을 확인해 주세요.")


def _last(notice: Notice) -> str:
    first = notice.first_close
    if first and (notice.closes is None or first[1] < notice.closes):
        return f"{first[0]} {first[1]:%Y-%m-%d}"
    return f"{notice.closes:%Y-%m-%d}" if notice.closes else ""


def _region(limits: Limits, firm: Firm, told: Judged) -> None:
    if limits.region_unknown:
        told.check.append("지역 제한이 있는지 적혀 있지 않아요. 공고문에서 확인해 주세요.")
    home = next(iter(of(firm.region)), None) if firm.region else None
    for places in limits.regions:
        _one_region(places, home, told)


def _one_region(places: tuple[Place, ...], home: Place | None, told: Judged) -> None:
    name = ", ".join(place.name for place in places)
    within = inside(home, places) if home else None
    if within:
        told.fits.append(f"참가 지역({name})에 있어요.")
    elif within is None:
        told.check.append(f"{name} 업체만 참가할 수 있어요. 본점 소재지를 확인해 주세요.")
        told.weigh("unsure")
    else:
        told.joint.append(f"{name} 업체만 참가할 수 있어요(기업 소재지 {home.name if home else ''}).")


def _licences(limits: Limits, firm: Firm, told: Judged) -> None:
    if limits.licence_unknown:
        told.check.append("업종 제한이 있다고만 하고 업종이 적혀 있지 않아요. 공고문에서 확인해 주세요.")
        told.weigh("unsure")
    for wanted in limits.licences:
        held = [one for one in wanted.names if _holds(firm, one)]
        need = wanted.every is not False and len(wanted.names) > 1
        if held and (not need or len(held) == len(wanted.names)):
            told.fits.append(f"참가 업종({', '.join(one.name for one in held)})을 갖췄어요.")
        elif firm.licences is None:
            told.check.append(f"참가 업종({_listed(wanted)}) 등록이 있어야 해요. 등록했는지 확인해 주세요.")
            told.weigh("unsure")
        elif held and wanted.every is None:
            told.check.append(f"참가 업종({_listed(wanted)})을 모두 갖춰야 하는지 확인해 주세요.")
            told.weigh("some_licences")
        else:
            missing = [one.name for one in wanted.names if one not in held]
            told.joint.append(f"참가 업종({', '.join(missing)})이 기업 정보에 없어요.")


def _listed(wanted: Wanted) -> str:
    return (" 또는 " if wanted.every is False else ", ").join(one.name for one in wanted.names)


def _certificates(limits: Limits, firm: Firm, told: Judged) -> None:
    for one in limits.certificates:
        if _holds(firm, one):
            told.fits.append(f"필요한 인증({one.name})을 갖췄어요.")
        else:
            told.check.append(f"{one.name}이(가) 필요할 수 있는데 기업 정보에 없어요.")
            told.weigh("certificate_missing" if firm.licences is not None else "unsure")


def _holds(firm: Firm, wanted: Qualification) -> bool:
    told = [*(firm.licences or []), *firm.business_types]
    if any(wanted.name in named(one) for one in told):
        return True
    if wanted.code and any(wanted.code in one for one in told):
        return True
    mine, theirs = [squeeze(one) for one in told], squeeze(wanted.name)
    return any(theirs in one or (len(one) > 3 and one in theirs) for one in mine)


def _size(limits: Limits, firm: Firm, told: Judged) -> None:
    if limits.sizes == frozenset(SIZES):
        return
    allowed = ", ".join(size for size in SIZES if size in limits.sizes)
    if firm.size is None:
        told.check.append(f"{allowed}만 참가할 수 있어요. 기업 규모를 확인해 주세요.")
        told.weigh("unsure")
    elif firm.size in limits.sizes:
        told.fits.append(f"기업 규모({firm.size})가 맞아요.")
    else:
        told.out.append(f"{allowed}만 참가할 수 있어요(기업 규모 {firm.size}).")
