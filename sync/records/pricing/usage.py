"""How far the limits of policies are used: at HQ by all that stands, elsewhere by HQ's word and what came since."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from sqlalchemy import Connection

from domain.documents.kinds import ORDER_RECORDS
from domain.promotions.lines import Usage
from domain.values.quantities import from_milli
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.settings import identity, true_age
from sync.records.copies.outbox import acknowledged_number
from sync.records.documents.kind_lists import quoted

Limited = Mapping[str, Decimal | None]
"""Policies with limits by id, with the quota of those that have one."""

# Of what is still asked of a seller he has promised nothing; own orders he has not heard of yet count as `fresh`.
_TAKEN = (
    "SELECT u.policy, d.buyer, CASE WHEN d.state = 'submitted' THEN 1 ELSE 0 END AS waiting, "
    "CASE WHEN d.id IN (SELECT e.record FROM entry e JOIN stream s ON s.id = e.stream "
    f"WHERE s.name = ? AND e.number > ? AND e.kind IN ({quoted(ORDER_RECORDS)})) THEN 1 ELSE 0 END AS fresh, "
    "CASE WHEN d.seller IN (SELECT id FROM dealer WHERE tier = 'hq') THEN 0 ELSE 1 END AS elsewhere, "
    "SUM(u.quantity), COUNT(*), SUM(u.back), SUM(CASE WHEN u.gone THEN 1 ELSE 0 END) "
    "FROM policy_use u JOIN document d ON d.pk = u.document "
    "WHERE d.id <> ? AND u.policy IN (?*) GROUP BY 1, 2, 3, 4, 5"
)
_TOLD = "SELECT policy, used, times, as_of FROM quota WHERE policy IN (?*)"


def usage_of(
    connection: Connection,
    limited: Limited,
    buyer: str,
    *,
    without: str = "",
    direct: Collection[str] = (),
    keeping: Collection[str] = (),
) -> Usage:
    """What is used of these limits before an order of the buyer; `without` is that order's id where it stands already.

    `direct` are those of them that hold only for what HQ sells: what any other seller's order says of them counts
    for nothing. `keeping` are those to which returned goods give nothing back.

    At HQ it is all that was promised to anybody: orders that wait for a verdict take nothing from one another.
    Elsewhere it is what HQ last told, and on top what was ordered or decided here and HQ has not told yet.
    """
    if not limited:
        return Usage()
    told = identity(connection)
    hq = told.get("role") == "hq"
    own = "" if hq else f"desk/{told.get('desk_id', '')}"
    known = acknowledged_number(connection, own) if own else 0
    used, times = dict.fromkeys(limited, 0), dict.fromkeys(limited, 0)
    mine, my_times = dict.fromkeys(limited, 0), dict.fromkeys(limited, 0)
    for policy, who, waiting, fresh, elsewhere, whole, often, back, gone in _taken(
        connection, list(limited), own, known, without
    ):
        quantity, count = (whole, often) if policy in keeping else (whole - back, often - gone)
        if (hq and waiting) or (elsewhere and policy in direct):
            continue
        if hq or waiting or fresh:
            used[policy] += int(quantity)
            times[policy] += int(count)
        if who == buyer:
            mine[policy] += int(quantity)
            my_times[policy] += int(count)
    for policy, said, told_times, _ in [] if hq else rows_in(connection, _TOLD, list(limited)):
        used[policy] += int(said)
        times[policy] += int(told_times)
    left = {each: quota - from_milli(used[each]) for each, quota in limited.items() if quota is not None}
    taken = {each: from_milli(quantity) for each, quantity in mine.items() if quantity}
    return Usage(times, my_times, left, taken)


def _taken(
    connection: Connection, policies: Sequence[str], own: str, known: int, without: str
) -> list[tuple[str, str, int, int, int, int, int, int, int]]:
    sql = _TAKEN.replace("?*", ", ".join("?" * len(policies)))
    return query_rows(connection, sql, own, known, without, *policies)


def told_at(connection: Connection, policies: Sequence[str]) -> dict[str, str]:
    """When HQ last told how much of these policies is used; what isn't named was never told."""
    told = {policy: as_of for policy, _, _, as_of in rows_in(connection, _TOLD, list(policies))}
    return true_age(connection, told)
