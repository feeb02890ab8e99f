"""Orders being written: kept in this desk's own table as they grow, never sent, gone when placed or thrown away."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from desktop.actions.catalog.cards import dealers_named
from desktop.actions.changes import changes
from desktop.actions.orders.order_views import KeptDraft, OrderDraft
from desktop.actions.orders.shown_prices import kept_shown
from sync.records.books.bulk import rows_in, run_many, upsert_rows
from sync.records.schema import tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from desktop.desk import Desk

DRAFT = "draft-"  # what the shown numbers of drafts begin with

_read = msgspec.json.Decoder(OrderDraft).decode


@changes("drafts")
def save_draft(desk: Desk, draft: OrderDraft) -> str:
    """Keeps the draft as it is now, in place of what was kept of it before; gives its id."""
    body = msgspec.json.encode(replace(draft, shown=kept_shown(draft.shown))).decode()
    with desk.book.writing() as writing:
        columns = ("id", "kind", "body", "updated_at")
        upsert_rows(writing.connection, tables.draft, columns, [(draft.id, "order", body, desk.now())])
    return draft.id


def drafts(desk: Desk) -> list[OrderDraft]:
    """All kept drafts, the one touched last first."""
    return [draft for draft, _ in _kept(desk)]


def _kept(desk: Desk) -> list[tuple[OrderDraft, str]]:
    sql = "SELECT body, updated_at FROM draft WHERE kind = 'order' ORDER BY updated_at DESC, id"
    with desk.book.reading() as connection:
        rows = connection.exec_driver_sql(sql).all()
    return [(_read(body), str(at)) for body, at in rows]


def kept_drafts(desk: Desk) -> list[KeptDraft]:
    """The list of kept drafts, the one touched last first; what can't be read of one doesn't keep it from the list."""
    found = _kept(desk)
    with desk.book.reading() as connection:
        named = {each for draft, _ in found for each in (draft.seller, draft.buyer)}
        parties = dealers_named(connection, named, desk.dealer_id)  # a command keeps the code that was typed
        goods = _goods(connection, {_first(draft)[0] for draft, _ in found})
    listed = []
    for draft, at in found:
        selling = draft.buyer != desk.dealer_id and draft.seller in ("", desk.dealer_id)
        party = parties.get(draft.buyer if selling else draft.seller)
        rows = max(len(draft.rows), len(draft.lines))
        unread = len(draft.rows) - len(draft.lines) if draft.rows else 0
        product, typed = _first(draft)
        first = goods.get(product, typed)
        listed.append(KeptDraft(draft, draft_number(draft), selling, party, rows, unread, at, first))
    return listed


def _first(draft: OrderDraft) -> tuple[str, str]:
    """The product (id) of a draft's first row, and what was typed for it."""
    for row in draft.rows:
        if row.product or row.text:
            return row.product, row.text
    return (draft.lines[0].product, "") if draft.lines else ("", "")


def _goods(connection: Connection, products: Iterable[str]) -> dict[str, str]:
    """The names of these products, by id."""
    rows = rows_in(connection, "SELECT id, name FROM product WHERE id IN (?*)", sorted(products))
    return {row.id: row.name for row in rows}


def draft_number(draft: OrderDraft) -> str:
    """What a draft is called where people see it; its real number comes when it is placed."""
    return f"{DRAFT}{draft.id[:8]}"


def id_for(draft: OrderDraft, *, taken: bool) -> str:
    """The draft's own id, by which an order that comes back from the second copy takes its draft away.

    Where it is `taken` by an order already, a new one.
    """
    return draft.id if _DRAFT_ID.fullmatch(draft.id) and not taken else uuid.uuid4().hex


_DRAFT_ID = re.compile("[0-9a-f]{32}")


@changes("drafts")
def copy_draft(desk: Desk, draft: OrderDraft) -> OrderDraft:
    """Keeps the same once more, under an id of its own and of today; it takes no other order's place."""
    copied = replace(draft, id=uuid.uuid4().hex, date=desk.today(), supersedes="", shown=None)
    save_draft(desk, copied)
    return copied


@changes("drafts")
def discard_draft(desk: Desk, draft_id: str) -> str:
    """Throws a draft away; nothing happens where there is none. Gives its id."""
    with desk.book.writing() as writing:
        run_many(writing.connection, "DELETE FROM draft WHERE id = ?", [(draft_id,)])
    return draft_id
