"""HQ's products and prices as values, kept for as long as the streams they come from don't move.

A stream's hash stands for all its entries. It is read in the transaction that uses what is kept, and before anything is
read anew: what is newer than its hash is read once more next time, and nothing older is ever taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import Connection

from domain.catalog.products import Product
from domain.prices.unit_price import Price
from sync.records.books.bulk import rows_in
from sync.records.books.reading import prices_of, product_of

CATALOG, PRICES = "catalog", "prices/"
# So many values of one stream are kept.
_MOST = 20_000
Hashes = Mapping[str, bytes]
"""By stream the chain's hash at its head."""
Value = TypeVar("Value")


class Catalogue:
    """What one process has read of one book; used by many threads at once."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[bytes, dict[str, object]]] = {}

    @property
    def streams(self) -> list[str]:
        """The streams whose hashes to read."""
        return sorted({CATALOG, *self._kept})

    def products(self, connection: Connection, ids: Sequence[str], hashes: Hashes) -> dict[str, Product]:
        """The products of these ids, those that there are."""

        def read(missing: Sequence[str]) -> dict[str, Product | None]:
            rows = rows_in(connection, "SELECT * FROM product WHERE id IN (?*)", missing)
            return {**dict.fromkeys(missing), **{row.id: product_of(row) for row in rows}}

        own = [each for each in ids if ":" not in each]
        found = self._found(CATALOG, own, hashes, read)
        found |= read([each for each in ids if ":" in each])  # a desk's own come by its stream
        return {each: product for each, product in found.items() if product is not None}

    def prices(
        self, connection: Connection, ids: Sequence[str], price_list: str, hashes: Hashes
    ) -> dict[str, list[Price]]:
        """Each product's prices in one list, all dates."""

        def read(missing: Sequence[str]) -> dict[str, list[Price]]:
            return prices_of(connection, missing, price_list)

        own = [each for each in ids if ":" not in each]
        found = self._found(PRICES + price_list, own, hashes, read)
        return found | read([each for each in ids if ":" in each])

    def _found(
        self, stream: str, ids: Sequence[str], hashes: Hashes, read: Callable[[Sequence[str]], dict[str, Value]]
    ) -> dict[str, Value]:
        at = hashes.get(stream, b"")
        kept = self._kept.get(stream)
        if kept is None or kept[0] != at or len(kept[1]) > _MOST:
            kept = self._kept[stream] = (at, {})
        values: dict[str, Value] = kept[1]  # type: ignore[assignment]
        missing = sorted({each for each in ids if each not in values})
        fresh = read(missing) if missing else {}
        if at:
            values.update(fresh)
        return {each: fresh[each] if each in fresh else values[each] for each in ids}
