"""The lines that rebates look at, out of the posted documents, dealer by dealer so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection

from domain.accounts.positions import paid_days
from domain.catalog.products import Product
from domain.documents.kinds import TRADED
from domain.parties.dealers import chain_up
from domain.policies.policy import Policy
from domain.policies.rebate_terms import Rebate, Source
from domain.prices.price_lists import Buyer
from domain.rebates.facts import RebateFact
from domain.rebates.runs import Account
from domain.values.money import to_fen
from domain.values.quantities import from_milli
from sync.records.accounts.accounts import ledgers_of
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.reading import dealer_of, parents, product_of
from sync.records.documents.kind_lists import quoted
from sync.records.pricing.list_prices import ListPrices

_FIRST, _LAST = "0000-01-01", "9999-12-31"
_COLUMNS = (
    "d.id, d.number, d.kind, d.seller, d.date, d.source, d.reverses, l.product, l.quantity, l.amount, l.gift "
    "FROM document d JOIN document_line l ON l.document = d.pk"
)
_TRADE = f"d.kind IN ({quoted(TRADED)})"
_BOUGHT = f"SELECT {_COLUMNS} WHERE {_TRADE} AND d.buyer = ? AND d.date >= ? AND d.date <= ?"
# By way of the postings, whose index begins with the seller; documents have none.
_SOLD = (
    f"SELECT {_COLUMNS} JOIN posting p ON p.document = d.pk "
    f"WHERE p.seller = ? AND p.date >= ? AND p.date <= ? AND {_TRADE}"
)
_RECEIVED = (
    "SELECT d.id, d.number, d.kind, d.seller, d.date, d.source, d.reverses, '' AS product, 0 AS quantity, d.amount, "
    "'' AS gift FROM document d WHERE d.kind = 'money_receipt' AND d.buyer = ? AND d.date >= ? AND d.date <= ?"
)
_QUERIES: Mapping[Source, str] = {"purchases": _BOUGHT, "sell_through": _SOLD, "received": _RECEIVED}


@dataclass(frozen=True, slots=True)
class Ask:
    """What some policies need to know of the lines: the days (`since` None: all), and which facts beside the amounts.

    `sale_days` are those of what a return returns, `payments` when documents fell due and were paid, `free_values` what
    goods given away would have cost.
    """

    on: date
    since: date | None = None
    sources: frozenset[Source] = frozenset({"purchases"})
    sale_days: bool = True
    payments: bool = True
    free_values: bool = True


def ask_of(policies: Iterable[Policy], on: date, since: date | None, *, whole: bool = False) -> Ask:
    """The least that reckons these policies; `whole` asks for what their explanation shows as well."""
    terms = [policy.terms for policy in policies if isinstance(policy.terms, Rebate)]
    return Ask(
        on,
        since,
        frozenset(each.source for each in terms),
        whole or any(each.returns == "sale_date" for each in terms),
        any(each.late_days is not None or each.payable == "when_paid" for each in terms),
        any((each.free_counts or each.free_earns) and each.unit != "quantity" for each in terms) or whole,
    )


class _Paid(NamedTuple):
    due: date
    paid: date | None


@dataclass(slots=True)
class RebateBooks:
    """Reads the lines of any dealer.

    Attributes:
        products: the products met so far, and more as more are met; what covers them looks here.
        publishers: whose sales are HQ's own.
    """

    connection: Connection
    ask: Ask
    products: dict[str, Product] = field(default_factory=dict)
    _rates: dict[str, int] = field(default_factory=dict)
    _days: dict[str, date] = field(default_factory=dict)
    publishers: frozenset[str] = frozenset()
    _prices: ListPrices | None = None

    def __post_init__(self) -> None:
        rows = query_rows(self.connection, "SELECT id FROM dealer WHERE tier = ?", "hq")
        self.publishers = frozenset(each for (each,) in rows)
        self._prices = ListPrices(self.connection)

    def accounts(self, buyers: Iterable[Buyer]) -> Iterator[Account]:
        """One dealer after the other with all his lines."""
        for buyer in buyers:
            yield Account(buyer, self.facts(buyer))

    def facts(self, buyer: Buyer) -> list[RebateFact]:
        """All lines of one dealer that may count, as of the day asked for."""
        first = _FIRST if self.ask.since is None else self.ask.since.isoformat()
        last = self.ask.on.isoformat()
        found: list[RebateFact] = []
        for source in sorted(self.ask.sources):
            rows = query_rows(self.connection, _QUERIES[source], buyer.dealer.id, first, last)
            if rows:
                found += self._facts(buyer, source, rows)
        return found

    def _facts(self, buyer: Buyer, source: Source, rows: Sequence[Any]) -> Iterator[RebateFact]:
        self._know({row.product for row in rows})
        origins = self._origins(rows) if self.ask.sale_days or self.ask.payments else {}
        paid = self._payments(buyer, rows) if self.ask.payments and source == "purchases" else {}
        days, rates, hq, ask = self._days, self._rates, self.publishers, self.ask
        nothing = _Paid(date.min, None)
        own = source == "sell_through"
        for document, number, kind, seller, on, before, undone, product, milli, fen, gift in rows:
            day = days.get(on) or self._day(on)
            goods, money = (-milli, -fen) if kind == "return" else (milli, fen)
            free = bool(gift) or not money
            if free and ask.free_values:
                money = self._value(buyer, product, goods, day, seller in hq, money)
            origin = before if kind == "return" else undone
            due = settled = sold = None
            if paid:
                standing = paid.get(origin or document, nothing)
                due, settled = (standing.due, standing.paid) if standing is not nothing else (None, None)
            if origin and ask.sale_days:
                sold = origins.get(origin)
            yield RebateFact(
                product, day, money, goods, source, rates.get(product, 0), free, due, settled, sold, document, number,
                own or seller in hq,
            )  # fmt: skip

    def _day(self, stored: str) -> date:
        found = self._days[stored] = date.fromisoformat(stored)
        return found

    def _know(self, products: set[str]) -> None:
        rates = self._rates
        missing = sorted(each for each in products if each and each not in rates)
        if not missing:
            return
        self._rates.update(dict.fromkeys(missing, 0))
        for row in rows_in(self.connection, "SELECT * FROM product WHERE id IN (?*)", missing):
            self.products[row.id] = product_of(row)
            self._rates[row.id] = row.tax_rate

    def _origins(self, rows: Iterable[Any]) -> dict[str, date]:
        """The days of the documents that these return or undo."""
        ids = {row.source if row.kind == "return" else row.reverses for row in rows} - {None, ""}
        found = rows_in(self.connection, "SELECT id, date FROM document WHERE id IN (?*)", sorted(ids))
        return {record: self._day(on) for record, on in found}

    def _payments(self, buyer: Buyer, rows: Iterable[Any]) -> dict[str, _Paid]:
        """When each document of the accounts these lines stand in fell due and was paid, as known on the day."""
        found: dict[str, _Paid] = {}
        accounts = [(seller, buyer.dealer.id) for seller in sorted({row.seller for row in rows})]
        for ledger in ledgers_of(self.connection, accounts, self.ask.on).values():
            paid = paid_days(ledger.postings, ledger.settlements, instalments=ledger.instalments, held=ledger.held)
            found |= {each.document: _Paid(each.due, paid.get(each.document)) for each in ledger.postings}
        return found

    def _value(self, buyer: Buyer, product: str, milli: int, on: date, from_hq: bool, fen: int) -> int:
        """What free goods would have cost by the list of the day; what they did cost where there is no price."""
        card = self.products.get(product)
        if card is None or self._prices is None:
            return fen
        price = self._prices.price(buyer, card, from_milli(abs(milli)), on, from_hq=from_hq)
        return fen if price is None else to_fen(price * Decimal(milli) / 1000)


def buyers_of(connection: Connection, dealers: Sequence[str]) -> list[Buyer]:
    """These dealers as policies see them, in the order given; unknown ones are passed over."""
    above = parents(connection)
    rows = rows_in(connection, "SELECT * FROM dealer WHERE id IN (?*)", dealers)
    known = {row.id: dealer_of(row) for row in rows}
    return [
        Buyer(known[each], known[each].tags, tuple(chain_up(each, above)))
        for each in dict.fromkeys(dealers)
        if each in known
    ]
