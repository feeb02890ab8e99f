"""Rows of a bank's or wallet's export become movements of money, each known again when it is imported twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.bank.cells import is_signed, told_in, yuan_in
from domain.bank.directions import column_of_ways, is_swapped, told_swapped, way_of, ways_by_balance
from domain.bank.formats import LAYOUTS, BankLayout, Recognised, Row, check_yuan, plain_title
from domain.bank.movements import Direction, Movement, identified, movement_of
from domain.bank.own_account import by_own, by_rows, is_own, own_account, sides_told
from domain.bank.refunds import TITLES as REFUNDED
from domain.bank.refunds import WalletDeal, less_refunds
from domain.bank.reversals import says_returned, speaks_of_reversal, without_reversed
from domain.bank.rows_apart import check_columns, no_line, rows_apart
from domain.bank.states import TITLE_ENDS, unmoved
from domain.explain import Reason
from domain.tables.cells import error_in, is_damaged, read_code
from domain.tables.days import DayCustom, DayEvidence, read_date
from domain.tables.marked_minuses import minus_notes
from domain.tables.numbers import comma_in, finer_than_fen, is_marked_minus
from domain.tables.periods_told import spans_told
from domain.tables.words import names_carried, names_sum
from domain.values.dates import EARLIEST
from domain.values.money import ZERO

_UNMARKED: Mapping[int, str] = {}
_MARKED = {
    "hidden": "bank_row_hidden",
    "struck": "bank_row_struck",
    "quote": "bank_row_quote",
    "elsewhere": "bank_row_elsewhere",
    "void": "bank_row_void",
    "title": "bank_row_foot",
}
_WAY = "way"  # the cell whose word tells which way the money went
_BACK = "back"  # whether a minus in what goes out takes a payment back
_ORDERS = ("商家订单号", "商户单号", "商户订单号", "商户订单编号")
_TAKEN = ("amount", "income", "expense", "direction", "status", "currency", "name", "account", "party")
_MADE = "交易创建时间"
_FEW = 2  # rows of bare figures below which nobody can say that none of them went out


@dataclass(frozen=True, slots=True)
class BankFile:
    """One export as read: its layout, one's own account as far as told, the movements, and what was passed over.

    Where a column tells several accounts of one's own, `account` is "" and `owns` gives that of each row.
    `red` are the rows whose figure has a minus in the column of what goes out: they may be payments that came back.

    Remarks name their row as `line`. Info: `bank_row_foot` (a total or a notice), `bank_row_nothing` (0.00),
    `bank_row_closed`, `bank_row_waiting` (no money moved; fact `status`). Warn: `bank_row_date`, `bank_row_day_order`,
    `bank_row_amount`, `bank_row_sign` (can't be read; fact `text`), `bank_row_hidden`, `bank_row_struck`,
    `bank_row_quote`, `bank_row_refunded` (given back
    whole; facts `amount`, `status`), and what `domain.bank.reversals` tells.
    """

    layout: BankLayout
    account: str
    movements: tuple[Movement, ...]
    remarks: tuple[Reason, ...]
    owns: Mapping[int, str] = field(default_factory=dict)
    red: frozenset[int] = frozenset()

    @property
    def accounts(self) -> tuple[str, ...]:
        """One's own accounts that the file is of, as far as told."""
        return tuple(filter(None, dict.fromkeys([self.account, *self.owns.values()])))

    def own_of(self, row: int) -> str:
        """One's own account that a row is of, "" where nothing tells."""
        return self.owns.get(row, self.account)


def read_movements(
    rows: Sequence[Row],
    found: Recognised,
    account: str = "",
    marks: Mapping[int, str] = _UNMARKED,
    *,
    ledger: bool = False,
    near: dt.date | None = None,
) -> BankFile:
    """The movements of a table whose layout is known, in the order of the file.

    Cells may be text, or numbers and dates as a workbook gives them. `account` is one's own account that the file is
    of; where it is empty, what the table or the lines above it say is taken. `marks` are those of rows (by their place
    from 0) that are `hidden`, `struck` through or have a lone `quote`. Figures without a sign, word or balance that
    tells their way are refused. A `ledger` is no bank's file but a book of an account: there such figures count as
    positive, and what reverses or refunds another line is a line of its own. Days without a year are of the period told
    above the table, else the last ones up to `near`. Rows that stand apart (`rows_apart`) are told and left out. Raises
    UsageError `figures_scaled` for what isn't in yuan, `bank_column_twice`.

    The same line in another export of the same account has the same id, whichever version of the bank's layout it came
    in; lines that are alike in every respect are counted.
    """
    marks = _checked(rows, found, marks, ledger=ledger)
    layout = found.layout if ledger else by_rows(found.layout, rows, found.row)
    preamble = [[read_code(cell) for cell in row] for row in rows[: found.row]]
    below = [row for place, row in enumerate(rows[found.row + 1 :], found.row + 1) if place not in marks]
    spans = spans_told(cell for row in preamble for cell in row)
    reader = _BankReader(layout, rows[found.row], below, DayCustom(spans=spans, near=near), ledger=ledger)
    numbered = list(enumerate(rows[found.row + 1 :], start=found.row + 2))
    owns = {place: own for place, row in numbered if (own := reader.own_of(row))}
    several = len(set(owns.values())) > 1
    whole = account or ("" if several else next(iter(owns.values()), "")) or own_account(preamble)
    movements: list[Movement] = []
    remarks = [] if ledger else sides_told(found, layout, rows, owns if several else {}, account)
    for place, row in numbered:
        if not any(read_code(cell).strip() for cell in row):
            continue
        if several and account and not is_own(owns.get(place, account), account):
            continue
        if mark := marks.get(place - 1):
            remarks.append(Reason(_MARKED[mark], "info" if mark == "title" else "warn", {"text": _whole(row)}, place))
            continue
        read = reader.read(place, row)
        movements.append(read) if isinstance(read, Movement) else remarks.append(read)
    if not ledger and found.layout not in LAYOUTS and _is_swapped(layout, by_own(movements, owns)):
        remarks.append(told_swapped(layout))
        remarks += [Reason("bank_row_sign", "warn", {"text": _said(each)}, each.row) for each in movements]
        movements = []
    # Bills of known layouts say their month and leave out the year; a ledger's days have theirs by now.
    yearless = reader.without_year and not ledger and not (spans and found.layout in LAYOUTS)
    years = [Reason("date_year_added", "warn", {})] if yearless else []
    remarks += [*reader.rounded, *minus_notes(reader.minuses), *years]
    # A line keeps the id it had while its own account was still taken for the payer's.
    apart = owns if several and layout == found.layout else {}
    told = whole if layout == found.layout else account or own_account(preamble)
    movements = list(identified(movements, layout.bank, lambda each: account or apart.get(each.row, told)))
    movements, back = (movements, []) if ledger else _less_taken_back(movements, owns, reader)
    remarks = sorted([*remarks, *back], key=lambda each: each.line or 0)
    kept = owns if several and not account else {}
    return BankFile(found.layout, whole, tuple(movements), tuple(remarks), kept, frozenset(reader.red))


def _checked(rows: Sequence[Row], found: Recognised, marks: Mapping[int, str], *, ledger: bool) -> Mapping[int, str]:
    """The marks of all rows, once the table is known to have its figures in yuan and each in one column."""
    check_yuan(rows, found)
    marks = {**rows_apart(rows, found, ledger=ledger), **marks}
    check_columns(rows, found, marks)
    return marks


def _is_swapped(layout: BankLayout, groups: Sequence[Sequence[Movement]]) -> bool:
    return any(is_swapped(layout, [(one.signed, one.balance) for one in each]) for each in groups)


def _less_taken_back(
    movements: Sequence[Movement], owns: Mapping[int, str], reader: _BankReader
) -> tuple[list[Movement], list[Reason]]:
    """The movements of all accounts less what was reversed, came back or was given back, and what is told of it."""
    kept: list[Movement] = []
    told: list[Reason] = []
    for group in by_own(movements, owns):
        standing, reversed_ = without_reversed(group, reader.red, reader.back)
        left, given_back = less_refunds(standing, reader.deals)
        kept += left
        told += [*given_back, *reversed_]
    return sorted(kept, key=lambda each: each.row), told


def _whole(row: Row) -> str:
    return " ".join(filter(None, map(read_code, row)))


def _said(movement: Movement) -> str:
    return " ".join(filter(None, (str(movement.date), str(movement.amount), movement.name, movement.summary)))


class _BankReader:
    """Reads the rows below one header.

    Attributes:
        deals: what each row says of the deal it belongs to.
        rounded: what is told of amounts that have more decimals than fen.
        without_year: whether some day names month and day alone.
        red: rows whose figure has a minus in the column, or beside the word, of the other way.
        back: those of them that are surely payments that came back.
    """

    def __init__(self, layout: BankLayout, header: Row, rows: Sequence[Row], years: DayCustom, *, ledger: bool) -> None:
        titles = [plain_title(cell) for cell in header]
        self.layout, self.ledger = layout, ledger
        self.columns = {meaning: titles.index(plain_title(title)) for meaning, title in layout.titles.items()}
        self.order = next((titles.index(each) for each in _ORDERS if each in titles), -1)
        self.made = titles.index(_MADE) if _MADE in titles else -1
        # Of a bank's file alone, whatever its layout knows: a customer's book has states and refunds of other things.
        self.state = self.refunded = -1
        if not ledger:
            self.refunded = next((place for place, each in enumerate(titles) if self._says_refund(place, each)), -1)
        if not ledger and "status" not in self.columns:
            self.state = next((place for place, each in enumerate(titles) if each.endswith(TITLE_ENDS)), -1)
        self.deals: list[WalletDeal] = []
        self.red: set[int] = set()
        self.back: set[int] = set()
        days = DayEvidence(chinese=True)
        for row in rows:
            days.see(row[self.columns["date"]] if self.columns["date"] < len(row) else "")
        self.days = replace(days.custom(), spans=years.spans, near=years.near)
        self.without_year = days.without_year
        self.rounded: list[Reason] = []
        self.minuses: list[tuple[int, object]] = []
        figures = ("amount", "income", "expense", "balance")
        self.commas = {
            each: comma_in([row[self.columns[each]] for row in rows if self.columns[each] < len(row)])
            for each in figures
            if each in self.columns
        }
        self.ways: int | None = None
        self.ways = self._direction_column(rows)
        self.proved = None if ledger else self._proved(rows)
        spent = [(row, each) for row in rows if (each := self._spent(self._cells(row)))]
        plain = [each for row, each in spent if not speaks_of_reversal(row)]
        self.spends_negative = _mostly_negative(plain or [each for _, each in spent])
        self.comes_back = {} if ledger else self._comes_back(rows, is_custom=_mostly_negative(plain) if plain else None)

    def _says_refund(self, place: int, title: str) -> bool:
        return title.partition("(")[0] in REFUNDED and place not in self.columns.values()

    def own_of(self, row: Row) -> str:
        """One's own account as a row's column names it, "" where it does not, or the row is none of the account's."""
        if "own" not in self.columns or any(isinstance(cell, str) and names_sum(cell) for cell in row):
            return ""
        cells = self._cells(row)
        return told_in(cells["own"]) if told_in(cells["date"]) else ""

    def _comes_back(self, rows: Sequence[Row], *, is_custom: bool | None) -> dict[int, bool]:
        """Whether a minus in what goes out takes a payment back, by the identity of its row, where the row tells.

        The running balance tells first; what calls itself a returned payment is one where no custom of the file says
        otherwise.
        """
        told: dict[int, bool] = {}
        figures = [(self._spent(self._cells(row)), yuan_in(self._cells(row).get("balance"))) for row in rows]
        for place, (spent, balance) in enumerate(figures):
            if spent is None or spent >= 0:
                continue
            beside = {figures[each][1] for each in (place - 1, place + 1) if 0 <= each < len(rows)} - {None}
            moved = {balance - each for each in beside if balance is not None and each is not None} & {spent, -spent}
            if len(moved) == 1:
                told[id(rows[place])] = moved == {-spent}
            elif is_custom is None and says_returned(rows[place]):
                told[id(rows[place])] = True
        return told

    def _direction_column(self, rows: Sequence[Row]) -> int | None:
        """The column whose words tell the way of bare figures, whatever its title."""
        if self.layout.sign == "columns":
            return None
        if self.layout.sign == "word":
            return self.columns["direction"]
        amounts = [row[self.columns["amount"]] for row in rows if self.columns["amount"] < len(row)]
        if any(is_signed(cell) for cell in amounts):
            return None
        figures = [row for row in rows if yuan_in(self._cells(row)["amount"])]
        return column_of_ways(figures, [self.columns["date"], self.columns["amount"]])

    def _proved(self, rows: Sequence[Row]) -> dict[int, str | None] | None:
        """The ways of bare figures without a word, by the identity of their rows; None where figures have signs."""
        if self.layout.sign != "signed" or self.ways is not None or self.layout in LAYOUTS or self.layout.inverted:
            return None
        told = [(row, amount) for row in rows if (amount := yuan_in(self._cells(row)["amount"]))]
        if len(told) < _FEW or any(is_signed(self._cells(row)["amount"]) for row, _ in told):
            return None
        proved: dict[int, str | None] = {}
        for own in dict.fromkeys(self.own_of(row) for row, _ in told):
            group = [(row, amount) for row, amount in told if self.own_of(row) == own]
            ways = ways_by_balance([(amount, yuan_in(self._cells(row).get("balance"))) for row, amount in group])
            proved |= {id(row): way for (row, _), way in zip(group, ways or [None] * len(group), strict=True)}
        return proved

    def _cells(self, row: Row) -> dict[str, object]:
        cells = {meaning: row[column] if column < len(row) else "" for meaning, column in self.columns.items()}
        if self.ways is not None and self.ways < len(row):
            cells[_WAY] = row[self.ways]
        return cells

    def _spent(self, cells: Mapping[str, object]) -> Decimal | None:
        """The figure of a row that says by its column or its word that money went out."""
        if self.layout.sign == "columns":
            return self._figure(cells, "expense")
        return self._figure(cells, "amount") if self._way(cells) == "out" else None

    def _figure(self, cells: Mapping[str, object], meaning: str) -> Decimal | None:
        return yuan_in(cells.get(meaning), decimal_comma=self.commas.get(meaning, False))

    def _way(self, cells: Mapping[str, object]) -> str | None:
        """The way a row's word tells, or the balance proves."""
        word = cells.get(_WAY)
        return way_of(word) if isinstance(word, str) else None

    def read(self, place: int, row: Row) -> Movement | Reason:
        cells = self._cells(row)
        cells[_BACK] = self.comes_back.get(id(row), not self.spends_negative)
        text = {meaning: told_in(cell) for meaning, cell in cells.items() if meaning != _BACK}
        if 0 <= self.state < len(row):
            text["status"] = told_in(row[self.state])
        if not text["date"] and 0 <= self.made < len(row):
            cells["date"] = row[self.made]  # what was never paid has no time of payment
        day = self._date(cells["date"])
        if day is None or any(isinstance(cell, str) and names_sum(cell) for cell in row):
            return no_line(place, row, text, read_date(cells["date"], self.days))
        if not self.ledger and not text.get("name") and any(names_carried(plain_title(cell)) for cell in row):
            return Reason("bank_row_foot", "info", {"text": _whole(row)}, place)
        if error := next(filter(None, (error_in(cells.get(each)) for each in _TAKEN)), ""):
            return Reason("bank_row_error", "warn", {"text": error}, place)
        if self.proved is not None and id(row) in self.proved:
            cells[_WAY] = {"in": "+", "out": "-"}.get(self.proved[id(row)] or "", "?")
        money = self._money(cells, text)
        if isinstance(money, str):
            return Reason(money, "warn", {"text": " ".join(filter(None, text.values()))}, place)
        direction, amount = money
        if not amount:
            return Reason("bank_row_nothing", "info", {}, place)
        status = text.get("status", "")
        if self._is_red(cells, direction):
            self.red.add(place)
            if self.comes_back.get(id(row)):
                self.back.add(place)
        self._note_rounded(place, cells, amount)
        self._note_deal(place, direction, amount, row, text)
        if direction != "out" and (code := unmoved(status)):
            return Reason(code, "info", {"status": status}, place)
        return movement_of(place, day, direction, amount, cells, text)

    def _date(self, cell: object) -> dt.date | None:
        read = read_date(cell, self.days)
        return read if isinstance(read, dt.date) and read >= EARLIEST else None

    def _money(self, cells: Mapping[str, object], text: Mapping[str, str]) -> tuple[Direction, Decimal] | str:
        """Direction and amount, or the code of what is wrong with them.

        Some files write what goes out with a minus beside the word or column that says so already; where most do, the
        minus means nothing, and elsewhere it takes a booking back.
        """
        spent = self._spent(cells)
        went = -spent if spent is not None and not cells.get(_BACK, not self.spends_negative) else spent
        if self.layout.sign == "columns":
            came = self._figure(cells, "income")
            if came and went:
                return "bank_row_sign"
            if any(text.get(each) and self._figure(cells, each) is None for each in ("income", "expense")):
                return "bank_row_amount"
            signed = None if came is None and went is None else (came or ZERO) - (went or ZERO)
        elif went is not None:
            signed = -went
        else:
            signed = self._figure(cells, "amount")
        if signed is None:
            return "bank_row_amount"
        if went is None and _WAY in cells:
            way = self._way(cells)
            if way == "neutral":
                return "neutral", abs(signed)
            if way != "in" and signed:
                return "bank_row_sign"
        if self.layout.inverted:
            signed = -signed
        return ("in" if signed > 0 else "out"), abs(signed)

    def _is_red(self, cells: Mapping[str, object], direction: Direction) -> bool:
        if self.layout.sign == "columns":
            came, spent = self._figure(cells, "income") or ZERO, self._figure(cells, "expense") or ZERO
        else:
            came = (self._figure(cells, "amount") or ZERO) if _WAY in cells and self._way(cells) == "in" else ZERO
            spent = (self._spent(cells) or ZERO) if _WAY in cells else ZERO
        return (direction == "out" and came < 0) or (direction == "in" and spent < 0 and bool(cells.get(_BACK)))

    def _note_rounded(self, place: int, cells: Mapping[str, object], amount: Decimal) -> None:
        figures = [cells[each] for each in ("amount", "income", "expense") if each in cells]
        self.minuses += [(place, cell) for cell in figures if is_marked_minus(cell)]
        told = [cell for cell in figures if finer_than_fen(cell)]
        if told:
            self.rounded.append(Reason("amount_rounded", "info", {"text": read_code(told[0]), "amount": amount}, place))

    def _note_deal(self, place: int, way: str, amount: Decimal, row: Row, text: Mapping[str, str]) -> None:
        order = told_in(row[self.order]) if 0 <= self.order < len(row) else ""
        reference = "" if is_damaged(text.get("reference", "")) else text.get("reference", "")
        words = " ".join(text.get(each, "") for each in ("summary", "status", "memo"))
        refunded = abs(yuan_in(row[self.refunded]) or ZERO) if 0 <= self.refunded < len(row) else ZERO
        self.deals.append(
            WalletDeal(place, way, amount, reference, "" if is_damaged(order) else order, words, refunded)
        )


def _mostly_negative(amounts: Sequence[Decimal]) -> bool:
    return sum(amount < 0 for amount in amounts) * 2 > len(amounts)
