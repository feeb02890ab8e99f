"""A statement as a workbook: real dates and numbers, and every sum and balance a formula that can be followed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from desktop.exchange.sheets import FORMATS, Cell, ColumnType, SheetColumn, Workbook, sheet_name, write_sum, write_table
from desktop.printing.labels import LABELS, Labels, Language
from domain.money import ZERO
from domain.statement_forms import ApartRow, FormRow, OpenRow, StatementForm
from domain.statement_marks import digest_of

_TYPES: tuple[ColumnType, ...] = ("date", "text", "text", "text", "money", "money", "money")
_WIDTHS = (12, 14, 24, 36, 15, 15, 16)
_OPEN_TYPES: tuple[ColumnType, ...] = ("date", "date", "text", "text", "money", "money", "integer", "money", "money")
_GOODS_TYPES: tuple[ColumnType, ...] = ("date", "text", "text", "text", "quantity", "text", "price", "money")


def statement_xlsx(form: StatementForm, *, language: Language = "zh") -> bytes:
    """A statement as a workbook: account, period and head above, rows below, sums as formulas.

    Each balance is a formula over the balance above it, so a reader can check the account by changing a line. Goods
    and what stands apart from the balance have sheets of their own.
    """
    labels = LABELS[language]
    workbook = Workbook(f"{labels.statement} {form.number}".strip())
    sheet = workbook.book.add_worksheet(sheet_name(labels.statement))
    head = _write_above(workbook, sheet, form, labels)
    if form.layout.open_only:
        _write_open(workbook, sheet, head, form, labels)
    else:
        _write_documents(workbook, sheet, head, form, labels)
    _lay_out(sheet, head)
    rows: Sequence[FormRow | OpenRow] = form.open_rows if form.layout.open_only else form.rows
    if any(row.goods for row in rows):
        _write_goods(workbook, rows, labels, prices=form.layout.prices)
    _write_apart(workbook, form, labels)
    return workbook.bytes()


def _write_above(workbook: Workbook, sheet: Any, form: StatementForm, labels: Labels) -> int:
    """Whose account over which period; gives the row of the table's head."""
    statement = form.statement
    strong, plain = workbook.format("@", bold=True), workbook.format("@")
    period = labels.period_value.format(statement.start.isoformat(), statement.end.isoformat())
    above = (
        (labels.statement if form.number else labels.preview, form.number or labels.unnumbered),
        (statement.seller.name, statement.seller.code),
        (labels.customer, f"{statement.buyer.name}（{statement.buyer.code}）"),
        (labels.period, period),
        (labels.digest, digest_of(form) if form.number else ""),
    )
    for index, (label, text) in enumerate(above):
        sheet.write_string(index, 0, label, strong)
        sheet.write_string(index, 2, text, plain)
    return len(above) + 1


def _lay_out(sheet: Any, head: int) -> None:
    sheet.freeze_panes(head + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)


def _columns(titles: Sequence[str], types: Sequence[ColumnType], widths: Sequence[float] = ()) -> list[SheetColumn]:
    wide: Sequence[float | None] = widths or [None] * len(titles)
    return [SheetColumn(title, kind, width) for title, kind, width in zip(titles, types, wide, strict=True)]


def _write_documents(workbook: Workbook, sheet: Any, head: int, form: StatementForm, labels: Labels) -> None:
    statement = form.statement
    opening: tuple[Cell, ...] = (statement.start, labels.opening, "", "", None, None, statement.opening)
    rows = [
        (
            row.date,
            labels.kind(row.kind, row.debit, row.credit),
            row.number,
            row.summary,
            row.debit or None,
            row.credit or None,
            row.balance,
        )
        for row in form.rows
    ]
    end = write_table(workbook, sheet, head, _columns(labels.columns, _TYPES, _WIDTHS), [opening, *rows])
    money, strong = workbook.format(FORMATS["money"]), workbook.format(FORMATS["money"], bold=True)
    for row, document in enumerate(form.rows, head + 2):
        sheet.write_formula(row, 6, f"=ROUND(G{row}+E{row + 1}-F{row + 1},2)", money, float(document.balance))
    words = workbook.format("@", bold=True)
    sheet.write_string(end, 3, labels.period_total, words)
    write_sum(sheet, (end, 4), head + 1, strong, statement.debit_total)
    write_sum(sheet, (end, 5), head + 1, strong, statement.credit_total)
    sheet.write_string(end + 1, 3, labels.closing, words)
    sheet.write_formula(end + 1, 6, f"=G{end}", strong, float(statement.closing))
    sheet.write_string(end + 2, 3, labels.in_words, words)
    sheet.write_string(end + 2, 4, f"人民币{statement.amount_in_words}", words)
    _write_ageing(workbook, sheet, (end + 4, 3), form, labels)


