"""Who asks HQ, once that is proven."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asker:
    """The desk that asks, as HQ knows it."""

    desk: str
    dealer: str
    public_key: str
    seen: str = ""  # when it last exchanged, as HQ noted
    prefix: str = ""  # of its numbers, where that is at hand
    rebuilt: str = ""  # the last time one of its machines fetched its stream whole

    @property
    def stream(self) -> str:
        return f"desk/{self.desk}"
