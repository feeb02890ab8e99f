"""Takes pages of streams whose home is elsewhere: entries, head and derived rows in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from domain.explain import Fact, Reason
from sync.records.bodies.body import Body
from sync.records.books.bulk import query_rows, rows_in, run_many
from sync.records.books.savepoints import savepoint
from sync.records.books.settings import read_setting
from sync.records.bounds.fitting import Misfit
from sync.records.log.applying import apply_entries
from sync.records.log.holding import CAUSE, HELD, NEWER, SETTLED, WHYS, Held
from sync.records.log.passages import forget_passages, take_passages
from sync.records.log.problems import ELSEWHERE, JUDGED, forget_elsewhere, note_held, note_problems, settle_held
from sync.records.log.rebuilding import drop_stream, note_hollow, replace_records
from sync.records.log.streams import Living, Stored, living_versions, lock_head, write_entries
from sync.streams import ZERO_HASH, Entry, Head, chain
from sync.wire.messages import HeldEntry, Page, entries_of


class PageError(Exception):
    """A page that doesn't continue what the book holds; nothing was written.

    `reason` says what is wrong with it, as it is told.
    """

    def __init__(self, code: str, stream: str, **facts: Fact) -> None:
        super().__init__(code, stream, facts)
        self.reason = Reason(code, "stop", {"stream": stream, **facts})


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    """What a page brought; `equal` is None where it doesn't end at the head, else whether both ends agree."""

    entries: int
    held: int
    equal: bool | None
    kinds: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownEntries:
    """What was found out about a page's entries before they are taken, so that nothing is read twice.

    Attributes:
        living: the living versions of their records; None where nobody has asked.
        read: by number, what they say.
        troubled: whether any problem is noted of the stream.
        singly: as in `apply_entries`.
    """

    living: Living | None = None
    read: Mapping[int, Body | Misfit | None] = field(default_factory=dict)
    troubled: bool = True
    singly: bool = True


_NOTHING = KnownEntries()


def receive_page(connection: Connection, page: Page, now: str) -> ReceivedPage:
    """Writes one page; raises PageError where numbers, chain or epoch don't continue what stands here."""
    key, head = lock_head(connection, page.stream)
    if page.fresh:
        drop_stream(connection, page.stream)
        forget_passages(connection, page.stream, 0)
        head = Head(epoch=page.epoch)
    elif head.number == 0:
        head = head._replace(epoch=page.epoch)
    numbered = check_page(page, head)
    held = held_there([each.number for each in page.entries if each.held], page.why)
    stored = take_entries(
        connection,
        page.stream,
        (key, head),
        numbered,
        held=held,
        now=now,
        end=(page.last, page.hash) if page.sparse else None,
    )
    after = _let_give_way(connection, page.stream, numbered, stored)
    filling = page.filling_to if page.sparse and page.last < (page.filling_to or 0) else None
    run_many(connection, "UPDATE stream SET filling_to = ? WHERE id = ?", [(filling, key)])
    take_passages(connection, page.stream, page.passed)
    equal = None
    if page.last == page.head and page.digest is not None:
        equal = (after.live, after.digest) == (page.count, page.digest)
    return ReceivedPage(len(numbered), len(held), equal)


def _let_give_way(
    connection: Connection, stream: str, numbered: Sequence[tuple[int, Entry, bytes | None]], stored: Stored
) -> Head:
    """Lets what this desk wrote under the names of records that HQ believes of somebody else give way to those.

    Two desks answered one order, say: HQ holds the later answer, so the earlier stands in both books. Where a record
    lives in a third stream nothing is taken, and comparing the streams tells.
    """
    if not stored.elsewhere:
        return stored.head
    own, _ = lock_head(connection, f"desk/{read_setting(connection, 'desk_id')}")
    last = {
        (entry.kind, entry.record): (number, entry) for number, entry, _ in map(numbered.__getitem__, stored.elsewhere)
    }
    versions = living_versions(connection, [entry for _, entry in last.values()])
    mine = {record for record, (_, home, _) in versions.items() if home == own}
    right = [each for record, each in last.items() if record in mine and each[1].body is not None]
    if not right:
        return stored.head
    forget_elsewhere(connection, stream, [(entry.kind, entry.record) for _, entry in right])
    return replace_records(connection, stream, right, ())


def held_there(numbers: Sequence[int], why: Sequence[HeldEntry]) -> dict[int, Held]:
    """What a desk keeps of entries that HQ holds: that it does and, under the fact `cause`, for what reason."""
    causes = {each.number: {**each.facts, CAUSE: each.code} for each in why}
    return {number: Held(HELD, causes.get(number, {})) for number in numbers}


def settled_of(held: Mapping[int, Held]) -> dict[int, str]:
    """Why nobody needs to look at those any more that settled themselves before this book heard of them."""
    return {number: each.facts[SETTLED] for number, each in held.items() if each.facts.get(SETTLED) in WHYS}


