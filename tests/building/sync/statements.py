"""Statements as another place would issue them: real forms with true digests, whatever the books really hold."""

from datetime import date
from decimal import Decimal

import msgspec

from domain.parties.dealers import Dealer
from domain.statements.forms import FormRow, Layout, MemoItems, StatementForm
from domain.statements.statement import Statement, StatementEntry
from domain.values.chinese_amounts import amount_in_words
from domain.values.money import ZERO
from sync.records.statements.issued import Issued, statement_body


def a_form(number, rows, *, seller="HQ", buyer="GD01", days=("2026-10-01", "2026-10-31"), issued="2026-11-01",
           opening=0):  # fmt: skip
    """`rows` are (day, kind, number, amount); an amount below zero stands as a credit."""
    balance, entries = Decimal(opening), []
    for day, kind, document, told in rows:
        amount = Decimal(told)
        balance += amount
        on = date.fromisoformat(day)
        entries.append(StatementEntry(on, kind, document, "", max(amount, ZERO), max(-amount, ZERO), balance))
    first, last = map(date.fromisoformat, days)
    one, other = (Dealer(each, each, each, "province", None) for each in (seller, buyer))
    debit, credit = sum((e.debit for e in entries), ZERO), sum((e.credit for e in entries), ZERO)
    statement = Statement(
        one, other, first, last, Decimal(opening), tuple(entries), debit, credit, balance, (), amount_in_words(balance)
    )
    shown = tuple(FormRow(e.date, e.kind, e.number, "", e.debit, e.credit, e.balance) for e in entries)
    return StatementForm(number, date.fromisoformat(issued), None, Layout(), statement, shown, (), MemoItems())


def a_statement(number, rows, *, seal=None, author="王芳", **more):
    """The record of such a statement."""
    return statement_body(Issued(a_form(number, rows, **more), maker=author), seal)


def altered(body, **fields):
    """The same record with other columns than its text has."""
    return msgspec.structs.replace(body, **fields)
