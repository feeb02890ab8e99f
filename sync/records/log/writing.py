"""One transaction that changes records: tables follow at once, entries and their numbers come last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from sqlalchemy import Connection

from sync.records.bodies.records import Body, DocumentBody, encode
from sync.records.books.bulk import send_waiting
from sync.records.bounds.fitting import check_fits
from sync.records.documents.applier import MET
from sync.records.documents.stocks import SHIFTED, StockKey
from sync.records.log import moves
from sync.records.log.applying import APPLIERS, apply_entries, put_records
from sync.records.log.problems import AWAITED, note_come
from sync.records.log.streams import Addition, Place, append_entries, lock_heads
from sync.records.pricing.given_back import USED
from sync.records.pricing.policy_cache import PolicyCache
from sync.streams import Entry, last_versions, make_entry

Written = tuple[int, list[tuple[Entry, bytes]]]
Copy = Callable[[int, Sequence[tuple[Entry, bytes]]], None]
"""Gives entries from this number on, with the chain's hashes, to the second copy."""


class Writing:
    """The open transaction.

    Attributes:
        connection: for reading, and for tables that stay local; derived tables are changed by `put` and `delete` alone.
        policy_cache: the book's published policies made ready, for whoever prices in this transaction.
        shifted: the stock (owner, warehouse, product) that this transaction shifted so far.
        used: the policies of which orders take more or less by this transaction so far.
        met: the documents written by this transaction that it did not make as the first.
        today: the business date under which moves in the tree are recorded; None for this machine's.
    """

    def __init__(
        self, connection: Connection, policy_cache: PolicyCache, copied: tuple[str, Copy] | None = None
    ) -> None:
        """`copied` names the stream that has a second copy, and what writes it."""
        self.connection = connection
        self.policy_cache = policy_cache
        self.today: date | None = None
        self._copied = copied
        self._queued: defaultdict[str, list[Entry]] = defaultdict(list)
        self._unseen: defaultdict[str, int] = defaultdict(int)
        self._locked: dict[str, Place] = {}
        self._touched: set[str] = set()
        # Where the tables are derived, which is far below, these are noted.
        self.shifted: set[StockKey] = set()
        self.used: set[str] = set()
        self.met: set[str] = set()
        connection.info.update({SHIFTED: self.shifted, USED: self.used, MET: self.met})

    def put(self, stream: str, kind: str, record: str, body: Body) -> None:
        """Writes one record of a stream this place is the home of; RefusedError as `put_all`."""
        self.put_all(stream, kind, [(record, body)])

    def put_first(self, stream: str, kind: str, record: str, body: Body) -> None:
        """`put` for a record of which the writer knows that the book holds no version; IntegrityError where it errs."""
        self.put(stream, kind, record, body)
        self._unseen[stream] += 1

    def lock(self, streams: Iterable[str]) -> None:
        """Nobody else writes to these streams until the transaction ends; what is queued for them is written once."""
        self._locked |= lock_heads(self.connection, set(streams) - self._locked.keys())

    def put_all(self, stream: str, kind: str, records: Sequence[tuple[str, Body]]) -> None:
        """Writes many records of one kind, each id at most once.

        RefusedError `field_unfit` where HQ wouldn't believe one of a desk's: it holds each to the same bounds, and what
        a person can still put right is told here and not after an exchange.
        """
        if records:
            if stream.startswith("desk/"):
                check_fits(kind, records)
            else:
                self._touched |= {named for _, body in records for named in _names(body)}
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

    def finish(self) -> dict[str, Written]:
        """Appends what was queued, and copies what has a second copy; the last step before the commit."""
        written = self.take_numbers()
        if self._copied is not None and (own := written.get(self._copied[0])):
            send_waiting(self.connection)
            self._copied[1](*own)
        return written

    def take_numbers(self) -> dict[str, Written]:
        """Appends what was queued, stream by stream in one order for everybody."""
        additions = {
            stream: Addition(entries, self._locked.get(stream), self._unseen[stream] == len(entries))
            for stream, entries in self._queued.items()
            if entries
        }
        self._note_come(
            entry for stream in additions if not stream.startswith("desk/") for entry in additions[stream].entries
        )
        written = append_entries(self.connection, additions) if additions else {}
        self._locked.clear()
        self._queued.clear()
        self._touched.clear()
        self._unseen.clear()
        return {
            stream: (first, list(zip(additions[stream].entries, hashes, strict=True)))
            for stream, (first, hashes) in written.items()
        }

    def _note_come(self, entries: Iterable[Entry]) -> None:
        """What a desk wrote and HQ holds may wait for what HQ writes; whoever writes it needn't think of that."""
        records = {entry.record for entry in entries if entry.kind in AWAITED and entry.body is not None}
        if records:
            note_come(self.connection, sorted(records | self._touched))


def _names(body: Body) -> Iterable[str]:
    """The papers that a paper takes up or undoes: what waits for room there may find some."""
    return filter(None, (body.source, body.reverses)) if isinstance(body, DocumentBody) else ()
