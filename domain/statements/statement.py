"""A statement of account: opening, entries with a running balance, closing, and how old the debt is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.accounts.ledger import AgeBucket, Posting, age, balance
from domain.documents.kinds import sign_of
from domain.errors import DamagedError, UsageError
from domain.parties.dealers import Dealer
from domain.values.chinese_amounts import amount_in_words
from domain.values.money import ZERO, round_fen


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """One line of a statement; `debit` and `credit` are negative where a document was reversed (红字)."""

    date: dt.date
    kind: str
    number: str
    summary: str
    debit: Decimal
    credit: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    """An account over a period, both ends included.

    closing = opening + debit_total - credit_total = the sum of the ageing.
    """

    seller: Dealer
    buyer: Dealer
    start: dt.date
    end: dt.date
    opening: Decimal
    entries: tuple[StatementEntry, ...]
    debit_total: Decimal
    credit_total: Decimal
    closing: Decimal
    ageing: tuple[AgeBucket, ...]
    amount_in_words: str


def make_statement(
    seller: Dealer,
    buyer: Dealer,
    start: dt.date,
    end: dt.date,
    opening: Decimal,
    postings: Sequence[Posting],
    all_postings_until_end: Sequence[Posting],
    ageing: tuple[AgeBucket, ...] | None = None,
) -> Statement:
    """The account of `buyer` with `seller` from `start` through `end`.

    `opening` is the balance before `start`, `postings` are the period's, in any order; the ageing needs all
    postings until `end`, unless it is given by what is open. On one day increases stand before decreases, then by
    number. A reversal stands negative in the column of what it reverses; returns stand as credits.

    Raises UsageError `statement_period` when `start` is after `end`; DamagedError `statement_disagrees`
    (facts `closing`, `ledger`) when the closing balance is not the sum of all postings; ValueError for a
    posting outside the period.
    """
    if start > end:
        raise UsageError("statement_period", start=start, end=end)
    if not all(start <= posting.date <= end for posting in postings):
        raise ValueError(f"postings outside {start} to {end}")
    entries = _entries(round_fen(opening), postings)
    closing = entries[-1].balance if entries else round_fen(opening)
    ledger = balance(all_postings_until_end)
    if closing != ledger:
        raise DamagedError("statement_disagrees", closing=closing, ledger=ledger)
    return Statement(
        seller=seller,
        buyer=buyer,
        start=start,
        end=end,
        opening=round_fen(opening),
        entries=entries,
        debit_total=sum((entry.debit for entry in entries), ZERO),
        credit_total=sum((entry.credit for entry in entries), ZERO),
        closing=closing,
        ageing=age(all_postings_until_end, end) if ageing is None else ageing,
        amount_in_words=amount_in_words(closing),
    )


def _entries(opening: Decimal, postings: Sequence[Posting]) -> tuple[StatementEntry, ...]:
    entries = []
    running = opening
    for posting in sorted(postings, key=_paper_order):
        running += posting.amount
        debit, credit = (posting.amount, ZERO) if _is_debit(posting) else (ZERO, -posting.amount)
        entries.append(
            StatementEntry(posting.date, posting.kind, posting.number, posting.summary, debit, credit, running)
        )
    return tuple(entries)


def _paper_order(posting: Posting) -> tuple[dt.date, bool, str, str]:
    """By day, then the left column before the right, then by number, so that a reversal follows what it undoes."""
    return posting.date, not _is_debit(posting), posting.number, posting.document


def _is_debit(posting: Posting) -> bool:
    """The column is the kind's; an opening balance may stand on either side, its reversal on the same."""
    if posting.kind == "opening":
        return (posting.amount > 0) is (posting.reverses is None)
    return sign_of(posting.kind) > 0
