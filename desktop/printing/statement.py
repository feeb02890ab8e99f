"""Account statements on paper: planned as pages first, then drawn in one pass straight on the canvas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.printing.closing import (
    AGEING_HEIGHT,
    APART_HEIGHT,
    PROOF_HEIGHT,
    draw_ageing,
    draw_apart,
    draw_proof,
)
from desktop.printing.heads import (
    draw_brought_line,
    draw_foot,
    draw_head,
    first_table_top,
    next_parts_top,
    next_table_top,
)
from desktop.printing.labels import LABELS, Language
from desktop.printing.pages import WORDS_ROW, Page, Room, plan_pages
from desktop.printing.paper import paper_named
from desktop.printing.pen import Pen, Printout
from desktop.printing.reply import draw_reply, reply_height
from desktop.printing.sheet import Apart, Extras, Heading, Proof, Sheet
from desktop.printing.table import PADDING, Column, Table
from domain.money import format_money
from domain.statements import Statement, StatementEntry

__all__ = ["Apart", "Extras", "Heading", "Proof", "print_statement", "statement_pdf"]

_NO_EXTRAS = Extras()
_Row = tuple[str, str, str, str, str, str, str]


def statement_pdf(  # noqa: PLR0913 -- everything on the paper is a parameter: no clock, no books, no settings
    statement: Statement,
    *,
    heading: Heading,
    number: str,
    printed_at: str,
    language: Language = "zh",
    paper: str = "a4",
    print_count: int = 1,
    proof: Proof | None = None,
    extras: Extras = _NO_EXTRAS,
) -> bytes:
    """The statement as PDF; `print_statement` also returns the characters the font lacks."""
    return print_statement(
        statement,
        heading=heading,
        number=number,
        printed_at=printed_at,
        language=language,
        paper=paper,
        print_count=print_count,
        proof=proof,
        extras=extras,
    ).pdf


def print_statement(  # noqa: PLR0913 -- as above
    statement: Statement,
    *,
    heading: Heading,
    number: str,
    printed_at: str,
    language: Language = "zh",
    paper: str = "a4",
    print_count: int = 1,
    proof: Proof | None = None,
    extras: Extras = _NO_EXTRAS,
) -> Printout:
    """Draws a statement on `a4` or `241x140` paper; UsageError `paper_unknown` for another.

    Args:
        printed_at: the time of printing as it shall stand on the paper. print_count: 1 for the first print.
        proof: the point of the books the figures were taken from; None leaves it out.
    """
    sheet = Sheet(
        statement,
        heading,
        number,
        printed_at,
        print_count,
        proof,
        extras,
        paper_named(paper),
        LABELS[language],
    )
    pen = Pen(sheet.paper, title=f"{sheet.labels.statement} {number}", author=heading.name, language=language)
    draw_statement(pen, sheet)
    return pen.finish()


def draw_statement(pen: Pen, sheet: Sheet) -> None:
    """Draws every page of a statement with the given pen."""
    entries = sheet.statement.entries
    rows = [_row(sheet, entry) for entry in entries] or [("", "", "", sheet.labels.no_movement, "", "", "")]
    columns = _columns(pen, sheet, rows)
    parts = _parts(sheet)
    head = Table.head_height(sheet.paper.row)
    room = Room(
        first_rows=first_table_top(sheet) + head,
        next_rows=next_table_top(sheet) + head,
        next_parts=next_parts_top(sheet),
        bottom=sheet.paper.bottom,
        row=sheet.paper.row,
    )
    pages = plan_pages(len(rows), room, [height for height, _draw in parts])
    carried = _Carried(sheet.statement.opening)
    for index, page in enumerate(pages, 1):
        draw_head(pen, sheet, index, len(pages))
        if page.has_table:
            table = Table(pen, columns, first_table_top(sheet) if index == 1 else next_table_top(sheet))
            brought = carried
            carried = carried.after(entries[page.first : page.last])
            _draw_table(sheet, table, page, rows[page.first : page.last], (brought, carried))
        else:
            draw_brought_line(pen, sheet, carried.balance)
        for part, y in page.parts:
            parts[part][1](pen, sheet, y)
        draw_foot(pen, sheet, last=index == len(pages))
        pen.end_page()


@dataclass(frozen=True, slots=True)
class _Carried:
    """What a page hands on to the next: the increases and decreases so far, and the balance."""

    balance: Decimal
    debit: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)

    def after(self, entries: Sequence[StatementEntry]) -> _Carried:
        """The same, some entries later."""
        return _Carried(
            entries[-1].balance if entries else self.balance,
            sum((entry.debit for entry in entries), self.debit),
            sum((entry.credit for entry in entries), self.credit),
        )

    def figures(self) -> tuple[str, str, str]:
        """Increases, decreases and balance as they are written."""
        return format_money(self.debit), format_money(self.credit), format_money(self.balance)


def _row(sheet: Sheet, entry: StatementEntry) -> _Row:
    """An entry's cells; a side without an amount stays empty, unless both are zero."""
    debit, credit = entry.debit, entry.credit
    return (
        entry.date.isoformat(),
        sheet.labels.kind(entry.kind, debit, credit),
        entry.number,
        entry.summary,
        format_money(debit) if debit or not credit else "",
        format_money(credit) if credit else "",
        format_money(entry.balance),
    )


