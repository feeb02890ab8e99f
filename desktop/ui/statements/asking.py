"""A statement drawn and its pages as pictures, made beside the window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from desktop.ui.paper.pages import Pages, pages_of
from domain.statements import Statement

if TYPE_CHECKING:
    from desktop.desk import Desk

Question = tuple[str, dt.date, dt.date, str, str]
"""Account, first and last day, paper, language."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A statement and the paper it stands on."""

    statement: Statement
    paper: Pages


def preview(desk: Desk, account: str, start: dt.date, end: dt.date, paper: str, language: str) -> Preview:
    """Draws the statement and paints its pages."""
    from desktop.actions.statement_papers import file_name, printout
    from desktop.actions.statements import draft

    drawn = draft(desk, account, start, end)
    printed = printout(desk, drawn.paper, paper=paper, language=cast("Any", language))
    return Preview(drawn.statement, pages_of(file_name(drawn, "pdf").removesuffix(".pdf"), printed))


def save_statement(
    desk: Desk,
    question: Question,
    form: str,
    path: Path,
    progress: Callable[..., None],  # noqa: ARG001 -- it is one piece of work
    cancelled: Callable[[], bool],  # noqa: ARG001 -- likewise
) -> Path:
    """Writes the statement into a file, whole or not at all."""
    from desktop.actions.statements import print_statement

    account, start, end, paper, language = question
    return print_statement(desk, account, start, end, cast("Any", form), paper, path, language=cast("Any", language))
