"""What settling and the other documents of an account ask of the actions, each a function for the worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.ui.frame.work import Written

if TYPE_CHECKING:
    from desktop.actions.accounts.account_views import AccountView
    from desktop.actions.documents import views
    from desktop.desk import Desk

_SETTLED = frozenset({"accounts"})
_BOOKED = frozenset({"accounts", "papers"})


class NoteWish(NamedTuple):
    """A document to book that is no receipt."""

    kind: str
    buyer: str
    amount: Decimal
    on: dt.date
    method: str
    ref: str
    remark: str
    source: str


def account(desk: Desk, named: str) -> AccountView:
    """One customer's account with what is open on it."""
    from desktop.actions.accounts.settling import account_view

    return account_view(desk, named)


def waiting(desk: Desk) -> list[str]:
    """Ids of the customers who owe and have paid what nobody settled yet."""
    from desktop.actions.accounts.settling import to_settle

    return [dealer.id for dealer in to_settle(desk)]


def customer_of(desk: Desk, named: str) -> views.CustomerRow | None:
    """One's own customer by id or code, as the field that finds them shows him; None where there is none."""
    from desktop.actions.catalog.customers import customer_key, customer_rows

    key = customer_key(desk, named)
    return customer_rows(desk, [key[0]])[0] if key is not None else None


def settle(desk: Desk, buyer: str, way: str) -> Written[Any]:
    """Settles by a rule whatever is free."""
    from desktop.actions.accounts.settling import settle as by_rule

    return Written(by_rule(desk, buyer, way), _SETTLED)


def settle_hand(desk: Desk, credit: str, shares: Mapping[tuple[str, int], Decimal]) -> Written[Any]:
    """Settles one payment as a person says."""
    from desktop.actions.accounts.settling import settle_hand as by_hand

    return Written(by_hand(desk, credit, shares), _SETTLED)


def unsettle(desk: Desk, ids: Sequence[str]) -> Written[Any]:
    """Takes settlements back."""
    from desktop.actions.accounts.settling import unsettle as take_back

    return Written(take_back(desk, ids), _SETTLED)


def hold(desk: Desk, number: str) -> Written[Any]:
    """Keeps a payment back as a prepayment."""
    from desktop.actions.accounts.settling import hold as keep_back

    return Written(keep_back(desk, number), _SETTLED)


def write_off(desk: Desk, number: str) -> Written[Any]:
    """Gives up a small rest."""
    from desktop.actions.accounts.settling import write_off_rest

    return Written(write_off_rest(desk, number), _BOOKED)


def set_way(desk: Desk, way: str, buyer: str) -> Written[Any]:
    """From now on this customer's receipts are settled so."""
    from desktop.actions.accounts.settling import set_way as choose

    return Written(choose(desk, way, buyer), _SETTLED)


def book(desk: Desk, wish: NoteWish) -> Written[Any]:
    """Books a payment, discount, credit note or debit note."""
    from desktop.actions.documents.money import NoteDetails, book_note, book_opening

    if wish.kind == "opening":
        return Written(book_opening(desk, wish.buyer, wish.amount, wish.on), _BOOKED)
    about = NoteDetails(wish.method, wish.ref, wish.remark, wish.source)
    return Written(book_note(desk, wish.kind, wish.buyer, wish.amount, wish.on, about), _BOOKED)
