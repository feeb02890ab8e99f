"""A first look at the books: the newest orders, read without the database library, so the window stands at once."""

from __future__ import annotations

from array import array
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from domain.documents.fulfilment import UNDECIDED
from domain.documents.order_progress import KnownOrder, OrderProgress, progress_of
from domain.values.money import from_fen

FIRST = 60


class FirstRow(NamedTuple):
    """What the orders list shows of an order; the same names as `views.OrderRow`, whose module is loaded later."""

    pk: int
    id: str
    number: str
    date: date
    seller_code: str
    seller_name: str
    buyer_code: str
    buyer_name: str
    state: str
    total: Decimal
    lines: int
    ref: str
    recorded_at: str
    attention: bool
    stage: str
    since: str
    accepted_amount: Decimal | None
    delivered_amount: Decimal


_NEWEST = (
    "SELECT pk, id, number, date, seller, buyer, state, ref, recorded_at, reasons, promised FROM document "
    "WHERE kind = 'order' ORDER BY date DESC, pk DESC LIMIT ?"
)
# As `sync.records.orders.order_progress` asks, without the database's library.
_STANDING = (
    "SELECT d.id, d.state, d.recorded_at, e.number, s.name, s.acked, "
    "(SELECT p.at FROM passage p WHERE p.stream = s.name AND p.number >= e.number ORDER BY p.number LIMIT 1) "
    "FROM document d LEFT JOIN entry e ON e.kind = 'order' AND e.record = d.id AND e.live = 1 "
    "LEFT JOIN stream s ON s.id = e.stream WHERE d.id IN (?*)"
)
_ANSWERS = 'SELECT "order", decided_at, differs FROM answer WHERE "order" IN (?*)'
_DELIVERED = "SELECT source, MAX(recorded_at) FROM document WHERE source IN (?*) AND kind = 'delivery' GROUP BY source"
_HELD = (
    "SELECT record, code, at FROM problem WHERE record IN (?*) AND kind = 'order' "
    "AND (put_away_at = '' OR put_away_by <> '')"
)
_SUCCESSORS = "SELECT supersedes, number, state FROM document WHERE supersedes IN (?*) ORDER BY pk"
_CLOSED = 'SELECT "order", MAX(at) FROM order_closing WHERE "order" IN (?*) AND side = \'seller\' GROUP BY "order"'
# As `lists.order_rows` adds up.
_SUMS = (
    "SELECT document, COUNT(*), SUM(CASE WHEN answered_price IS NULL OR answered_price = unit_price THEN amount "
    "ELSE (quantity * answered_price + 50000) / 100000 END) FROM document_line WHERE document IN (?*) GROUP BY document"
)
_POSTED = "SELECT source, SUM(amount) FROM document WHERE source IN (?*) AND kind = 'delivery' GROUP BY source"
_PEOPLE = (
    'SELECT COUNT(*), COUNT(s.hash) FROM desk_user u LEFT JOIN user_secret s ON s."user" = u.id '
    "WHERE u.active AND u.desk = (SELECT value FROM setting WHERE key = 'desk_id')"
)


def newest_orders(folder: Path) -> tuple[array[int], list[FirstRow]]:
    """Keys and rows of the newest orders, as `lists.order_ids` and `order_rows` give them; nothing where they can't be
    read, because opening the books for good will say why.
    """
    import sqlcipher3.dbapi2 as driver

    path = folder / "desk.db"
    if not path.exists():
        return array("q"), []
    try:
        connection = driver.connect(f"file:{path.as_posix()}?mode=ro", uri=True, timeout=1)
        try:
            if _guarded(connection):
                return array("q"), []
            rows = connection.execute(_NEWEST, (FIRST,)).fetchall()
            names = _names(connection, {each for row in rows for each in row[4:6]})
            sums = {row[0]: (row[1], row[2]) for row in _ask(connection, _SUMS, [row[0] for row in rows])}
            ids = [row[1] for row in rows]
            progress, posted = _progress(connection, ids), dict(_ask(connection, _POSTED, ids))
        finally:
            connection.close()
    except driver.Error:
        return array("q"), []
    shown = [_row(row, names, sums.get(row[0], (0, 0)), progress[row[1]], posted.get(row[1], 0)) for row in rows]
    return array("q", (row[0] for row in rows)), shown


def _guarded(connection: Any) -> bool:
    """Whether somebody has to say who he is before he may see anything."""
    people, passwords = connection.execute(_PEOPLE).fetchone()
    return bool(people > 1 or passwords)


def _names(connection: Any, ids: set[str]) -> dict[str, tuple[str, str]]:
    marks = ", ".join("?" * len(ids))
    found = connection.execute(f"SELECT id, code, name FROM dealer WHERE id IN ({marks})", sorted(ids))
    return {row[0]: (row[1], row[2]) for row in found}


def _ask(connection: Any, sql: str, values: list[Any]) -> list[Any]:
    return list(connection.execute(sql.replace("?*", ", ".join("?" * len(values))), values))


def _progress(connection: Any, ids: list[str]) -> dict[str, OrderProgress]:
    """Where each order is on its way, as the list tells it."""

    def ask(sql: str) -> list[Any]:
        return _ask(connection, sql, ids)

    [desk] = connection.execute("SELECT value FROM setting WHERE key = 'desk_id'").fetchone() or [""]
    answers = {order: (decided, bool(differs)) for order, decided, differs in ask(_ANSWERS)}
    delivered, held = dict(ask(_DELIVERED)), {record: (code, at) for record, code, at in ask(_HELD)}
    successors, closed = {old: (number, state) for old, number, state in ask(_SUCCESSORS)}, dict(ask(_CLOSED))
    found = {}
    for order, state, recorded_at, number, stream, acked, passed in ask(_STANDING):
        queued = stream == f"desk/{desk}" and number > (acked or 0)
        followed = delivered.get(order, ""), held.get(order), successors.get(order, ("", "")), closed.get(order, "")
        found[order] = progress_of(KnownOrder(state, recorded_at, queued, passed or "", answers.get(order), *followed))
    return found


def _row(
    row: Any, names: dict[str, tuple[str, str]], sums: tuple[int, int], progress: OrderProgress, posted: int
) -> FirstRow:
    pk, record, number, day, seller, buyer, state, ref, recorded_at, reasons, promised = row
    seller_code, seller_name = names.get(seller) or (seller, seller.rpartition(":")[2])
    buyer_code, buyer_name = names.get(buyer) or (buyer, buyer.rpartition(":")[2])
    return FirstRow(
        pk=pk,
        id=record,
        number=number,
        date=date.fromisoformat(day),
        seller_code=seller_code,
        seller_name=seller_name,
        buyer_code=buyer_code,
        buyer_name=buyer_name,
        state=state,
        total=from_fen(sums[1]),
        lines=sums[0],
        ref=ref,
        recorded_at=recorded_at,
        attention='"stop"' in reasons or '"warn"' in reasons,
        stage=progress.stage,
        since=progress.since,
        accepted_amount=None if state in UNDECIDED else from_fen(posted + promised),
        delivered_amount=from_fen(posted),
    )
