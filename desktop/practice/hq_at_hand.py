"""The practice company's HQ without a network: its answers come from the books that lie beside the desk's."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import DeskError, UnreachableError

if TYPE_CHECKING:
    from desktop.desk import Desk
    from sync.client.line.address import Address
    from sync.client.line.open_lines import Line
    from sync.client.line.transport import Response
    from sync.hq.service.endpoints import Endpoints

PRACTICE_URL = "http://localhost"
"""What the practice desk's books name as HQ's address; nothing is ever sent there."""
_SHIPPED = ("accepted", "accepted_in_part")


def carrier_to(folder: Path) -> Callable[[Address], Line]:
    """What makes a practice desk's lines: they lead into the folder beside its own, whatever address stands there."""
    return lambda _: HqAtHand(folder.parent / "hq", ships=True)


class HqAtHand:
    """A line that ends in HQ's own code over HQ's own books.

    `ships` sends out what HQ has accepted before, so that whoever practises gets goods to take in.
    """

    def __init__(self, folder: Path, *, ships: bool = False) -> None:
        self._folder = folder
        self._ships = ships
        self._lock = threading.Lock()
        self._hq: Desk | None = None
        self._endpoints: Endpoints | None = None

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response:
        """HQ's answer; UnreachableError `practice_hq_gone` where its books can't be opened."""
        from sync.client.line.transport import Response
        from sync.hq.service.routes import EXCHANGE, route_of
        from sync.wire.signing import PROOF

        endpoints = self._opened()
        if self._ships and route_of(method, path) is EXCHANGE and body:
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
            hq, self._hq, self._endpoints = self._hq, None, None
        if hq is not None:
            hq.close()

    def _opened(self) -> Endpoints:
        from desktop.actions.headquarters.asked_acts import verbs
        from desktop.desk import open_desk
        from sync.hq.service.endpoints import Endpoints

        with self._lock:
            if self._endpoints is None:
                try:
                    self._hq = open_desk(self._folder)
                    self._endpoints = Endpoints(self._hq.book, verbs=verbs())
                except (DeskError, OSError) as failure:
                    raise UnreachableError("practice_hq_gone", folder=str(self._folder)) from failure
            return self._endpoints

    def _ship(self) -> None:
        """Sends out what was accepted and hasn't gone yet."""
        from desktop.actions.documents.deliveries import deliver
        from sync.records.books.bulk import query_rows

        hq = self._hq
        if hq is None:
            return
        sql = "SELECT number FROM document WHERE kind = 'order' AND seller = ? AND state IN (?, ?) ORDER BY number"
        with hq.book.reading() as connection:
            waiting = [str(row[0]) for row in query_rows(connection, sql, hq.dealer_id, *_SHIPPED)]
        for number in waiting:
            try:
                deliver(hq, number)
            except DeskError:
                continue  # it has gone already, or the goods are lacking: then it waits
