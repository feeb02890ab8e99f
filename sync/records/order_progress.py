"""How far orders are on their way between buyer and seller, and since when: the same words at both ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from sqlalchemy import Connection

Ask = Callable[[str, Sequence[Any]], Sequence[Any]]
"""Runs a query with `IN (?*)` over values; rows come as plain tuples in the order of the query's columns."""

Stage = Literal[
    "queued", "sent", "held", "accepted", "changed", "needs_approval", "refused", "superseded", "cancelled",
    "partly_delivered", "delivered",
]  # fmt: skip
STAGES: tuple[Stage, ...] = Stage.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an order is.

    Attributes:
        stage: `queued` (written here, not sent yet) → `sent` (its seller has it and has not answered) → `accepted`,
            `changed` (accepted, but not as asked), `needs_approval`, `refused`, `held` (kept without being believed),
            `superseded`, `cancelled`, `partly_delivered`, `delivered`.
        since: the moment it came to be so (UTC), "" where nobody here can know.
        code: why it is held.
        successor: number of the order that asks to be taken instead of this one, and waits or was taken.
    """

    stage: Stage
    since: str
    code: str = ""
    successor: str = ""


_ORDERS = (
    "SELECT d.id, d.state, d.stated, d.recorded_at, e.number, s.name, s.acked, "
    "(SELECT p.at FROM passage p WHERE p.stream = s.name AND p.number >= e.number ORDER BY p.number LIMIT 1) AS passed "
    "FROM document d LEFT JOIN entry e ON e.kind = 'order' AND e.record = d.id AND e.{live} "
    "LEFT JOIN stream s ON s.id = e.stream WHERE d.id IN (?*)"
)
_ANSWERS = 'SELECT "order", state, decided_at, differs FROM answer WHERE "order" IN (?*)'
_DELIVERED = "SELECT source, MAX(recorded_at) FROM document WHERE source IN (?*) AND kind = 'delivery' GROUP BY source"
_HELD = "SELECT record, code, at FROM problem WHERE record IN (?*) AND kind = 'order'"
_SUCCESSORS = "SELECT supersedes, number, state, recorded_at FROM document WHERE supersedes IN (?*) ORDER BY pk"


def order_progress(connection: Connection, ids: Sequence[str]) -> dict[str, Progress]:
    """Where each of these orders is, in as many queries for one as for a hundred; other ids are passed over."""
    # Loaded only now: the window's first look asks without the database's library.
    from sync.records.bulk import rows_in
    from sync.records.log import living
    from sync.records.settings import read_setting

    desk = read_setting(connection, "desk_id")
    return progress_by(lambda sql, values: rows_in(connection, sql, values), ids, desk, living(connection))


def progress_by(ask: Ask, ids: Sequence[str], desk: str, live: str) -> dict[str, Progress]:
    """`order_progress` by whatever runs the queries; `desk` is this desk's id, `live` the test of a live entry."""
    answers = {order: (decided, bool(differs)) for order, _, decided, differs in ask(_ANSWERS, ids)}
    delivered = dict(ask(_DELIVERED, ids))
    held = {record: (code, at) for record, code, at in ask(_HELD, ids)}
    successors = {old: (number, state) for old, number, state, _ in ask(_SUCCESSORS, ids)}
    own, found = f"desk/{desk}", {}
    for order, state, _, recorded_at, number, stream, acked, passed in ask(_ORDERS.format(live=live), ids):
        queued = stream == own and number > (acked or 0)
        known = _Known(state, recorded_at, passed or "", queued, answers.get(order))
        found[order] = _progress(known, delivered.get(order, ""), held.get(order), successors.get(order))
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    state: str
    recorded_at: str
    passed: str
    queued: bool
    answer: tuple[str, bool] | None


def _progress(
    order: _Known, delivered: str, held: tuple[str, str] | None, successor: tuple[str, str] | None
) -> Progress:
    number, after = successor or ("", "")
    decided, differs = order.answer or (order.recorded_at, False)
    if order.state in ("partly_delivered", "delivered"):
        return Progress(order.state, delivered or decided, "", number)  # type: ignore[arg-type]
    if held is not None:
        return Progress("held", held[1], held[0], number)
    if order.state == "submitted":
        stage: Stage = "queued" if order.queued else "sent"
        return Progress(stage, order.recorded_at if order.queued else order.passed, "", number)
    if order.state == "cancelled":
        taken = bool(number) and after not in ("refused", "cancelled", "submitted")
        return Progress("superseded" if taken else "cancelled", decided, "", number)
    if order.state in ("accepted", "accepted_in_part"):
        same = order.state == "accepted" and not differs
        return Progress("accepted" if same else "changed", decided, "", number)
    return Progress(order.state, decided, "", number)  # type: ignore[arg-type]
