"""A CSV file as rows of checked cells: every bad cell is told with its file, line, column and reason.

It is read as every other file of strangers (`domain.tables`): in any usual encoding, with titles in Chinese too, its
dates and decimal signs by the custom of their whole column.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from domain.explain import Fact, Reason
from domain.imports.columns import plain_header
from domain.tables.cells import error_in, folded, is_damaged, read_code, visible
from domain.tables.day_parts import DayParts, day_columns
from domain.tables.days import DayCustom, custom_of, read_date
from domain.tables.numbers import comma_in, is_marked_minus, read_number
from domain.tables.text import Record, decoded, records
from domain.tables.units import is_yuan, scaled_in, unit_in
from domain.tables.words import names_capitals, names_sum
from sync.trouble import trouble

_HUGE = re.compile(r"[+-]?[0-9,]{16,}(\.[0-9]*)?")
_SCIENTIFIC = re.compile(r"[0-9.]E", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST = 400
_HEADER_WITHIN = 200
# Codes: in half width and without anything unseen; what a spreadsheet did to them is told.
_CODES = frozenset(("code", "parent", "sku", "barcode", "price_list", "seller", "buyer"))
_DAYS = frozenset(("date", "valid_from", "valid_to"))
_MONEY = ("amount", "unit_price", "credit_limit")
_TITLES: Mapping[str, str] = {
    "code": "编码 经销商编码 代码 经销商代码 客户编码",
    "name": "名称 经销商名称 商品名称 品名 客户名称",
    "tier": "级别 层级",
    "parent": "上级 上级编码 上级经销商",
    "territory": "行政区划 行政区划代码 区划代码",
    "price_list": "价格表 价目表",
    "credit_limit": "信用额度 授信额度",
    "credit_days": "账期 账期天数 信用天数",
    "tags": "标签",
    "terms": "付款条件 结算条件",
    "status": "状态",
    "status_reason": "状态原因 原因",
    "sku": "货号 商品编码 商品代码",
    "unit": "单位 基本单位",
    "barcode": "条码 条形码",
    "pack_unit": "副单位 包装单位",
    "pack_size": "装箱数 比例 换算率 换算 换算关系 件装数",
    "tax_rate": "税率",
    "category": "类别 商品类别",
    "brand": "品牌",
    "spec": "规格 规格型号",
    "unit_price": "单价 含税单价 价格",
    "currency": "币种 币别",
    "direction": "方向 借贷方向 余额方向 借贷 借或贷",
    "valid_from": "生效日期 起始日期 开始日期 生效日 生效 起始",
    "valid_to": "失效日期 截止日期 结束日期 失效日 失效 截止",
    "warehouse": "仓库",
    "quantity": "数量 期初数量",
    "seller": "卖方 卖方编码",
    "buyer": "买方 买方编码 客户编码",
    "date": "日期",
    "amount": "金额 期初余额",
}


@dataclass(frozen=True, slots=True)
class FileForm:
    """What a file may hold: its name, the columns it must have and those it may have."""

    file: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass(slots=True)
class LoadedSheet:
    """A file as read: its rows, the columns nobody asked for, and everything found wrong so far.

    `left` are rows that are sums and no records; `days` and `commas` are the customs of its columns, `units` what the
    titles of columns say their figures are counted in, `titles` how the file writes those it has; `minuses` are rows
    and cells of figures that have their minus by a mark.
    """

    file: str
    rows: list[LoadedRow] = field(default_factory=list)
    ignored: tuple[str, ...] = ()
    left: list[int] = field(default_factory=list)
    days: Mapping[str, DayCustom] = field(default_factory=dict)
    commas: Mapping[str, bool] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    problems: list[Reason] = field(default_factory=list)
    minuses: list[tuple[int, object]] = field(default_factory=list)

    def blame(self, code: str, row: int | None = None, column: str = "", **facts: Fact) -> None:
        """Notes a problem; `row` is the line in the file, the header being 1."""
        titled = {"title": title} if (title := self.titles.get(column, column)) != column else {}
        place: dict[str, Fact] = {"file": self.file, "row": row, "column": column, **titled}
        self.problems.append(Reason(code, "stop", {**place, **facts}))


@dataclass(slots=True)
class LoadedRow:
    """One row; `number` is the line of the file it begins on. A cell that can't be read is told and read as blank."""

    sheet: LoadedSheet
    number: int
    cells: Mapping[str, str]
    errors: frozenset[str] = frozenset()
    """Columns that the spreadsheet couldn't compute, of which nothing else is told."""

    def blame(self, code: str, column: str, **facts: Fact) -> None:
        if column not in self.errors:
            self.sheet.blame(code, self.number, column, **facts)

    def has(self, column: str) -> bool:
        """Whether the file has this column at all."""
        return column in self.cells

    def text(self, column: str, *, forbidden: str = "") -> str:
        """The cell's text; `cell_too_long`, or `cell_unusable` for control and forbidden characters."""
        found = self.cells.get(column, "")
        if column in _CODES and is_damaged(found):
            self.blame("code_damaged", column, text=found)
        elif len(found) > _LONGEST:
            self.blame("cell_too_long", column, most=_LONGEST)
        elif _CONTROLS.search(found) or any(character in found for character in forbidden):
            self.blame("cell_unusable", column, text=found, forbidden=forbidden)
        return found

    def needed(self, column: str, *, forbidden: str = "") -> str:
        """The cell's text, which must be there: `cell_missing`."""
        found = self.text(column, forbidden=forbidden)
        if not found:
            self.blame("cell_missing", column)
        return found

    def number_in(
        self, column: str, places: int, *, least: Decimal | None = Decimal(0), most: Decimal = Decimal(9_999_999_999)
    ) -> Decimal | None:
        """The cell's number, None where it is blank: `number_unreadable`, `_decimals`, `_negative`, `_too_large`."""
        found = self.cells.get(column, "")
        if not found:
            return None
        number = read_number(found, decimal_comma=self.sheet.commas.get(column, False))
        if number is None and _HUGE.fullmatch(found):
            self.blame("number_too_large", column, text=found, most=most)
            return None
        if number is None or _SCIENTIFIC.search(found):
            self.blame("cell_formula" if found.startswith("=") else "number_unreadable", column, text=found)
            return None
        if is_marked_minus(found):
            self.sheet.minuses.append((self.number, found))
        if abs(number) > most:
            self.blame("number_too_large", column, text=found, most=most)
        elif least is not None and number < least:
            self.blame("number_negative", column, text=found)
        elif number.scaleb(places) % 1:
            self.blame("number_decimals", column, text=found, most=places)
        else:
            return number
        return None

    def check_unit(self, column: str, base: str) -> None:
        """Tells a figure in another unit than the product's own: `unit_not_base` by its title, `row_not_base`."""
        if (unit := self.sheet.units.get(column, "")) and folded(unit) != folded(base):
            self.blame("unit_not_base", column, unit=unit, base=base)
        if self.has("unit") and (unit := self.text("unit")) and folded(unit) != folded(base):
            self.blame("row_not_base", "unit", unit=unit, base=base)

    def check_currency(self) -> None:
        """Tells money that its row says is no yuan: `currency_other`."""
        if self.has("currency") and not is_yuan(currency := self.text("currency")):
            self.blame("currency_other", "currency", currency=currency)

    def day(self, column: str) -> date | None:
        """The cell's date with its year, None where it is blank: `date_unreadable`, `date_undecided`."""
        found = self.cells.get(column, "")
        if not found:
            return None
        read = read_date(found, self.sheet.days.get(column, DayCustom()))
        if isinstance(read, date):
            return read
        self.blame("date_undecided" if read == "date_undecided" else "date_unreadable", column, text=found)
        return None


