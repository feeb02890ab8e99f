"""How far orders are on their way between buyer and seller, and since when: the same words at both ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection

from sync.records.bulk import rows_in
from sync.records.log import living
from sync.records.settings import read_setting

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
    rows = rows_in(connection, _ORDERS.format(live=living(connection)), ids)
    answers = {row[0]: row for row in rows_in(connection, _ANSWERS, ids)}
    delivered = dict(rows_in(connection, _DELIVERED, ids))
    held = {record: (code, at) for record, code, at in rows_in(connection, _HELD, ids)}
    successors = {old: (number, state) for old, number, state, _ in rows_in(connection, _SUCCESSORS, ids)}
    own = f"desk/{read_setting(connection, 'desk_id')}"
    found = {}
    for row in rows:
        queued = row.name == own and row.number > (row.acked or 0)
        followed = delivered.get(row.id, ""), held.get(row.id), successors.get(row.id)
        found[row.id] = _progress(row, answers.get(row.id), queued, *followed)
    return found


def _progress(
    row: Any,
    answer: Any,
    queued: bool,
    delivered: str,
    held: tuple[str, str] | None,
    successor: tuple[str, str] | None,
) -> Progress:
    number, after = successor or ("", "")
    decided = answer.decided_at if answer else row.recorded_at
    if row.state in ("partly_delivered", "delivered"):
        return Progress(row.state, delivered or decided, successor=number)
    if held is not None:
        return Progress("held", held[1], code=held[0], successor=number)
    if row.state == "submitted":
        return Progress("queued" if queued else "sent", row.recorded_at if queued else row.passed or "", "", number)
    if row.state == "cancelled":
        taken = bool(number) and after not in ("refused", "cancelled", "submitted")
        return Progress("superseded" if taken else "cancelled", decided, "", number)
    if row.state in ("accepted", "accepted_in_part"):
        same = row.state == "accepted" and not (answer and answer.differs)
        return Progress("accepted" if same else "changed", decided, "", number)
    return Progress(row.state, decided, "", number)
