"""One transaction that changes records: tables follow at once, entries and their numbers come last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Connection

from sync.records import moves
from sync.records.applying import APPLIERS, apply_entries, put_records
from sync.records.bodies import Body, encode
from sync.records.bounds.fitting import check_fits
from sync.records.fulfilment import USED
from sync.records.log import append_entries
from sync.records.problems import AWAITED, note_come
from sync.records.shelf import Shelf
from sync.records.stocks import SHIFTED, StockKey
from sync.streams import Entry, last_versions, make_entry

# What HQ passes on or reckons by itself: nobody typed it, and the reader holds what doesn't fit.
_MADE_BY_ITSELF = frozenset({"copy", "release", "held_reason", "availability", "quota", "move"})
Written = tuple[int, list[tuple[Entry, bytes]]]


class Writing:
    """The open transaction.

    Attributes:
        connection: for reading, and for tables that stay local; derived tables are changed by `put` and `delete` alone.
        shelf: the book's published policies made ready, for whoever prices in this transaction.
        shifted: the stock (owner, warehouse, product) that this transaction shifted so far.
        used: the policies of which orders take more or less by this transaction so far.
        today: the business date under which moves in the tree are recorded; None for this machine's.
    """

    def __init__(self, connection: Connection, shelf: Shelf) -> None:
        self.connection = connection
        self.shelf = shelf
        self.today: date | None = None
        self._queued: defaultdict[str, list[Entry]] = defaultdict(list)
        # Where the tables are derived, which is far below, these are noted.
        self.shifted: set[StockKey] = set()
        self.used: set[str] = set()
        connection.info[SHIFTED], connection.info[USED] = self.shifted, self.used

    def put(self, stream: str, kind: str, record: str, body: Body) -> None:
        """Writes one record of a stream this place is the home of; RefusedError as `put_all`."""
        self.put_all(stream, kind, [(record, body)])

    def put_all(self, stream: str, kind: str, records: Sequence[tuple[str, Body]]) -> None:
        """Writes many records of one kind, each id at most once.

        RefusedError `field_unfit` where one couldn't be believed by whoever receives it: HQ holds each to the same
        bounds, and what a person can still put right is told here and not after an exchange.
        """
        if records:
            if kind not in _MADE_BY_ITSELF:
                check_fits(kind, records)
            hqs = kind == "dealer" and not stream.startswith("desk/")
            changes = moves.about_to_change(self.connection, records) if hqs else []
            put_records(self.connection, kind, records)
            self._queued[stream] += [make_entry(kind, record, encode(body)) for record, body in records]
            moves.tell(self, changes, self.today)

    def delete(self, stream: str, kind: str, records: Iterable[str]) -> None:
        """Deletes records; what is derived from them goes with them."""
        ids = list(records)
        APPLIERS[kind].drop(self.connection, ids)
        self._queued[stream] += [make_entry(kind, record, None) for record in ids]

    def put_entries(self, stream: str, entries: Sequence[Entry]) -> None:
        """Writes entries again byte for byte, as another copy of this place's books kept them."""
        newest = [(place, entries[place]) for place in last_versions(entries)]
        apply_entries(self.connection, newest)
        self._queued[stream] += entries

    def take_numbers(self) -> dict[str, Written]:
        """Appends what was queued, stream by stream in one order for everybody; the last step before the commit."""
        written: dict[str, Written] = {}
        for stream in sorted(self._queued):
            entries = self._queued[stream]
            if not stream.startswith("desk/"):
                self._note_come(entries)
            first, hashes = append_entries(self.connection, stream, entries)
            written[stream] = (first, list(zip(entries, hashes, strict=True)))
        self._queued.clear()
        return written

    def _note_come(self, entries: Sequence[Entry]) -> None:
        """What a desk wrote and HQ holds may wait for what HQ writes; whoever writes it needn't think of that."""
        records = [entry.record for entry in entries if entry.kind in AWAITED and entry.body is not None]
        if records:
            note_come(self.connection, records)
