"""What stands beside the balance of accounts: rebate credit, goods under way, what the other side disputes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import msgspec
from sqlalchemy import Connection

from domain.statements.forms import MemoRow
from domain.values.money import from_fen
from sync.records.bodies.accounts import ObjectionBody
from sync.records.books.bulk import query_rows
from sync.records.documents.transit import on_way_at
from sync.records.statements.issued import STANDING


@dataclass(frozen=True, slots=True)
class Asides:
    """By buyer: wallet credits with what is left of them, deliveries nobody received yet, disputed numbers' reasons."""

    wallet: Mapping[str, list[MemoRow]] = field(default_factory=dict)
    in_transit: Mapping[str, list[MemoRow]] = field(default_factory=dict)
    disputed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def asides(connection: Connection, seller: str, end: date, buyer: str = "") -> Asides:
    """What stands beside this seller's accounts at the end of a day; `buyer`: only this one."""
    one = [buyer] if buyer else []
    return Asides(
        _wallets(connection, seller, end, one),
        _in_transit(connection, seller, end, one),
        _disputed(connection, seller, one),
    )


def _wallets(connection: Connection, seller: str, end: date, one: list[str]) -> dict[str, list[MemoRow]]:
    """Rebates are HQ's: its buyers have wallets, nobody else's."""
    sql = (
        "SELECT w.dealer, w.number, w.policy, w.expires, w.settled_at, w.payable, COALESCE(u.taken, 0) AS taken "
        "FROM rebate_payout w JOIN dealer h ON h.id = ? AND h.tier = 'hq' "
        "LEFT JOIN (SELECT x.entry, SUM(x.amount) AS taken FROM wallet_use x JOIN document o ON o.pk = x.document "
        "JOIN dealer g ON g.id = o.seller AND g.tier = 'hq' "
        "WHERE o.state NOT IN ('refused', 'cancelled') AND o.date <= ? GROUP BY x.entry) u ON u.entry = w.id "
        "WHERE w.reward = 'credit' AND w.state <> 'lapsed' AND w.settled_at < ?" + _one("w.dealer", one)
    )
    rows = query_rows(connection, sql + " ORDER BY w.pk", seller, end.isoformat(), f"{end.isoformat()}T99", *one)
    found: defaultdict[str, list[MemoRow]] = defaultdict(list)
    for row in rows:
        left = Decimal(row.payable).scaleb(-4) - from_fen(int(row.taken))  # payouts keep four decimals
        if left and not (row.expires and row.expires < end.isoformat()):
            day = date.fromisoformat(row.settled_at[:10])
            found[row.dealer].append(MemoRow(day, row.number, row.expires or row.policy, left))
    return found


def _in_transit(connection: Connection, seller: str, end: date, one: list[str]) -> dict[str, list[MemoRow]]:
    found: defaultdict[str, list[MemoRow]] = defaultdict(list)
    for each in on_way_at(connection, seller, end, *one):
        found[each.buyer].append(MemoRow(each.date, each.number, "", each.amount))
    return found


def _disputed(connection: Connection, seller: str, one: list[str]) -> dict[str, dict[str, str]]:
    """The last answer of each account speaks: one that agrees settles what an earlier one disputed."""
    sql = (
        "SELECT s.buyer, r.verdict, r.lines FROM reply r "
        "JOIN statement s ON s.number = r.statement OR s.id = r.statement "
        f"WHERE s.seller = ? AND {STANDING.format('s')}" + _one("s.buyer", one) + " ORDER BY s.last_day, r.date, r.pk"
    )
    found: dict[str, dict[str, str]] = {}
    for row in query_rows(connection, sql, seller, *one):
        lines = msgspec.json.decode(row.lines, type=list[ObjectionBody])
        found[row.buyer] = {line.number: line.reason for line in lines} if row.verdict != "agrees" else {}
    return found


def _one(column: str, one: list[str]) -> str:
    return f" AND {column} = ?" if one else ""
