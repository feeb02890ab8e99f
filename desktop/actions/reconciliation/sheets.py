"""Two books of one account as a workbook: the adjustment table (余额调节表) with formulas, leftovers, matches."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.actions.documents.saving import write_whole
from desktop.actions.reconciliation.views import AdjustmentRow, BookRow, ReconciliationView
from desktop.exchange.sheets import (
    FORMATS,
    Cell,
    SheetColumn,
    Workbook,
    WorkbookTable,
    add_table,
    make_printable,
    write_figure,
    write_table,
)
from desktop.printing.labels import Language
from desktop.wording import name_of, say_reason

if TYPE_CHECKING:
    from desktop.desk import Desk

Say = Callable[[str, str], str]
Book = tuple[BookRow, ...]


def reconciliation_xlsx(found: ReconciliationView, language: Language = "zh") -> bytes:
    """The workbook; both adjusted balances, and what is left between them, are formulas over the rows above."""

    def said(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    workbook = Workbook(said("余额调节表", "Reconciliation"))
    _write_table(workbook, found, language, said)
    _write_leftovers(workbook, found, language, said)
    _write_matches(workbook, found, language, said)
    return workbook.bytes()


def _write_table(workbook: Workbook, found: ReconciliationView, language: Language, said: Say) -> None:
    """Both balances, what is added to each, and what they come to; the last row proves that nothing is left between."""
    sheet = workbook.add_sheet(said("余额调节表", "Adjustment table"))
    strong, text = workbook.format("@", bold=True), workbook.format("@")
    sheet.write_string(0, 0, f"{found.seller.name} — {found.buyer.name}", strong)
    sheet.write_string(1, 0, f"{found.start} – {found.end}   {found.source}", text)
    remarks = [say_reason(each, language) for each in (*found.verdicts, *found.remarks)]
    for at, remark in enumerate(remarks, 2):
        sheet.write_string(at, 0, remark, text)
    head = 3 + len(remarks)
    columns = [
        SheetColumn(said("项目", "Item"), width=46),
        SheetColumn(said("单号", "Number"), width=26),
        SheetColumn(said("金额", "Amount"), "money", 16),
        SheetColumn(said("可能原因", "Likely cause"), width=58),
    ]
    write_table(workbook, sheet, head, columns, [])
    ours = _write_side(workbook, sheet, head + 1, found, "ours", language, said)
    theirs = _write_side(workbook, sheet, ours + 1, found, "theirs", language, said)
    sheet.write_string(theirs + 1, 0, said("调节后差额", "Difference after that"), strong)
    sheet.write_formula(theirs + 1, 2, f"=ROUND(C{ours}-C{theirs},2)", workbook.format(FORMATS["money"], bold=True), 0)
    sheet.freeze_panes(head + 1, 0)
    make_printable(sheet, head=head)


def _write_side(
    workbook: Workbook, sheet: Any, top: int, found: ReconciliationView, side: str, language: Language, said: Say
) -> int:
    """One side's balance, what is added to it, and what it comes to; gives the row below."""
    strong, text = workbook.format("@", bold=True), workbook.format("@")
    money, total = workbook.format(FORMATS["money"]), workbook.format(FORMATS["money"], bold=True)
    ours = side == "ours"
    sheet.write_string(top, 0, said("我方余额", "Our balance") if ours else said("对方余额", "Their balance"), strong)
    write_figure(sheet, top, 2, found.our_closing if ours else found.their_closing, total)
    at = top
    for at, row in enumerate((each for each in found.adjustments if each.side == side), top + 1):
        for column, cell in ((0, _reason(row, language)), (1, row.number), (3, _cause(row, language))):
            sheet.write_string(at, column, cell, text)
        write_figure(sheet, at, 2, row.amount, money)
    sheet.write_string(at + 1, 0, said("调节后余额", "Adjusted balance"), strong)
    sheet.write_formula(
        at + 1, 2, f"=SUM(C{top + 1}:C{at + 1})", total, float(found.adjusted if ours else found.their_adjusted)
    )
    return at + 2


def _reason(row: AdjustmentRow, language: Language) -> str:
    return name_of("adjustment", row.code, language)


def _cause(row: AdjustmentRow, language: Language) -> str:
    return say_reason(row.cause, language) if row.cause else ""


def _write_leftovers(workbook: Workbook, found: ReconciliationView, language: Language, said: Say) -> None:
    rows: list[tuple[Cell, ...]] = [
        (
            *_both(each.ours, each.theirs),
            _sum(each.ours) - _sum(each.theirs),
            name_of("adjustment", each.code, language),
            say_reason(each.cause, language),
        )
        for each in found.leftovers
    ]
    columns = [
        *_columns(said),
        SheetColumn(said("我方减对方", "Ours less theirs"), "money", total=True),
        SheetColumn(said("差异", "Difference")),
        SheetColumn(said("可能原因", "Likely cause"), width=58),
    ]
    add_table(workbook, WorkbookTable(said("未达与差异", "Differences"), columns, rows), said("合计", "Total"))


def _write_matches(workbook: Workbook, found: ReconciliationView, language: Language, said: Say) -> None:
    rows: list[tuple[Cell, ...]] = [
        (*_both(each.ours, each.theirs), each.days_apart or None, name_of("matched", each.how, language))
        for each in found.matches
    ]
    columns = [
        *_columns(said),
        SheetColumn(said("相差天数", "Days apart"), "integer"),
        SheetColumn(said("怎样对上", "Found by")),
    ]
    add_table(workbook, WorkbookTable(said("一致", "Matched"), columns, rows), said("合计", "Total"))


def _columns(said: Say) -> list[SheetColumn]:
    found = []
    for whose in (said("我方", "Our"), said("对方", "Their")):
        found += [
            SheetColumn(f"{whose}{said('日期', ' date')}", "date"),
            SheetColumn(f"{whose}{said('单号', ' number')}"),
            SheetColumn(f"{whose}{said('金额', ' amount')}", "money", total=True),
        ]
    return found


def _both(ours: Book, theirs: Book) -> tuple[Cell, ...]:
    return (*_side(ours), *_side(theirs))


def _side(lines: Book) -> tuple[Cell, ...]:
    if not lines:
        return None, None, None
    numbers = " ".join(each.number for each in lines if each.number)
    return lines[0].date, numbers, _sum(lines)


def _sum(lines: Book) -> Decimal:
    return sum((each.amount for each in lines), Decimal(0))


def write_reconciliation(
    desk: Desk,  # noqa: ARG001 -- what was found is here already
    found: ReconciliationView,
    path: Path,
    language: Language,
) -> Path:
    """Writes the adjustment table and all lines into a workbook, whole or not at all."""
    return write_whole(path, reconciliation_xlsx(found, language))