def read_sheet(path: Path, form: FileForm) -> LoadedSheet:
    """Reads a file of UTF-8, UTF-16, GB18030 or Big5.

    The sheet's problems may be `file_encoding`, `file_unreadable`, `file_empty`, `column_missing`, `column_twice`,
    `row_too_long`, `row_quotes`, `rows_unreadable`, `figures_scaled`. Blank rows are passed over, rows that are sums
    left out.
    """
    sheet = LoadedSheet(form.file)
    try:
        raw = path.read_bytes()
    except OSError as failure:
        sheet.blame("file_unreadable", detail=trouble(failure))
        return sheet
    text = decoded(raw)
    if isinstance(text, int):
        sheet.blame("file_encoding", text, tried="UTF-8, GB18030, Big5")
        return sheet
    lines = _parsed(sheet, text)
    place = _header_place(form, lines)
    lines = _with_days(form, lines, place) if lines else lines
    header = [_column_of(form, cell) for cell in lines[place].cells] if lines else []
    if _header_is_good(sheet, form, header, lines[place].number if lines else 1):
        wanted = [line for line in lines[place + 1 :] if any(cell.strip() for cell in line.cells)]
        sheet.titles = dict(zip(header, map(visible, lines[place].cells), strict=True))
        sheet.units = {name: unit_in(title) for name, title in sheet.titles.items()}
        money = [sheet.titles[name] for name in _MONEY if name in sheet.titles]
        if money and (text := scaled_in(money, [line.cells for line in lines[:place]])):
            sheet.blame("figures_scaled", lines[place].number, text=text)
            return sheet
        sheet.rows = list(_rows(sheet, form, header, wanted))
        _settle_customs(sheet)
    return sheet


