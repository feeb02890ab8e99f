"""From entries to tables: which applier derives which kind, and how a page of entries is applied."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any, Protocol

from sqlalchemy import Connection

from domain.errors import DeskError
from sync.records.bodies.records import BODY_TYPES, DOCUMENT_KINDS, Body
from sync.records.books.savepoints import is_over, savepoint
from sync.records.bounds.fitting import Misfit, read_records
from sync.records.documents.applier import DocumentApplier
from sync.records.log.masters import AVAILABILITIES, DEALERS, PERIODS, PRICES, PRODUCTS
from sync.records.log.moves import MOVES
from sync.records.log.policy_records import RECORDS
from sync.records.log.releases import HeldReasonApplier, ReleaseApplier
from sync.records.orders.answers import ANSWERS, COPIES
from sync.streams import Entry

log = logging.getLogger(__name__)


class Applier(Protocol):
    """Derives the rows of one kind of record; both calls may be repeated without harm."""

    def put(self, connection: Connection, records: Sequence[tuple[str, Any]]) -> None: ...

    def drop(self, connection: Connection, ids: Sequence[str]) -> None: ...


APPLIERS: dict[str, Applier] = {
    "dealer": DEALERS,
    "product": PRODUCTS,
    "price": PRICES,
    "availability": AVAILABILITIES,
    "period": PERIODS,
    "move": MOVES,
    **RECORDS,
    **{kind: DocumentApplier(kind) for kind in DOCUMENT_KINDS},
    "answer": ANSWERS,
    "copy": COPIES,
}
_ORDER = {kind: place for place, kind in enumerate(BODY_TYPES)}


def put_records(connection: Connection, kind: str, records: Sequence[tuple[str, Body]]) -> None:
    """Derives the rows of these records; each id at most once."""
    APPLIERS[kind].put(connection, records)


Failed = list[tuple[int, Entry, str, str]]
_UNREAD: Mapping[int, Body | Misfit | None] = {}


def apply_entries(
    connection: Connection,
    entries: Iterable[tuple[int, Entry]],
    read: Mapping[int, Body | Misfit | None] = _UNREAD,
    *,
    singly: bool = True,
) -> Failed:
    """Applies numbered entries, one for each record, kind by kind in the order kinds build on each other.

    Returns those that could not be applied, with a code and what was wrong; they stop none of the others.

    Args:
        read: what entries say, by number, where they were read already.
        singly: whether, where the engine refuses one, the others are tried one by one; else that is raised, and the
            transaction can't go on.
    """
    by_kind: defaultdict[str, list[tuple[int, Entry]]] = defaultdict(list)
    for number, entry in entries:
        by_kind[entry.kind].append((number, entry))
    failed: Failed = []
    for kind in sorted(by_kind, key=lambda each: _ORDER.get(each, len(_ORDER))):
        if kind in APPLIERS:
            failed += _apply_kind(connection, kind, by_kind[kind], read, singly)
    return failed


def _apply_kind(
    connection: Connection,
    kind: str,
    numbered: Sequence[tuple[int, Entry]],
    read: Mapping[int, Body | Misfit | None],
    singly: bool,
) -> Failed:
    failed: Failed = []
    gone = [entry.record for _, entry in numbered if entry.body is None]
    if gone:
        APPLIERS[kind].drop(connection, gone)
    good: list[tuple[int, Entry, Any]] = []
    there = [each for each in numbered if each[1].body is not None]
    unread = [(entry.record, entry.body or b"") for number, entry in there if number not in read]
    bodies = iter(read_records(kind, unread))
    for number, entry in there:
        body = read[number] if number in read else next(bodies)
        if isinstance(body, Misfit):
            failed.append((number, entry, body.code, body.detail))
        else:
            good.append((number, entry, body))
    if not good:
        return failed
    try:
        with savepoint(connection) if singly else nullcontext():
            APPLIERS[kind].put(connection, [(entry.record, body) for _, entry, body in good])
    except Exception:  # whatever failed, the records are tried one by one and told apart there
        if not singly or is_over(connection):
            raise
        failed += _apply_singly(connection, kind, good)
    return failed


def _apply_singly(connection: Connection, kind: str, good: Sequence[tuple[int, Entry, Any]]) -> Failed:
    """One record at a time, after a batch failed: only the record that can't be applied is held."""
    failed: Failed = []
    for number, entry, body in good:
        try:
            with savepoint(connection):
                APPLIERS[kind].put(connection, [(entry.record, body)])
        except DeskError as refused:
            failed.append((number, entry, refused.code, str(refused)))
        except Exception as defect:  # held and told, whatever it is: one record never stops the others
            if is_over(connection) or "disk" in str(defect).lower():
                raise
            log.warning("a record (%s) could not be taken in", kind, exc_info=True)
            failed.append((number, entry, "record_not_applied", f"{type(defect).__name__}: {defect}"))
    return failed


APPLIERS["release"] = ReleaseApplier(apply_entries)
APPLIERS["held_reason"] = HeldReasonApplier(
    lambda connection, kind, ids: APPLIERS[kind].drop(connection, ids), apply_entries
)
