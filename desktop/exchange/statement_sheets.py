"""A statement as a workbook: real dates and numbers, and every sum and balance a formula that can be followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from desktop.exchange.sheets import (
    FORMATS,
    Cell,
    SheetColumn,
    SheetType,
    Workbook,
    WorkbookTable,
    add_table,
    make_printable,
    write_figure,
    write_sum,
    write_table,
)
from desktop.printing.labels import LABELS, Labels, Language
from domain.accounts.periods import Restated
from domain.documents.kinds import sign_of
from domain.statements.forms import FormRow, GoodsLine, MemoRow, OpenRow, StatementForm
from domain.statements.marks import digest_of
from domain.values.money import ZERO, format_money

_TYPES: tuple[SheetType, ...] = ("date", "text", "text", "text", "money", "money", "money")
_WIDTHS = (12, 14, 24, 36, 15, 15, 16)
_OPEN_TYPES: tuple[SheetType, ...] = ("date", "date", "text", "text", "money", "money", "integer", "money", "money")
_GOODS_TYPES: tuple[SheetType, ...] = ("date", "text", "text", "text", "quantity", "text", "price", "money")


def statement_xlsx(form: StatementForm, *, language: Language = "zh", replaces: tuple[str, str] = ("", "")) -> bytes:
    """A statement as a workbook: account, period and head above, rows below, sums as formulas.

    Each balance is a formula over the balance above it, so a reader can check the account by changing a line. Goods
    and what stands apart from the balance have sheets of their own. `replaces` names an earlier one, and why.
    """
    labels = LABELS[language]
    workbook = Workbook(f"{labels.statement} {form.number}".strip())
    sheet = workbook.add_sheet(labels.statement)
    head = _write_above(workbook, sheet, form, labels, replaces)
    if form.layout.open_only:
        _write_open(workbook, sheet, head, form, labels)
    else:
        _write_documents(workbook, sheet, head, form, labels)
    sheet.freeze_panes(head + 1, 0)
    make_printable(sheet, head=head)
    rows: Sequence[FormRow | OpenRow] = form.open_rows if form.layout.open_only else form.rows
    if any(row.goods for row in rows):
        _write_goods(workbook, rows, labels, prices=form.layout.prices)
    _write_apart(workbook, form, labels)
    return workbook.bytes()


def _write_above(workbook: Workbook, sheet: Any, form: StatementForm, labels: Labels, replaces: tuple[str, str]) -> int:
    """Whose account over which period, until when an answer is awaited; gives the row of the table's head."""
    statement = form.statement
    strong, plain = workbook.format("@", bold=True), workbook.format("@")
    period = labels.period_value.format(statement.start.isoformat(), statement.end.isoformat())
    above = [
        (labels.statement if form.number else labels.preview, form.number or labels.unnumbered),
        (statement.seller.name, statement.seller.code),
        (labels.customer, f"{statement.buyer.name}（{statement.buyer.code}）"),
        (labels.period, period),
        (labels.reply_by, labels.reply_by_value.format(form.reply_by.isoformat()) if form.reply_by else ""),
        (labels.digest, digest_of(form) if form.number else ""),
    ]
    if replaces[0]:
        above.append(("", labels.replaces.format(*replaces)))
    if form.restated is not None:
        above.append((labels.opening, _restated(form.restated, labels)))
    above = [(label, text) for label, text in above if text]
    for index, (label, text) in enumerate(above):
        sheet.write_string(index, 0, label, strong)
        sheet.write_string(index, 2, text, plain)
    return len(above) + 1


def _restated(restated: Restated, labels: Labels) -> str:
    """Why the opening isn't what an earlier statement told."""
    late = labels.comma.join(f"{each.posting.number} {format_money(each.posting.amount)}" for each in restated.late)
    told, now = format_money(restated.told), format_money(restated.now)
    return labels.restated.format(restated.day.isoformat(), told, now, late)


def _columns(titles: Sequence[str], types: Sequence[SheetType], widths: Sequence[float] = ()) -> list[SheetColumn]:
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
    sheet.autofilter(head, 0, end - 1, len(_TYPES) - 1)
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
    sheet.write_string(end + 2, 4, labels.spelled(statement.closing), words)
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
    sheet.autofilter(head, 0, max(end - 1, head), len(_OPEN_TYPES) - 1)
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
        write_figure(sheet, place, column + 1, age.amount, workbook.format(FORMATS["money"]))
    end = row + 1 + len(form.statement.ageing)
    strong = workbook.format(FORMATS["money"], bold=True)
    sheet.write_string(end, column, labels.total, workbook.format("@", bold=True))
    write_sum(sheet, (end, column + 1), row + 1, strong, form.statement.closing)


def _write_goods(workbook: Workbook, rows: Sequence[FormRow | OpenRow], labels: Labels, *, prices: bool) -> None:
    columns = _columns(labels.goods_columns, _GOODS_TYPES)
    columns[-1] = replace(columns[-1], total=prices)
    lines = [
        (row.date, row.number, each.sku, each.name, sign * each.quantity, each.unit, each.unit_price, _off(sign, each))
        for row in rows
        for sign in [-1 if sign_of(row.kind) < 0 else 1]  # what came back is taken off, so that the lines add up
        for each in row.goods
    ]
    add_table(workbook, WorkbookTable(labels.goods, columns, lines), labels.total)


def _off(sign: int, line: GoodsLine) -> Decimal | None:
    return None if line.amount is None else sign * line.amount


def _write_apart(workbook: Workbook, form: StatementForm, labels: Labels) -> None:
    """What is never netted, and what each part of it comes to: inside the balance or outside of it."""
    apart = form.apart
    blocks: tuple[tuple[str, Sequence[MemoRow], str], ...] = (
        (labels.prepayments, apart.prepayments, labels.inside),
        (labels.wallet, apart.wallet, labels.outside),
        (labels.in_transit, apart.in_transit, labels.outside),
        (labels.disputed, apart.disputed, labels.inside),
    )
    lines = [(name, row.date, row.number, row.summary, row.amount) for name, rows, _ in blocks for row in rows]
    if not lines:
        return
    types: tuple[SheetType, ...] = ("text", "date", "text", "text", "money")
    sheet = add_table(workbook, WorkbookTable(labels.apart, _columns(labels.apart_columns, types), lines))
    strong, text = workbook.format(FORMATS["money"], bold=True), workbook.format("@", bold=True)
    at = len(lines) + 2
    for name, rows, where in blocks:
        if rows:
            sheet.write_string(at, 0, name, text)
            sheet.write_string(at, 2, labels.total, text)
            sheet.write_string(at, 3, where, workbook.format("@"))
            value = sum((row.amount for row in rows), ZERO)
            end = len(lines) + 1
            sheet.write_formula(at, 4, f"=SUMIF(A2:A{end},A{at + 1},E2:E{end})", strong, float(value))
            at += 1
