"""Statements drawn, issued and proved, made beside the window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.ui.paper.pages import Pages, pages_of
from desktop.ui.work import Written
from domain.statement_forms import Layout
from domain.statements import Statement

if TYPE_CHECKING:
    from desktop.actions.statement_batches import Batch, Wish
    from desktop.actions.statement_papers import Verified
    from desktop.desk import Desk

LAYOUTS = {
    "documents": Layout(),
    "lines": Layout("lines"),
    "bare": Layout("lines", prices=False),
    "open": Layout(open_only=True),
}
"""The forms offered, by their code."""


class Question(NamedTuple):
    """What is to be shown; with a number, the statement that was issued under it."""

    account: str
    start: dt.date
    end: dt.date
    paper: str
    language: str
    layout: str = "documents"
    number: str = ""
    copies: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """A statement and the paper it stands on; `whole` tells that all pages are there, `number` that it is issued."""

    statement: Statement
    paper: Pages
    whole: bool
    number: str


def preview(desk: Desk, question: Question, pages: int | None) -> Preview:
    """Draws the statement and paints its pages, or only the first ones."""
    from desktop.actions.statement_papers import file_name, printout

    drawn = _drawn(desk, question)
    printed = printout(desk, drawn, **_look(question), pages=pages)
    name = file_name(drawn, "pdf").removesuffix(".pdf")
    papers = (f"statement/{drawn.number}",) if drawn.number else ()
    return Preview(drawn.form.statement, pages_of(name, printed, papers), pages is None, drawn.number)


def _look(question: Question) -> dict[str, Any]:
    look = {"paper": question.paper, "language": question.language}
    return {**look, "copies": question.copies, "columns": question.columns}


def _drawn(desk: Desk, question: Question) -> Any:
    from desktop.actions.statement_papers import issued
    from desktop.actions.statements import draft

    if question.number:
        return issued(desk, question.number)
    return draft(desk, question.account, question.start, question.end, LAYOUTS[question.layout]).paper


def issue(desk: Desk, question: Question) -> Written:
    """Issues the statement; gives its number."""
    from desktop.actions.statement_papers import issue_statement

    layout = LAYOUTS[question.layout]
    made = issue_statement(desk, question.account, question.start, question.end, layout)
    return Written(made.number, frozenset({"statements"}))


def verify(desk: Desk, text: str) -> Verified:
    """Checks a scanned text against the books."""
    from desktop.actions.statement_papers import verify as check

    return check(desk, text)


def save_pdf(
    desk: Desk,
    question: Question,
    path: Path,
    progress: Callable[..., None],  # noqa: ARG001 -- it is one piece of work
    cancelled: Callable[[], bool],  # noqa: ARG001 -- likewise
) -> Path:
    """Writes the statement as a PDF, whole or not at all; a numbered one counts as a print."""
    from desktop.actions.saving import write_whole
    from desktop.actions.statement_papers import printed, printout

    drawn = _drawn(desk, question)
    written = write_whole(path, printout(desk, drawn, **_look(question)).pdf)
    if drawn.number:
        printed(desk, [f"statement/{drawn.number}"])
    return written


def save_workbook(
    desk: Desk,
    asked: Question,
    path: Path,
    language: Any,
    progress: Callable[..., None],  # noqa: ARG001 -- it is one piece of work
    cancelled: Callable[[], bool],  # noqa: ARG001 -- likewise
) -> Path:
    """Writes the statement as a workbook, whole or not at all."""
    from desktop.actions.saving import write_whole
    from desktop.actions.statement_files import statement_bytes

    return write_whole(path, statement_bytes(desk, _drawn(desk, asked), "xlsx", language=language))


def run_batch(
    desk: Desk,
    period: Sequence[dt.date],
    out: Path,
    wish: Wish,
    progress: Callable[..., None],
    cancelled: Callable[[], bool],
) -> Written:
    """All customers' statements."""
    from desktop.actions.statement_batches import print_batch

    start, end = period
    done: Batch = print_batch(desk, start, end, out, wish, progress=progress, cancelled=cancelled)
    return Written(done, frozenset({"statements"}))


def run_batch_for_printer(
    desk: Desk, period: Sequence[dt.date], wish: Wish, progress: Callable[..., None], cancelled: Callable[[], bool]
) -> Written:
    """All customers' statements as the pages of one job; they count as printed when the printer has taken the last."""
    from desktop.actions.statement_batches import print_batch
    from desktop.printing.preview import page_sizes

    start, end = period
    with TemporaryDirectory() as folder:
        out = Path(folder) / f"statements-{start:%Y%m%d}-{end:%Y%m%d}.pdf"
        batch = print_batch(desk, start, end, out, wish, progress=progress, cancelled=cancelled)
        pdf = out.read_bytes() if batch.made else b""
    papers = tuple(f"statement/{number}" for number in batch.numbers)
    sizes = tuple(page_sizes(pdf)) if pdf else ()
    pages = Pages(out.stem, pdf, (), sizes, batch.missing, papers)
    return Written((batch, pages), frozenset({"statements"}))
