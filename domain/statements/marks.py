"""What makes a statement provable: a number without gaps, a digest of all it says, and the mark a scanner reads.

The digest covers the canonical text: one JSON array a line, each a word and its values, figures as written on paper.
How often it was printed and by whom is no part of it, so every print of one statement has the same digest.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from domain.errors import UsageError
from domain.explain import Reason
from domain.statements.forms import GoodsLine, MemoRow, StatementForm
from domain.values.money import ZERO, round_fen

PREFIX = "DZD"
_NUMBER = re.compile(rf"({PREFIX}-[0-9A-Za-z]+-[0-9]{{6}})-([0-9]{{4,}})")
_MARK = re.compile(r"([^|]+)\|(-?[0-9]{1,18}\.[0-9]{2})\|([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Mark:
    """What the QR code holds: number, closing balance and digest of one statement."""

    number: str
    closing: Decimal
    digest: str

    @property
    def payload(self) -> str:
        """The text in the QR code."""
        return f"{self.number}|{_money(self.closing)}|{self.digest}"


def statement_number(desk_prefix: str, end: dt.date, sequence: int) -> str:
    """The number of a desk's so manieth statement for a month: `DZD-01-202611-0028`."""
    return f"{PREFIX}-{desk_prefix}-{end:%Y%m}-{sequence:04d}"


def next_sequence(numbers: Iterable[str], desk_prefix: str, end: dt.date) -> int:
    """The place after the last number given out for a desk and month, from 1."""
    series = statement_number(desk_prefix, end, 0).rpartition("-")[0]
    return max((place for each, place in _places(numbers) if each == series), default=0) + 1


def gaps(numbers: Iterable[str]) -> tuple[str, ...]:
    """The numbers missing in each series between 1 and its last (断号), in order; none where all is well."""
    series: dict[str, set[int]] = {}
    for each, place in _places(numbers):
        series.setdefault(each, set()).add(place)
    return tuple(
        f"{each}-{place:04d}"
        for each, places in sorted(series.items())
        for place in range(1, max(places))
        if place not in places
    )


def _places(numbers: Iterable[str]) -> Iterator[tuple[str, int]]:
    for number in numbers:
        if found := _NUMBER.fullmatch(number):
            yield found[1], int(found[2])


def mark_of(form: StatementForm) -> Mark:
    """The mark of a statement."""
    return Mark(form.number, form.statement.closing, digest_of(form))


def digest_of(form: StatementForm) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical_text(form).encode()).hexdigest()


def read_mark(payload: str) -> Mark:
    """The mark in a scanned text; UsageError `mark_unreadable` (fact `text`)."""
    found = _MARK.fullmatch(payload.strip())
    if found is None:
        raise UsageError("mark_unreadable", text=payload)
    return Mark(found[1], Decimal(found[2]), found[3])


def check_mark(scanned: Mark, issued: Mark | None, *, withdrawn: bool = False) -> tuple[Reason, ...]:
    """Compare what was scanned with the statement of that number in the books, None where there is none.

    `mark_unknown` (stop; fact `number`), `mark_closing_differs` (stop; facts `paper`, `books`), `mark_text_differs`
    (stop; the balance is the same and something else isn't), or `mark_true` (info; facts `number`, `closing`): a true
    paper that was `withdrawn` says so too (`mark_withdrawn`, stop; fact `number`).
    """
    if issued is None or issued.number != scanned.number:
        return (Reason("mark_unknown", "stop", {"number": scanned.number}),)
    if issued.closing != scanned.closing:
        return (Reason("mark_closing_differs", "stop", {"paper": scanned.closing, "books": issued.closing}),)
    if issued.digest != scanned.digest:
        return (Reason("mark_text_differs", "stop", {"number": scanned.number}),)
    true = Reason("mark_true", "info", {"number": scanned.number, "closing": scanned.closing})
    return (true, Reason("mark_withdrawn", "stop", {"number": scanned.number})) if withdrawn else (true,)


def is_whole(form: StatementForm) -> bool:
    """Whether a form's parts say one thing: its rows are its entries, and they lead from the opening to the closing.

    The digest speaks for the rows, a program reconciles the entries; who confirms must confirm what he compared.
    """
    statement = form.statement
    running = statement.opening
    for entry in statement.entries:
        running += entry.debit - entry.credit
        if entry.balance != running:
            return False
    told = [(e.date, e.kind, e.number, e.debit, e.credit, e.balance) for e in statement.entries]
    shown = [(r.date, r.kind, r.number, r.debit, r.credit, r.balance) for r in form.rows]
    last = form.open_rows[-1].balance if form.open_rows else ZERO
    return running == statement.closing and (last == running if form.layout.open_only else told == shown)


def canonical_text(form: StatementForm) -> str:
    """All that the statement says, one line a fact; equal texts are equal statements."""
    return "\n".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in _facts(form)) + "\n"


def _facts(form: StatementForm) -> Iterator[list[str | int]]:
    statement, layout = form.statement, form.layout
    yield ["statement", 1, form.number, str(form.issued), str(form.reply_by or "")]
    for side, party in (("seller", statement.seller), ("buyer", statement.buyer)):
        yield [side, party.id, party.code, party.name]
    yield ["period", str(statement.start), str(statement.end)]
    yield ["layout", layout.detail, int(layout.open_only), int(layout.prices)]
    yield ["opening", _money(statement.opening)]
    if form.restated:
        yield ["restated", str(form.restated.day), _money(form.restated.told), _money(form.restated.now)]
        for late in form.restated.late:
            yield ["late", str(late.posting.date), late.posting.number, _money(late.posting.amount)]
    yield from _row_facts(form)
    yield ["total", _money(statement.debit_total), _money(statement.credit_total)]
    yield ["closing", _money(statement.closing), statement.amount_in_words]
    for bucket in statement.ageing:
        yield ["age", bucket.bucket, _money(bucket.amount)]
    apart = form.apart
    yield from _apart_facts("prepayment", apart.prepayments)
    yield from _apart_facts("wallet", apart.wallet)
    yield from _apart_facts("in_transit", apart.in_transit)
    yield from _apart_facts("disputed", apart.disputed)


def _row_facts(form: StatementForm) -> Iterator[list[str | int]]:
    for row in form.rows:
        figures = [_money(row.debit), _money(row.credit), _money(row.balance)]
        yield ["row", str(row.date), row.kind, row.number, row.summary, *figures]
        yield from map(_goods_fact, row.goods)
    for item in form.open_rows:
        figures = [_money(item.amount), _money(item.settled), _money(item.remaining), _money(item.balance)]
        yield ["open", str(item.date), str(item.due), item.kind, item.number, item.part, item.summary, *figures]
        yield from map(_goods_fact, item.goods)


def _goods_fact(line: GoodsLine) -> list[str | int]:
    price = "" if line.unit_price is None else f"{line.unit_price:.4f}"
    amount = "" if line.amount is None else _money(line.amount)
    return ["goods", line.sku, line.name, f"{line.quantity:.3f}", line.unit, price, amount]


def _apart_facts(word: str, rows: Iterable[MemoRow]) -> Iterator[list[str | int]]:
    for row in rows:
        yield [word, str(row.date), row.number, row.summary, _money(row.amount)]


def _money(amount: Decimal) -> str:
    return f"{round_fen(amount):.2f}"
