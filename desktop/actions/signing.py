"""The key that this desk signs with, and what it seals with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.errors import DamagedError, DeskError
from sync.records.proving import Seal, seal_of_desk, seal_of_hq
from sync.records.settings import read_setting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from sync.keys import DeviceKey


def device_key(desk: Desk) -> DeviceKey:
    """The key this desk signs with; DamagedError `key_missing`, `key_unreadable`."""
    from sync.keys import load_key

    key = load_key(desk.folder, desk.identity.desk_id)
    if key is None:
        raise DamagedError("key_missing", folder=str(desk.folder))
    return key


def seal_of(desk: Desk, connection: Connection) -> Seal:
    """What this place signs with; raises as `device_key`."""
    # A desk that only tries what HQ would do has no secret of HQ's.
    if desk.is_hq and read_setting(connection, "secret"):
        return seal_of_hq(connection)
    return seal_of_desk(connection, device_key(desk))


def seal_if_any(desk: Desk, connection: Connection) -> Seal | None:
    """As `seal_of`; nothing where the key is lost, which stops no paper from being made."""
    try:
        return seal_of(desk, connection)
    except DeskError:
        return None
