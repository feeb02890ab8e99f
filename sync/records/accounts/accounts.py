"""Accounts as they stand: postings, settlements and open items of many accounts in a few statements, and fast for one.

A `settlement` record whose mode is `held` keeps a payment back for what is to come (预收): it pays nothing by itself.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from domain.accounts.ledger import AgeBucket, Posting
from domain.accounts.positions import (
    Leftover,
    Position,
    Settlement,
    age_position,
    known_until,
    overdue_in,
    pay_oldest,
    position,
)
from domain.values.money import ZERO, from_fen, to_fen
from domain.values.payment_terms import Instalment
from sync.records.accounts.account_rows import HELD, day_of, parts_of, posting_of
from sync.records.accounts.open_items import open_position
from sync.records.books.bulk import CHUNK, query_rows, rows_in

Account = tuple[str, str]
"""Seller's and buyer's id."""
FEW = 20
"""Up to so many accounts are asked one by one for what is open on them; more of them together for all they had."""
_LAST = "9999-12-31"
_PAGE = 200
_POSTINGS = (
    "SELECT p.seller, p.buyer, p.date, p.due, p.amount, d.kind, d.number, d.remark, d.id, d.reverses, d.terms "
    "FROM posting p JOIN document d ON d.pk = p.document WHERE {} AND p.date <= ? ORDER BY p.date, d.pk"
)
_SETTLEMENTS = (
    "SELECT s.seller, s.buyer, s.id, s.credit, s.debt, s.amount, s.date, s.part, s.mode FROM settlement s "
    "WHERE {} AND s.date <= ? ORDER BY s.date, s.id"
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """One account's postings and what was settled of them; `instalments` by document, `held` payments kept back."""

    postings: tuple[Posting, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    instalments: Mapping[str, Sequence[Instalment]] = field(default_factory=dict)
    held: frozenset[str] = frozenset()

    def position(self, on: dt.date | None = None, leftover: Leftover = "oldest_first") -> Position:
        """The open items at the end of a day, or of all days; see `domain.accounts.positions.position`."""
        postings, settlements = (
            known_until(self.postings, self.settlements, on) if on else (self.postings, self.settlements)
        )
        return position(postings, settlements, instalments=self.instalments, held=self.held, leftover=leftover)


def ledgers_of(
    connection: Connection, accounts: Iterable[Account], through: dt.date | None = None
) -> dict[Account, Ledger]:
    """The ledgers of these accounts up to and including a day; the number of statements doesn't grow with theirs."""
    wanted = list(dict.fromkeys(accounts))
    postings: dict[Account, list[Posting]] = defaultdict(list)
    pieces: dict[Account, dict[str, Sequence[Instalment]]] = defaultdict(dict)
    for account, row in _rows(connection, _POSTINGS, "p", wanted, through):
        posting = posting_of(row)
        postings[account].append(posting)
        if parts := parts_of(posting.amount, posting.date, row.terms):
            pieces[account][posting.document] = parts
    settled: dict[Account, list[Settlement]] = defaultdict(list)
    held: dict[Account, set[str]] = defaultdict(set)
    for account, row in _rows(connection, _SETTLEMENTS, "s", wanted, through):
        if row.mode == HELD:
            held[account].add(row.credit)
        else:
            settled[account].append(settlement_of(row))
    return {
        each: Ledger(tuple(postings[each]), tuple(settled[each]), pieces[each], frozenset(held[each]))
        for each in wanted
    }


def ledger_of(connection: Connection, seller: str, buyer: str, through: dt.date | None = None) -> Ledger:
    """The ledger of one account."""
    return ledgers_of(connection, [(seller, buyer)], through)[seller, buyer]


def positions_of(
    connection: Connection,
    accounts: Iterable[Account],
    on: dt.date | None = None,
    leftover: Leftover = "oldest_first",
) -> dict[Account, Position]:
    """The open items of these accounts at the end of a day, or of all days.

    Of a few accounts as they stand now only what is open is read, however long their histories are.
    """
    wanted = list(dict.fromkeys(accounts))
    quick: dict[Account, Position] = {}
    for account in wanted if on is None and len(wanted) <= FEW else ():
        if found := open_position(connection, *account):
            quick[account] = found if leftover == "ahead" else pay_oldest(found)
    whole = ledgers_of(connection, [each for each in wanted if each not in quick], on)
    return {each: quick[each] if each in quick else whole[each].position(on, leftover) for each in wanted}


def position_of(
    connection: Connection, seller: str, buyer: str, on: dt.date | None = None, leftover: Leftover = "oldest_first"
) -> Position:
    """The open items of one account at the end of a day; what nobody settled pays what is due first, or is `ahead`."""
    return positions_of(connection, [(seller, buyer)], on, leftover)[seller, buyer]


def ageing_of(connection: Connection, accounts: Iterable[Account], on: dt.date) -> dict[Account, tuple[AgeBucket, ...]]:
    """The ageing of these accounts as of a day; each adds up to its balance."""
    return {account: age_position(found, on) for account, found in positions_of(connection, accounts, on).items()}


_TWICE = (
    "SELECT s.buyer FROM settlement s JOIN document d ON d.id = s.debt WHERE s.seller = ? "
    "GROUP BY s.buyer, s.debt HAVING COUNT(*) > 1 AND SUM(s.amount) > MAX(d.amount)"
)


def accounts_of(connection: Connection, seller: str) -> list[Account]:
    """The accounts of a seller with any posting."""
    sql = "SELECT DISTINCT buyer FROM posting WHERE seller = ? ORDER BY buyer"
    return [(seller, row.buyer) for row in query_rows(connection, sql, seller)]


def with_free_credit(connection: Connection, seller: str, settled_after: dt.date | None = None) -> list[Account]:
    """The accounts of a seller that may have paid something nobody set against a debt; no other account has.

    Most accounts have everything settled and needn't be read at all. Reversed documents and their reversals stand on
    both sides of the comparison or on the larger one, and a debt settled twice is asked after, so that none is missed.
    `settled_after` also gives those with anything settled after a day, whose credits may have been free then.
    """
    sql = (
        "SELECT c.buyer FROM (SELECT buyer, -SUM(amount) AS paid FROM posting WHERE seller = ? AND amount < 0 "
        "GROUP BY buyer) c LEFT JOIN (SELECT buyer, SUM(amount) AS used, MAX(date) AS last FROM settlement "
        "WHERE seller = ? AND debt <> '' GROUP BY buyer) s ON s.buyer = c.buyer "
        "WHERE c.paid > COALESCE(s.used, 0) OR COALESCE(s.last, '') > ? ORDER BY c.buyer"
    )
    last = _LAST if settled_after is None else settled_after.isoformat()
    found = {row.buyer for row in query_rows(connection, sql, seller, seller, last)}
    return [(seller, buyer) for buyer in sorted(found | {row.buyer for row in query_rows(connection, _TWICE, seller)})]


# ---- one account, quickly ---------------------------------------------------------------------------------------


def overdue_of(
    connection: Connection,
    seller: str,
    buyer: str,
    today: dt.date,
    balance: Decimal | None = None,
    *,
    holds: bool = True,
) -> tuple[Decimal, int]:
    """What is past its due date and by how many days the oldest of it, the same as the whole position tells.

    `balance` is the account's, where it is known already; `holds` False where no payment of it is kept back. What is
    unpaid is what is due last, as far as the balance goes; so it is read backwards, and an account's long history costs
    nothing. Where the balance isn't found that way, the whole position is made.
    """
    if balance is None:
        owed = _sum(connection, "SELECT SUM(amount) AS fen FROM posting WHERE seller = ? AND buyer = ?", seller, buyer)
    else:
        owed = to_fen(balance)
    owed += _kept_back(connection, seller, buyer) if holds else 0
    if owed <= 0:
        return ZERO, 0
    late = ZERO
    for open_fen, due in _due_last(connection, seller, buyer):
        taken = min(owed, open_fen)
        owed -= taken
        if due < today:
            late += from_fen(taken)
        if not owed:
            return late, (today - due).days if late else 0
    return overdue_in(position_of(connection, seller, buyer), today)


def _kept_back(connection: Connection, seller: str, buyer: str) -> int:
    """What of held payments is free; it pays no debt."""
    holds = "SELECT credit FROM settlement WHERE debt = '' AND seller = ? AND buyer = ?"
    credits_ = sorted({row.credit for row in query_rows(connection, holds, seller, buyer)})
    if not credits_:
        return 0
    paid = (
        "SELECT COALESCE(SUM(-p.amount), 0) AS fen FROM posting p JOIN document d ON d.pk = p.document "
        "WHERE d.id IN (?*) AND d.state = 'posted'"
    )
    used = (
        "SELECT COALESCE(SUM(s.amount), 0) AS fen FROM settlement s JOIN document d ON d.id = s.debt "
        "WHERE s.credit IN (?*) AND d.state = 'posted' AND s.mode <> 'held'"
    )
    return sum(int(row.fen) for row in rows_in(connection, paid, credits_)) - sum(
        int(row.fen) for row in rows_in(connection, used, credits_)
    )


_SETTLED = (
    "SELECT COALESCE(SUM(s.amount), 0) FROM settlement s JOIN document c ON c.id = s.credit "
    "WHERE s.debt = d.id AND c.state = 'posted'"
)
_DUE_LAST = (
    "SELECT p.date, p.due, p.amount, d.number, d.id, d.terms FROM posting p "
    "JOIN document d ON d.pk = p.document WHERE p.seller = ? AND p.buyer = ? AND p.due <= ? AND p.amount > 0 "
    f"AND d.state = 'posted' AND d.reverses IS NULL AND p.amount > ({_SETTLED}) ORDER BY p.due DESC LIMIT {_PAGE}"
)
_BY_PART = (
    "SELECT s.debt, s.part, SUM(s.amount) AS fen FROM settlement s JOIN document c ON c.id = s.credit "
    "WHERE s.debt IN (?*) AND c.state = 'posted' GROUP BY s.debt, s.part"
)


def _due_last(connection: Connection, seller: str, buyer: str) -> Iterator[tuple[int, dt.date]]:
    """Open debts, those due last first: what is open in fen, its due date; no more where a day holds too many."""
    before, more = _LAST, True
    pool: list[tuple[dt.date, str, str, str, int]] = []  # parts fall due before their document: among what comes later
    while more:
        rows = query_rows(connection, _DUE_LAST, seller, buyer, before)
        more = len(rows) == _PAGE
        if more and rows[0].due == rows[-1].due:  # the long way
            return
        whole = [row for row in rows if not more or row.due != rows[-1].due]
        pool = sorted([*pool, *_open_parts(connection, whole)], reverse=True)
        floor = day_of(whole[-1].due) if more else dt.date.min
        ready = [each for each in pool if each[0] >= floor]
        pool = pool[len(ready) :]
        yield from ((left, due) for due, *_, left in ready)
        before = rows[-1].due if more else ""


def _open_parts(connection: Connection, rows: Sequence[Any]) -> Iterator[tuple[dt.date, str, str, str, int]]:
    """What is open of each debt's parts, with what puts them in their order."""
    settled = {(row.debt, row.part): int(row.fen) for row in rows_in(connection, _BY_PART, [row.id for row in rows])}
    for row in rows:
        day, due = day_of(row.date), day_of(row.due)
        pieces = parts_of(from_fen(row.amount), day, row.terms) or (Instalment(due, from_fen(row.amount)),)
        for part, piece in enumerate(pieces, 1):
            left = int(piece.amount * 100) - settled.get((row.id, part), 0)
            if left > 0:
                yield piece.due, row.date, row.number, row.id, left


def _sum(connection: Connection, sql: str, *values: str) -> int:
    return int(query_rows(connection, sql, *values)[0].fen or 0)


# ---- rows to values ---------------------------------------------------------------------------------------------


def _rows(
    connection: Connection, sql: str, alias: str, accounts: Sequence[Account], through: dt.date | None
) -> list[tuple[Account, Any]]:
    """The rows of the accounts' sellers, one statement a seller where he has many of them."""
    last = _LAST if through is None else through.isoformat()
    buyers: dict[str, list[str]] = defaultdict(list)
    for seller, buyer in accounts:
        buyers[seller].append(buyer)
    found: list[tuple[Account, Any]] = []
    for seller, those in buyers.items():
        if len(those) > CHUNK:
            rows = query_rows(connection, sql.format(f"{alias}.seller = ?"), seller, last)
            known = set(those)
            rows = [row for row in rows if row.buyer in known]
        else:
            where = f"{alias}.buyer IN (?*) AND {alias}.seller = ?"
            rows = rows_in(connection, sql.format(where), those, seller, last)
        found += [((seller, row.buyer), row) for row in rows]
    return found


def settlement_of(row: Any) -> Settlement:
    """A row of the settlement table as a value."""
    return Settlement(row.credit, row.debt, from_fen(row.amount), day_of(row.date), row.part, row.mode or "hand")
