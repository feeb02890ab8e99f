"""Lists of money from bank and wallet files: the movements of one file with their proposals, and what was booked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from desktop.actions.accounts.account_views import BankLineRow
from desktop.actions.bank import bank_files
from desktop.labels import Language
from desktop.listings.listing import ListColumn, Listing, ListQuery, RowSource
from desktop.listings.types import CODE, COUNT, DAY, MONEY, PERCENT, YES, called, itself, named, said
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


def _in(row: BankLine) -> Cell:
    return row.line.amount if row.line.direction == "in" else None


def _out(row: BankLine) -> Cell:
    return None if row.line.direction == "in" else row.line.amount


def _customer(part: str) -> Callable[[BankLine], Cell]:
    def told(row: BankLine) -> Cell:
        cell: Cell = getattr(row.line.payer, part) if row.line.payer is not None and not row.skipped else None
        return cell

    return told


def _sure(row: BankLine) -> Cell:
    payer = row.line.payer
    sure = next((each.confidence for each in row.line.guesses if payer and each.dealer.id == payer.id), 0)
    return Decimal(sure) / 100 if sure else None


def _why(row: BankLine, language: Language) -> Cell:
    line = row.line
    guess = next((each for each in line.guesses if line.payer and each.dealer.id == line.payer.id), None)
    told = [*(guess.reasons if guess else ()), *line.reasons]
    return " ".join(dict.fromkeys(say_reason(each, language) for each in told))


def _pays(row: BankLine) -> Cell:
    return "、".join(each.number for each in row.line.settlements)


def _ahead(row: BankLine) -> Cell:
    return row.line.ahead if row.line.ahead and row.line.payer is not None else None


def _bank_state(row: BankLine, language: Language) -> Cell:
    return called("bank_line", "skipped" if row.skipped else row.line.state, language)


BANK_LINES = Listing(
    "bank_lines",
    (
        ListColumn("row", "行", "Row", COUNT, "line.row"),
        ListColumn("date", "日期", "Date", DAY, "line.date"),
        ListColumn("payer_name", "付款人", "From", of="line.payer_name"),
        ListColumn("payer_account", "对方账号", "Their account", of="line.payer_account"),
        ListColumn("summary", "摘要", "Text", of="line.summary"),
        ListColumn("in", "收入", "In", MONEY, _in, total="always"),
        ListColumn("out", "支出", "Out", MONEY, _out, total="always"),
        ListColumn("ticked", "选中", "Chosen", YES, optional=True),
        ListColumn("code", "客户", "Customer", of=_customer("code")),
        ListColumn("name", "客户名称", "Customer's name", of=_customer("name")),
        ListColumn("sure", "把握", "Sure", PERCENT, _sure),
        ListColumn("why", "依据", "Why", said(_why), itself),
        ListColumn("pays", "核销单据", "Pays for", of=_pays),
        ListColumn("ahead", "多出记预收", "Kept ahead", MONEY, _ahead, total="always"),
        ListColumn("bank_state", "状态", "State", said(_bank_state), itself),
        ListColumn("document_number", "收款单", "Receipt", CODE, "line.document_number"),
    ),
    RowSource(_bank_lines),
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


BANK_BOOKED = Listing(
    "bank_booked",
    (
        ListColumn("account", "账户", "Account"),
        ListColumn("date", "日期", "Date", DAY),
        ListColumn("payer", "付款人", "From"),
        ListColumn("amount", "金额", "Amount", MONEY, total=_state_of),
        ListColumn("state", "状态", "State", named("bank_line")),
        ListColumn("document", "收款单", "Receipt"),
    ),
    RowSource(_booked),
)

LISTS = (
    BANK_LINES,
    BANK_BOOKED,
)
