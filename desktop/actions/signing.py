"""The key that this desk signs with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.errors import DamagedError

if TYPE_CHECKING:
    from desktop.desk import Desk
    from sync.keys import DeviceKey


def device_key(desk: Desk) -> DeviceKey:
    """The key this desk signs with; DamagedError `key_missing`, `key_unreadable`."""
    from sync.keys import load_key

    key = load_key(desk.folder, desk.identity.desk_id)
    if key is None:
        raise DamagedError("key_missing", folder=str(desk.folder))
    return key
