"""Rows of a bank's or wallet's export become movements of money, each known again when it is imported twice."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from domain.bank_formats import IN_WORDS, OUT_WORDS, BankLayout, Recognised, Row, plain_title
from domain.explain import Reason
from domain.money import ZERO, round_fen
from domain.tables.cells import read_code
from domain.tables.days import DayCustom, read_date
from domain.tables.numbers import read_number

Direction = Literal["in", "out", "neutral"]

_EMPTY = re.compile(r"[-–—/\s]*")
_NAME_AND_ACCOUNT = re.compile(r"(.*?)\s*([0-9*]{6,})")
_CLOCK = re.compile(r"(?<!\d)([0-2]?\d):([0-5]\d)(?::([0-5]\d))?")
_SIX = re.compile(r"([0-2]\d)([0-5]\d)([0-5]\d)")
_OWN = re.compile(r"(?:卡号|账号|账户|微信昵称)(?:[:：]\[?([^\[\]:：，,]{2,})?\]?)?$")
_STATED_MONTH = re.compile(r"((?:19|20)\d\d)年\s*(1[0-2]|0?[1-9])月", re.ASCII)
_MONTH_DAY = re.compile(r"(\d{1,2})[/-](\d{1,2})")
_FOOT = ("合计", "总计", "小计", "以上数据", "共计", "记录", "仅供参考", "total")
_YUAN = frozenset({"", "人民币", "人民币元", "cny", "rmb", "156", "元"})
# What a wallet calls a deal that never was or hasn't come to money yet.
_CLOSED = ("交易关闭", "已关闭", "交易失败", "支付失败", "已撤销")
_WAITING = ("等待付款", "等待买家付款", "等待发货", "等待确认收货", "等待对方确认", "待收款", "待对方收钱")


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that came in or went out; `amount` is never negative, `direction` tells the way.

    `neutral` money changed its pocket (a transfer between one's own accounts). `row` is the row in the file from 1,
    `time` is HH:MM:SS or "", `currency` CNY or what the file says, `balance` None where the file doesn't tell it.
    """

    id: str
    row: int
    date: dt.date
    time: str
    direction: Direction
    amount: Decimal
    currency: str
    balance: Decimal | None
    name: str
    account: str
    summary: str
    memo: str
    reference: str
    status: str

    @property
    def signed(self) -> Decimal:
        """What it did to the balance; 0 for neutral."""
        return {"in": self.amount, "out": -self.amount, "neutral": ZERO}[self.direction]


@dataclass(frozen=True, slots=True)
class BankFile:
    """One export as read: its layout, one's own account as far as told, the movements, and what was passed over.

    Remarks name their row as `line`. Info: `bank_row_foot` (a total or a notice), `bank_row_nothing` (0.00),
    `bank_row_closed`, `bank_row_waiting` (no money moved; fact `status`). Warn: `bank_row_date`, `bank_row_amount`,
    `bank_row_sign` (can't be read; fact `text`).
    """

    layout: BankLayout
    account: str
    movements: tuple[Movement, ...]
    remarks: tuple[Reason, ...]


def read_movements(rows: Sequence[Row], found: Recognised, account: str = "") -> BankFile:
    """The movements of a table whose layout is known, in the order of the file.

    Cells may be text, or numbers and dates as a workbook gives them. `account` is one's own account that the file is
    of; where it is empty, what stands above the table is taken. The same line in another export of the same account
    has the same id, whichever version of the bank's layout it came in; lines that are alike in every respect are
    counted.
    """
    preamble = [[read_code(cell) for cell in row] for row in rows[: found.row]]
    account = account or own_account(preamble)
    reader = _Reader(found.layout, rows[found.row], _stated_month(preamble), rows[found.row + 1 :])
    movements: list[Movement] = []
    remarks: list[Reason] = []
    for place, row in enumerate(rows[found.row + 1 :], start=found.row + 2):
        if any(read_code(cell).strip() for cell in row):
            read = reader.read(place, row)
            movements.append(read) if isinstance(read, Movement) else remarks.append(read)
    return BankFile(found.layout, account, _identified(movements, found.layout.bank, account), tuple(remarks))


def own_account(preamble: Sequence[Sequence[str]]) -> str:
    """One's own account or card as the lines above the table name it, or ""."""
    for row in preamble:
        for place, cell in enumerate(row):
            if told := _OWN.search("".join(cell.split())):
                beside = row[place + 1].strip() if place + 1 < len(row) else ""
                if told[1] or beside:
                    return told[1] or beside
    return ""


def _stated_month(preamble: Sequence[Sequence[str]]) -> dt.date | None:
    """The month a card's bill is for, which its dates of month and day leave out."""
    for row in preamble:
        for cell in row:
            if told := _STATED_MONTH.search(cell):
                return dt.date(int(told[1]), int(told[2]), 1)
    return None


