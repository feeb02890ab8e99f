"""Whom and what a file's words mean: customers and products of the books by code, barcode or name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from domain.catalog.products import Product
from domain.explain import Reason
from domain.parties.dealers import Dealer
from domain.tables.cells import folded
from domain.tables.sorting import Why
from domain.tables.spelling import alike_notes
from sync.records.books import reading
from sync.records.books.bulk import rows_in

if TYPE_CHECKING:
    from sqlalchemy import Connection

Card = TypeVar("Card", Dealer, Product)
Word = tuple[int, str, str]
"""How sure a word is (0 the surest), the word, and the id of the card that bears it."""


class Lookup(Generic[Card]):
    """Cards by the words people call them, folded for comparing; a surer kind of word wins over a later one.

    `unknown` and `several` are the codes of what is told where a word means nobody, or more than one.
    """

    def __init__(self, cards: Mapping[str, Card], words: Iterable[Word], unknown: str, several: str) -> None:
        self._cards: Mapping[str, Card] = cards
        self._unknown, self._several = unknown, several
        self._written: dict[str, str] = {}
        self._ranked: tuple[dict[str, set[str]], ...] = ({}, {}, {})
        self._alike: dict[str, str] = {}
        for rank, word, record in words:
            self._ranked[rank].setdefault(folded(word), set()).add(record)
            if not rank:
                self._written.setdefault(folded(word), word)

    def find(self, word: str) -> Card | Why:
        """The card a word means, or why none is meant."""
        fold = folded(word)
        for place, ids in enumerate(self._ranked):
            found = ids.get(fold, set())
            if len(found) > 1:
                return self._several, {"name": word}
            if found:
                if not place and self._written[fold] != word:
                    self._alike[word] = self._written[fold]
                card: Card = self._cards[next(iter(found))]
                return card
        return self._unknown, {"code": word}

    def notes(self) -> list[Reason]:
        """Codes that were taken for those of the books though they are written otherwise."""
        return alike_notes(self._alike)


def products_named(connection: Connection, owner: str) -> Lookup[Product]:
    """HQ's products and the owner's own."""
    rows = rows_in(connection, "SELECT * FROM product WHERE owner IN (?*)", ["", owner])
    cards = {row.id: reading.product_of(row) for row in rows}
    words = [(rank, word, row.id) for row in rows for rank, word in enumerate((row.sku, row.barcode, row.name)) if word]
    return Lookup(cards, words, "product_unknown_here", "name_of_many")


def customers_named(connection: Connection, parent: str) -> Lookup[Dealer]:
    """Those right below a dealer."""
    rows = rows_in(connection, "SELECT * FROM dealer WHERE parent IN (?*)", [parent])
    cards = {row.id: reading.dealer_of(row) for row in rows}
    words = [(rank, word, row.id) for row in rows for rank, word in enumerate((row.code, row.name)) if word]
    return Lookup(cards, words, "customer_unknown_here", "name_of_many")
