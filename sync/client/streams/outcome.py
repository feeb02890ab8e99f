"""What an exchange came to: so far, for all who take part in it, and at the end, for whoever asked for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.explain import Reason
from sync.client.streams.end_notes import ExchangeEnd
from sync.client.streams.exchange_log import Course, condensed
from sync.wire.messages import OwnEntries

MOST_ROUNDS = 2_000
"""Requests of one exchange: a first fill of millions of rows needs some hundreds. What came by then is kept, and the
next exchange goes on from there."""


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What an exchange did; `pending` are own entries that still wait, `notices` what a person should know."""

    sent: int
    received: int
    pending: int
    rounds: int
    removed: tuple[str, ...]
    notices: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class TakenAnswer:
    """What came of an answer: whether anything moved, own entries still wait, a stream has to be filled anew."""

    moved: bool
    waits: bool
    broken: bool


@dataclass(slots=True)
class ExchangeResult:
    """The same for the whole exchange.

    Attributes:
        refilled: streams that broke once and are being filled anew; twice is too often. Until the beginning of one of
            them is here it stands in `anew`, and what is held of it stays.
        differing: streams of which HQ holds other live records than the desk.
        told: buckets of cursors that HQ wants to see, where digests stand for most of them.
        wanted: own entries whose bodies HQ asks for once more.
        offered: what the last request said of the own stream.
        ended: how the book stands, where the exchange was noted together with what came last.
        learnt: settings to be noted at the end, where nothing else was to be written.
        begun, moved_back, rebuilt: HQ began a new epoch, or stands earlier than it did, or the own stream was fetched.
        tell_returned: HQ is still to hear that all was given back.
    """

    sent: int = 0
    received: int = 0
    rounds: int = 0
    removed: list[str] = field(default_factory=list)
    notices: list[Reason] = field(default_factory=list)
    refilled: set[str] = field(default_factory=set)
    anew: set[str] = field(default_factory=set)
    differing: set[str] = field(default_factory=set)
    rebuilt: bool = False
    told: set[int] = field(default_factory=set)
    course: Course = field(default_factory=Course)
    wanted: list[int] = field(default_factory=list)
    offered: OwnEntries | None = None
    ended: ExchangeEnd | None = None
    learnt: dict[str, str] = field(default_factory=dict)
    begun: bool = False
    moved_back: bool = False
    tell_returned: bool = False

    def is_endless(self) -> bool:
        """Whether HQ was asked so often that an honest one would have come to its end; that is told, once."""
        if self.rounds < MOST_ROUNDS:
            return False
        self.notices.append(Reason("exchange_endless", "warn", {"rounds": self.rounds, "received": self.received}))
        return True

    def told_of(self, pending: int) -> Exchanged:
        """What whoever asked for the exchange is told; `pending` own entries still wait."""
        return Exchanged(
            self.sent, self.received, pending, self.rounds, tuple(self.removed), tuple(condensed(self.notices))
        )
