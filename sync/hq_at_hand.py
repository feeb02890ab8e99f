"""The practice company's HQ without a network: its answers come from the books that lie beside the desk's."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import DeskError, UnreachableError

if TYPE_CHECKING:
    from sync.client.line.address import Address
    from sync.client.line.open_lines import Line
    from sync.client.line.transport import Response
    from sync.hq.service.endpoints import Endpoints
    from sync.records.books.database import Book

PRACTICE_URL = "http://localhost"
"""What the practice desk's books name as HQ's address; nothing is ever sent there."""
_SHIPPED = ("accepted", "accepted_in_part")
_AUTHOR = "练习总部"


def carrier_to(folder: Path, today: Callable[[], date]) -> Callable[[Address], Line]:
    """What makes a practice desk's lines: they lead into the folder beside its own, whatever address stands there."""
    return lambda _: HqAtHand(folder.parent / "hq", today)


class HqAtHand:
    """A line that ends in HQ's own code over HQ's own books.

    With `today`, the business date, it sends out what HQ has accepted before: whoever practises gets goods to take in.
    """

    def __init__(self, folder: Path, today: Callable[[], date] | None = None) -> None:
        self._folder = folder
        self._today = today
        self._lock = threading.Lock()
        self._book: Book | None = None
        self._endpoints: Endpoints | None = None

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response:
        """HQ's answer; UnreachableError `practice_hq_gone` where its books can't be opened."""
        from sync.client.line.transport import Response
        from sync.hq.service.routes import EXCHANGE, route_of
        from sync.wire.signing import PROOF

        endpoints = self._opened()
        if self._today is not None and route_of(method, path) is EXCHANGE and body:
            self._ship()
        found = endpoints.answer(method, path, headers, body)
        told = {PROOF: found.proof} if found.proof else {}
        if found.retry_after:
            told["Retry-After"] = str(found.retry_after)
        if found.whole is not None:
            last = max(found.first + len(found.body) - 1, found.first)
            told["Content-Range"] = f"bytes {found.first}-{last}/{found.whole}"
        return Response(found.status, found.body, told)

    def close(self) -> None:
        """Closes HQ's books."""
        with self._lock:
            book, self._book, self._endpoints = self._book, None, None
        if book is not None:
            book.close()

    def _opened(self) -> Endpoints:
        from sync.hq.service.endpoints import Endpoints
        from sync.records.books.database import open_sqlite

        with self._lock:
            if self._endpoints is None:
                try:
                    self._book = open_sqlite(self._folder / "hq.db")
                    self._endpoints = Endpoints(self._book)
                except (DeskError, OSError) as failure:
                    raise UnreachableError("practice_hq_gone", folder=str(self._folder)) from failure
            return self._endpoints

    def _ship(self) -> None:
        """Sends out what was accepted and hasn't gone yet."""
        from sync.hq.deciding.shipping import ship
        from sync.records.books.bulk import query_rows
        from sync.records.books.settings import moment

        book = self._book
        if book is None or self._today is None:
            return
        today = self._today()
        sql = (
            "SELECT number FROM document WHERE kind = 'order' AND state IN (?, ?) "
            "AND seller = (SELECT value FROM setting WHERE key = 'dealer_id') ORDER BY number"
        )
        with book.reading() as connection:
            waiting = [str(row[0]) for row in query_rows(connection, sql, *_SHIPPED)]
        for number in waiting:
            try:
                ship(book, number, on=today, now=moment(), author=_AUTHOR, today=today)
            except DeskError:
                continue  # it has gone already, or the goods are lacking: then it waits
