"""What the pages of accounts ask of the actions, each a function for the worker."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.actions.accounts.account_views import AgeingRow, SettlementRow
    from desktop.actions.documents.views import PaperView
    from desktop.desk import Desk
    from desktop.listings.accounts import LedgerLine


class Document(NamedTuple):
    """A document with what it settled or was settled by."""

    paper: PaperView
    settlements: Sequence[SettlementRow]


def ages(desk: Desk, on: dt.date) -> list[AgeingRow]:
    """All customers' accounts by age as of a day."""
    from desktop.actions.accounts.settling import ageing

    return ageing(desk, on)


def called(desk: Desk, typed: str) -> frozenset[str]:
    """Which dealers are called so, by name, code or pinyin, as every other list finds them."""
    from desktop.actions.catalog.search import dealers_called

    return dealers_called(desk, typed)


def ledger(desk: Desk, account: str, start: dt.date | None, end: dt.date) -> list[LedgerLine]:
    """The documents of an account with the balance after each; the first line may be what was carried over."""
    from desktop.listings.accounts import LEDGER
    from desktop.listings.listing import ListQuery

    return list(LEDGER.ask(desk, ListQuery(account=account, start=start, end=end)))


def document(desk: Desk, number: str) -> Document:
    """One posted document."""
    from desktop.actions.accounts.settling import settled_of
    from desktop.actions.documents.posting import paper

    found = paper(desk, number)
    return Document(found, settled_of(desk, found.id))
