"""What of policies' limits comes back with goods returned, or closed: a quota by its part, a use with all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from sync.records.books.bulk import rows_in, run_many

USED = "used"
"""Where an open transaction notes the policies whose use it changes; see `Writing.used`."""

# Orders that use policies and had goods come back, or closed; whatever came back before of others is none any more.
_ORDERS = (
    "SELECT DISTINCT o.id FROM document o JOIN policy_use u ON u.document = o.pk "
    "JOIN document d ON d.source = o.id AND d.kind = 'delivery' JOIN document r ON r.source = d.id "
    "AND r.kind = 'return' WHERE o.id IN (?*)"
)
_SHUT = (
    "SELECT DISTINCT o.id FROM document o JOIN document_line l ON l.document = o.pk WHERE o.id IN (?*) AND l.closed > 0"
)
_BEHIND = "SELECT DISTINCT source FROM document WHERE id IN (?*) AND kind = 'delivery' AND source IS NOT NULL"
_USES = (
    "SELECT u.document, u.policy, u.quantity, u.back, u.gone FROM policy_use u JOIN document o ON o.pk = u.document "
    "WHERE o.id IN (?*)"
)
# A line's steps name each policy that took part in it.
_LINES = (
    "SELECT u.document, u.policy, l.line, l.accepted, l.closed, "
    "CASE WHEN replace(l.why, '\"policy\":\"' || u.policy || '\"', '') <> l.why THEN 1 ELSE 0 END AS named "
    "FROM document o JOIN policy_use u ON u.document = o.pk JOIN document_line l ON l.document = o.pk "
    "WHERE o.id IN (?*) AND l.gift = ''"
)
_RETURNED = (
    "SELECT o.pk, dl.order_line, SUM(rl.quantity) FROM document o "
    "JOIN document d ON d.source = o.id AND d.kind = 'delivery' "
    "JOIN document r ON r.source = d.id AND r.kind = 'return' JOIN document_line rl ON rl.document = r.pk "
    "JOIN document_line dl ON dl.document = d.pk AND dl.line = rl.order_line "
    "WHERE o.id IN (?*) GROUP BY o.pk, dl.order_line"
)


def returned_of(connection: Connection, orders: Sequence[str]) -> dict[tuple[int, int], int]:
    """What came back of orders, by the order's key and its line, in 1/1000; less what returns were undone."""
    found = rows_in(connection, _RETURNED, orders)
    return {(pk, line): int(quantity) for pk, line, quantity in found if line is not None}


def refresh_behind(connection: Connection, deliveries: Iterable[str]) -> None:
    """As `refresh_given_back`, for the orders that these deliveries are of."""
    orders = [source for (source,) in rows_in(connection, _BEHIND, sorted(set(deliveries)))]
    refresh_given_back(connection, orders, all_of_them=True)


def refresh_given_back(connection: Connection, orders: Sequence[str], *, all_of_them: bool = False) -> None:
    """Brings `back` and `gone` of what these orders use of policies up to date.

    `all_of_them`: also of orders of which nothing is returned (any more); rows written anew begin so.
    """
    if not orders:
        return
    chosen = orders if all_of_them else _touched(connection, orders)
    uses = rows_in(connection, _USES, chosen) if chosen else []
    if not uses:
        return
    returned = returned_of(connection, chosen)
    lines: defaultdict[tuple[int, str], list[tuple[int, int, int]]] = defaultdict(list)
    for pk, policy, line, accepted, closed, named in rows_in(connection, _LINES, chosen):
        lines[pk, policy].append((named, int(accepted or 0), returned.get((pk, line), 0) + int(closed)))
    changed = []
    for pk, policy, quantity, back, gone in uses:
        named = [each for each in lines[pk, policy] if each[0]] or lines[pk, policy]
        bought, came = sum(each[1] for each in named), sum(each[2] for each in named)
        now = (int(quantity) * min(came, bought) // bought if bought else 0, bool(bought) and came >= bought)
        if now != (int(back), bool(gone)):
            changed.append((*now, pk, policy))
    run_many(connection, "UPDATE policy_use SET back = ?, gone = ? WHERE document = ? AND policy = ?", changed)
    connection.info.get(USED, set()).update(policy for _, _, _, policy in changed)


def _touched(connection: Connection, orders: Sequence[str]) -> list[str]:
    return sorted({each for sql in (_ORDERS, _SHUT) for (each,) in rows_in(connection, sql, orders)})
