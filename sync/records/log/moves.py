"""A card HQ writes with another parent is a move: recorded, told to those it concerns, and the cards they keep written.

It hangs on the writing of the card itself, so that no way of changing one moves anything silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import uuid4

import msgspec
from sqlalchemy import Connection

from domain.explain import Fact, Reason
from domain.parties.dealers import GONE, made_by_desk
from sync.records.bodies.records import Body, CopyBody, DealerBody, encode
from sync.records.bodies.tree import MoveBody
from sync.records.books.bulk import query_rows, rows_in, run_many, upsert_rows
from sync.records.books.settings import moment, read_setting
from sync.records.log.streams import living
from sync.records.orders.answers import card_copy_id
from sync.records.schema import tree_tables

FORWARDED = "forwarded/"
"""Under this and a stream's name stands how far HQ has passed its entries on."""
_ROW = ("id", "dealer", "name", "before", "after", "on", "at", "told")


class MoveWriting(Protocol):
    """What this module needs of the open transaction."""

    connection: Connection

    def put(self, stream: str, kind: str, record: str, body: Body) -> None: ...

    def delete(self, stream: str, kind: str, records: Iterable[str]) -> None: ...


@dataclass(frozen=True, slots=True)
class Moving:
    """A card about to be written: what stands of it, if anything, and whether its parent changes."""

    dealer: str
    standing: DealerBody | None
    card: DealerBody

    @property
    def moved(self) -> bool:
        before = self.standing.parent if self.standing else None
        return before is not None and before != self.card.parent


class MoveApplier:
    """Derives a move's row and, from HQ's own record of it, who doesn't read whose streams as a whole any more."""

    def put(self, connection: Connection, records: Sequence[tuple[str, MoveBody]]) -> None:
        rows = [(each, *(getattr(body, column) for column in _ROW[1:])) for each, body in records]
        upsert_rows(connection, tree_tables.move, _ROW, rows)
        pairs = {
            (reader, dealer): each
            for each, body in records
            for reader in body.readers
            for dealer in body.branch
            if reader != dealer
        }
        parted = [(*pair, pairs[pair]) for pair in sorted(pairs)]
        upsert_rows(connection, tree_tables.parted, ("reader", "dealer", "move"), parted, key=("reader", "dealer"))
        # Here and not where HQ moves somebody, because a move may also come back that HQ had lost.
        _forward_anew(connection, sorted({dealer for _, dealer in pairs}))

    def drop(self, connection: Connection, ids: Sequence[str]) -> None:
        run_many(connection, "DELETE FROM move WHERE id = ?", [(each,) for each in ids])


MOVES = MoveApplier()


def about_to_change(connection: Connection, records: Sequence[tuple[str, Any]]) -> list[Moving]:
    """HQ's cards among these records as they stand before they are written."""
    standing = _cards(connection, [each for each, _ in records])
    return [Moving(each, standing.get(each), card) for each, card in records]


def tell(writing: MoveWriting, changes: Sequence[Moving], today: date | None) -> None:
    """Writes what follows from cards that were just written: moves, and the cards others keep of them."""
    for change in changes:
        if change.moved:
            _tell_move(writing, change, today)
    _renew_cards(writing, changes)


def tell_returned(writing: MoveWriting, changes: Sequence[Moving]) -> None:
    """`tell` for cards that came back to an HQ that had lost them; a move of which HQ's own record came too is told."""
    told = [each for each in changes if each.moved and _is_told(writing.connection, each)]
    tell(writing, [each for each in changes if each not in told], None)
    _renew_cards(writing, told)


def _is_told(connection: Connection, change: Moving) -> bool:
    sql = "SELECT \"after\" FROM move WHERE dealer = ? AND told = '' ORDER BY pk DESC LIMIT 1"
    found = query_rows(connection, sql, change.dealer)
    return bool(found) and found[0].after == (change.card.parent or "")


