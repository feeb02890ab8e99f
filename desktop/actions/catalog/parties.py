"""Whose account is meant: both sides of it, from what people name it by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.actions.catalog.cards import dealer_named, dealers_by_id, own_dealer, stranger
from desktop.actions.catalog.cost import check_cost
from domain.errors import RefusedError
from domain.parties.dealers import Dealer
from sync.records.books.reading import has_account

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk


def parties(connection: Connection, desk: Desk, account: str, seller: str | None = None) -> tuple[Dealer, Dealer]:
    """Seller and buyer of an account.

    `account` is a customer's id or code; one's own, or a seller's, now or before a move, gives one's own account there
    (for a former seller it is that one's). Whoever buys from somebody else now, but has an account here, is meant with
    that one. `seller` names the other side where it isn't the one right above. Raises UsageError `dealer_unknown`,
    `dealer_ambiguous`;
    RefusedError `account_none` for someone without a seller, `cost_hidden` where one's own account isn't for whoever
    works here.
    """
    named = dealer_named(connection, account, desk.dealer_id)
    own = own_dealer(connection, desk)
    buying = own if not seller and _sells_to(connection, named, own) else named
    above = dealer_named(connection, seller, desk.dealer_id).id if seller else buying.parent
    if buying is own and named.id != own.id:
        above = named.id
    if not seller and buying is named and named.parent != own.id and has_account(connection, own.id, named.id):
        above = own.id
    if not above:
        raise RefusedError("account_none", dealer=buying.code)
    check_cost(desk, buying.id)
    return dealers_by_id(connection, [above]).get(above) or stranger(above), buying


def _sells_to(connection: Connection, named: Dealer, own: Dealer) -> bool:
    """Whether one buys from whoever is named, or did before HQ moved one to somebody else."""
    if named.id == own.parent:
        return True
    former = named.parent != own.id and has_account(connection, named.id, own.id)
    return former and not has_account(connection, own.id, named.id)
