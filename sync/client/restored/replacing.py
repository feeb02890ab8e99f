"""Replaces the desk's own stream by what HQ has of it: after a restored disk, on a copied one, or on a new machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from domain.errors import UnreachableError
from domain.explain import Fact, Reason
from sync.client.line.asking import HqLine
from sync.client.streams.outcome import MOST_ROUNDS
from sync.owner_only import make_folder
from sync.records.books.database import Book
from sync.records.books.settings import BROUGHT_BACK, REBUILT, moment, read_setting, write_setting
from sync.records.copies.backup import set_aside_folder
from sync.records.copies.journal import Copied
from sync.records.copies.kept import kept_count, kept_entries, settle
from sync.records.copies.outbox import FILE as OUTBOX
from sync.records.copies.outbox import acknowledged_number
from sync.records.copies.strays import Rebuilt, write_strays
from sync.records.log.alarms import TWO_MACHINES, raise_alarm
from sync.records.log.passages import take_passages
from sync.records.log.problems import note_held
from sync.records.log.rebuilding import own_entries, replace_own
from sync.records.log.receiving import PageError, check_page, held_there
from sync.records.log.writing import Writing
from sync.records.repair.rescue import REBUILD
from sync.records.schema.migrating import copy_file
from sync.streams import Entry, Head, OwnEntry
from sync.wire.messages import PROTOCOL, Cursor, ExchangeAnswer, ExchangeRequest, HeldEntry

FOLDER = "backups"
# Where HQ knows of entries that this machine didn't write, or wrote otherwise.
_OTHERS = frozenset({"fork", "behind"})


def rebuild(book: Book, line: HqLine, own: str, why: str) -> list[Reason]:
    """Fetches HQ's copy of the own stream first, then swaps it in by one transaction, so that nothing is half done.

    Entries HQ never got are written behind it as new ones with their old record ids. Returns what to tell.
    """
    theirs = _fetch(line, own)
    with book.reading() as connection:
        new_machine = not read_setting(connection, "last_exchange")
        restored = bool(read_setting(connection, BROUGHT_BACK))
        before = acknowledged_number(connection, own)
    kept = None if new_machine else _keep_copy(book)
    outbox = book.outbox
    strays = own_strays(book, own)
    with book.writing() as writing:
        connection = writing.connection
        unsent = own_entries(connection, own, acknowledged_number(connection, own))
        unsent += [each.own for each in strays]
        unsent += outbox.entries() if outbox else []
        unsent.sort(key=lambda each: each.number)
        rebuilt = replace_own(writing, own, theirs.epoch, theirs.entries, unsent)
        write_setting(connection, REBUILD, "")
        write_setting(connection, REBUILT, theirs.rebuilt)
        if why in _OTHERS and not new_machine and not restored:
            raise_alarm(connection, TWO_MACHINES, moment(), {"copy": str(kept or "")})
        take_passages(connection, own, theirs.passed)
        held = held_there([each.number for each in theirs.entries if each.held], theirs.why)
        notes = [(each.number, each.entry, held[each.number]) for each in theirs.entries if each.held]
        note_held(connection, own, notes, moment())
    if outbox is not None:
        with book.reading() as connection:
            outbox.rewrite(own_entries(connection, own, acknowledged_number(connection, own)))
    settle_strays(book, strays)
    if new_machine:
        told = [Reason("desk_refilled", "info", {"entries": len(theirs.entries)})]
        return [*told, *stray_notices(rebuilt)]
    if restored and why in _OTHERS:
        came = sum(each.number > before for each in theirs.entries)
        facts: dict[str, Fact] = {"entries": came, "again": len(rebuilt.again), "copy": str(kept or "")}
        return [Reason("desk_brought_back", "info", facts), *_left_out(rebuilt)]
    return _notices(why, rebuilt, kept)


def note_machine(connection: Connection, settings: Mapping[str, str], answer: ExchangeAnswer, now: str) -> None:
    """Where another machine fetched this desk's stream whole, two of them write it; that stays until a person acts."""
    if answer.rebuilt and answer.rebuilt != settings.get(REBUILT):
        raise_alarm(connection, TWO_MACHINES, now, {"copy": ""})
        write_setting(connection, REBUILT, answer.rebuilt)


def take_strays(book: Book, own: str) -> list[Reason]:
    """Writes what the second copy held and neither end knows, once both agree on the own stream; tells what it did."""
    strays = own_strays(book, own)
    if not strays:
        return []
    with book.writing() as writing:
        rebuilt = write_strays(writing, own, [each.own.entry for each in strays])
    settle_strays(book, strays)
    return stray_notices(rebuilt)


