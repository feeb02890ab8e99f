"""A SQLite book's products, prices and dealers as values, each read once and kept until a mark says that they changed.

Whatever changes one of them writes another mark in the same transaction (`sync.records.log.masters.note_goods`), and
the mark is read in the transaction that uses what is kept: of one mark there is one state of all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from domain.catalog.products import Product
from domain.parties.dealers import Dealer
from domain.prices.unit_price import FoundPrice, Price, price_line
from sync.records.books.bulk import rows_in
from sync.records.books.reading import dealers_up, prices_of, product_of
from sync.records.log.masters import GOODS_MARK
from sync.records.log.policy_records import POLICY_MARK

# So many values are kept at once.
_MOST = 20_000


class Marks(NamedTuple):
    """What a SQLite book has policies and goods change with; "" where they never did."""

    policies: str
    goods: str


def read_marks(connection: Connection) -> Marks:
    """Both by one question."""
    found = dict(rows_in(connection, "SELECT key, value FROM setting WHERE key IN (?*)", [POLICY_MARK, GOODS_MARK]))
    return Marks(found.get(POLICY_MARK, ""), found.get(GOODS_MARK, ""))


class GoodsCache:
    """The products, prices and dealers of a SQLite book as they are at one mark, read once; used by many threads."""

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self._products: dict[str, Product | None] = {}
        self._prices: dict[tuple[str, str], list[Price]] = {}
        self._priced: dict[tuple[str, date], dict[str, FoundPrice]] = {}
        self._dealers: dict[str, Mapping[str, Dealer]] = {}

    @property
    def is_full(self) -> bool:
        """Whether it is to be let go of, so that it doesn't grow without bound."""
        priced = sum(map(len, self._priced.values()))
        return len(self._products) + len(self._prices) + priced + len(self._dealers) > _MOST

    def dealers_up(self, connection: Connection, dealer_id: str) -> Mapping[str, Dealer]:
        """A dealer and everyone above it, by id; `connection` as below."""
        known = self._dealers.get(dealer_id)
        if known is None:
            known = self._dealers[dealer_id] = dealers_up(connection, dealer_id)
        return known

    def products(self, connection: Connection, ids: Iterable[str]) -> dict[str, Product]:
        """The products of these ids, those that there are; `connection` sees the book at this mark."""
        wanted, known = list(ids), self._products
        missing = [each for each in wanted if each not in known]
        if missing:
            rows = rows_in(connection, "SELECT * FROM product WHERE id IN (?*)", sorted(set(missing)))
            known |= {**dict.fromkeys(missing), **{row.id: product_of(row) for row in rows}}
        return {each: product for each in wanted if (product := known[each]) is not None}

    def prices(self, connection: Connection, ids: Sequence[str], price_list: str) -> dict[str, list[Price]]:
        """Each product's prices in one list, all dates; `connection` as above."""
        known = self._prices
        missing = [each for each in ids if (price_list, each) not in known]
        if missing:
            read = prices_of(connection, missing, price_list)
            known |= {(price_list, each): prices for each, prices in read.items()}
        return {each: known[price_list, each] for each in ids}

    def priced(self, connection: Connection, ids: Sequence[str], price_list: str, on: date) -> dict[str, FoundPrice]:
        """What each product costs by one list on a day, and why; reckoned once for all orders of that day."""
        known = self._priced.get((price_list, on))
        if known is None:
            known = self._priced[price_list, on] = {}
        missing = [each for each in ids if each not in known]
        if missing:
            prices = self.prices(connection, missing, price_list)
            known |= {each: price_line(prices[each], price_list, on) for each in missing}
        return {each: known[each] for each in ids}
