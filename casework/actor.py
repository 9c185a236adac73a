"""Who acts on a case."""

from __future__ import annotations

from dataclasses import dataclass

ROLES = ("caseworker", "supervisor", "editor", "operator", "system", "citizen")


@dataclass(frozen=True)
class Actor:
    """One person or the system itself; ``role`` is one of ROLES, anything else raises ValueError."""

    id: str
    name: str
    role: str

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"모르는 역할이에요: {self.role!r} (쓸 수 있는 역할: {', '.join(ROLES)})")


SYSTEM = Actor(id="system", name="이음", role="system")
