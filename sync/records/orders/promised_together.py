"""What a dealer's desks promised together though none of them would have alone: goods there aren't, credit there isn't.

Each desk that was offline judged its orders rightly by what it knew, so nothing is held: people decide what gives way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from domain.values.money import format_money, from_fen, to_fen
from domain.values.quantities import from_milli, plain_number
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.reading import committed
from sync.records.orders.contradiction import Contradiction

_NAMED = 4
_SHORT = (
    "SELECT s.warehouse, s.product, s.on_hand, s.reserved, COALESCE(p.sku, s.product) AS sku, "
    "COALESCE(p.name, '') AS name FROM stock s LEFT JOIN product p ON p.id = s.product "
    "WHERE s.owner = ? AND s.reserved > s.on_hand AND s.on_hand >= 0 AND s.reserved > 0 "
    "ORDER BY s.warehouse, sku LIMIT ?"
)
# Open orders are few beside all that were ever written; of their lines those that reserve.
_RESERVING = (
    "SELECT l.reserved_in, l.product, d.number FROM document d JOIN document_line l ON l.document = d.pk "
    "WHERE d.seller = ? AND d.promised <> 0 AND l.reserved > 0 ORDER BY d.date, d.number"
)
_LIMITED = (
    "SELECT d.buyer, d.number, d.promised, p.name, p.credit_limit, "
    # Who let an order pass knew of the limit; the reasons say so.
    "CASE WHEN replace(d.reasons, '\"approved_b', '') <> d.reasons THEN 1 ELSE 0 END AS approved "
    "FROM document d JOIN dealer p ON p.id = d.buyer "
    "WHERE d.seller = ? AND d.promised <> 0 AND p.credit_limit IS NOT NULL "
    "AND d.state IN ('accepted', 'accepted_in_part', 'partly_delivered') ORDER BY d.date, d.number"
)
_OWED = "SELECT buyer, SUM(amount) AS fen FROM posting WHERE buyer IN (?*) AND seller = ? GROUP BY buyer"


def promised_together(connection: Connection, dealer: str, most: int) -> list[Contradiction]:
    """Goods of which more is promised than there is, and customers whose open orders pass the limit together."""
    return [*_goods(connection, dealer, most), *_credit(connection, dealer)]


def _goods(connection: Connection, dealer: str, most: int) -> Iterator[Contradiction]:
    short = query_rows(connection, _SHORT, dealer, most)
    reserving: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for warehouse, product, number in query_rows(connection, _RESERVING, dealer) if short else ():
        reserving[warehouse, product].append(number)
    for row in short:
        promised, there = (plain_number(from_milli(each)) for each in (row.reserved, row.on_hand))
        facts = {
            "sku": row.sku, "name": row.name, "warehouse": row.warehouse, "wanted": promised, "quantity": there,
            "papers": _numbers(reserving[row.warehouse, row.product]),
        }  # fmt: skip
        key = f"promised/{row.warehouse}/{row.product}/{promised}/{there}"
        yield Contradiction("promised_beyond_stock", "adjustment", row.sku, key, facts)


def _credit(connection: Connection, dealer: str) -> Iterator[Contradiction]:
    """Accounts that pass their limit by what two desks accepted, each of which kept to it by itself."""
    accounts: defaultdict[str, list[Any]] = defaultdict(list)
    for row in query_rows(connection, _LIMITED, dealer):
        accounts[row.buyer].append(row)
    shared = {
        buyer: rows
        for buyer, rows in accounts.items()
        if len(_by_desk(rows)) > 1 and not any(row.approved for row in rows)
    }
    owed = {row.buyer: int(row.fen) for row in rows_in(connection, _OWED, sorted(shared), dealer)}
    for buyer, rows in sorted(shared.items()):
        by_desk, limit = _by_desk(rows), int(rows[0].credit_limit)
        debt = owed.get(buyer, 0)
        if debt + sum(by_desk.values()) <= limit or any(debt + promised > limit for promised in by_desk.values()):
            continue
        wanted = to_fen(committed(connection, dealer, buyer, waiting=False))  # less what wallets are still to pay
        if (whole := debt + wanted) > limit:
            facts = {
                "party": rows[0].name, "limit": _money(limit), "owed": _money(debt), "wanted": _money(wanted),
                "papers": _numbers([row.number for row in rows]),
                "last": rows[-1].number,
            }  # fmt: skip
            key = f"limit/{buyer}/{whole}/{limit}"
            yield Contradiction("limit_passed_together", "order", rows[-1].number, key, facts)


def _by_desk(rows: list[Any]) -> Mapping[str, int]:
    """What each desk promised of these orders, by the prefix of its numbers; fen."""
    found: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        found[row.number.split("-")[1] if row.number.count("-") > 1 else ""] += int(row.promised)
    return found


def _numbers(numbers: list[str]) -> str:
    several = list(dict.fromkeys(numbers))
    return ", ".join(several[:_NAMED]) + (" …" if len(several) > _NAMED else "")


def _money(fen: int) -> str:
    return format_money(from_fen(fen))