def take_ours(writing: Writing, own: str, answer: ExchangeAnswer, *, proven: bool) -> tuple[bool, list[Reason]]:
    """Writes what only another desk still had of this one's; whether any of it goes up anew, and what to tell.

    The desk signs what it writes, so nobody's word is enough for it but HQ's own: `proven` says that it is HQ's.
    """
    if not answer.yours:
        return False, []
    if not proven:
        return False, [Reason("entries_unproven", "warn", {"count": len(answer.yours)})]
    back = write_strays(writing, own, [each.entry() for each in answer.yours])
    return bool(back.again), stray_notices(back)


def own_strays(book: Book, own: str) -> list[Copied]:
    """What is kept of the own stream because it didn't fit when the second copy was read."""
    if book.path is None or not kept_count(book.path.parent):  # as a rule
        return []
    return [each for each in kept_entries(book.path.parent) if each.stream == own]


def settle_strays(book: Book, strays: Sequence[Copied]) -> None:
    """Puts away what was dealt with, so that it can still be looked at."""
    if book.path is not None and strays:
        folder = set_aside_folder(book.path.parent)
        settle(book.path.parent, {each.place for each in strays}, folder / OUTBOX)


def stray_notices(rebuilt: Rebuilt) -> list[Reason]:
    told = [Reason("entries_came_back", "info", {"count": len(rebuilt.again)})] if rebuilt.again else []
    return [*told, *_left_out(rebuilt)]


@dataclass(slots=True)
class _HqCopy:
    """HQ's copy of the own stream: its entries, why HQ holds some of them, when they came there.

    `rebuilt` is the name HQ gave to this fetching of it.
    """

    epoch: int = 1
    entries: list[OwnEntry] = field(default_factory=list)
    why: list[HeldEntry] = field(default_factory=list)
    passed: list[tuple[int, str]] = field(default_factory=list)
    rebuilt: str = ""


def _fetch(line: HqLine, own: str) -> _HqCopy:
    """All of HQ's copy of the own stream, its chain checked from the first entry on."""
    head, theirs = Head(), _HqCopy()
    for _ in range(MOST_ROUNDS):
        cursors = {own: Cursor(head.epoch, head.number, head.hash)} if head.number else {}
        request = ExchangeRequest(PROTOCOL, None, cursors, rebuilding=True, leaves=True)
        answer = line.ask("/v1/exchange", request, ExchangeAnswer)
        line.nonce = answer.nonce
        line.proof.check_heads(answer.pages)
        for page in answer.pages:
            if page.fresh or head.number == 0:  # HQ began a new epoch while it was being read
                head, theirs = Head(epoch=page.epoch), _HqCopy(page.epoch)
            try:
                numbered = check_page(page, head)
            except PageError as broken:
                raise UnreachableError("hq_nonsense", detail=broken.reason) from broken
            held = {each.number for each in page.entries if each.held}
            theirs.entries += [OwnEntry(number, entry, each or b"", number in held) for number, entry, each in numbered]
            theirs.why += page.why
            theirs.passed += page.passed
            head = head._replace(number=page.last, hash=page.hash)
        if not answer.more:
            theirs.rebuilt = answer.rebuilt
            theirs.epoch = answer.own.epoch if answer.own else head.epoch
            return theirs
        if not answer.pages:
            break
    raise UnreachableError("hq_nonsense", detail=Reason("answer_no_progress", "stop"))


def _keep_copy(book: Book) -> Path | None:
    """Sets the book aside as it was found."""
    if book.path is None:
        return None
    folder = book.path.parent / FOLDER
    make_folder(folder)
    name = f"before-rebuilding-{moment().replace(':', '')}.db"
    copy_file(book.engine, folder / name)
    return folder / name


def _notices(why: str, rebuilt: Rebuilt, kept: Path | None) -> list[Reason]:
    code = {"fork": "desk_forked", "damaged": "desk_mended"}.get(why, "desk_behind")
    facts: dict[str, Fact] = {"copy": str(kept or ""), "again": len(rebuilt.again), "left_out": len(rebuilt.left_out)}
    return [Reason(code, "warn", facts), *_left_out(rebuilt)]


def _left_out(rebuilt: Rebuilt) -> list[Reason]:
    told = [Reason("entry_left_out", "warn", _named(entry)) for entry in rebuilt.left_out]
    for each in rebuilt.renumbered:
        facts: dict[str, Fact] = {"kind": each.kind, "before": each.before, "after": each.after}
        told.append(Reason("document_renumbered", "warn", facts))
    return told


def _named(entry: Entry) -> dict[str, str]:
    return {"kind": entry.kind, "record": entry.record}