def _parsed(sheet: LoadedSheet, text: str) -> list[Record]:
    """Each record with the line it begins on."""
    found: list[Record] = []
    try:
        for record in records(io.StringIO(text, newline=""), ","):
            if record.mark:
                sheet.blame("row_quotes", record.number, detail=",".join(record.cells)[:_SHOWN])
            found.append(record)
    except csv.Error:
        sheet.blame("rows_unreadable", found[-1].number + 1 if found else 1)
    return found


_SHOWN = 60


def _header_place(form: FileForm, lines: Sequence[Record]) -> int:
    """The place of the row that tells the most columns; the first where none tells any."""
    known = {*form.required, *form.optional}
    told = [len(known & {_column_of(form, cell) for cell in line.cells}) for line in lines[:_HEADER_WITHIN]]
    return told.index(max(told)) if told else 0


def _with_days(form: FileForm, lines: Sequence[Record], place: int) -> list[Record]:
    """The lines with a column of days where year, month and day stand in columns of their own."""
    titles = lines[place].cells
    parts = day_columns(titles)
    if parts is None or "date" not in form.required or any(_column_of(form, title) == "date" for title in titles):
        return list(lines)
    days, width = DayParts(parts), len(titles)
    shaped = list(lines[:place])
    for line in lines[place:]:
        cells = [*line.cells, *[""] * (width - len(line.cells))]
        day = "date" if line is lines[place] else str(days.together(cells))
        kept = ["" if at in parts else cell for at, cell in enumerate(cells)]
        shaped.append(Record(line.number, [*kept[:width], day, *kept[width:]], line.mark))
    return shaped


def _column_of(form: FileForm, title: str) -> str:
    """The form's own name of a column, by that name or by what it is called in Chinese; else the title as it is."""
    plain = plain_header(title)
    for column in (*form.required, *form.optional):
        if plain == plain_header(column) or plain in _TITLES.get(column, "").split():
            return column
    return visible(title).strip().lower()


def _header_is_good(sheet: LoadedSheet, form: FileForm, header: list[str], row: int) -> bool:
    if not any(header):
        if not sheet.problems:
            sheet.blame("file_empty")
        return False
    for column in form.required:
        if column not in header:
            sheet.blame("column_missing", row, column)
    known = {*form.required, *form.optional}
    for column in sorted({name for name in header if name in known and header.count(name) > 1}):
        sheet.blame("column_twice", row, column)
    sheet.ignored = tuple(dict.fromkeys(name for name in header if name and name not in known))
    return not sheet.problems


def _rows(sheet: LoadedSheet, form: FileForm, header: list[str], lines: Sequence[Record]) -> Iterator[LoadedRow]:
    wanted = [(place, name) for place, name in enumerate(header) if name in {*form.required, *form.optional}]
    for number, cells, _ in lines:
        if any(_ends(cell) for cell in cells) and not _is_whole(form, header, cells):
            sheet.left.append(number)
            continue
        if any(cell.strip() for cell in cells[len(header) :]):
            sheet.blame("row_too_long", number, cells=len(cells), columns=len(header))
        errors = {name: text for place, name in wanted if place < len(cells) and (text := error_in(cells[place]))}
        for name, error in errors.items():
            sheet.blame("cell_error", number, name, text=error)
        told = {name: "" if name in errors else _cell(name, cells, place) for place, name in wanted}
        yield LoadedRow(sheet, number, told, frozenset(errors))


def _ends(cell: str) -> bool:
    """Whether a cell belongs to a row below a table: a sum, or an amount in words."""
    return names_sum(cell) or (not cell.isascii() and names_capitals(cell))


def _is_whole(form: FileForm, header: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row says all that the form needs, in other words than a sum's."""
    needed = [cells[header.index(name)] if header.index(name) < len(cells) else "" for name in form.required]
    return all(cell.strip() and not names_sum(cell) for cell in needed)


def _cell(name: str, cells: Sequence[str], place: int) -> str:
    text = cells[place] if place < len(cells) else ""
    return read_code(text) if name in _CODES else visible(text).strip()


def _settle_customs(sheet: LoadedSheet) -> None:
    columns = sheet.rows[0].cells if sheet.rows else {}
    sheet.days = {name: custom_of(row.cells[name] for row in sheet.rows) for name in columns if name in _DAYS}
    sheet.commas = {name: comma_in([row.cells[name] for row in sheet.rows]) for name in columns}
