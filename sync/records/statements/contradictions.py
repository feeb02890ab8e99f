"""Statements on which two desks contradict each other: two that tell one period, one both agreed to and withdrawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from domain.values.money import format_money, from_fen
from sync.records.books.bulk import query_rows, rows_in
from sync.records.orders.contradiction import Contradiction
from sync.records.statements.confirming import follow_all
from sync.records.statements.replaced import OPEN

# The same period and account, told more than once; asked for the last months only where it is asked all day.
_TOLD = (
    "SELECT buyer, first_day, last_day FROM statement WHERE seller = ? AND last_day >= ? "
    "GROUP BY buyer, first_day, last_day HAVING COUNT(*) > 1 AND MIN(closing) < MAX(closing) "
    "ORDER BY last_day DESC, buyer LIMIT ?"
)
_OF_BUYERS = "SELECT * FROM statement WHERE buyer IN (?*) AND seller = ? AND last_day >= ? ORDER BY pk"
_AGREED = (
    "SELECT s.* FROM statement s JOIN reply r ON r.statement = s.id AND r.verdict = 'agrees' "
    "WHERE s.seller = ? AND s.last_day >= ? "
    "AND EXISTS (SELECT 1 FROM confirmation c WHERE c.statement = s.id AND c.act = 'withdraw') "
    "ORDER BY s.last_day DESC, s.pk LIMIT ?"
)


def statements_apart(connection: Connection, dealer: str, most: int, since: str = "") -> list[Contradiction]:
    """Those that this dealer's desks issued for periods that end at a day (`since`) or later."""
    return [*_told_twice(connection, dealer, most, since), *_agreed_and_withdrawn(connection, dealer, most, since)]


def _told_twice(connection: Connection, dealer: str, most: int, since: str) -> Iterator[Contradiction]:
    """Two open statements of one period with different balances; one desk withdraws the first for the second."""
    periods = {tuple(row) for row in query_rows(connection, _TOLD, dealer, since, most)}
    rows = rows_in(connection, _OF_BUYERS, sorted({buyer for buyer, _, _ in periods}), dealer, since)
    told: defaultdict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for each in follow_all(connection, [row for row in rows if (row.buyer, row.first_day, row.last_day) in periods]):
        if each.confirmation.state in OPEN:
            row = each.statement
            told[row.buyer, row.first_day, row.last_day].append(row)
    for (buyer, first, last), open_ones in sorted(told.items()):
        if len({row.closing for row in open_ones}) > 1:
            open_ones.sort(key=lambda row: row.number)
            papers = ", ".join(f"{row.number} {format_money(from_fen(int(row.closing)))}" for row in open_ones)
            facts = {"party": _name(connection, buyer), "first": first, "through": last, "papers": papers}
            key = f"statements/{'/'.join(sorted(row.id for row in open_ones))}"
            yield Contradiction("statements_of_one_period", "reply", open_ones[-1].number, key, facts)


def _agreed_and_withdrawn(connection: Connection, dealer: str, most: int, since: str) -> Iterator[Contradiction]:
    """One desk noted down that the customer agreed while another took the statement back."""
    for each in follow_all(connection, query_rows(connection, _AGREED, dealer, since, most)):
        if each.confirmation.state == "withdrawn":
            row = each.statement
            facts = {"party": _name(connection, row.buyer), "number": row.number, "date": row.last_day}
            yield Contradiction("agreed_and_withdrawn", "reply", row.number, f"agreed/{row.id}", facts)


def _name(connection: Connection, dealer: str) -> str:
    rows = query_rows(connection, "SELECT name FROM dealer WHERE id = ?", dealer)
    return str(rows[0].name) if rows else dealer
