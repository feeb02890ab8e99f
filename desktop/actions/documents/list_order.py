"""Lists of documents in the order and the narrowness a person asks for: always by keys, sorted where the rows lie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.arrangement import STAGES, Arrangement
from sync.records.log.streams import living

if TYPE_CHECKING:
    from sqlalchemy import Connection

# Names stand as a directory has them: by their initials, then as they are written.
_RANKED = (
    "WITH rank AS MATERIALIZED (SELECT id, ROW_NUMBER() OVER (ORDER BY pinyin, name, code, id) AS place FROM dealer) "
)


class ListSql(NamedTuple):
    """What a list can be sorted by and narrowed to, each by the key of its column; `day` is the day of a row."""

    sorts: Mapping[str, str]
    codes: Mapping[str, str]
    day: str = "d.date"
    ranks: Mapping[str, Sequence[str]] = {}
    """Columns whose expression gives a place; the codes of the places."""


def spelled(connection: Connection, sql: str) -> str:
    """The statement with its tests of yes and no as the engine takes its indexes by."""
    differs = "differs = 1" if connection.dialect.name == "sqlite" else "differs"
    return sql.replace("{live}", living(connection)).replace("{differs}", differs)


def narrowing(shape: ListSql, wanted: Arrangement, today: dt.date) -> tuple[list[str], list[Any]]:
    """The conditions of what is shown, and their values."""
    where: list[str] = []
    values: list[Any] = []
    for test, day in zip((">=", "<="), wanted.days(today), strict=True):
        if day is not None:
            where.append(f"{shape.day} {test} ?")
            values.append(day.isoformat())
    for key, codes in wanted.only:
        if key not in shape.codes:
            continue
        ranks = shape.ranks.get(key)
        known: list[Any] = [ranks.index(code) for code in codes if code in ranks] if ranks else list(codes)
        where.append(f"{shape.codes[key]} IN ({', '.join('?' * len(known)) or 'NULL'})")
        values += known
    return where, values


def ordering(shape: ListSql, wanted: Arrangement, own: str) -> tuple[str, str]:
    """What stands before the query and its order; rows that are alike stay in the list's `own` order."""
    turn = "DESC" if wanted.down else "ASC"
    sort = shape.sorts.get(wanted.sort, "")
    if not sort:
        return "", own
    if wanted.sort in ("date", "number"):  # an index stands in the order of days already; hardly two numbers are alike
        return "", f"{sort} {turn}, d.pk {turn}"
    return (_RANKED if "FROM rank" in sort else ""), f"{sort} {turn}, {own}"


def named(column: str) -> str:
    """The place of a dealer among all, by his name."""
    return f"COALESCE((SELECT r.place FROM rank r WHERE r.id = {column}), 0)"


# A line costs what the seller answered, where he did; 1/1000 units times 1/10000 yuan, rounded half up to the fen.
LINE_COST = (
    "CASE WHEN l.answered_price IS NULL OR l.answered_price = l.unit_price THEN l.amount "
    "ELSE (l.quantity * l.answered_price + 50000) / 100000 END"
)
_IS_CHANGED = 'd.id IN (SELECT a."order" FROM answer a WHERE a.{differs})'
# What was answered at another price costs that; all others what their writer wrote.
ORDER_TOTAL = (
    f"CASE WHEN {_IS_CHANGED} THEN COALESCE((SELECT SUM({LINE_COST}) "
    "FROM document_line l WHERE l.document = d.pk), 0) ELSE d.amount END"
)
ORDER_DELIVERED = (
    "CASE WHEN d.state IN ('submitted', 'needs_approval', 'accepted', 'accepted_in_part', 'refused') THEN 0 ELSE "
    "COALESCE((SELECT SUM(p.amount) FROM document p WHERE p.source = d.id AND p.kind = 'delivery'), 0) END"
)
_IS_CLOSED = "d.id IN (SELECT c.\"order\" FROM order_closing c WHERE c.side = 'seller')"
_IS_HELD = (
    "d.id IN (SELECT p.record FROM problem p WHERE p.kind = 'order' AND (p.put_away_at = '' OR p.put_away_by <> ''))"
)
_IS_SUPERSEDED = (
    "COALESCE((SELECT s.state FROM document s WHERE s.supersedes = d.id ORDER BY s.pk DESC LIMIT 1), 'refused') "
    "NOT IN ('refused', 'cancelled', 'submitted')"
)
_IS_QUEUED = (
    "EXISTS (SELECT 1 FROM entry e JOIN stream s ON s.id = e.stream WHERE e.kind = 'order' AND e.record = d.id "
    "AND e.{live} AND s.name = 'desk/' || (SELECT value FROM setting WHERE key = 'desk_id') "
    "AND e.number > COALESCE(s.acked, 0))"
)


def _is(stage: str) -> int:
    return STAGES.index(stage)


# The same turns as domain.documents.order_progress takes, each by the place of its stage.
_ORDER_STAGE = (
    f"CASE WHEN d.state IN ('delivered', 'cancelled') AND {_IS_CLOSED} THEN {_is('closed')} "
    f"WHEN d.state = 'partly_delivered' THEN {_is('partly_delivered')} "
    f"WHEN d.state = 'delivered' THEN {_is('delivered')} WHEN {_IS_HELD} THEN {_is('held')} "
    f"WHEN d.state = 'submitted' THEN CASE WHEN {_IS_QUEUED} THEN {_is('queued')} ELSE {_is('sent')} END "
    f"WHEN d.state = 'cancelled' THEN CASE WHEN {_IS_SUPERSEDED} THEN {_is('superseded')} ELSE {_is('cancelled')} END "
    f"WHEN d.state = 'accepted' THEN CASE WHEN {_IS_CHANGED} THEN {_is('changed')} ELSE {_is('accepted')} END "
    f"WHEN d.state = 'accepted_in_part' THEN {_is('changed')} "
    f"WHEN d.state = 'needs_approval' THEN {_is('needs_approval')} ELSE {_is('refused')} END"
)

_SOLD_BY = "CASE WHEN d.seller = (SELECT value FROM setting WHERE key = 'dealer_id') THEN 'own' ELSE 'others' END"

ORDER_LIST = ListSql(
    sorts={
        "number": "d.number",
        "date": "d.date",
        "seller_name": named("d.seller"),
        "buyer_name": named("d.buyer"),
        "lines": "(SELECT COUNT(*) FROM document_line l WHERE l.document = d.pk)",
        "total": ORDER_TOTAL,
        "delivered_amount": ORDER_DELIVERED,
        "stage": _ORDER_STAGE,
    },
    codes={"stage": _ORDER_STAGE, "seller_name": _SOLD_BY},
    ranks={"stage": STAGES},
)

_PARTY = "CASE WHEN d.kind = 'goods_receipt' THEN d.seller ELSE d.buyer END"
PAPER_LIST = ListSql(
    sorts={
        "number": "d.number",
        "date": "d.date",
        "party": named(_PARTY),
        "method": "d.method",
        "note": "d.ref || ' ' || d.remark",
        "amount": "d.amount",
        "state": "d.state",
        "lines": "(SELECT COUNT(*) FROM document_line l WHERE l.document = d.pk)",
    },
    codes={"state": "d.state", "method": "d.method"},
)