class _Reader:
    """Reads the rows below one header."""

    def __init__(self, layout: BankLayout, header: Row, month: dt.date | None, rows: Sequence[Row]) -> None:
        titles = [plain_title(cell) for cell in header]
        self.layout, self.month = layout, month
        self.columns = {meaning: titles.index(plain_title(title)) for meaning, title in layout.titles.items()}
        spent = list(filter(None, (self._spent(self._cells(row)) for row in rows)))
        self.spends_negative = sum(amount < 0 for amount in spent) * 2 > len(spent)

    def _cells(self, row: Row) -> dict[str, object]:
        return {meaning: row[column] if column < len(row) else "" for meaning, column in self.columns.items()}

    def _spent(self, cells: Mapping[str, object]) -> Decimal | None:
        """The figure of a row that says by its column or its word that money went out."""
        if self.layout.sign == "columns":
            return _number(cells["expense"])
        is_out = self.layout.sign == "word" and plain_title(cells["direction"]) in OUT_WORDS
        return _number(cells["amount"]) if is_out else None

    def read(self, place: int, row: Row) -> Movement | Reason:
        cells = self._cells(row)
        text = {meaning: _told(cell) for meaning, cell in cells.items()}
        day = self._date(cells["date"])
        if day is None:
            return _no_date(place, row, text)
        money = self._money(cells, text)
        if isinstance(money, str):
            return Reason(money, "warn", {"text": " ".join(filter(None, text.values()))}, place)
        direction, amount = money
        if not amount:
            return Reason("bank_row_nothing", "info", {}, place)
        status = text.get("status", "")
        if direction != "out" and (code := _unmoved(status)):
            return Reason(code, "info", {"status": status}, place)
        return _movement(place, day, direction, amount, cells, text)

    def _date(self, cell: object) -> dt.date | None:
        if self.month and isinstance(cell, str) and (short := _MONTH_DAY.fullmatch(cell.strip())):
            month, day = int(short[1]), int(short[2])
            year = self.month.year - (month > self.month.month)
            try:
                return dt.date(year, month, day)
            except ValueError:
                return None
        read = read_date(cell, DayCustom())
        return read if isinstance(read, dt.date) else None

    def _money(self, cells: Mapping[str, object], text: Mapping[str, str]) -> tuple[Direction, Decimal] | str:
        """Direction and amount, or the code of what is wrong with them.

        Some files write what goes out with a minus beside the word or column that says so already; where most do, the
        minus means nothing, and elsewhere it takes a booking back.
        """
        spent = self._spent(cells)
        went = -spent if spent is not None and self.spends_negative else spent
        if self.layout.sign == "columns":
            came = _number(cells["income"])
            if came and went:
                return "bank_row_sign"
            signed = None if came is None and went is None else (came or ZERO) - (went or ZERO)
        elif went is not None:
            signed = -went
        else:
            signed = _number(cells["amount"])
        if signed is None:
            return "bank_row_amount"
        if self.layout.sign == "word" and went is None and plain_title(text["direction"]) not in IN_WORDS:
            return "neutral", abs(signed)
        if self.layout.inverted:
            signed = -signed
        return ("in" if signed > 0 else "out"), abs(signed)


def _no_date(place: int, row: Row, text: Mapping[str, str]) -> Reason:
    """Totals and notices below the table have no date; a line with money and words of its own has lost it."""
    words = " ".join(filter(None, (read_code(cell).strip() for cell in row)))
    is_foot = any(each in words.casefold() for each in _FOOT)
    if is_foot or not any(text.get(each) for each in ("amount", "income", "expense")):
        return Reason("bank_row_foot", "info", {"text": words}, place)
    return Reason("bank_row_date", "warn", {"text": words}, place)


def _unmoved(status: str) -> str | None:
    if any(each in status for each in _CLOSED):
        return "bank_row_closed"
    return "bank_row_waiting" if any(each in status for each in _WAITING) else None


def _movement(
    place: int,
    day: dt.date,
    direction: Direction,
    amount: Decimal,
    cells: Mapping[str, object],
    text: Mapping[str, str],
) -> Movement:
    name, account = text.get("name", ""), text.get("account", "")
    if party := text.get("party", ""):
        split = _NAME_AND_ACCOUNT.fullmatch(party)
        name, account = (split[1].strip(), split[2]) if split else (party, account)
    currency = text.get("currency", "")
    words = (text.get("memo", ""), text.get("place", ""))
    return Movement(
        id="",
        row=place,
        date=day,
        time=_time(cells.get("time")) or _time(cells["date"]),
        direction=direction,
        amount=amount,
        currency="CNY" if currency.casefold() in _YUAN else currency,
        balance=_number(cells.get("balance")),
        name=name,
        account=account,
        summary=text.get("summary", ""),
        memo=" ".join(dict.fromkeys(filter(None, words))),
        reference=text.get("reference", ""),
        status=text.get("status", ""),
    )


def _told(cell: object) -> str:
    """A cell's text, "" where it only fills the place: `-`, `/`, `----------`."""
    text = read_code(cell).strip()
    return "" if _EMPTY.fullmatch(text) else text


def _number(cell: object) -> Decimal | None:
    number = read_number(cell.strip() if isinstance(cell, str) else cell)
    return None if number is None else round_fen(number)


def _time(cell: object) -> str:
    """HH:MM:SS of a cell that holds a time, alone or after a date; "" where it holds none."""
    if isinstance(cell, dt.datetime | dt.time):
        return cell.strftime("%H:%M:%S") if (cell.hour, cell.minute, cell.second) != (0, 0, 0) else ""
    text = read_code(cell).strip()
    found = _SIX.fullmatch(text) or _CLOCK.search(text)
    return f"{int(found[1]):02d}:{found[2]}:{found[3] or '00'}" if found else ""


def _identified(movements: Sequence[Movement], bank: str, account: str) -> tuple[Movement, ...]:
    """Each movement's id: a digest of what no version of an export leaves out, and a count where lines are alike."""
    seen: Counter[str] = Counter()
    known = []
    for each in movements:
        told = (
            bank,
            account,
            str(each.date),
            each.time,
            each.direction,
            str(each.amount),
            each.currency,
            str(each.balance),
            each.name,
            each.summary,
            each.reference,
        )
        digest = hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:32]
        seen[digest] += 1
        known.append(replace(each, id=digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"))
    return tuple(known)
