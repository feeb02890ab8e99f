"""Settling over the books (核销): found by rule or said by hand, kept as records, taken back by deleting them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from domain.accounts.positions import Position, Settlement
from domain.accounts.settling import (
    settle_all_ways,
    settle_by_amount,
    settle_by_number,
    settle_oldest,
    settle_several,
    settle_whole,
)
from domain.documents.kinds import following
from domain.errors import RefusedError, UsageError
from domain.values.money import to_fen
from sync.records.accounts.account_rows import HELD
from sync.records.accounts.accounts import Account, position_of, settlement_of
from sync.records.bodies.accounts import SettlementBody
from sync.records.books.bulk import rows_in
from sync.records.books.choices import chosen, put_choice
from sync.records.books.homes import Home
from sync.records.books.settings import read_setting
from sync.records.documents.builders import NewDocument, PostingContext, check_date
from sync.records.documents.kind_lists import quoted
from sync.records.log.streams import living
from sync.records.log.writing import Writing

WAYS = ("all", "oldest", "number", "amount", "several", "whole", "hand")
"""How receipts are settled: every way in turn, one rule alone, or by hand only."""
_WAY = "settle_way"


@dataclass(frozen=True, slots=True)
class KeptSettlement:
    """A settlement as recorded; `void` where one of its documents was reversed, so that it settles nothing any more."""

    id: str
    settlement: Settlement
    by: str
    at: str
    stream: str
    void: bool
    held: bool


def way_of(connection: Connection, buyer: str = "") -> str:
    """How this customer's receipts are settled: as chosen for him, or for all, at whichever desk of the dealer."""
    keys = [f"{_WAY}/{buyer}", _WAY] if buyer else [_WAY]
    told = chosen(connection, keys)
    # What was chosen before that was a record stands on the desk where it was.
    found = (told[key] if key in told else read_setting(connection, key) for key in keys)
    return next((way for way in found if way in WAYS), WAYS[0])


def check_way(way: str) -> None:
    """UsageError `settle_way_unknown` where there is no such way."""
    if way and way not in WAYS:
        raise UsageError("settle_way_unknown", way=way, known=", ".join(WAYS))


def choose_for_all(writing: Writing, home: Home, way: str, buyer: str, by: str, now: str) -> None:
    """Chooses how receipts are settled at all desks of the dealer, for one customer or all; "" goes back.

    Raises as `check_way`.
    """
    check_way(way)
    put_choice(writing, home, f"{_WAY}/{buyer}" if buyer else _WAY, way, by, now)


def by_rule(
    connection: Connection, found: Position, way: str, on: date, credits_: Collection[str] = ()
) -> tuple[Settlement, ...]:
    """What a rule settles of a position whose leftovers stay ahead; `credits_` names the payments to use.

    UsageError `settle_way_unknown`.
    """
    if way == "hand":
        return ()
    if way in ("all", "number"):
        wanted = [each.posting.document for each in found.credits if not each.held or each.posting.document in credits_]
        quoted = quotes_of(connection, [each for each in wanted if not credits_ or each in credits_])
        if way == "number":
            return settle_by_number(found, on, quoted)
        return settle_all_ways(_with(found, quoted), on, quoted)
    if way == "whole":
        return settle_whole(found, on)
    rule = {"oldest": settle_oldest, "amount": settle_by_amount, "several": settle_several}.get(way)
    if rule is None:
        raise UsageError("settle_way_unknown", way=way, known=", ".join(WAYS))
    return rule(found, on, credits_)


def _with(found: Position, credits_: Collection[str]) -> Position:
    """The position with these payments only, all of them free to use."""
    chosen = [each for each in found.credits if each.posting.document in credits_]
    return Position(found.debts, tuple(type(each)(each.posting, each.remaining) for each in chosen))


def quotes_of(connection: Connection, documents: Sequence[str]) -> dict[str, str]:
    """The texts of payments that may quote document numbers, by id."""
    sql = "SELECT id, ref, remark FROM document WHERE id IN (?*)"
    return {row.id: f"{row.ref} {row.remark}" for row in rows_in(connection, sql, list(documents))}


def keep(
    writing: Writing,
    home: Home,
    clerk: PostingContext,
    account: Account,
    made: Sequence[Settlement],
    *,
    held: bool = False,
) -> list[str]:
    """Records settlements of one account of this book's own dealer; returns their ids.

    RefusedError `date_closed`, `date_future`, `not_yours`.
    """
    seller, buyer = account
    if seller != clerk.dealer:
        raise RefusedError("account_not_yours")
    for day in {each.on for each in made}:
        check_date(writing.connection, clerk, day)
    batch = uuid4().hex
    records = [
        (
            f"{batch}-{place:03d}",
            SettlementBody(
                seller=seller,
                buyer=buyer,
                credit=each.credit,
                debt=each.debt,
                amount=to_fen(each.amount),
                date=each.on.isoformat(),
                part=each.part,
                mode=HELD if held else each.mode,
                by=clerk.name,
                at=clerk.at,
            ),
        )
        for place, each in enumerate(made, 1)
    ]
    writing.put_all(home.stream_for(buyer), "settlement", records)
    return [record for record, _ in records]


