"""One statement as a file: a PDF, a workbook or JSON, written whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from desktop.actions.documents.json_forms import as_json
from desktop.actions.documents.saving import write_whole
from desktop.actions.statements.json_forms import issued_form
from desktop.actions.statements.papers import file_name, printout
from desktop.actions.statements.statements import draft
from domain.errors import UsageError

if TYPE_CHECKING:
    from desktop.desk import Desk
    from sync.records.statements.issued import Issued

Format = Literal["pdf", "json", "xlsx"]
FORMATS: Sequence[Format] = ("pdf", "json", "xlsx")


def statement_bytes(
    desk: Desk,
    drawn: Issued,
    form: Format,
    *,
    paper: str = "a4",
    language: Literal["zh", "en"] = "zh",
) -> bytes:
    """The statement as a file's bytes; UsageError `format_unknown`, `paper_unknown`."""
    if form == "json":
        return as_json(issued_form(drawn)).encode()
    if form == "xlsx":
        from desktop.exchange.statement_sheets import statement_xlsx  # only who wants a workbook waits for its library

        return statement_xlsx(drawn.form, language=language, replaces=(drawn.replaces, drawn.why))
    if form != "pdf":
        raise UsageError("format_unknown", format=form, known=", ".join(FORMATS))
    return printout(desk, drawn, paper=paper, language=language).pdf


def print_statement(  # noqa: PLR0913 -- what is printed, of when, how, and where to
    desk: Desk,
    account: str,
    start: date,
    end: date,
    form: Format = "pdf",
    paper: str = "a4",
    out: Path | None = None,
    *,
    seller: str | None = None,
    language: Literal["zh", "en"] = "zh",
) -> Path:
    """Writes the unissued statement into a file, whole or not at all, and gives its path.

    Without `out` it goes into the desk's own folder. Raises as `draft` and `statement_bytes`, and RefusedError
    `file_not_written`.
    """
    drawn = draft(desk, account, start, end, seller=seller).paper
    path = out or desk.folder / "statements" / file_name(drawn, form)
    return write_whole(path, statement_bytes(desk, drawn, form, paper=paper, language=language))
