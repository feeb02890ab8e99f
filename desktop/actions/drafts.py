"""Orders being written: kept in this desk's own table as they grow, never sent, gone when placed or thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from desktop.actions.views import OrderDraft
from sync.records import tables
from sync.records.bulk import run_many, upsert_rows

if TYPE_CHECKING:
    from desktop.desk import Desk

_read = msgspec.json.Decoder(OrderDraft).decode


def save_draft(desk: Desk, draft: OrderDraft) -> None:
    """Keeps the draft as it is now, in place of what was kept of it before."""
    body = msgspec.json.encode(draft).decode()
    with desk.book.writing() as writing:
        columns = ("id", "kind", "body", "updated_at")
        upsert_rows(writing.connection, tables.draft, columns, [(draft.id, "order", body, desk.now())])


def drafts(desk: Desk) -> list[OrderDraft]:
    """All kept drafts, the one touched last first."""
    sql = "SELECT body FROM draft WHERE kind = 'order' ORDER BY updated_at DESC, id"
    with desk.book.reading() as connection:
        rows = connection.exec_driver_sql(sql).all()
    return [_read(body) for (body,) in rows]


def discard_draft(desk: Desk, draft_id: str) -> None:
    """Throws a draft away; nothing happens where there is none."""
    with desk.book.writing() as writing:
        run_many(writing.connection, "DELETE FROM draft WHERE id = ?", [(draft_id,)])
