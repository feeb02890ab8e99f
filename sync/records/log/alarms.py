"""What this desk must be told until its cause is over, or until a person puts it away: it doesn't pass by itself."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection

from sync.records.books.settings import read_setting, write_setting
from sync.shapes import make_ready

ALARMS = "alarms"
SHUT_OUT, REPLACED, TWO_MACHINES = "desk_shut_out_here", "desk_replaced", "two_machines"
OVER_BY_ITSELF = frozenset({SHUT_OUT, REPLACED})
"""Those that end with the next exchange HQ answers; the others end where a person says so."""


class Alarm(msgspec.Struct, omit_defaults=True):
    """One such thing: the code of its sentence, since when it stands (a UTC moment), and its facts."""

    code: str
    since: str
    facts: dict[str, str] = {}


make_ready(list[Alarm])
_read = msgspec.json.Decoder(list[Alarm]).decode


def alarms(connection: Connection) -> list[Alarm]:
    """All that stand, the oldest first."""
    return _standing(read_setting(connection, ALARMS))


def raise_alarm(connection: Connection, code: str, now: str, facts: Mapping[str, str] | None = None) -> None:
    """Lets one stand from now on; one that stands already keeps its beginning and gets the new facts."""
    known = {each.code: each for each in alarms(connection)}
    since = known[code].since if code in known else now
    _keep(connection, [*(each for each in known.values() if each.code != code), Alarm(code, since, dict(facts or {}))])


def end_alarms(connection: Connection, codes: frozenset[str]) -> bool:
    """Ends those that stand of these; whether there were any."""
    standing = alarms(connection)
    left = [each for each in standing if each.code not in codes]
    if len(left) < len(standing):
        _keep(connection, left)
    return len(left) < len(standing)


def _keep(connection: Connection, standing: list[Alarm]) -> None:
    write_setting(connection, ALARMS, msgspec.json.encode(standing).decode() if standing else "")


def _standing(kept: str) -> list[Alarm]:
    try:
        return _read(kept) if kept else []
    except msgspec.MsgspecError:
        return []
