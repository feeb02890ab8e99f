"""What a product costs a buyer by the price lists of a day, without promotions: what goods given away are worth."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from domain.catalog.products import Product
from domain.policies.policy import Policy
from domain.policies.price_terms import PriceList
from domain.prices.price_lists import Buyer, PriceBook, PriceQuestion
from domain.prices.unit_price import FoundPrice, Price, price_line
from sync.records.books.reading import prices_of
from sync.records.pricing.policy_cache import published

_MOST = 4096


class ListPrices:
    """Looks up prices of a day, reading each list and each price policy once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._policies: list[Policy] | None = None
        self._plain: dict[tuple[str, str], list[Price]] = {}
        self._books: dict[tuple[str, date, bool], PriceBook] = {}

    def price(self, buyer: Buyer, product: Product, quantity: Decimal, on: date, *, from_hq: bool) -> Decimal | None:
        """The unit price by the lists that held on a day; None where there is none."""
        plain = self._plain_price(buyer.dealer.price_list, product.id, on)
        if not self._lists():
            return plain.unit_price
        bases = {name: self._plain_price(name, product.id, on) for name in self._bases()}
        book = self._book(buyer, on, from_hq=from_hq)
        return book.price(PriceQuestion(product, quantity), {**bases, "": plain}).unit_price

    def _plain_price(self, name: str, product: str, on: date) -> FoundPrice:
        key = (name, product)
        if key not in self._plain:
            if len(self._plain) >= _MOST:
                self._plain.clear()
            self._plain[key] = prices_of(self._connection, [product], name)[product]
        return price_line(self._plain[key], name, on)

    def _lists(self) -> list[Policy]:
        if self._policies is None:
            every = published(self._connection).values()
            self._policies = [policy for policy in every if isinstance(policy.terms, PriceList)]
        return self._policies

    def _bases(self) -> set[str]:
        """Plain lists that price policies build on."""
        return {policy.terms.base for policy in self._lists() if isinstance(policy.terms, PriceList)} - {""}

    def _book(self, buyer: Buyer, on: date, *, from_hq: bool) -> PriceBook:
        key = (buyer.dealer.id, on, from_hq)
        if key not in self._books:
            if len(self._books) >= _MOST:
                self._books.clear()
            chosen = [policy for policy in self._lists() if from_hq or policy.channel]
            self._books[key] = PriceBook(chosen, buyer, on)
        return self._books[key]
