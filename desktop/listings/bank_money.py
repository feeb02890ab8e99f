"""Lists of money from bank and wallet files: the movements of one file with their proposals, and what was booked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from desktop.actions.accounts.account_views import BankLineRow
from desktop.actions.bank import bank_files
from desktop.labels import Language
from desktop.listings.listed import Col, Listed, name, yes
from desktop.listings.listing import ListQuery
from desktop.listings.types import called
from desktop.wording import say_reason

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell


class BankLine(NamedTuple):
    """A movement of a file; ticked or left out as a person chose in the window."""

    line: BankLineRow
    ticked: bool = False
    skipped: bool = False


def _bank_lines(desk: Desk, wish: ListQuery) -> list[BankLine]:
    assert wish.source is not None
    return [BankLine(each) for each in bank_files.read_bank_file(desk, wish.source).lines]


def _in(row: BankLine, _: Language) -> Cell:
    return row.line.amount if row.line.direction == "in" else None


def _out(row: BankLine, _: Language) -> Cell:
    return None if row.line.direction == "in" else row.line.amount


def _customer(part: str) -> Callable[[BankLine, Language], Cell]:
    def told(row: BankLine, _: Language) -> Cell:
        cell: Cell = getattr(row.line.payer, part) if row.line.payer is not None and not row.skipped else None
        return cell

    return told


def _sure(row: BankLine, _: Language) -> Cell:
    payer = row.line.payer
    sure = next((each.confidence for each in row.line.guesses if payer and each.dealer.id == payer.id), 0)
    return Decimal(sure) / 100 if sure else None


def _why(row: BankLine, language: Language) -> Cell:
    line = row.line
    guess = next((each for each in line.guesses if line.payer and each.dealer.id == line.payer.id), None)
    told = [*(guess.reasons if guess else ()), *line.reasons]
    return " ".join(dict.fromkeys(say_reason(each, language) for each in told))


def _pays(row: BankLine, _: Language) -> Cell:
    return "、".join(each.number for each in row.line.settlements)


def _ahead(row: BankLine, _: Language) -> Cell:
    return row.line.ahead if row.line.ahead and row.line.payer is not None else None


def _bank_state(row: BankLine, language: Language) -> Cell:
    return called("bank_line", "skipped" if row.skipped else row.line.state, language)


BANK_LINES = Listed(
    (
        Col("行", "Row", "line.row", "integer"),
        Col("日期", "Date", "line.date", "date"),
        Col("付款人", "From", "line.payer_name"),
        Col("对方账号", "Their account", "line.payer_account"),
        Col("摘要", "Text", "line.summary"),
        Col("收入", "In", _in, "money", "always"),
        Col("支出", "Out", _out, "money", "always"),
        Col("选中", "Chosen", yes("ticked"), optional=True),
        Col("客户", "Customer", _customer("code")),
        Col("客户名称", "Customer's name", _customer("name")),
        Col("把握", "Sure", _sure, "percent"),
        Col("依据", "Why", _why),
        Col("核销单据", "Pays for", _pays),
        Col("多出记预收", "Kept ahead", _ahead, "money", "always"),
        Col("状态", "State", _bank_state),
        Col("收款单", "Receipt", "line.document_number"),
    ),
    _bank_lines,
    takes=frozenset({"source"}),
    needs=frozenset({"source"}),
)


class BookedLine(NamedTuple):
    """A movement of an earlier file, as it is remembered."""

    account: str
    date: dt.date
    amount: Decimal
    payer: str
    state: str
    document: str


def _booked(desk: Desk, _: ListQuery) -> list[BookedLine]:
    return [BookedLine(*each) for each in bank_files.bank_lines(desk)]


def _state_of(row: BookedLine) -> object:
    return row.state


BANK_BOOKED = Listed(
    (
        Col("账户", "Account", "account"),
        Col("日期", "Date", "date", "date"),
        Col("付款人", "From", "payer"),
        Col("金额", "Amount", "amount", "money", _state_of),
        Col("状态", "State", name("bank_line", "state")),
        Col("收款单", "Receipt", "document"),
    ),
    _booked,
)

LISTS = {"bank_lines": BANK_LINES, "bank_booked": BANK_BOOKED}
