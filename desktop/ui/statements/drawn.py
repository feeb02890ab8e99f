"""Statements drawn, issued and proved, made beside the window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from desktop.actions.changes import changes
from desktop.actions.headquarters.queued import Queued
from desktop.ui.paper.pages import Pages, pages_of
from domain.statements.forms import Layout
from domain.statements.statement import Statement

if TYPE_CHECKING:
    from desktop.actions.statements.batches import BatchRequestForm, StatementBatch
    from desktop.desk import Desk
    from desktop.printing.drawing.pen import Printout
    from domain.explain import Reason

LAYOUTS = {
    "documents": Layout(),
    "lines": Layout("lines"),
    "bare": Layout("lines", prices=False),
    "open": Layout(open_only=True),
}
"""The forms offered, by their code."""


class StatementQuestion(NamedTuple):
    """What is to be shown; with a number, the statement that was issued under it; `form` puts only its values there."""

    account: str
    start: dt.date
    end: dt.date
    paper: str
    language: str
    layout: str = "documents"
    number: str = ""
    copies: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    form: bool = False
    printer: str = ""


class Reprint(NamedTuple):
    """An issued statement that the statements page is to show again."""

    number: str


class IssuedChoice(NamedTuple):
    """What an issued statement was made of; `buyer` as the account is asked for (a former seller's is its own)."""

    number: str
    buyer: str
    days: tuple[dt.date, dt.date]
    layout: Layout


@dataclass(frozen=True, slots=True)
class StatementPreview:
    """A statement and the paper it stands on.

    `whole` tells that all pages are there, `number` that it is issued, `withdrawn` that and why it was taken back;
    `before` what issuing it would do to earlier statements of the period, `alike` which of them says the same.
    """

    statement: Statement
    paper: Pages
    whole: bool
    number: str
    withdrawn: str = ""
    before: tuple[Reason, ...] = ()
    alike: str = ""


def preview(desk: Desk, question: StatementQuestion, pages: int | None) -> StatementPreview:
    """Draws the statement and paints its pages, or only the first ones."""
    from desktop.actions.statements.confirming import withdrawn_for
    from desktop.actions.statements.papers import file_name, issued_alike, replaced_by

    drawn = _drawn(desk, question)
    printed = _printed(desk, drawn, question, pages)
    name = file_name(drawn, "pdf").removesuffix(".pdf")
    papers = (f"statement/{drawn.number}",) if drawn.number else ()
    shown = pages_of(name, printed, papers)
    shown = replace(shown, printer=question.printer) if question.form else shown
    why = withdrawn_for(desk, drawn.number) if drawn.number else None
    before = replaced_by(desk, drawn)
    whole, alike = pages is None or question.form, issued_alike(desk, drawn)
    return StatementPreview(drawn.form.statement, shown, whole, drawn.number, why or "", before, alike)


def _printed(desk: Desk, drawn: Any, question: StatementQuestion, pages: int | None = None) -> Printout:
    """The pages as they are looked at, printed and saved: by one way only."""
    from desktop.actions.documents.overlays import layout
    from desktop.actions.statements.overlays import statement_onto_form
    from desktop.actions.statements.papers import printout

    if question.form:
        language = cast("Any", question.language)
        return statement_onto_form(drawn, layout(desk, "statement"), question.printer, language)
    return printout(desk, drawn, **_look(question), pages=pages)


def issued_choice(desk: Desk, number: str) -> IssuedChoice:
    """What the statement of this number was made of."""
    from desktop.actions.catalog.cards import own_dealer
    from desktop.actions.statements.papers import issued

    form = issued(desk, number).form
    statement = form.statement
    with desk.book.reading() as connection:
        own = own_dealer(connection, desk)
    former = statement.buyer.id == own.id and statement.seller.id != own.parent
    buyer = statement.seller.id if former else statement.buyer.id
    return IssuedChoice(number, buyer, (statement.start, statement.end), form.layout)


def code_of(layout: Layout) -> str:
    """The code of the form offered that comes nearest."""
    if layout.open_only:
        return "open"
    return "documents" if layout.detail == "documents" else "lines" if layout.prices else "bare"


def _look(question: StatementQuestion) -> dict[str, Any]:
    look = {"paper": question.paper, "language": question.language}
    return {**look, "copies": question.copies, "columns": question.columns}


def _drawn(desk: Desk, question: StatementQuestion) -> Any:
    from desktop.actions.statements.papers import issued
    from desktop.actions.statements.statements import draft

    if question.number:
        return issued(desk, question.number)
    return draft(desk, question.account, question.start, question.end, LAYOUTS[question.layout]).paper


@changes("statements")
def issue(desk: Desk, question: StatementQuestion, why: str = "") -> str | Queued:
    """Issues the statement; gives its number. `why` it takes the place of an earlier one."""
    from desktop.actions.statements.papers import issue_statement

    layout = LAYOUTS[question.layout]
    made = issue_statement(desk, question.account, question.start, question.end, layout, why=why)
    return made if isinstance(made, Queued) else made.number


def save_pdf(
    desk: Desk,
    question: StatementQuestion,
    path: Path,
    progress: Callable[..., None],  # noqa: ARG001 -- it is one piece of work
    cancelled: Callable[[], bool],  # noqa: ARG001 -- likewise
) -> Path:
    """Writes the statement as a PDF, whole or not at all; a numbered one counts as a print."""
    from desktop.actions.documents.saving import write_whole
    from desktop.actions.statements.papers import printed

    drawn = _drawn(desk, question)
    written = write_whole(path, _printed(desk, drawn, question).pdf)
    if drawn.number:
        printed(desk, [f"statement/{drawn.number}"])
    return written


def save_workbook(
    desk: Desk,
    asked: StatementQuestion,
    path: Path,
    language: Any,
    progress: Callable[..., None],  # noqa: ARG001 -- it is one piece of work
    cancelled: Callable[[], bool],  # noqa: ARG001 -- likewise
) -> Path:
    """Writes the statement as a workbook, whole or not at all."""
    from desktop.actions.documents.saving import write_whole
    from desktop.actions.statements.files import statement_bytes

    return write_whole(path, statement_bytes(desk, _drawn(desk, asked), "xlsx", language=language))


@changes("statements")
def run_batch(
    desk: Desk,
    period: Sequence[dt.date],
    out: Path,
    wish: BatchRequestForm,
    progress: Callable[..., None],
    cancelled: Callable[[], bool],
) -> StatementBatch | Queued:
    """All customers' statements."""
    from desktop.actions.statements.batches import print_batch

    start, end = period
    return print_batch(desk, start, end, out, wish, progress=progress, cancelled=cancelled)


@changes("statements")
def run_batch_for_printer(
    desk: Desk,
    period: Sequence[dt.date],
    wish: BatchRequestForm,
    progress: Callable[..., None],
    cancelled: Callable[[], bool],
) -> tuple[StatementBatch, Pages] | Queued:
    """All customers' statements as the pages of one job; they count as printed when the printer has taken the last."""
    from desktop.actions.statements.batches import print_batch
    from desktop.printing.preview import page_sizes
    from desktop.printing.spooler import Spooler

    start, end = period
    out = Spooler(desk.folder).prepare()
    batch = print_batch(desk, start, end, out, wish, progress=progress, cancelled=cancelled)
    if isinstance(batch, Queued):
        return batch
    sizes = tuple(page_sizes(out, 1)) if batch.made else ()
    papers = tuple(f"statement/{number}" for number in batch.numbers)
    title = f"statements-{start:%Y%m%d}-{end:%Y%m%d}"
    pages = Pages(title, b"", (), sizes, batch.missing, papers, file=out, count=batch.pages)
    return batch, pages
