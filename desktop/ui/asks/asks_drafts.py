"""What the window asks about orders being written: drafts kept, opened, copied and placed; run by its worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.frame.work import Written

if TYPE_CHECKING:
    from desktop.actions.documents import views
    from desktop.actions.orders.shown_prices import SeenOrder
    from desktop.desk import Desk

_DRAFTED = frozenset({"drafts"})
_ORDERED = frozenset({"orders", "stock", "accounts"})


def kept_drafts(desk: Desk) -> list[views.KeptDraft]:
    from desktop.actions.orders.drafts import kept_drafts as kept

    return kept(desk)


def open_draft(
    desk: Desk, draft: views.OrderDraft
) -> tuple[views.OrderDraft, views.CustomerRow | None, dict[str, views.ProductHit]]:
    """A draft with its customer and the products of its rows by id, as the books know them now."""
    from desktop.actions.catalog.customers import customer_ids as ids
    from desktop.actions.catalog.customers import customer_rows as rows
    from desktop.actions.catalog.search import products_by_ids as products

    known = [row for row in rows(desk, ids(desk)) if row.id == draft.buyer]
    wanted = [*(row.product for row in draft.rows if row.product), *(line.product for line in draft.lines)]
    return draft, known[0] if known else None, products(desk, wanted, seller=draft.seller, buyer=draft.buyer)


def save_draft(desk: Desk, draft: views.OrderDraft) -> Written:
    from desktop.actions.orders.drafts import save_draft as save

    save(desk, draft)
    return Written(draft.id, _DRAFTED)


def discard_draft(desk: Desk, draft_id: str) -> Written:
    from desktop.actions.orders.drafts import discard_draft as discard

    discard(desk, draft_id)
    return Written(draft_id, _DRAFTED)


def copy_draft(desk: Desk, draft: views.OrderDraft) -> Written:
    from desktop.actions.orders.drafts import copy_draft as copy

    return Written(copy(desk, draft), _DRAFTED)


def place_order(desk: Desk, draft: views.OrderDraft, seen: SeenOrder | None = None) -> Written:
    """Places an order, unless this desk would refuse it, or it comes to something else than was seen."""
    from desktop.actions.orders.orders import place_order as place

    return Written(place(desk, draft, stops=True, seen=seen), _ORDERED | _DRAFTED)


def place_for_approval(desk: Desk, draft: views.OrderDraft, why: str, seen: SeenOrder | None = None) -> Written:
    """Keeps an order that only the limit refuses for somebody to let pass."""
    from desktop.actions.orders.orders import place_for_approval as place

    return Written(place(desk, draft, why, seen), _ORDERED | _DRAFTED)


def place_refused(desk: Desk, draft: views.OrderDraft, why: str) -> Written:
    """Keeps an order that the rules refuse as refused for good."""
    from desktop.actions.orders.orders import place_refused as place

    return Written(place(desk, draft, why), _ORDERED | _DRAFTED)
