"""A statement's table of open items: what each was, what of it is settled and open, and how late it is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from desktop.printing.drawing.pen import Pen
from desktop.printing.drawing.table import PaperColumn, RuledTable
from desktop.printing.statements.pages import WORDS_ROW
from desktop.printing.statements.rows import PrintedLine, brought_text, columns_of, goods_lines, goods_room
from desktop.printing.statements.sheet import StatementSheet
from domain.statements.forms import OpenRow
from domain.values.money import ZERO, format_money

KEYS = ("date", "due", "kind", "number", "amount", "settled", "late", "remaining", "balance")
FIXED = frozenset({"date", "number", "remaining", "balance"})
_BOUNDS = {"date": (0, 0.12), "due": (0, 0.12), "kind": (0.07, 0.13), "amount": (0.08, 0.13), "settled": (0.08, 0.13)}
_BOUNDS |= {"late": (0.04, 0.08), "remaining": (0.08, 0.13), "balance": (0.08, 0.13)}


class OpenRows:
    """What is open on the period's last day, the oldest first."""

    def __init__(self, pen: Pen, sheet: StatementSheet) -> None:
        self._pen = pen
        self._sheet = sheet
        self.keys = [key for key in KEYS if key in FIXED or not sheet.columns or key in sheet.columns]
        documents = [
            PrintedLine(self._cells(row), (row.amount, row.remaining, row.balance)) for row in sheet.form.open_rows
        ]
        self.columns = self._columns(documents)
        self.lines = self._lines(documents)

    def _lines(self, documents: list[PrintedLine]) -> list[PrintedLine]:
        lines: list[PrintedLine] = []
        room = goods_room(self.columns)
        for document, row in zip(documents, self._sheet.form.open_rows, strict=True):
            lines += [document, *goods_lines(self._pen, self._sheet, row.goods, room)]
        if lines:
            return lines
        cells = {"number": self._sheet.labels.nothing_open}
        return [PrintedLine(tuple(cells.get(key, "") for key in self.keys), None)]

    def _cells(self, row: OpenRow) -> tuple[str, ...]:
        labels = self._sheet.labels
        number = f"{row.number} #{row.part}" if row.part > 1 else row.number
        late = str(row.days_late) if row.days_late > 0 and row.remaining > 0 else ""
        cells = {
            "date": row.date.isoformat(),
            "due": row.due.isoformat() if row.remaining > 0 else "",
            "kind": labels.kind(row.kind, abs(row.amount), ZERO) if row.remaining > 0 else labels.paid_ahead,
            "number": number,
            "amount": format_money(row.amount),
            "settled": format_money(row.settled) if row.settled else "",
            "late": late,
            "remaining": format_money(row.remaining),
            "balance": format_money(row.balance),
        }
        return tuple(cells[key] for key in self.keys)

    def _columns(self, documents: Sequence[PrintedLine]) -> list[PaperColumn]:
        labels, closing = self._sheet.labels, format_money(self._sheet.statement.closing)
        titles = dict(zip(KEYS, labels.open_columns, strict=True))
        more: dict[str, tuple[str, ...]] = {"remaining": (closing,), "balance": (closing,)}
        if self._sheet.paper.grid:
            more["date"] = (labels.overdue, labels.open_total)
        return columns_of(self._pen, self._sheet, self.keys, titles, documents, _BOUNDS, more, "number")

    def open(self, table: RuledTable, first: int) -> None:
        """The first row of a page."""
        sheet = self._sheet
        if first == 0:
            told = sheet.labels.open_until.format(sheet.statement.end.isoformat())
            table.wide_row(told, ("",), sheet.looks.strong, start=0, free=True)
        else:
            told = brought_text(sheet.labels, self.lines, first, self.keys)
            table.wide_row(told, self._sums(first), sheet.looks.strong, start=0, free=True)

    def carry(self, table: RuledTable, last: int) -> None:
        """The last row of a page that goes on."""
        table.wide_row(self._sheet.labels.carried, self._sums(last), self._sheet.looks.strong, start=0, free=True)

    def close(self, table: RuledTable) -> None:
        """What is open, what of it is overdue, and the closing balance in words."""
        labels, looks, statement = self._sheet.labels, self._sheet.looks, self._sheet.statement
        late = sum((row.remaining for row in self._sheet.form.open_rows if row.days_late > 0), ZERO)
        total = (format_money(statement.closing), "")
        table.wide_row(labels.open_total, total, looks.strong, start=0, free=True)
        table.wide_row(labels.overdue, (format_money(late), ""), looks.strong, start=0, free=True)
        words = labels.spelled(statement.closing)
        table.words_row(labels.in_words, words, looks.muted, looks.words, start=0, height=WORDS_ROW)

    def balance(self, until: int) -> Decimal:
        """What is open down to a row."""
        for line in reversed(self.lines[:until]):
            if line.amounts is not None:
                return line.amounts[2]
        return ZERO

    def _sums(self, until: int) -> Sequence[str]:
        return format_money(self.balance(until)), ""
