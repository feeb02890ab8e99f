"""Papers that stand twice although only one may: booked before the rules were there that hold the second.

Found by adding up all papers, so it is asked by whoever checks the books, not by a list that is looked at all day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.documents.kinds import following
from domain.values.money import format_money, from_fen
from domain.values.quantities import from_milli, plain_number
from sync.records.accounts.closings import read_known
from sync.records.books.bulk import query_rows
from sync.records.log.streams import living
from sync.records.orders.contradiction import Contradiction
from sync.records.orders.contradictions import dismissed
from sync.shapes import make_ready

_MOST = 1_000
_REVERSED = (
    "SELECT o.id, o.kind, o.number, r.number AS later FROM document r JOIN document o ON o.id = r.reverses "
    "WHERE r.reverses IN (SELECT reverses FROM document WHERE reverses IS NOT NULL GROUP BY reverses "
    f"HAVING COUNT(*) > 1) ORDER BY o.number, r.recorded_at, r.pk LIMIT {_MOST}"
)
# What was received or taken back of each line, more than went out by it.
_BEYOND = (
    "SELECT d.id, d.number, l.sku, l.quantity, t.took FROM (SELECT f.source, m.order_line, SUM(m.quantity) AS took "
    "FROM document f JOIN document_line m ON m.document = f.pk WHERE f.kind = ? AND f.source IS NOT NULL "
    "GROUP BY f.source, m.order_line) t JOIN document d ON d.id = t.source AND d.kind = 'delivery' "
    "JOIN document_line l ON l.document = d.pk AND l.line = t.order_line "
    f"WHERE t.took > l.quantity AND l.quantity > 0 ORDER BY d.number, l.line LIMIT {_MOST}"
)
_TAKERS = (
    "SELECT number FROM document WHERE source = ? AND kind = ? AND state = 'posted' AND reverses IS NULL ORDER BY pk"
)
_SETTLED = (
    "SELECT d.id, d.kind, d.number, d.amount, t.taken FROM (SELECT s.{side} AS id, SUM(s.amount) AS taken "
    "FROM settlement s JOIN document c ON c.id = s.credit JOIN document b ON b.id = s.debt "
    "WHERE s.mode <> 'held' AND c.state <> 'reversed' AND b.state <> 'reversed' GROUP BY s.{side}) t "
    f"JOIN document d ON d.id = t.id WHERE t.taken > ABS(d.amount) ORDER BY d.number LIMIT {_MOST}"
)
# Two desks that hadn't heard of each other opened one account; in parts it is opened by whoever knows of the others.
_OPENED = (
    "SELECT d.seller, d.buyer, d.number, d.amount, COALESCE(p.name, d.buyer) AS party, s.name AS stream, "
    "e.number AS place, e.body FROM document d "
    "JOIN entry e ON e.kind = 'opening' AND e.record = d.id AND e.{living} "
    "JOIN stream s ON s.id = e.stream LEFT JOIN dealer p ON p.id = d.buyer "
    "WHERE d.kind = 'opening' AND d.state = 'posted' AND d.reverses IS NULL ORDER BY d.recorded_at, d.pk"
)
_NUMBERED = (
    "SELECT d.number, d.kind, d.date, d.amount, COALESCE(p.name, d.buyer) AS party FROM document d "
    "LEFT JOIN dealer p ON p.id = d.buyer JOIN (SELECT kind, number, seller FROM document "
    "WHERE number <> '' GROUP BY kind, number, seller HAVING COUNT(*) > 1) t "
    "ON t.kind = d.kind AND t.number = d.number AND t.seller = d.seller "
    f"WHERE d.kind <> 'adjustment' ORDER BY d.kind, d.number, d.pk LIMIT {_MOST}"
)
_STATEMENTS = (
    "SELECT s.number, s.last_day AS date, s.closing AS amount, COALESCE(p.name, s.buyer) AS party FROM statement s "
    "LEFT JOIN dealer p ON p.id = s.buyer WHERE s.number IN (SELECT number FROM statement GROUP BY number "
    f"HAVING COUNT(*) > 1) ORDER BY s.number, s.pk LIMIT {_MOST}"
)


def doubled(connection: Connection, dealer: str) -> list[Contradiction]:
    """All of them that a dealer's people haven't put away."""
    found = [
        *_reversals(connection),
        *(each for kind in following("takes_up", "delivery") for each in _taken(connection, kind)),
        *_settlements(connection), *_openings(connection), *_numbers(connection),
    ]  # fmt: skip
    away = dismissed(connection, dealer, [each.key for each in found])
    return [each for each in found if each.key not in away]


def _reversals(connection: Connection) -> Iterator[Contradiction]:
    later: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in query_rows(connection, _REVERSED):
        later[row.id, row.kind, row.number].append(row.later)
    for (record, kind, number), by in later.items():
        facts = {"of": number, "papers": ", ".join(by)}
        yield Contradiction("stands_reversed_twice", kind, number, f"reversed/{record}", facts)


def _taken(connection: Connection, kind: str) -> Iterator[Contradiction]:
    seen: set[str] = set()
    for row in query_rows(connection, _BEYOND, kind):
        if row.id not in seen:
            seen.add(row.id)
            papers = [each.number for each in query_rows(connection, _TAKERS, row.id, kind)]
            facts = {
                "of": row.number, "sku": row.sku, "there": plain_number(from_milli(int(row.quantity))),
                "took": plain_number(from_milli(int(row.took))), "papers": ", ".join(papers),
                "last": papers[-1] if papers else row.number,
            }  # fmt: skip
            yield Contradiction(f"stands_beyond_{kind}", "delivery", row.number, f"{kind}/{row.id}", facts)


def _settlements(connection: Connection) -> Iterator[Contradiction]:
    for side in ("credit", "debt"):
        for row in query_rows(connection, _SETTLED.format(side=side)):
            there, took = (format_money(from_fen(abs(int(fen)))) for fen in (row.amount, row.taken))
            facts = {"of": row.number, "there": there, "took": took}
            yield Contradiction("stands_settled_beyond", row.kind, row.number, f"settled/{row.id}/{took}", facts)


def _openings(connection: Connection) -> Iterator[Contradiction]:
    accounts: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in query_rows(connection, _OPENED.format(living=living(connection))):
        accounts[row.seller, row.buyer].append(row)
    for (seller, buyer), rows in accounts.items():
        if any(_unheard(one, other) for one, other in combinations(rows, 2)):
            papers = ", ".join(row.number for row in rows)
            facts = {"party": rows[0].party, "papers": papers, "last": rows[-1].number}
            yield Contradiction("stands_opened_twice", "opening", rows[-1].number, f"opened/{seller}/{buyer}", facts)


def _unheard(one: Any, other: Any) -> bool:
    """Whether two desks wrote these, and neither had heard of the other's."""
    return bool(one.stream != other.stream and not _had_heard(one, other) and not _had_heard(other, one))


def _had_heard(one: Any, other: Any) -> bool:
    known = read_known(msgspec.json.decode(bytes(one.body), type=_Known).known)
    return bool(known.get(other.stream, 0) >= other.place)


class _Known(msgspec.Struct):
    known: str = ""


make_ready(_Known)


def _numbers(connection: Connection) -> Iterator[Contradiction]:
    same: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in query_rows(connection, _NUMBERED):
        same[row.kind, row.number].append(row)
    for row in query_rows(connection, _STATEMENTS):
        same["statement", row.number].append(row)
    for (kind, number), rows in same.items():
        papers = "; ".join(f"{row.date} {row.party} {format_money(from_fen(int(row.amount)))}" for row in rows)
        facts = {"of": number, "papers": papers, "count": str(len(rows))}
        yield Contradiction("stands_numbered_twice", kind, number, f"number/{kind}/{number}/{len(rows)}", facts)
