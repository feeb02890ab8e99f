"""One account at the end of a day, read from its last papers backwards: what its long history left is one sum.

What nobody set against a debt pays what is due earliest, so what is unpaid are the debts due last as far as the balance
goes (and what is paid ahead the newest credits). Where something unusual lies in the account, nothing is said, and
whoever asks makes the position of all postings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from domain.accounts.ledger import Posting, age_order
from domain.accounts.positions import OpenCredit, OpenDebt, Position, due_first
from domain.values.money import ZERO, from_fen
from domain.values.payment_terms import Instalment
from sync.records.accounts.account_rows import HELD, day_of, parts_of
from sync.records.books.bulk import query_rows, rows_in

PostingOf = Callable[[Any], Posting]
_PAGE = 200
_LAST = "9999-12-31"


@dataclass(frozen=True, slots=True)
class AccountAt:
    """An account at the end of a day: what it comes to, and its open items where leftovers pay what is due earliest."""

    balance: Decimal
    position: Position


def balance_at(connection: Connection, seller: str, buyer: str, day: dt.date) -> Decimal:
    """The sum of an account's postings through a day."""
    sql = "SELECT COALESCE(SUM(amount), 0) FROM posting WHERE seller = ? AND buyer = ? AND date <= ?"
    return from_fen(int(query_rows(connection, sql, seller, buyer, day.isoformat())[0][0]))


def account_at(
    connection: Connection, seller: str, buyer: str, day: dt.date, posting_of: PostingOf
) -> AccountAt | None:
    """The account at the end of a day; None where its position has to be made from all postings.

    Args:
        posting_of: what makes a posting of a row with the columns of `_COLUMNS`.
    """
    last = day.isoformat()
    if _is_odd(connection, seller, buyer, last):
        return None
    found = _Backwards(connection, (seller, buyer), last, posting_of)
    balance = balance_at(connection, seller, buyer, day)
    held = found.held()
    owed = balance + sum((each.remaining for each in held), ZERO)
    if owed < 0 and query_rows(connection, _OVERPAID, seller, buyer, last):
        return None
    debts = found.debts(owed) if owed > 0 else []
    credits_ = found.credits(-owed) if owed < 0 else []
    if debts is None or credits_ is None:
        return None
    ahead = sorted([*held, *credits_], key=lambda each: age_order(each.posting))
    return AccountAt(balance, Position(tuple(debts), tuple(ahead)))


def _is_odd(connection: Connection, seller: str, buyer: str, last: str) -> bool:
    """Whether something is in the account that only all its postings can tell the meaning of."""
    return bool(
        query_rows(connection, _ODD_REVERSAL, last, seller, buyer, last)
        or query_rows(connection, _NO_SUCH_PART, seller, buyer, last)
        or query_rows(connection, _OVERUSED, seller, buyer, last, last, last)
    )


# A paper stands at the end of a day where it undoes none and none undid it until then.
_STANDS = "{0}.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM document r WHERE r.reverses = {0}.id AND r.date <= ?)"
# A reversal that isn't the whole of one paper of the same account no later than it: another way has to be gone.
_ODD_REVERSAL = (
    "SELECT 1 FROM document r LEFT JOIN document t ON t.id = r.reverses AND t.kind = r.kind AND t.seller = r.seller "
    "AND t.buyer = r.buyer AND t.amount = -r.amount AND t.reverses IS NULL AND t.date <= ? "
    "WHERE r.reverses IS NOT NULL AND r.seller = ? AND r.buyer = ? AND r.date <= ? AND t.pk IS NULL LIMIT 1"
)
_PARTED = "REPLACE(d.terms, ',', '') <> d.terms"
_NO_SUCH_PART = (
    "SELECT 1 FROM settlement s JOIN document d ON d.id = s.debt WHERE s.seller = ? AND s.buyer = ? AND s.date <= ? "
    f"AND s.part <> 1 AND NOT {_PARTED} LIMIT 1"
)
# More paid of a debt than it is, as far as that can be told by its sum: then less is taken of the credits that paid it.
_OVERPAID = (
    "SELECT s.debt FROM settlement s JOIN document d ON d.id = s.debt WHERE s.seller = ? AND s.buyer = ? "
    "AND s.date <= ? GROUP BY s.debt "
    f"HAVING SUM(s.amount) > MAX(d.amount) OR MAX(CASE WHEN {_PARTED} THEN 1 ELSE 0 END) = 1 LIMIT 1"
)
# More set against debts of a credit than it is.
_OVERUSED = (
    "SELECT s.credit FROM settlement s WHERE s.seller = ? AND s.buyer = ? AND s.date <= ? AND s.debt <> '' "
    "GROUP BY s.credit HAVING SUM(s.amount) > COALESCE((SELECT -p.amount FROM document c "
    "JOIN posting p ON p.document = c.pk WHERE c.id = s.credit AND p.date <= ? AND "
    + _STANDS.format("c")
    + "), 0) LIMIT 1"
)
_COLUMNS = "p.date, p.due, p.amount, d.kind, d.number, d.id, d.reverses, d.terms, d.remark, d.method, d.ref"
_SETTLED = (
    "COALESCE((SELECT SUM(s.amount) FROM settlement s JOIN document o ON o.id = s.{other} WHERE s.{own} = d.id "
    f"AND s.date <= ? AND s.mode <> '{HELD}' AND o.date <= ? AND " + _STANDS.format("o") + "), 0)"
)
_OPEN = (
    "SELECT * FROM (SELECT {columns}, d.pk, {settled} AS settled FROM posting p JOIN document d ON d.pk = p.document "
    "WHERE p.seller = ? AND p.buyer = ? AND p.{by} <= ? AND p.date <= ? AND {sign} AND {stands}) q "
    "WHERE {left} > q.settled OR REPLACE(q.terms, ',', '') <> q.terms ORDER BY q.{by} DESC LIMIT {page}"
)
_HELD = f"SELECT s.credit FROM settlement s WHERE s.seller = ? AND s.buyer = ? AND s.date <= ? AND s.mode = '{HELD}'"
_BY_PART = (
    "SELECT s.debt, s.part, SUM(s.amount) AS fen FROM settlement s JOIN document o ON o.id = s.credit "
    f"WHERE s.debt IN (?*) AND s.date <= ? AND s.mode <> '{HELD}' AND o.date <= ? AND "
    + _STANDS.format("o")
    + " GROUP BY s.debt, s.part"
)