def _tell_move(writing: MoveWriting, change: Moving, today: date | None) -> None:
    connection, dealer, standing = writing.connection, change.dealer, change.standing
    assert standing is not None
    left, come = _chain(connection, standing.parent), _chain(connection, change.card.parent)
    branch = branch_of(connection, dealer)
    readers = sorted((set(left) ^ set(come)) - {dealer})
    number = query_rows(connection, "SELECT COUNT(*) FROM move WHERE dealer = ? AND told = ''", dealer)[0][0] + 1
    # An HQ that was set back may not know yet of moves that its desks still have: it must not name another as those.
    record = f"{dealer}/{number}-{uuid4().hex[:8]}"
    at = moment()
    told = MoveBody(
        dealer,
        (today or datetime.now().astimezone().date()).isoformat(),
        at,
        change.card.name,
        standing.parent or "",
        change.card.parent or "",
    )
    writing.put("hq", "move", record, msgspec.structs.replace(told, readers=readers, branch=branch))
    for party in sorted({dealer, *readers, *left[:1], *come[:1]}):
        before = told.before if party == dealer or party in left else ""
        after = told.after if party == dealer or party in come else ""
        notice = msgspec.structs.replace(told, before=before, after=after, told=party)
        writing.put(f"dealer/{party}", "move", f"{record}/{party}", notice)
    _leave_cards(writing, change, branch, [each for each in left if each not in come])


def branch_of(connection: Connection, dealer: str) -> list[str]:
    """The dealer and all who stand below it by HQ's own cards."""
    found = {dealer: None}
    wanted = [dealer]
    while wanted:
        below = rows_in(connection, "SELECT id FROM dealer WHERE parent IN (?*) ORDER BY id", wanted)
        wanted = [each for (each,) in below if each not in found and not made_by_desk(each)]
        found.update(dict.fromkeys(wanted))
    return list(found)


def _chain(connection: Connection, start: str | None) -> list[str]:
    """A dealer and everyone above it but HQ, who reads everything."""
    chain: list[str] = []
    here = start
    while here is not None and here not in chain:
        rows = rows_in(connection, "SELECT parent, tier FROM dealer WHERE id IN (?*)", [here])
        if not rows or rows[0].tier == "hq":
            break
        chain.append(here)
        here = rows[0].parent
    return chain


def _leave_cards(writing: MoveWriting, change: Moving, branch: Sequence[str], lost: Sequence[str]) -> None:
    """Whoever a branch left keeps the cards of those it has an account with as they were, and no others."""
    connection = writing.connection
    cards = _cards(connection, branch)
    if change.standing is not None:
        cards[change.dealer] = change.standing
    for reader in lost:
        rows = rows_in(
            connection, "SELECT DISTINCT buyer FROM posting WHERE buyer IN (?*) AND seller = ?", branch, reader
        )
        kept = {buyer for (buyer,) in rows}
        if change.standing is not None and reader == change.standing.parent:
            kept.add(change.dealer)
        for dealer in sorted(kept & cards.keys()):
            card = msgspec.structs.replace(cards[dealer], status=GONE)
            writing.put(f"dealer/{reader}", "copy", card_copy_id(dealer, reader), _copy(dealer, card))
        copies = [card_copy_id(dealer, reader) for dealer in branch if dealer not in kept]
        standing = _standing(connection, copies)
        if standing:
            writing.delete(f"dealer/{reader}", "copy", sorted(standing))


def _renew_cards(writing: MoveWriting, changes: Sequence[Moving]) -> None:
    """Those above a dealer who don't read its streams have its card as a copy, as it is now."""
    connection = writing.connection
    moved = {each for change in changes if change.moved for each in branch_of(connection, change.dealer)}
    wanted = sorted(moved | {change.dealer for change in changes})
    pairs = rows_in(connection, "SELECT dealer, reader FROM parted WHERE dealer IN (?*)", wanted)
    if not pairs:
        return
    cards = _cards(connection, sorted({dealer for dealer, _ in pairs}))
    chains = {dealer: _chain(connection, card.parent) for dealer, card in cards.items()}
    above = sorted((dealer, reader) for dealer, reader in pairs if reader in chains.get(dealer, ()))
    standing = _standing(connection, [card_copy_id(*pair) for pair in above])
    for dealer, reader in above:
        copy = _copy(dealer, cards[dealer])
        if standing.get(card_copy_id(dealer, reader)) != encode(copy):
            writing.put(f"dealer/{reader}", "copy", card_copy_id(dealer, reader), copy)


