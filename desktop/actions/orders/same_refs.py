"""Orders that bear the same number of their buyer's own: one may be the other, written down twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.actions.headquarters.lines import order_warnings
from desktop.actions.orders.shown_prices import changes_since
from domain.explain import Fact, Reason
from sync.records.books.bulk import query_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.actions.orders.order_views import OrderDraft, OrderLineView, OrderView
    from desktop.desk import Desk

# What was taken back, refused, or had another put in its place is no order any more.
_SAME = (
    "SELECT number, date FROM document d WHERE kind = 'order' AND seller = ? AND buyer = ? AND TRIM(ref) = ? "
    "AND id NOT IN (?, ?) AND state NOT IN ('cancelled', 'refused') AND NOT EXISTS (SELECT 1 FROM document s "
    "WHERE s.supersedes = d.id AND s.kind = 'order' AND s.state NOT IN ('cancelled', 'refused')) "
    "ORDER BY date DESC, pk DESC"
)


def draft_warnings(
    connection: Connection, draft: OrderDraft, pair: tuple[str, str], lines: Sequence[OrderLineView]
) -> list[Reason]:
    """What whoever writes a draft should know beside its verdict; `pair` are the ids of both sides, `lines` of now."""
    again = _same_refs(connection, draft.ref, pair, (draft.id, draft.supersedes))
    return [*order_warnings(connection), *again, *changes_since(draft, lines)]


def same_refs(desk: Desk, view: OrderView, instead_of: str = "") -> list[Reason]:
    """That another order of the account has this one's own number: the newest of them; nothing where none has.

    `instead_of` is the order whose place this one is to take.
    """
    with desk.book.reading() as connection:
        return _same_refs(connection, view.ref, (view.seller.id, view.buyer.id), (view.id, instead_of))


def _same_refs(connection: Connection, ref: str, pair: tuple[str, str], besides: tuple[str, str]) -> list[Reason]:
    if not ref.strip():
        return []
    found = query_rows(connection, _SAME, *pair, ref.strip(), *besides)
    if not found:
        return []
    facts: dict[str, Fact] = {"ref": ref.strip(), "number": found[0].number, "date": found[0].date}
    return [Reason("ref_again_more" if len(found) > 1 else "ref_again", "warn", {**facts, "count": len(found)})]