def settle_delivery(writing: Writing, home: Home, clerk: PostingContext, delivery: NewDocument) -> None:
    """Sets against a delivery what its wallet paid and what was paid ahead for its order, unless settled by hand."""
    connection = writing.connection
    _, record, body = delivery
    sources = [record, body.source] if body.source else [record]
    paying = {row.id: row.kind for row in rows_in(connection, _PAID_FOR, sources)}
    if not paying or way_of(connection, body.buyer) == "hand":
        return
    found = position_of(connection, body.seller, body.buyer, leftover="ahead")
    ahead = sorted(
        (each for each in found.credits if each.posting.document in paying),
        key=lambda each: paying[each.posting.document] != "rebate_settlement",
    )
    owed = tuple(debt for debt in found.debts if debt.posting.document == record)
    on = max((each.posting.date for each in ahead), default=date.min)
    made = settle_oldest(Position(owed, tuple(ahead)), max(on, date.fromisoformat(body.date)), paying)
    keep(writing, home, clerk, (body.seller, body.buyer), [replace(each, mode="number") for each in made])


def settle_source(writing: Writing, home: Home, clerk: PostingContext, made: NewDocument) -> None:
    """Sets what came back of a delivery, or a note about a document, against that very document.

    What is more than open there stays free. However a customer's money is settled, this is no question of money.
    """
    _, record, body = made
    found = position_of(writing.connection, body.seller, body.buyer, leftover="ahead")
    own = tuple(each for each in found.credits if each.posting.document == record)
    owed = tuple(debt for debt in found.debts if debt.posting.document == body.source)
    if own and owed:
        settled = settle_oldest(Position(owed, own), date.fromisoformat(body.date), {record})
        made_so = [replace(each, mode="number") for each in settled]
        keep(writing, home, clerk, (body.seller, body.buyer), made_so)


_PAID_FOR = (
    f"SELECT id, kind FROM document WHERE source IN (?*) AND kind IN ({quoted(following('pays_for'))}) "
    "AND state = 'posted'"
)


def take_back(writing: Writing, clerk: PostingContext, ids: Sequence[str]) -> list[KeptSettlement]:
    """Undoes settlements (反核销); what they settled is open again.

    RefusedError `settle_unknown`, `settled_elsewhere` (another desk recorded it), `date_closed`.
    """
    connection = writing.connection
    found = {each.id: each for each in kept(connection, ids=ids)}
    for record in ids:
        if record not in found:
            raise RefusedError("settle_unknown", document=record)
        check_date(connection, clerk, found[record].settlement.on)
    own = home_streams(connection)
    strange = [each.id for each in found.values() if not _is_own(each.stream, own)]
    if strange:
        raise RefusedError("settled_elsewhere", record=strange[0])
    for each in found.values():
        writing.delete(each.stream, "settlement", [each.id])
    return list(found.values())


def kept(
    connection: Connection, *, ids: Sequence[str] = (), documents: Sequence[str] = (), account: Account | None = None
) -> list[KeptSettlement]:
    """The settlements of these ids, of these documents (either side), or of an account, oldest first."""
    rows: list[Any] = []
    live = living(connection)
    if account is not None:
        rows = rows_in(connection, _KEPT.format(live, "s.buyer IN (?*) AND s.seller = ?"), [account[1]], account[0])
    if ids:
        rows += rows_in(connection, _KEPT.format(live, "s.id IN (?*)"), list(ids))
    for side in ("credit", "debt"):
        if documents:
            rows += rows_in(connection, _KEPT.format(live, f"s.{side} IN (?*)"), sorted(set(documents)))
    once = {row.id: _kept(row) for row in rows}
    return sorted(once.values(), key=lambda each: (each.settlement.on, each.at, each.id))


_KEPT = (
    'SELECT s.id, s.credit, s.debt, s.amount, s.date, s.part, s.mode, s."by" AS who, s.at, st.name AS stream, '
    "c.state AS credit_state, d.state AS debt_state FROM settlement s "
    "LEFT JOIN document c ON c.id = s.credit LEFT JOIN document d ON d.id = s.debt "
    "LEFT JOIN entry e ON e.record = s.id AND e.kind = 'settlement' AND e.{} "
    "LEFT JOIN stream st ON st.id = e.stream WHERE {}"
)


def _kept(row: Any) -> KeptSettlement:
    void = "reversed" in (row.credit_state, row.debt_state)
    return KeptSettlement(row.id, settlement_of(row), row.who, row.at, row.stream or "", void, row.mode == HELD)


def home_streams(connection: Connection) -> Mapping[str, str]:
    """What tells this place's own streams: its role and its desk."""
    return {key: read_setting(connection, key) for key in ("role", "desk_id")}


def _is_own(stream: str, own: Mapping[str, str]) -> bool:
    if own["role"] == "hq":
        return not stream.startswith("desk/")
    return stream == f"desk/{own['desk_id']}"