class _Backwards:
    """Reads one account's open papers by whole days, debts those due last first and credits the newest first."""

    def __init__(self, connection: Connection, account: tuple[str, str], last: str, posting_of: PostingOf) -> None:
        self._connection = connection
        self._account = account
        self._last = last
        self._posting_of = posting_of
        self._kept: set[str] = set()

    def held(self) -> list[OpenCredit]:
        """Payments kept back, with what of each is free."""
        rows = query_rows(self._connection, _HELD, *self._account, self._last)
        self._kept = {row.credit for row in rows}
        if not self._kept:
            return []
        sql = (
            f"SELECT {_COLUMNS}, {_SETTLED.format(own='credit', other='debt')} AS settled FROM posting p "
            f"JOIN document d ON d.pk = p.document WHERE d.id IN (?*) AND p.date <= ? AND {_STANDS.format('d')}"
        ).replace("d.id IN (?*)", f"d.id IN ({', '.join('?' * len(self._kept))})")
        found = query_rows(self._connection, sql, *(self._last,) * 3, *sorted(self._kept), *(self._last,) * 2)
        credits_ = [(row, from_fen(-row.amount - int(row.settled))) for row in found]
        return [OpenCredit(self._posting_of(row), left, held=True) for row, left in credits_ if left > 0]

    def debts(self, owed: Decimal) -> list[OpenDebt] | None:
        """The open debts due last that come to this, as they fall due; None where they aren't found."""
        found: list[OpenDebt] = []
        pool: list[OpenDebt] = []  # parts fall due before their document does: among what is read later
        for rows, floor in self._days("debt"):
            pool = sorted([*pool, *self._debts_of(rows)], key=due_first)
            debts = [debt for debt in pool if debt.due.isoformat() >= floor]
            pool = pool[: len(pool) - len(debts)]
            for debt in reversed(debts):
                taken = min(owed, debt.remaining)
                owed -= taken
                whole = taken == debt.remaining
                found.append(debt if whole else OpenDebt(debt.posting, debt.part, debt.due, debt.amount, taken))
                if not owed:
                    return found[::-1]
        return None

    def credits(self, free: Decimal) -> list[OpenCredit] | None:
        """The newest free credits that come to this, whatever their order; None where they aren't found."""
        found: list[OpenCredit] = []
        for rows, _ in self._days("credit"):
            credits_ = [
                OpenCredit(self._posting_of(row), from_fen(-row.amount - int(row.settled)))
                for row in rows
                if row.id not in self._kept
            ]
            for credit in sorted(credits_, key=lambda each: age_order(each.posting), reverse=True):
                taken = min(free, credit.remaining)
                free -= taken
                found.append(OpenCredit(credit.posting, taken))
                if not free:
                    return found
        return None

    def _days(self, own: str) -> Any:
        """Rows of open papers by whole days, the last first, and the day that what comes later lies before."""
        debt = own == "debt"
        by = "due" if debt else "date"
        sql = _OPEN.format(
            columns=_COLUMNS,
            settled=_SETTLED.format(own=own, other="credit" if debt else "debt"),
            sign="p.amount > 0" if debt else "p.amount < 0",
            left="q.amount" if debt else "-q.amount",
            stands=_STANDS.format("d"),
            by=by,
            page="{page}",
        )
        before, page = _LAST, _PAGE
        while True:
            values = (*(self._last,) * 3, *self._account, before, self._last, self._last)
            rows = query_rows(self._connection, sql.format(page=page), *values)
            days = [getattr(row, by) for row in rows]
            if len(rows) < page:
                yield rows, ""
                return
            if days[0] == days[-1]:  # more on one day than a page holds
                page *= 4
                continue
            whole = [row for row, day in zip(rows, days, strict=True) if day != days[-1]]
            yield whole, getattr(whole[-1], by)
            before = days[-1]

    def _debts_of(self, rows: Sequence[Any]) -> list[OpenDebt]:
        pieces: dict[str, Sequence[Instalment]] = {
            row.id: parts for row in rows if (parts := parts_of(from_fen(row.amount), day_of(row.date), row.terms))
        }
        paid: dict[tuple[str, int], Decimal] = {}
        if pieces:
            settled = rows_in(self._connection, _BY_PART, list(pieces), *(self._last,) * 3)
            paid = {(row.debt, row.part): from_fen(int(row.fen)) for row in settled}
        found = []
        for row in rows:
            posting = self._posting_of(row)
            if row.id not in pieces:
                found.append(OpenDebt(posting, 1, posting.due, posting.amount, from_fen(row.amount - int(row.settled))))
            for part, piece in enumerate(pieces.get(row.id, ()), 1):
                left = piece.amount - paid.get((row.id, part), ZERO)
                found.append(OpenDebt(posting, part, piece.due, piece.amount, left))
        return [debt for debt in found if debt.remaining > 0]
