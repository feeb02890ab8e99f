"""How far this machine's clock is from HQ's: nothing in the exchange rests on it, but the dates on papers do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from sync.records.books.settings import read_setting, write_setting

CLOCK_OFF = "clock_off"
_SECONDS = 300
# A clock that runs a little wrong isn't written down anew at every exchange.
_MINUTES = 2
# Whoever was away from HQ for so long had better look at the clock: the day it shows may be one nobody has lived.
_AWAY = timedelta(days=60)
_SET_BACK = timedelta(hours=1)


def note_clock(connection: Connection, seconds: float | None) -> None:
    """Keeps by how many minutes HQ's clock is ahead of this machine's, while that is worth telling."""
    if seconds is None:
        return
    minutes = round(seconds / 60) if abs(seconds) >= _SECONDS else 0
    before = int(read_setting(connection, CLOCK_OFF) or 0)
    if bool(minutes) != bool(before) or abs(minutes - before) > _MINUTES:
        write_setting(connection, CLOCK_OFF, str(minutes) if minutes else "")


@dataclass(frozen=True, slots=True)
class Clock:
    """What the books know of this machine's clock.

    Attributes:
        now: the moment it shows.
        behind: by how many minutes HQ's clock was ahead at the last exchange; 0 where they agreed or the clock was set
            back since, for then nothing is known of it.
        heard: the last exchange, by HQ's clock; None where there was none.
    """

    now: datetime
    behind: int
    heard: datetime | None

    @property
    def likely(self) -> datetime:
        """The present moment as HQ's clock would show it."""
        return self.now + timedelta(minutes=self.behind)

    @property
    def is_doubtful(self) -> bool:
        """Whether it left what was known behind: it shows a time before the last exchange, or one long after it."""
        if self.heard is None or self.behind:
            return False
        return self.now < self.heard - _SET_BACK or self.now > self.heard + _AWAY


def read_clock(connection: Connection, now: datetime) -> Clock:
    """This machine's clock, which shows `now`, by what the last exchange told of it."""
    minutes = int(read_setting(connection, CLOCK_OFF) or 0)
    told = read_setting(connection, "last_exchange")
    if not told:
        return Clock(now, minutes, None)
    shown = datetime.fromisoformat(told).astimezone(UTC)
    set_back = now < shown - _SET_BACK
    return Clock(now, 0 if set_back else minutes, shown + timedelta(minutes=minutes))