def _columns(pen: Pen, sheet: Sheet, rows: Sequence[_Row]) -> list[Column]:
    """Columns as wide as their longest text, within bounds; the summary takes what is left."""
    looks, labels, statement = sheet.looks, sheet.labels, sheet.statement
    titles = labels.columns
    totals = [format_money(amount) for amount in (statement.opening, statement.closing)]
    sums = [format_money(amount) for amount in (statement.debit_total, statement.credit_total)]

    def widest(column: int, low: float, high: float, *more: str) -> float:
        texts = {row[column] for row in rows}
        longest = sorted(texts, key=len)[-30:]
        needed = max([pen.width(text, looks.body) for text in longest], default=0.0)
        for text in (titles[column], *more):
            needed = max(needed, pen.width(text, looks.strong))
        return min(max(needed + 2 * PADDING + 0.2, low), high)

    share = sheet.paper.inner
    # With upright lines the labels of the special rows must end before the next column.
    wide = (labels.opening, labels.closing, labels.brought, labels.carried, labels.period_total)
    widths = [
        widest(0, 0, 24, statement.start.isoformat()),
        widest(1, share * 0.1, share * 0.16, *(wide if sheet.paper.grid else ())),
        widest(2, share * 0.12, share * 0.22),
        0.0,
        widest(4, share * 0.135, share * 0.17, *sums),
        widest(5, share * 0.135, share * 0.17, *sums),
        widest(6, share * 0.14, share * 0.17, *totals),
    ]
    widths[3] = share - sum(widths)
    return [Column(title, width, index >= 4) for index, (title, width) in enumerate(zip(titles, widths, strict=True))]


def _draw_table(
    sheet: Sheet, table: Table, page: Page, rows: Sequence[_Row], carried: tuple[_Carried, _Carried]
) -> None:
    looks, labels, statement = sheet.looks, sheet.labels, sheet.statement
    table.head(looks.muted if sheet.paper.colours.tint else looks.strong)
    if page.first == 0:
        opening = ("", "", format_money(statement.opening))
        table.wide_row(labels.opening, opening, looks.strong, start=1, first=statement.start.isoformat())
    else:
        table.wide_row(labels.brought, carried[0].figures(), looks.strong, start=1)
    table.rows(rows, looks.body, looks.red)
    if not page.closes:
        table.wide_row(labels.carried, carried[1].figures(), looks.strong, start=1)
        table.close()
        return
    sums = (format_money(statement.debit_total), format_money(statement.credit_total), "")
    table.wide_row(labels.period_total, sums, looks.strong, start=1)
    table.wide_row(labels.closing, ("", "", format_money(statement.closing)), looks.strong, start=1, last=looks.accent)
    table.words_row(
        labels.in_words,
        f"人民币{statement.amount_in_words}",
        looks.muted,
        looks.words,
        start=1,
        height=WORDS_ROW,
    )
    table.close(open_rows=WORDS_ROW)


def _parts(sheet: Sheet) -> list[tuple[float, Callable[[Pen, Sheet, float], None]]]:
    parts: list[tuple[float, Callable[[Pen, Sheet, float], None]]] = [(AGEING_HEIGHT, draw_ageing)]
    if sheet.extras.apart:
        parts.append((APART_HEIGHT, draw_apart))
    parts.append((PROOF_HEIGHT, draw_proof))
    if sheet.extras.reply_slip:
        parts.append((reply_height(sheet.paper), draw_reply))
    return parts
