"""The key this desk signs with: where it lies, and the passphrase that guards it where the system has no key store."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from desktop.actions.changes import changes
from desktop.actions.statements.signer import PASSPHRASE, device_key
from domain.errors import DamagedError, DeskError, RefusedError, UsageError
from sync.keys import MISSING, SEALED, STORE, change_passphrase, key_place, load_key, needs_passphrase

__all__ = ["PASSPHRASE", "is_locked", "place_of", "replace_passphrase", "set_passphrase", "unlock"]

if TYPE_CHECKING:
    from desktop.desk import Desk

SHORTEST, LONGEST = 8, 200


def place_of(desk: Desk) -> str:
    """Where the key lies: `store` (the system's), `file`, `sealed` (a file under a passphrase) or `missing`.

    RefusedError `exchange_at_hq` in HQ's own books, whose key is in them.
    """
    if desk.is_hq:
        raise RefusedError("exchange_at_hq")
    return key_place(desk.folder, desk.identity.desk_id)


def is_locked(desk: Desk) -> bool:
    """Whether somebody has to give a passphrase before this desk can sign; one in the environment is tried first."""
    if desk.is_hq or desk.key is not None or not needs_passphrase(desk.folder, desk.identity.desk_id):
        return False
    given = os.environ.get(PASSPHRASE)
    if given is None:
        return True
    try:
        unlock(desk, given)
    except DeskError:
        return True
    return False


def unlock(desk: Desk, passphrase: str) -> None:
    """Opens the key for as long as the books are open; RefusedError `passphrase_wrong`."""
    desk.key = load_key(desk.folder, desk.identity.desk_id, lambda: passphrase)


@changes()
def replace_passphrase(desk: Desk, now: str, passphrase: str) -> str:
    """As `set_passphrase`, by somebody who shows that he knows the one that holds now, though the key is open.

    Raises as `set_passphrase` and `unlock`; UsageError `passphrase_short` also where there is none to be taken away.
    """
    desk.need_right("books_care")
    if place_of(desk) == SEALED:
        unlock(desk, now)
    elif not passphrase:
        raise UsageError("passphrase_short", least=SHORTEST)
    return set_passphrase(desk, passphrase)


def set_passphrase(desk: Desk, passphrase: str) -> str:
    """Sets or changes the passphrase, or takes it away with ""; gives where the key lies now.

    Raises RefusedError `not_permitted`, `key_in_store` where the system guards the key, `passphrase_wrong`; UsageError
    `passphrase_short`, `passphrase_long`; DamagedError as `device_key`.
    """
    desk.need_right("books_care")
    where = place_of(desk)
    if where == STORE:
        raise RefusedError("key_in_store")
    if where == MISSING:
        raise DamagedError("key_missing", folder=str(desk.folder))
    if passphrase and len(passphrase) < SHORTEST:
        raise UsageError("passphrase_short", least=SHORTEST)
    if len(passphrase) > LONGEST:
        raise UsageError("passphrase_long", most=LONGEST)
    key = device_key(desk)
    change_passphrase(desk.folder, desk.identity.desk_id, key, passphrase)
    desk.key = key if passphrase else None
    return place_of(desk)