def _forward_anew(connection: Connection, branch: Sequence[str]) -> None:
    """What the branch ever wrote is gone through again: who may read it changed, and so who needs copies."""
    streams = [f"dealer/{each}" for each in branch]
    streams += [f"desk/{desk}" for (desk,) in rows_in(connection, "SELECT id FROM desk WHERE dealer IN (?*)", branch)]
    run_many(connection, "DELETE FROM setting WHERE key = ?", [(FORWARDED + name,) for name in streams])


def _copy(dealer: str, card: DealerBody) -> CopyBody:
    return CopyBody("dealer", dealer, msgspec.Raw(encode(card)))


def _cards(connection: Connection, dealers: Sequence[str]) -> dict[str, DealerBody]:
    """The cards of these dealers as they stand in the table."""
    found = rows_in(connection, "SELECT * FROM dealer WHERE id IN (?*)", list(dealers))
    fields = DealerBody.__struct_fields__
    cards = {}
    for row in found:
        values = {name: getattr(row, name) for name in fields}
        values["tags"] = msgspec.json.decode(row.tags, type=list[str])
        cards[str(row.id)] = DealerBody(**values)
    return cards


def _standing(connection: Connection, copies: Sequence[str]) -> dict[str, bytes]:
    sql = f"SELECT record, body FROM entry WHERE record IN (?*) AND kind = 'copy' AND {living(connection)}"
    return {record: bytes(body) for record, body in rows_in(connection, sql, list(copies))}


def told_moves(connection: Connection, since: str = "") -> list[tuple[str, Any, Reason]]:
    """The moves this book's dealer was told of, the newest first: id, row, and what to tell; `since` by recording time.

    At HQ all that happened. The fact `place` is where the move stands in HQ's stream.
    """
    own = read_setting(connection, "dealer_id")
    sql = (
        "SELECT m.*, s.name AS stream, e.number FROM move m JOIN entry e ON e.record = m.id AND e.kind = 'move' "
        f"AND e.{living(connection)} JOIN stream s ON s.id = e.stream WHERE m.told = ? AND m.at >= ? ORDER BY m.pk DESC"
    )
    hqs = read_setting(connection, "role") == "hq" or query_rows(
        connection, "SELECT 1 FROM dealer WHERE id = ? AND tier = 'hq'", own
    )
    rows = query_rows(connection, sql, "" if hqs else own, since)
    named = sorted({each for row in rows for each in (row.before, row.after)} - {""})
    names = dict(rows_in(connection, "SELECT id, name FROM dealer WHERE id IN (?*)", named))
    return [(str(row.id), row, _reason(row, own, names)) for row in rows]


def _reason(row: Any, own: str, names: Mapping[str, str]) -> Reason:
    facts: dict[str, Fact] = {"dealer": row.dealer, "name": row.name, "date": row.on}
    facts["place"] = f"{row.stream}#{row.number}"
    if row.dealer == own or row.told == "":
        facts |= {side: names.get(each, each) for side, each in (("before", row.before), ("after", row.after))}
        return Reason("dealer_moved_self" if row.dealer == own else "dealer_moved", "warn", facts)
    return Reason("dealer_moved_here" if row.after else "dealer_moved_away", "warn", facts)


def moved_notices(connection: Connection, entries: Iterable[str]) -> list[Reason]:
    """What to tell of moves among the records that an exchange just brought."""
    fresh = set(entries)
    return [reason for record, _, reason in told_moves(connection) if record in fresh] if fresh else []
