"""What HQ's people look at over the line, because it lies in HQ's own book and in no stream."""

from __future__ import annotations

import msgspec

from sync.shapes import make_ready
from sync.wire.limits import Line, Name, Number, check_lines


class ReturnedRow(msgspec.Struct, omit_defaults=True):
    """One record that came back after a restore of HQ and waits for a person, with what stands against it."""

    id: Number
    stream: Name
    kind: Name
    record: Name
    number: Line = ""
    proven: bool = False
    desk: Name = ""
    against: Name = ""

    def __post_init__(self) -> None:
        check_lines(self.stream, self.kind, self.record, self.number, self.desk, self.against)


class ReturnedList(msgspec.Struct, omit_defaults=True):
    """`rows` are the first so many; `count` is how many there are, `orders` how many orders wait for old answers."""

    rows: list[ReturnedRow] = []
    count: Number = 0
    orders: Number = 0


class ReturnedListRequest(msgspec.Struct, omit_defaults=True):
    """Asks for the list; nothing else is said."""


make_ready(ReturnedRow, ReturnedList, ReturnedListRequest)
