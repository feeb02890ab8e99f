"""What the books know of how far orders are on their way: the domain says where that puts them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from domain.documents.order_progress import KnownOrder, OrderProgress, progress_of
from sync.records.books.bulk import rows_in
from sync.records.books.settings import read_setting
from sync.records.documents.applier import reasons_of
from sync.records.log.streams import living

_ORDERS = (
    "SELECT d.id, d.state, d.recorded_at, d.reasons, e.number, s.name, s.acked, "
    "(SELECT p.at FROM passage p WHERE p.stream = s.name AND p.number >= e.number ORDER BY p.number LIMIT 1) AS passed "
    "FROM document d LEFT JOIN entry e ON e.kind = 'order' AND e.record = d.id AND e.{live} "
    "LEFT JOIN stream s ON s.id = e.stream WHERE d.id IN (?*)"
)
_ANSWERS = 'SELECT "order", decided_at, differs FROM answer WHERE "order" IN (?*)'
_DELIVERED = "SELECT source, MAX(recorded_at) FROM document WHERE source IN (?*) AND kind = 'delivery' GROUP BY source"
_HELD = (
    "SELECT record, code, at FROM problem WHERE record IN (?*) AND kind = 'order' "
    "AND (put_away_at = '' OR put_away_by <> '')"
)
_SUCCESSORS = "SELECT supersedes, number, state FROM document WHERE supersedes IN (?*) ORDER BY pk"
_SAYINGS = frozenset({"approved_by", "approved_because", "refused_by", "cancelled_by", "superseded_by"})
_CLOSED = 'SELECT "order", MAX(at) FROM order_closing WHERE "order" IN (?*) AND side = \'seller\' GROUP BY "order"'


def order_progress(connection: Connection, ids: Sequence[str]) -> dict[str, OrderProgress]:
    """Where each of these orders is, in as many queries for one as for a hundred; other ids are passed over."""
    answers = {order: (decided, bool(differs)) for order, decided, differs in rows_in(connection, _ANSWERS, ids)}
    delivered = dict(rows_in(connection, _DELIVERED, ids))
    held = {record: (code, at) for record, code, at in rows_in(connection, _HELD, ids)}
    successors = {old: (number, state) for old, number, state in rows_in(connection, _SUCCESSORS, ids)}
    closed = dict(rows_in(connection, _CLOSED, ids))
    own, found = f"desk/{read_setting(connection, 'desk_id')}", {}
    for order, state, recorded_at, reasons, number, stream, acked, passed in rows_in(
        connection, _ORDERS.format(live=living(connection)), ids
    ):
        queued = stream == own and number > (acked or 0)
        after = delivered.get(order, ""), held.get(order), successors.get(order, ("", "")), closed.get(order, "")
        spoken = _spoken(reasons)
        found[order] = progress_of(
            KnownOrder(state, recorded_at, queued, passed or "", answers.get(order), *after, spoken)
        )
    return found


def _spoken(reasons: str) -> str:
    """When a person last said what the order is, as its reasons tell."""
    if '"at"' not in reasons:
        return ""
    return max((each.facts.get("at", "") for each in reasons_of(reasons) if each.code in _SAYINGS), default="")
