"""Time and chance stand still in a process: the clock is a file that whoever drives writes, ids are counted.

Set before anything of the program is loaded, which then takes what it finds.
"""

import datetime as dt
import hashlib
import os
import secrets
import shutil
import time
import uuid
from pathlib import Path

_REAL = dt.datetime


class Clock:
    """The moment that stands in a file, so that a service and the commands beside it live at the same time."""

    def __init__(self, path: Path, actor: str) -> None:
        self.path, self.actor = path, actor
        self._drawn: tuple[str, int] = ("", 0)

    def text(self):
        return self.path.read_text(encoding="ascii")

    def now(self):
        return _REAL.fromisoformat(self.text())

    def draw(self, size=32):
        """The next bytes of this process's chance; they depend on the moment, and so little on what came before it."""
        moment = self.text()
        count = self._drawn[1] + 1 if self._drawn[0] == moment else 1
        self._drawn = (moment, count)
        seed = f"{self.actor} {moment} {count}".encode()
        return b"".join(hashlib.sha256(seed + bytes([part])).digest() for part in range(size // 32 + 1))[:size]


def fix(clock: Clock) -> None:
    """Lets this process take the time and chance of a clock."""
    for owner, name, instead in (
        (dt, "datetime", _fixed_class(clock)),
        (time, "time", lambda: clock.now().timestamp()),
        (uuid, "uuid4", lambda: uuid.UUID(bytes=clock.draw(16), version=4)),
        (os, "urandom", clock.draw),
        (secrets, "token_bytes", lambda size=None: clock.draw(size or 32)),
        (secrets, "token_hex", lambda size=None: clock.draw(size or 32).hex()),
        # How much room is left is the machine's, and no two runs find as much.
        (shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(2**40, 2**39, 2**39)),
        (secrets, "choice", lambda among: among[int.from_bytes(clock.draw(8)) % len(among)]),
    ):
        setattr(owner, name, instead)
    if clock.actor == "service":
        _tell_no_time()
    elif clock.actor != "window":  # which waits for what it does; commands tell how long an exchange took
        time.monotonic = lambda: 0.0


def _tell_no_time():
    """A service writes the time into its answers once a second of the real clock, in which a story's day goes by."""
    from uvicorn.config import Config

    begin = Config.__init__

    def begun(self, *args, **kwargs):
        begin(self, *args, **{**kwargs, "date_header": False})

    Config.__init__ = begun  # type: ignore[method-assign]


def _fixed_class(clock):
    class Meta(type):
        def __instancecheck__(cls, found):
            return isinstance(found, _REAL)

        def __subclasscheck__(cls, found):
            return issubclass(found, _REAL)

    class Fixed(_REAL, metaclass=Meta):
        @classmethod
        def now(cls, tz=None):
            moment = clock.now()
            return moment.astimezone(tz) if tz is not None else moment.astimezone().replace(tzinfo=None)

        @classmethod
        def utcnow(cls):
            return clock.now().astimezone(dt.UTC).replace(tzinfo=None)

        @classmethod
        def today(cls):
            return cls.now()

    Fixed.__name__ = Fixed.__qualname__ = "datetime"
    return Fixed
