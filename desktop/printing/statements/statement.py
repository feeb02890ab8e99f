"""Account statements on paper: planned as pages first, then drawn in one pass straight on the canvas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from desktop.printing.drawing.paper import paper_named
from desktop.printing.drawing.pdf_file import Sink
from desktop.printing.drawing.pen import Pen, Printout
from desktop.printing.drawing.table import RuledTable
from desktop.printing.labels import LABELS, Language
from desktop.printing.statements.closing import (
    AGEING_HEIGHT,
    APART_HEIGHT,
    PROOF_HEIGHT,
    draw_ageing,
    draw_apart,
    draw_proof,
    draw_restated,
    figures_apart,
    restated_height,
)
from desktop.printing.statements.document_rows import DocumentRows
from desktop.printing.statements.heads import (
    draw_brought_line,
    draw_foot,
    draw_head,
    first_table_top,
    next_parts_top,
    next_table_top,
)
from desktop.printing.statements.open_rows import OpenRows
from desktop.printing.statements.pages import PageRoom, PlannedPage, plan_pages
from desktop.printing.statements.reply import draw_reply, reply_height, reply_lines
from desktop.printing.statements.rows import goods_slots, more_slots, tied_rows
from desktop.printing.statements.sheet import BookPoint, Extras, Heading, StatementSheet
from domain.statements.forms import StatementForm

__all__ = ["BookPoint", "Extras", "Heading", "draw_statement", "print_sheet", "print_sheets", "sheet_of"]

_NO_EXTRAS = Extras()
_Part = tuple[float, Callable[[Pen, StatementSheet, float], None]]


def sheet_of(  # noqa: PLR0913 -- everything on the paper is a parameter: no clock, no books, no settings
    form: StatementForm,
    *,
    heading: Heading,
    issued_at: str,
    language: Language = "zh",
    paper: str = "a4",
    print_count: int = 1,
    proof: BookPoint | None = None,
    extras: Extras = _NO_EXTRAS,
    columns: Sequence[str] = (),
) -> StatementSheet:
    """A statement on one of the papers in one language; UsageError `paper_unknown`.

    Args:
        form: what was issued; one without a number is shown as a preview.
        issued_at: the moment as it shall stand on the paper; a reprint shows the same. print_count: 1 the first time.
        proof: the point of the books the figures were taken from; None leaves it out.
        columns: those to show (`kind`, `number`, `summary`; of open items `due`, `kind`, `amount`, `settled`, `late`);
            what a statement can't do without is always there.
    """
    chosen = paper_named(paper)
    return StatementSheet(
        form, heading, issued_at, print_count, proof, extras, chosen, LABELS[language], tuple(columns)
    )


def print_sheet(sheet: StatementSheet, *, copies: Sequence[str] = (), pages: int | None = None) -> Printout:
    """One statement as PDF.

    `copies` are names such as 存根, 客户, 财务: every copy is drawn with its name. `pages` stops after so many, for a
    first look.
    """
    title, author = f"{sheet.title} {sheet.number}", sheet.heading.name
    pen = Pen(sheet.paper, title=title, author=author, language=sheet.labels.language)
    for copy in copies or ("",):
        draw_statement(pen, replace(sheet, copy=copy) if copy else sheet, pages)
    return pen.finish()


def print_sheets(
    sheets: Iterable[StatementSheet], sink: Sink, *, title: str, copies: Sequence[str] = ()
) -> Printout | None:
    """All these statements, of one paper and language, into one file as they come; None where there is none."""
    pen: Pen | None = None
    for sheet in sheets:
        if pen is None:
            language = sheet.labels.language
            pen = Pen(sheet.paper, title=title, author=sheet.heading.name, language=language, sink=sink)
        for copy in copies or ("",):
            draw_statement(pen, replace(sheet, copy=copy) if copy else sheet)
    return pen.finish() if pen else None


def draw_statement(pen: Pen, sheet: StatementSheet, most: int | None = None) -> None:
    """Draws every page of a statement with the given pen, or only the first `most`."""
    body = OpenRows(pen, sheet) if sheet.form.layout.open_only else DocumentRows(pen, sheet)
    head = RuledTable.head_height(sheet.paper.row)
    room = PageRoom(
        first_rows=first_table_top(sheet) + head,
        next_rows=next_table_top(sheet) + head,
        next_parts=next_parts_top(sheet),
        bottom=sheet.paper.bottom,
        row=sheet.paper.row,
    )
    tied = frozenset() if sheet.form.layout.detail == "documents" else tied_rows(body.lines)
    pages, parts = _planned(pen, sheet, (len(body.lines), tied), room)
    for index, page in enumerate(pages[:most], 1):
        draw_head(pen, sheet, index, len(pages))
        if page.has_table:
            table = RuledTable(pen, body.columns, first_table_top(sheet) if index == 1 else next_table_top(sheet))
            _draw_table(sheet, table, page, body)
        else:
            draw_brought_line(pen, sheet, body.balance(page.last))
        for part, y in page.parts:
            parts[part][1](pen, sheet, y)
        draw_foot(pen, sheet, last=index == len(pages))
        pen.end_page()


def _draw_table(sheet: StatementSheet, table: RuledTable, page: PlannedPage, body: DocumentRows | OpenRows) -> None:
    looks = sheet.looks
    table.head(looks.muted if sheet.paper.colours.tint else looks.strong)
    body.open(table, page.first)
    shown = body.lines[page.first : page.last]
    if any(line.goods for line in shown):
        figures = sum(column.figures for column in body.columns)
        until = len(body.columns) - figures
        edges = table.edges[0], table.edges[until]
        slots, more = goods_slots(*edges, prices=sheet.form.layout.prices), more_slots(*edges)
        for line in shown:
            if line.goods:
                table.free_row(line.cells, more if line.more else slots, looks.small, until=until, more=line.more)
            else:
                table.rows([line.cells], looks.body, looks.red)
    else:
        table.rows([line.cells for line in shown], looks.body, looks.red)
    if page.closes:
        body.close(table)
        table.close(open_rows=1.5)
    else:
        body.carry(table, page.last)
        table.close()


def _planned(
    pen: Pen, sheet: StatementSheet, lines: tuple[int, frozenset[int]], room: PageRoom
) -> tuple[tuple[PlannedPage, ...], list[_Part]]:
    """The pages with their closing parts; the reply slip gives up lines where that saves a page."""
    best: tuple[tuple[PlannedPage, ...], list[_Part]] | None = None
    for reply in range(reply_lines(sheet.paper), 0, -1):
        parts = _parts(pen, sheet, reply)
        pages = plan_pages(lines[0], room, [height for height, _draw in parts], lines[1])
        if best is None or len(pages) < len(best[0]):
            best = pages, parts
    assert best is not None
    return best


def _parts(pen: Pen, sheet: StatementSheet, reply: int) -> list[_Part]:
    parts: list[_Part] = []
    if sheet.form.restated or sheet.extras.replaces:
        parts.append((restated_height(pen, sheet), draw_restated))
    parts.append((AGEING_HEIGHT, draw_ageing))
    if figures_apart(sheet):
        parts.append((APART_HEIGHT, draw_apart))
    parts.append((PROOF_HEIGHT, draw_proof))
    if sheet.extras.reply_slip:
        parts.append((reply_height(sheet.paper, reply), partial(draw_reply, lines=reply)))
    return parts
