"""A file taken into the books: its kind, its rows as they were read, its columns named by hand, then booked at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.actions.imports.file_rows import SAMPLE, FileRow
from desktop.import_kinds import IMPORT_KINDS
from desktop.ui.frame.actions import preview
from desktop.ui.frame.list_page import CountLabel
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.importing.mapping import ImportColumnsDialog
from desktop.ui.importing.rows import FileRowList
from desktop.ui.navigation import key_table
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey, Sheets, listing, lists
from desktop.ui.widgets.parts import ActionButton, ElidedLabel, FilterBar, card, label, row
from domain.errors import DeskError
from domain.values.quantities import plain_number

_SAID = 3  # remarks that fit on the page
_UNTOLD = ("header_missing", "header_absent", "header_ambiguous", "map_header_unknown", "table_empty")


@dataclass(frozen=True, slots=True)
class ImportChoice:
    """What is said about a file: its kind, which column means what, and whether hidden sheets and rows are read."""

    kind: str = "customers"
    titles: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False


class ImportPage(WindowPage):
    """One file at a time; nothing is booked before it was looked at."""

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self.found: Any = None
        self.dialog: Any = None
        self._path = Path()
        self._wish = ImportChoice(
            next((kind for kind, right in IMPORT_KINDS.items() if worker.may(right)), "customers")
        )
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._show)
        self._latest.failed.connect(self._refuse)
        self._build_actions()
        self._build()
        self._list()

    # ---- building

    def _build_actions(self) -> None:
        self.open_action = self.act(self.tr("选文件"), (key_table.NEW, key_table.OPEN), self._choose)
        self.book_action = self.act(
            self.tr("入账"), key_table.DO, self._book, why=self.tr("没有可入账的行：F9 选文件，看对了再入账。")
        )
        self.map_action = self.act(
            self.tr("各列是什么"), key_table.EDIT, self._ask_columns, why=self.tr("先按 F9 选文件。")
        )
        self.act(self.tr("换种类"), key_table.SWITCH_OTHER, self._next_kind, again=True)
        self.act(self.tr("换筛选"), key_table.SWITCH, self._next_filter, again=True)
        self.excel = ExcelKey(self, self.worker, self.banner, self._sheets)
        self.act(self.tr("返回"), key_table.BACK, self._back)

    def _build(self) -> None:
        self.build_title(
            self.tr("导入文件"),
            self.excel.button(),
            ActionButton(self.map_action, picture="pen"),
            ActionButton(self.open_action, picture="open"),
            ActionButton(self.book_action, "primary", "check"),
        )
        self.kinds = FilterBar(
            [(kind, formatting.named("import_kind", kind)) for kind in IMPORT_KINDS if self._may(kind)]
        )
        self.kinds.pick(self._wish.kind)
        self.kinds.picked.connect(self._pick_kind)
        self.box.addWidget(self.kinds)
        self.told = ElidedLabel(self.tr("选一个 Excel 或 CSV 文件：先看每一行读成什么，再入账。"), "muted")
        self.box.addWidget(self.told)
        states = [
            ("", self.tr("全部")),
            *((code, formatting.named("import_row", code)) for code in ("taken", "refused")),
        ]
        self.filters = FilterBar([*states, ("left", formatting.named("import_row", "left"))])
        self.filters.picked.connect(self._list)
        self.count = CountLabel()
        self.sum = label("", "strong")
        self.box.addLayout(row(self.filters, 1, self.sum, self.count, spacing=14))
        self.list = FileRowList(self.worker, self)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.list)
        self.box.addWidget(frame, 1)
        self.keep_from_hqs_people(self.open_action, self.book_action, self.map_action)

    def take(self, given: object) -> None:
        """Another page sends a kind of file."""
        kind = str(given)
        if kind in IMPORT_KINDS and self._may(kind):
            self.kinds.pick(kind)
            self._pick_kind(kind)
        self.rest()

    def rest(self) -> None:
        self.list.setFocus()

    def _may(self, kind: str) -> bool:
        return self.worker.may(IMPORT_KINDS[kind])

    def _back(self) -> None:
        self.back_wanted.emit("products" if self._wish.kind in ("products", "stock", "prices") else "customers", None)

    # ---- the file

    def _choose(self) -> None:
        kinds = self.tr("表格文件 (*.xlsx *.xls *.csv *.txt *.gz *.ods)")
        path, _ = QFileDialog.getOpenFileName(self, self.tr("选要导入的文件"), str(self._path.parent), kinds)
        if path:
            self.open_file(Path(path))

    def open_file(self, path: Path) -> None:
        """Reads a file anew, forgetting what was said of another."""
        self._path, self._wish = path, ImportChoice(self._wish.kind)
        self._ask()

    def _ask(self) -> None:
        self.found = None
        self._list()
        if self._path.name:
            self.told.setText(self.tr("正在读 {0} …").format(self._path.name))
            self.banner.hide()
            look = partial(preview.preview, hidden=self._wish.hidden)
            self._latest.ask(look, self._wish.kind, self._path, self._wish.titles)

    @Slot(object)
    def _refuse(self, failure: DeskError) -> None:
        self.told.setText(self._path.name)
        self.tell(failure)
        if failure.code in _UNTOLD:
            self.worker.read(preview.unknown_columns, self._wish.kind, self._path, then=self._map, failed=self.tell)

    @Slot(object)
    def _map(self, offer: Any) -> None:
        self._open_columns(offer.titles, offer.meanings, {**offer.guessed, **self._wish.titles})

    def _ask_columns(self) -> None:
        if self.found is not None:
            self._open_columns(self.found.titles, self.found.meanings, self.found.columns)

    def _open_columns(self, titles: Any, meanings: Any, chosen: Any) -> None:
        self.dialog = ImportColumnsDialog(titles, meanings, chosen, self, hidden=self._wish.hidden)
        self.dialog.confirmed.connect(self._mapped)
        self.dialog.open()

    def _mapped(self) -> None:
        self._wish = replace(self._wish, titles=self.dialog.titles, hidden=self.dialog.hidden.isChecked())
        self.dialog.accept()
        self._ask()

    @Slot(object)
    def _show(self, found: Any) -> None:
        self.found = found
        told = self.tr("%n 行：可入账 {0}，已如此 {1}，不能入账 {2}，不是明细 {3}", "", found.lines)
        if found.booked:
            told = self.tr("%n 行：已入账 {0}，已如此 {1}，未入账 {2}，不是明细 {3}", "", found.lines)
        counted = told.format(found.taken, found.same, found.refused, found.left)
        few = self.tr("每种只列前 {0} 行，全部在报告里").format(SAMPLE) if found.lines > len(found.rows) else ""
        parts = (
            self._path.name,
            counted,
            *filter(None, [few]),
            *(formatting.tell(each) for each in found.notes if each.severity == "info"),
        )
        self.told.setText("  ·  ".join(parts))
        self.told.setToolTip("\n".join(parts))
        self._warn([formatting.tell(each) for each in found.notes if each.severity != "info"])
        self._list()
        self.rest()

    def _warn(self, told: list[str]) -> None:
        """What wasn't read of the file, or is odd about it, stands where it can't be overlooked."""
        if told:
            more = len(told) - _SAID
            rest = [self.tr("还有 {0} 处，都在报告里。").format(more)] if more > 0 else []
            self.banner.say("\n".join([*told[:_SAID], *rest]), "warn")

    # ---- the rows

    def _shown(self) -> list[FileRow]:
        rows = self.found.rows if self.found is not None else ()
        if self.found is not None and self.found.booked:
            rows = [replace(each, state="booked") if each.state == "taken" else each for each in rows]
        wanted = {"taken": ("taken", "booked", "same"), "refused": ("refused",), "left": ("left",)}
        states = wanted.get(self.filters.code)
        return [each for each in rows if states is None or each.state in states]

    def _list(self, *_: object) -> None:
        shown = self._shown()
        self.list.rows.show_rows(shown)
        self.list.say_when_empty(self.tr("没有这样的行。") if self.found else self.tr("F9 选一个文件。"))
        self.count.show_count(len(shown))
        self._allow()

    def _allow(self) -> None:
        found = self.found
        self.map_action.setEnabled(found is not None and not found.booked)
        may = self._may(self._wish.kind)
        self.book_action.setEnabled(bool(found is not None and not found.booked and found.taken and may))
        has_sum = found is not None and found.total is not None
        told = self.tr("入账 {0}，文件共 {1}")
        shown = plain_number if self._wish.kind in ("stock", "receipts") else formatting.money
        self.sum.setText(told.format(shown(found.taken_total), shown(found.total)) if has_sum else "")

    def _sheets(self) -> Sheets | None:
        """The rows as they are filtered."""
        if self.found is None:
            return None
        return lists(
            listing("import_rows", self._shown()), name=f"{formatting.list_name('import_rows')} {self._path.stem}"
        )

    @Slot(str)
    def _pick_kind(self, kind: str) -> None:
        if kind != self._wish.kind:
            self._wish = ImportChoice(kind)
            self._ask()

    def _next_kind(self) -> None:
        self.kinds.step(1)

    def _next_filter(self) -> None:
        self.filters.step(1)

    # ---- booking

    def _book(self) -> None:
        if self.found is not None:
            self.book_action.setEnabled(False)  # asked for once, booked once
            book = partial(preview.book_file, hidden=self._wish.hidden, remark=formatting.told("history_keeps_stock"))
            asked = (self._wish.kind, self._path, self._wish.titles)
            self.worker.write(book, *asked, then=self._booked, failed=self._not_booked)

    @Slot(object)
    def _not_booked(self, failure: DeskError) -> None:
        self.tell(failure)
        self._allow()

    @Slot(object)
    def _booked(self, done: Any) -> None:
        self._show(done)
        said = self.tr("已入账 %n 行。", "", done.taken)
        if done.documents:
            said += self.tr("记了 %n 张单据。", "", done.documents)
        if done.refused:
            said += self.tr("%n 行没有入账，逐行原因见 {0}。", "", done.refused).format(done.report)
        self.banner.say(said, "warn" if done.refused else "good")
        self.exchange_wanted.emit()
