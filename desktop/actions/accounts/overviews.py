"""What the pages of accounts look at: who waits to be settled, a customer by any name, a document and its settling."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop.actions.accounts.settling import settled_of, to_settle
from desktop.actions.catalog.customers import customer_key, customer_rows
from desktop.actions.documents.posting import paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.actions.accounts.account_views import SettlementRow
    from desktop.actions.documents.views import CustomerRow, PaperView
    from desktop.desk import Desk


class SettledDocument(NamedTuple):
    """A document with what it settled or was settled by."""

    paper: PaperView
    settlements: Sequence[SettlementRow]


def settled_document(desk: Desk, number: str) -> SettledDocument:
    """One posted document."""
    found = paper(desk, number)
    return SettledDocument(found, settled_of(desk, found.id))


def waiting_customers(desk: Desk) -> list[str]:
    """Ids of the customers who owe and have paid what nobody settled yet."""
    return [dealer.id for dealer in to_settle(desk)]


def customer_of(desk: Desk, named: str) -> CustomerRow | None:
    """One's own customer by id or code, as the field that finds them shows it; None where there is none."""
    key = customer_key(desk, named)
    return customer_rows(desk, [key[0]])[0] if key is not None else None
