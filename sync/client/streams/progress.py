"""How far an exchange is, for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class StreamProgress:
    """How far a long stream is that comes in parts, in records; it can be used when it is whole."""

    stream: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ExchangeProgress:
    """How far an exchange is; `total` grows while more turns up, `streams` are the long ones on their way."""

    stage: Literal["sending", "receiving", "checking"]
    done: int
    total: int
    streams: tuple[StreamProgress, ...] = ()
