"""Whose desk this is, who sells to it, and where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop.actions.catalog.cards import dealers_by_id, own_dealer, stranger

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from desktop.desk import Desk, Identity
    from domain.parties.dealers import Dealer
    from domain.parties.users import Person


class DeskOwner(NamedTuple):
    """The dealer whose desk it is, its seller where it has one, whoever works here, and the day it is."""

    dealer: Dealer
    seller: Dealer | None
    identity: Identity
    folder: Path
    operator: str
    user: Person | None
    today: dt.date


def desk_owner(desk: Desk) -> DeskOwner:
    """Whose desk this is."""
    with desk.book.reading() as connection:
        own = own_dealer(connection, desk)
        above = own.parent or ""
        seller = dealers_by_id(connection, [above]).get(above) or stranger(above) if above else None
    return DeskOwner(own, seller, desk.identity, desk.folder, desk.operator, desk.user, desk.today())
