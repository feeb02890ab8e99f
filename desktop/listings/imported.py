"""The list of a file's rows as an import reads them: what each is about, what it books, why some aren't booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.actions.imports.file_rows import FileRow
from desktop.import_kinds import IMPORT_KINDS
from desktop.labels import Language
from desktop.listings.listing import TOLD, CellLook, ListColumn, Listing, ListQuery, RowSource
from desktop.listings.types import NONE, PLACE, itself, named, said
from desktop.row_words import row_says
from desktop.wording import say_row

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell


def _rows(desk: Desk, wish: ListQuery) -> tuple[FileRow, ...]:
    from desktop.actions.imports.preview import preview

    assert wish.source is not None
    return preview(desk, wish.only or "orders", wish.source, {}).rows


def _why(row: FileRow, language: Language) -> Cell:
    return " ".join(say_row(code, facts, language) for code, facts in row.why)


def _says(row: FileRow, language: Language) -> Cell:
    return row_says(row.says, row.fields, language)


_TONES = {"taken": "info", "booked": "good", "same": "muted", "refused": "bad", "left": "muted"}


def _tone(row: FileRow) -> str:
    return _TONES.get(row.state, "muted")


IMPORT_ROWS = Listing(
    "import_rows",
    (
        ListColumn("row", "行", "Row", PLACE, look=CellLook(76, second=("sheet",))),
        ListColumn("sheet", "工作表", "Sheet", where=TOLD, optional=True),
        ListColumn("what", "内容", "About", look=CellLook(0, "strong")),
        ListColumn("says", "入账", "Books", said(_says), itself, nothing=(NONE, NONE), look=CellLook(240, "flow")),
        ListColumn("why", "原因", "Why", said(_why), itself, look=CellLook(0, "flow")),
        ListColumn("state", "状态", "State", named("import_row"), look=CellLook(116, "chip", tone=_tone)),
    ),
    RowSource(_rows),
    takes=frozenset({"source", "only"}),
    needs=frozenset({"source"}),
    only=tuple(IMPORT_KINDS),
)

LISTS = (IMPORT_ROWS,)
