"""Statements drawn, issued and proved, made beside the window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

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
    language = cast("Any", question.language)
    printed = printout(desk, drawn, paper=question.paper, language=language, pages=pages)
    name = file_name(drawn, "pdf").removesuffix(".pdf")
    return Preview(drawn.form.statement, pages_of(name, printed), pages is None, drawn.number)


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


def count_print(desk: Desk, number: str) -> Written:
    """The statement went onto paper."""
    from desktop.actions.statement_papers import printed

    printed(desk, [f"statement/{number}"])
    return Written(number, frozenset({"statements"}))


def verify(desk: Desk, text: str) -> Verified:
    """Checks a scanned text against the books."""
    from desktop.actions.statement_papers import verify as check

    return check(desk, text)


def save_statement(
    desk: Desk,
    question: Question,
    form: str,
    path: Path,
    progress: Callable[..., None],  # noqa: ARG001 -- it is one piece of work
    cancelled: Callable[[], bool],  # noqa: ARG001 -- likewise
) -> Path:
    """Writes the statement into a file, whole or not at all; a numbered PDF counts as a print."""
    from desktop.actions.saving import write_whole
    from desktop.actions.statement_files import statement_bytes
    from desktop.actions.statement_papers import printed

    drawn = _drawn(desk, question)
    language = cast("Any", question.language)
    content = statement_bytes(desk, drawn, cast("Any", form), paper=question.paper, language=language)
    written = write_whole(path, content)
    if drawn.number and form == "pdf":
        printed(desk, [f"statement/{drawn.number}"])
    return written


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
