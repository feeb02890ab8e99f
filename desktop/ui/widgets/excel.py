"""Ctrl+E everywhere: asks where, writes what is shown into a workbook beside the window, and says what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.labels import Language
from desktop.ui.frame.lanes import Long
from desktop.ui.frame.page import make_action
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import ActionButton, Banner

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.listings.workbooks import Exported, ShownList


class Sheets(NamedTuple):
    """What is to be written: the name proposed for the file, what writes it, and what that has to know."""

    name: str
    doing: Long[Any, Path, Language, Path | Exported]
    asked: object


def lists(*shown: ShownList, name: str = "") -> Sheets:
    """Lists as they are shown, each on a sheet of its own; the file is called like the first."""
    first = shown[0]
    about = f" {first.about}" if first.about else ""
    return Sheets(name or f"{formatting.list_name(first.kind)}{about}", write_lists, shown)


def listing(
    kind: str,
    rows: Sequence[Any] | Callable[[Desk], Iterable[Any]] | None = None,
    *,
    keys: Sequence[int] | None = None,
    about: str = "",
) -> ShownList:
    """A list as it is shown; its library is loaded only now."""
    from desktop.listings.workbooks import ShownList

    return ShownList(kind, rows, keys, about)


def write_lists(
    desk: Desk,
    asked: Sequence[ShownList],
    path: Path,
    language: Any,
    progress: Callable[..., None],  # noqa: ARG001 -- it is one piece of work
    cancelled: Callable[[], bool],  # noqa: ARG001 -- likewise
) -> Exported:
    """Writes lists into a workbook."""
    from desktop.listings.workbooks import export_shown

    return export_shown(desk, asked, path, language)


class ExcelKey(QObject):
    """The action of a page or a dialog, and its button."""

    def __init__(self, owner: QWidget, worker: Worker, banner: Banner, what: Callable[[], Sheets | None]) -> None:
        """`what` tells what is shown at the moment; None where nothing is."""
        super().__init__(owner)
        self._owner, self._worker, self._banner, self._what = owner, worker, banner, what
        self.action = make_action(owner, self.tr("存 Excel"), key_table.EXCEL, self._ask)

    def button(self) -> ActionButton:
        """A button that shows the key."""
        made = ActionButton(self.action, picture="excel")
        made.setAutoDefault(False)
        return made

    def _ask(self) -> None:
        found = self._what()
        if found is None:
            self._banner.say(self.tr("这里还没有可以存的内容。"), "info")
            return
        safe = "".join("-" if mark in '\\/:*?"<>|' else mark for mark in found.name).strip()
        proposed = str(Path.home() / f"{safe}.xlsx")
        path, _ = QFileDialog.getSaveFileName(
            self._owner, self.tr("存到哪里"), proposed, self.tr("Excel 工作簿 (*.xlsx)")
        )
        if path:
            self._write(found, Path(path))

    def save_to(self, path: Path) -> None:
        """Writes what is shown, beside the window."""
        found = self._what()
        if found is not None:
            self._write(found, path)

    def _write(self, found: Sheets, path: Path) -> None:
        whole = path if path.suffix else path.with_suffix(".xlsx")
        title, language = self.tr("正在存 Excel"), formatting.language()
        self._worker.long(title, found.doing, found.asked, whole, language, then=self._wrote, failed=self._refuse)

    @Slot(object)
    def _wrote(self, done: Any) -> None:
        if isinstance(done, Path):
            self._banner.say(self.tr("已保存：{0}").format(done), "good")
        elif done.rows:
            self._banner.say(self.tr("已保存：{0}，共 {1} 行。").format(done.path, done.rows), "good")
        else:
            self._banner.say(self.tr("列表是空的，只存了表头：{0}").format(done.path), "warn")

    @Slot(object)
    def _refuse(self, failure: Any) -> None:
        self._banner.say(formatting.tell(failure), "bad")
