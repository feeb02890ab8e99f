"""How far this machine's clock is from HQ's: nothing in the exchange rests on it, but the dates on papers do."""

from __future__ import annotations

from sqlalchemy import Connection

from sync.records.settings import read_setting, write_setting

CLOCK_OFF = "clock_off"
_SECONDS = 300
# A clock that runs a little wrong isn't written down anew at every exchange.
_MINUTES = 2


def note_clock(connection: Connection, seconds: float | None) -> None:
    """Keeps by how many minutes HQ's clock is ahead of this machine's, while that is worth telling."""
    if seconds is None:
        return
    minutes = round(seconds / 60) if abs(seconds) >= _SECONDS else 0
    before = int(read_setting(connection, CLOCK_OFF) or 0)
    if bool(minutes) != bool(before) or abs(minutes - before) > _MINUTES:
        write_setting(connection, CLOCK_OFF, str(minutes) if minutes else "")
