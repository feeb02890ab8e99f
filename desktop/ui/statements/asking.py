"""A statement drawn and its pages as pictures, made beside the window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtGui import QImage

from domain.statements import Statement

if TYPE_CHECKING:
    from desktop.desk import Desk

DPI = 132
_SHOWN = 40  # pages; what is longer is read in the file

Question = tuple[str, dt.date, dt.date, str, str]
"""Account, first and last day, paper, language."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A statement with its PDF; `pages` are the first pictures, `sizes` every page's millimetres."""

    statement: Statement
    number: str
    pdf: bytes
    pages: tuple[QImage, ...]
    sizes: tuple[tuple[float, float], ...]


def preview(desk: Desk, account: str, start: dt.date, end: dt.date, paper: str, language: str) -> Preview:
    """Draws the statement and paints its pages."""
    from desktop.actions.statements import statement, statement_bytes, statement_number
    from desktop.printing.preview import page_sizes

    drawn = statement(desk, account, start, end)
    pdf = statement_bytes(desk, drawn, "pdf", paper=paper, language=cast("Any", language))
    return Preview(drawn, statement_number(drawn), pdf, pictures(pdf, DPI, _SHOWN), tuple(page_sizes(pdf)))


def pictures(pdf: bytes, dpi: float, most: int | None = None) -> tuple[QImage, ...]:
    """The pages of a PDF as pictures that own their pixels."""
    from desktop.printing.preview import page_images

    form = QImage.Format.Format_RGB888
    return tuple(
        QImage(image.rgb, image.width, image.height, image.stride, form).copy()
        for image in page_images(pdf, dpi, last=most)
    )


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
