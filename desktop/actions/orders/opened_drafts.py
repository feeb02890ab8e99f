"""What somebody goes on with who writes an order: a kept draft as the books know its goods now, or the last order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from desktop.actions.accounts.overviews import customer_of
from desktop.actions.catalog.search import products_by_ids
from desktop.actions.documents.lists import OrderFilter, order_ids
from desktop.actions.orders.order_views import OrderDraft, OrderView
from desktop.actions.orders.orders import orders_of

if TYPE_CHECKING:
    from desktop.actions.documents.views import CustomerRow, ProductHit
    from desktop.desk import Desk


class OpenedDraft(NamedTuple):
    """A draft with its customer, and the products of its rows by id, as the books know them now."""

    draft: OrderDraft
    customer: CustomerRow | None
    products: Mapping[str, ProductHit]


def open_draft(desk: Desk, draft: OrderDraft) -> OpenedDraft:
    """A draft to go on with."""
    wanted = [*(row.product for row in draft.rows if row.product), *(line.product for line in draft.lines)]
    products = products_by_ids(desk, wanted, seller=draft.seller, buyer=draft.buyer)
    return OpenedDraft(draft, customer_of(desk, draft.buyer), products)


def last_order(desk: Desk, seller: str, buyer: str) -> OrderView | None:
    """The newest order of an account, to write the next one after it; None where there is none."""
    found = order_ids(desk, OrderFilter(seller=seller, buyer=buyer))[:1]
    return orders_of(desk, found)[0] if found else None
