"""A statement's table of documents: what each did to the balance, with its goods below it where they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from desktop.printing.drawing.pen import Pen
from desktop.printing.drawing.table import PaperColumn, RuledTable
from desktop.printing.statements.pages import WORDS_ROW
from desktop.printing.statements.rows import PrintedLine, brought_text, columns_of, goods_lines, goods_room
from desktop.printing.statements.sheet import StatementSheet
from desktop.wording import name_of
from domain.documents.kinds import kinds_of
from domain.statements.forms import FormRow
from domain.values.money import ZERO, format_money

KEYS = ("date", "kind", "number", "summary", "debit", "credit", "balance")
FIXED = frozenset({"date", "debit", "credit", "balance"})
_BOUNDS = {"date": (0, 0.14), "kind": (0.1, 0.16), "number": (0.12, 0.22), "debit": (0.135, 0.17)}
_BOUNDS |= {"credit": (0.135, 0.17), "balance": (0.14, 0.17)}


class DocumentRows:
    """The period's documents between opening and closing.

    Attributes:
        lines: the table's rows; a document's goods follow it.
    """

    def __init__(self, pen: Pen, sheet: StatementSheet) -> None:
        self._sheet = sheet
        self.keys = [key for key in KEYS if key in FIXED or not sheet.columns or key in sheet.columns]
        self._pen = pen
        documents = [PrintedLine(self._cells(row), (row.debit, row.credit, row.balance)) for row in sheet.form.rows]
        self.columns = self._columns(documents or [self._nothing()])
        self.lines = self._lines(documents)
        self._start = min(1, len(self.keys) - 4)

    def _lines(self, documents: list[PrintedLine]) -> list[PrintedLine]:
        sheet, room = self._sheet, goods_room(self.columns)
        if sheet.form.layout.detail == "documents":
            return documents or [self._nothing()]
        lines: list[PrintedLine] = []
        for document, row in zip(documents, sheet.form.rows, strict=True):
            lines += [document, *goods_lines(self._pen, sheet, row.goods, room)]
        return lines or [self._nothing()]

    def _nothing(self) -> PrintedLine:
        """The row of a period without movement."""
        told = {"summary" if "summary" in self.keys else self.keys[-4]: self._sheet.labels.no_movement}
        return PrintedLine(tuple(told.get(key, "") for key in self.keys), None)

    def _summary(self, row: FormRow) -> str:
        """The summary with the means of payment, a code in the books, as people call it."""
        if row.kind not in kinds_of("money"):
            return row.summary
        language = self._sheet.labels.language
        return " · ".join(name_of("method", part, language) for part in row.summary.split(" · "))

    def _cells(self, row: FormRow) -> tuple[str, ...]:
        """A document's cells; a side without an amount stays empty, unless both are zero."""
        debit, credit = row.debit, row.credit
        cells = (
            row.date.isoformat(),
            self._sheet.labels.kind(row.kind, debit, credit),
            row.number,
            self._summary(row),
            format_money(debit) if debit or not credit else "",
            format_money(credit) if credit else "",
            format_money(row.balance),
        )
        if len(self.keys) == len(KEYS):
            return cells
        return tuple(cell for key, cell in zip(KEYS, cells, strict=True) if key in self.keys)

    def _columns(self, documents: Sequence[PrintedLine]) -> list[PaperColumn]:
        labels, statement = self._sheet.labels, self._sheet.statement
        special: tuple[str, ...] = ()
        if self._sheet.paper.grid:  # with upright lines the labels of special rows must end before the next column
            special = (labels.opening, labels.closing, labels.brought, labels.carried, labels.period_total)
        more = {
            "date": (statement.start.isoformat(),),
            "kind": special,
            "debit": (format_money(statement.debit_total),),
            "credit": (format_money(statement.credit_total),),
            "balance": (format_money(statement.opening), format_money(statement.closing)),
        }
        titles = dict(zip(KEYS, labels.columns, strict=True))
        rest = "summary" if "summary" in self.keys else "number" if "number" in self.keys else self.keys[-4]
        return columns_of(self._pen, self._sheet, self.keys, titles, documents, _BOUNDS, more, rest)

    def open(self, table: RuledTable, first: int) -> None:
        """The first row of a page: the opening balance, or what the page before carried forward."""
        labels, looks, statement = self._sheet.labels, self._sheet.looks, self._sheet.statement
        if first == 0:
            figures = ("", "", format_money(statement.opening))
            day = statement.start.isoformat()
            # Without a column between date and figures the day stands before the words.
            told, first_cell = (labels.opening, day) if self._start else (f"{day}  {labels.opening}", "")
            table.wide_row(told, figures, looks.strong, start=self._start, first=first_cell)
        else:
            told = brought_text(labels, self.lines, first, self.keys)
            free = told != labels.brought
            table.wide_row(told, self._carried(first), looks.strong, start=self._start, free=free)

    def carry(self, table: RuledTable, last: int) -> None:
        """The last row of a page that goes on."""
        table.wide_row(self._sheet.labels.carried, self._carried(last), self._sheet.looks.strong, start=self._start)

    def close(self, table: RuledTable) -> None:
        """The period's totals and the closing balance in figures and words."""
        labels, looks, statement = self._sheet.labels, self._sheet.looks, self._sheet.statement
        sums = (format_money(statement.debit_total), format_money(statement.credit_total), "")
        table.wide_row(labels.period_total, sums, looks.strong, start=self._start)
        closing = ("", "", format_money(statement.closing))
        table.wide_row(labels.closing, closing, looks.strong, start=self._start, last=looks.accent)
        words = labels.spelled(statement.closing)
        table.words_row(labels.in_words, words, looks.muted, looks.words, start=self._start, height=WORDS_ROW)

    def balance(self, until: int) -> Decimal:
        """What is owed after so many rows."""
        for line in reversed(self.lines[:until]):
            if line.amounts is not None:
                return line.amounts[2]
        return self._sheet.statement.opening

    def _carried(self, until: int) -> Sequence[str]:
        documents = [line.amounts for line in self.lines[:until] if line.amounts is not None]
        debit = sum((amounts[0] for amounts in documents), ZERO)
        credit = sum((amounts[1] for amounts in documents), ZERO)
        return format_money(debit), format_money(credit), format_money(self.balance(until))
