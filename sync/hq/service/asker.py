"""Who asks HQ, once that is proven."""

from __future__ import annotations

from dataclasses import dataclass, replace


class UnprovenError(Exception):
    """A desk that was only supposed stands otherwise by now, or takes more than one question to answer."""


@dataclass(frozen=True, slots=True)
class Asker:
    """The desk that asks, as HQ knows it."""

    desk: str
    dealer: str
    public_key: str
    seen: str = ""  # when it last exchanged, as HQ noted
    prefix: str = ""  # of its numbers, where that is at hand
    rebuilt: str = ""  # the last time one of its machines fetched its stream whole
    supposed: bool = False  # whether this is how it stood when it last asked, and nobody has looked whether it still is

    @property
    def stream(self) -> str:
        return f"desk/{self.desk}"

    def check_proven(self) -> None:
        """Lets a desk pass whose row was read; UnprovenError."""
        if self.supposed:
            raise UnprovenError

    def check_stands(self, found: Asker | None) -> None:
        """Lets a desk pass that stands in the book as it was supposed to; UnprovenError."""
        if self.supposed and (found is None or replace(found, seen=self.seen, supposed=True) != self):
            raise UnprovenError