def check_page(page: Page, head: Head) -> list[tuple[int, Entry, bytes | None]]:
    """The page's entries with their numbers and, where the page is dense, the chain's hashes."""
    if page.epoch != head.epoch or page.first != head.number + 1:
        facts = {"first": page.first, "held": head.number, "epoch": page.epoch, "held_epoch": head.epoch}
        raise PageError("page_elsewhere", page.stream, **facts)
    numbers = [each.number for each in page.entries]
    entries = entries_of(page.entries)
    kinds = {entry.kind for entry in entries}
    if "\0" in "".join(kinds) or "\0" in "".join([entry.record for entry in entries]):
        raise PageError("page_names", page.stream)
    if any(each.leaf and (not each.held or len(each.leaf) != len(ZERO_HASH)) for each in page.entries):
        raise PageError("page_bodies", page.stream, first=page.first, last=page.last)
    if page.sparse:
        rising = all(low < high for low, high in pairwise(numbers))
        inside = not numbers or (numbers[0] >= page.first and numbers[-1] <= page.last)
        if not rising or not inside or page.last < page.first or len(page.hash) != len(head.hash):
            raise PageError("page_order", page.stream, first=page.first, last=page.last)
        return [(number, entry, None) for number, entry in zip(numbers, entries, strict=True)]
    if len(numbers) != page.last - page.first + 1 or numbers != list(range(page.first, page.last + 1)):
        raise PageError("page_missing", page.stream, first=page.first, last=page.last)
    hashes = chain(head.hash, page.first, (entry.leaf for entry in entries))
    if (hashes[-1] if hashes else head.hash) != page.hash:
        raise PageError("page_chain", page.stream, first=page.first, last=page.last)
    return list(zip(numbers, entries, hashes, strict=True))


def take_entries(
    connection: Connection,
    stream: str,
    place: tuple[int, Head],
    numbered: Sequence[tuple[int, Entry, bytes | None]],
    *,
    held: Mapping[int, Held],
    now: str,
    end: tuple[int, bytes] | None = None,
    known: KnownEntries = _NOTHING,
) -> Stored:
    """Stores checked entries after a head, derives their rows, and notes each that could not be believed or applied.

    Args:
        place: the stream's row and its head.
        held: what is wrong, by number, with entries that stay in the chain only.
        end: last number and hash of a page of a first fill, whose entries are live and known to be unseen.
    """
    stored = _store(connection, place, numbered, held, end, known.living)
    newest = [numbered[each][:2] for each in stored.newest]
    failed = apply_entries(connection, newest, known.read, singly=known.singly)
    if known.troubled:
        _settle_problems(connection, stream, newest, now)
    notes = [
        *((number, entry, held[number]) for number, entry, _ in numbered if number in held),
        *((*numbered[each][:2], Held(ELSEWHERE)) for each in stored.elsewhere),
    ]
    note_held(connection, stream, notes, now)
    settle_held(connection, stream, settled_of(held), now)
    note_problems(connection, stream, failed, now)
    if held:
        note_hollow(connection, place[0], ((number, entry) for number, entry, _ in numbered if number in held))
    return stored


def _store(
    connection: Connection,
    place: tuple[int, Head],
    numbered: Sequence[tuple[int, Entry, bytes | None]],
    held: Mapping[int, Held],
    end: tuple[int, bytes] | None,
    living: Living | None,
) -> Stored:
    key, head = place
    if end is None:
        return write_entries(connection, key, head, numbered, held=held, living=living)
    try:
        with savepoint(connection):
            return write_entries(connection, key, head, numbered, end=end, held=held, unseen=True)
    except IntegrityError:  # a record that lives in another stream: look for it
        return write_entries(connection, key, head, numbered, end=end, held=held)


def forget_held(connection: Connection, stream: str, after: int) -> None:
    """Forgets what HQ held of a stream after a number, because it is offered again."""
    sql = "DELETE FROM problem WHERE stream = ? AND number > ? AND code = ?"
    run_many(connection, sql, [(stream, after, HELD)])


def _settle_problems(connection: Connection, stream: str, newest: Sequence[tuple[int, Entry]], now: str) -> None:
    """Nobody needs to look at what was wrong with records that have a newer version now; what is held stays held."""
    renewed = {(entry.kind, entry.record): number for number, entry in newest}
    if not query_rows(connection, "SELECT id FROM problem WHERE stream = ? LIMIT 1", stream):
        return
    sql = "SELECT id, number, kind, record, held FROM problem WHERE record IN (?*) AND stream = ?"
    found = rows_in(connection, sql, sorted({record for _, record in renewed}), stream)
    older = [row for row in found if row.number < renewed.get((row.kind, row.record), 0)]
    run_many(connection, "DELETE FROM problem WHERE id = ?", [(row.id,) for row in older if not row.held])
    # HQ tells it to whoever has it as held (`sync.hq.taking.moot`).
    put_away = f"UPDATE problem SET put_away_at = ?, put_away_why = ?, came = TRUE WHERE id = ? AND {JUDGED}"
    run_many(connection, put_away, [(now, NEWER, row.id) for row in older if row.held])
