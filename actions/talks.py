"""Talks led by buttons: each has phrases that begin it and remembers its own part of a conversation's state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from knowledge.catalog import Catalog

LEFT_ALONE = timedelta(hours=2)
"""After so long without a word a question of a talk no longer waits for its answer."""
State = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What a talk says: messages as ``actions.call.say`` makes them, and the talk's new state (None when it is over).

    ``asking``: the next words are its answer. ``private``: the turn's words are not kept among the conversation's
    lines. ``once``: what is shown is not kept for a repeat of the event either.
    """

    messages: list[dict[str, Any]]
    state: State | None = None
    asking: bool = False
    private: bool = False
    once: bool = False


@dataclass(frozen=True)
class Around:
    """What a talk may use: the guides in force, the day, where our pages are, the word that opens what was made."""

    catalog: Callable[[], Catalog]
    today: Callable[[], date]
    base_url: str
    ticket: str = ""


class Talk(Protocol):
    """One talk; ``name`` is the key of its state."""

    name: str

    def begin(self, text: str, state: State | None, around: Around) -> Said | None:
        """What it says to words that are meant for it whatever was asked before; None for all other words."""

    def go_on(self, text: str, state: State, around: Around) -> Said | None:
        """What it says to the answer to its last question; None when this is no answer."""

    def interrupted(self, state: State) -> State | None:
        """What it keeps when danger was heard while it was asking."""


class Talks:
    """All talks over one house. ``turn`` gets and returns the state of one conversation as a JSON object."""

    def __init__(
        self, talks: tuple[Talk, ...], catalog: Callable[[], Catalog], today: Callable[[], date], base_url: str
    ) -> None:
        self._talks, self._catalog, self._today, self._base_url = talks, catalog, today, base_url

    def turn(
        self, state: State | None, text: str, now: datetime, after_danger: bool = False, ticket: str = ""
    ) -> Turned | None:
        """What is said to these words, or None when no talk wants them. After danger only talks begun anew are led."""
        around = Around(self._catalog, self._today, self._base_url, ticket)
        kept = state or {}
        asking = None if after_danger else _asking(kept, now)
        for talk in self._talks:
            said = talk.begin(text, kept.get(talk.name), around)
            if said is not None:
                return _after(talk, said, kept, now)
        for talk in self._talks:
            if talk.name == asking and (said := talk.go_on(text, kept.get(talk.name) or {}, around)) is not None:
                return _after(talk, said, kept, now)
        return None

    def interrupted(self, state: State) -> State | None:
        """The state after danger was heard: nothing is asked any more, and what was begun is forgotten."""
        asking = state.get("asking")
        rest = {name: value for name, value in state.items() if name not in ("asking", "at", asking)}
        for talk in self._talks:
            if talk.name == asking and (kept := talk.interrupted(state.get(talk.name) or {})):
                rest[talk.name] = kept
        return rest or None


@dataclass(frozen=True)
class Turned:
    """What goes back to the gateway: the messages, the whole new state, how it may be kept."""

    messages: list[dict[str, Any]]
    state: State | None
    private: bool
    once: bool


def _asking(state: State, now: datetime) -> str | None:
    if not state.get("asking") or now - datetime.fromisoformat(state["at"]) > LEFT_ALONE:
        return None
    return str(state["asking"])


def _after(talk: Talk, said: Said, kept: State, now: datetime) -> Turned:
    rest = {name: value for name, value in kept.items() if name not in ("asking", "at", talk.name)}
    if said.state is not None:
        rest[talk.name] = said.state
    if said.asking:
        rest |= {"asking": talk.name, "at": now.isoformat()}
    return Turned(said.messages, rest or None, said.private, said.once)
