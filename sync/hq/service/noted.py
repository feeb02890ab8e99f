"""What HQ has noted of a desk and its stream that bears on what it brings next: read at once, and mostly nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection

from sync.hq.restored.epochs import SETTING
from sync.hq.restored.homecoming import STATE
from sync.records.books.bulk import query_rows

_NOTED = (
    "SELECT 'hearing' AS what, heard AS first, head AS second FROM hearing WHERE desk = ? "
    "UNION ALL SELECT 'undone', since, until FROM undone WHERE stream = ? "
    "UNION ALL SELECT 'problem', 0, 0 WHERE EXISTS (SELECT 1 FROM problem WHERE stream = ?) "
    "UNION ALL SELECT 'home', 0, 0 WHERE EXISTS (SELECT 1 FROM returned_entry WHERE stream = ? AND state = ?) "
    "UNION ALL SELECT 'answered', 0, 0 WHERE EXISTS (SELECT 1 FROM returned_entry WHERE state = 'waiting') "
    "UNION ALL SELECT 'restored', 0, 0 FROM setting WHERE key = ? AND value <> ''"
)


@dataclass(frozen=True, slots=True)
class Noted:
    """What stands at the moment.

    Attributes:
        hearing: as `note_hearing` takes it.
        undone: the first number of what nobody has followed up, where there is any.
        troubled: whether there are problems with entries of the stream.
        going_home: whether entries wait for the desk to write them again.
        answered: whether anything waits for a person that came back after a restore, an old answer perhaps.
        restored: whether HQ was set back and awaits what desks still hold.
    """

    hearing: list[tuple[int, int]] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)
    troubled: bool = False
    going_home: bool = False
    answered: bool = False
    restored: bool = False


def read_noted(connection: Connection, desk: str) -> Noted:
    """What is noted of a desk whose stream is locked."""
    stream = f"desk/{desk}"
    rows = query_rows(connection, _NOTED, desk, stream, stream, stream, STATE, SETTING)
    names = {row.what for row in rows}
    return Noted(
        [(row.first, row.second) for row in rows if row.what == "hearing"],
        [row.first for row in rows if row.what == "undone"],
        "problem" in names,
        "home" in names,
        "answered" in names,
        "restored" in names,
    )
