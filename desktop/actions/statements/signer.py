"""The key that this desk signs with, and what it seals with it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from domain.errors import DamagedError, RefusedError
from sync.records.books.settings import read_setting
from sync.records.statements.signatures import Signer, seal_of_desk, seal_of_hq

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from sync.keys import DeviceKey


PASSPHRASE = "DESK_PASSPHRASE"  # noqa: S105 -- the name of a variable
"""Where a service, which nobody can ask, finds the passphrase."""


def device_key(desk: Desk) -> DeviceKey:
    """The key this desk signs with; a passphrase is asked for once.

    Raises DamagedError `key_missing`, `key_unreadable`; UsageError `passphrase_needed`; RefusedError
    `passphrase_wrong`, `passphrase_wrong_given` where it stands in the environment.
    """
    from sync.keys import load_key, needs_passphrase

    if desk.key is not None:
        return desk.key
    try:
        key = load_key(desk.folder, desk.identity.desk_id, desk.passphrase)
    except RefusedError as refused:
        if refused.code == "passphrase_wrong" and PASSPHRASE in os.environ:  # nobody typed it
            raise RefusedError("passphrase_wrong_given", **refused.facts) from refused
        raise
    if key is None:
        raise DamagedError("key_missing", folder=str(desk.folder))
    if needs_passphrase(desk.folder, desk.identity.desk_id):
        desk.key = key
    return key


def seal_of(desk: Desk, connection: Connection) -> Signer:
    """What this place signs with; raises as `device_key`."""
    # A desk that only tries what HQ would do has no secret of HQ's.
    if desk.is_hq and read_setting(connection, "secret"):
        return seal_of_hq(connection)
    return seal_of_desk(connection, device_key(desk))


def seal_if_any(desk: Desk, connection: Connection) -> Signer | None:
    """As `seal_of`; nothing where the key is lost, which stops no paper from being made.

    A key that is only locked is no lost one: then it is asked for, or told.
    """
    try:
        return seal_of(desk, connection)
    except DamagedError:
        return None