def _write_open(workbook: Workbook, sheet: Any, head: int, form: StatementForm, labels: Labels) -> None:
    rows = [
        (
            row.date,
            row.due,
            labels.kind(row.kind, abs(row.amount), ZERO),
            row.number,
            row.amount,
            row.settled or None,
            row.days_late if row.days_late > 0 else None,
            row.remaining,
            row.balance,
        )
        for row in form.open_rows
    ]
    end = write_table(workbook, sheet, head, _columns(labels.open_columns, _OPEN_TYPES), rows)
    money, strong = workbook.format(FORMATS["money"]), workbook.format(FORMATS["money"], bold=True)
    for row, item in enumerate(form.open_rows, head + 1):
        above = f"I{row}+" if row > head + 1 else ""
        sheet.write_formula(row, 8, f"=ROUND({above}H{row + 1},2)", money, float(item.balance))
    sheet.write_string(end, 3, labels.open_total, workbook.format("@", bold=True))
    write_sum(sheet, (end, 7), head + 1, strong, form.statement.closing)
    _write_ageing(workbook, sheet, (end + 2, 3), form, labels)


def _write_ageing(workbook: Workbook, sheet: Any, at: tuple[int, int], form: StatementForm, labels: Labels) -> None:
    """The buckets, and their sum, which is the closing balance."""
    row, column = at
    sheet.write_string(row, column, labels.ageing, workbook.format("@", bold=True))
    for place, age in enumerate(form.statement.ageing, row + 1):
        sheet.write_string(place, column, labels.age(age.bucket), workbook.format("@"))
        sheet.write_number(place, column + 1, float(age.amount), workbook.format(FORMATS["money"]))
    end = row + 1 + len(form.statement.ageing)
    strong = workbook.format(FORMATS["money"], bold=True)
    sheet.write_string(end, column, labels.total, workbook.format("@", bold=True))
    write_sum(sheet, (end, column + 1), row + 1, strong, form.statement.closing)


def _write_goods(workbook: Workbook, rows: Sequence[FormRow | OpenRow], labels: Labels, *, prices: bool) -> None:
    sheet = workbook.book.add_worksheet(sheet_name(labels.goods))
    columns = _columns(labels.goods_columns, _GOODS_TYPES)
    lines = [
        (row.date, row.number, each.sku, each.name, each.quantity, each.unit, each.unit_price, each.amount)
        for row in rows
        for each in row.goods
    ]
    end = write_table(workbook, sheet, 0, columns, lines)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, end - 1, len(columns) - 1)
    if prices:
        amount = sum((line[7] or ZERO for line in lines), Decimal(0))
        write_sum(sheet, (end, 7), 1, workbook.format(FORMATS["money"], bold=True), amount)


def _write_apart(workbook: Workbook, form: StatementForm, labels: Labels) -> None:
    apart = form.apart
    blocks: tuple[tuple[str, Sequence[ApartRow]], ...] = (
        (labels.prepayments, apart.prepayments),
        (labels.wallet, apart.wallet),
        (labels.in_transit, apart.in_transit),
        (labels.disputed, apart.disputed),
    )
    lines = [(name, row.date, row.number, row.summary, row.amount) for name, rows in blocks for row in rows]
    if lines:
        sheet = workbook.book.add_worksheet(sheet_name(labels.apart))
        types: tuple[ColumnType, ...] = ("text", "date", "text", "text", "money")
        write_table(workbook, sheet, 0, _columns(labels.apart_columns, types), lines)
        sheet.freeze_panes(1, 0)
