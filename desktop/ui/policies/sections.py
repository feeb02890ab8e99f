"""A section of the editor: fields laid two beside each other, of which those that don't matter are out of sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop.ui.frame.style import tone
from desktop.ui.policies.document import inside
from desktop.ui.policies.edits import YesEdit
from desktop.ui.policies.grid import GridView
from desktop.ui.policies.makers import Maker, Workbench
from desktop.ui.policies.scopes import ScopeEdit
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import label
from domain.explain import Reason

translate = QCoreApplication.translate


def always(_: Workbench) -> bool:
    """A field that matters whatever the form says."""
    return True


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """One field: where it writes, what it is called, how it is made, and when it matters.

    `more`: it stands behind 更多条件 as long as nothing is said there. `wide` takes the whole width. A field that
    doesn't matter is shown all the same where something is written, so that nothing holds unseen; `strict`
    ones aren't, because another field shows the same place.
    """

    path: str
    name: str
    maker: Maker
    more: bool = False
    when: Callable[[Workbench], bool] = always
    wide: bool = False
    strict: bool = False
    help: str = ""


class EntryView(QWidget):
    """A field with its name over it and, when something is wrong, the reason under it."""

    def __init__(self, entry: FieldEntry, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self.entry = entry
        self.edit: Any = entry.maker.make(bench, entry.path)
        self._wrong = label("", "error", wrap=True)
        self._wrong.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        if entry.name:
            title = label(entry.name, "label")
            title.setBuddy(self.edit)
            box.addWidget(title)
        box.addWidget(self.edit)
        if entry.help:
            box.addWidget(label(entry.help, "small", wrap=True))
        box.addWidget(self._wrong)
        if not entry.wide:
            box.addStretch(1)

    def matters(self, bench: Workbench) -> bool:
        """Whether the field is to be seen."""
        if not self.entry.when(bench):
            return not self.entry.strict and bench.document.is_set(self.entry.path)
        return not self.entry.more or bench.all_shown or bench.document.is_set(self.entry.path) or self.is_wrong

    @property
    def is_yes(self) -> bool:
        return isinstance(self.edit, YesEdit)

    @property
    def is_wrong(self) -> bool:
        return not self._wrong.isHidden()

    def blame(self, reasons: Sequence[Reason]) -> None:
        """Shows what is wrong at this field's place or below it."""
        told = [formatting.tell(at_field(reason, self.entry)) for reason in reasons]
        self._wrong.setText("\n".join(dict.fromkeys(told)))
        self._wrong.setVisible(bool(told))
        if isinstance(self.edit, GridView):
            by_path = {str(reason.facts.get("path")): text for reason, text in zip(reasons, told, strict=True)}
            self.edit.blame(by_path)
        elif not isinstance(self.edit, ScopeEdit):
            tone(self.edit, wrong=bool(told))


def at_field(reason: Reason, entry: FieldEntry) -> Reason:
    """The reason with the field's own name for its path; in a table the number of the row too."""
    path = str(reason.facts.get("path", ""))
    name = entry.name or path
    rest = path.removeprefix(entry.path)
    if rest.startswith("["):
        place = int(rest[1 : rest.index("]")]) + 1
        name = translate("policies", "{0} 第 {1} 行").format(name, place)
    return Reason(reason.code, reason.severity, {**reason.facts, "path": name}, reason.line)


class SectionCard(QFrame):
    """A card of fields.

    Signals:
        shape_changed: fields came into sight or went out of it.
    """

    shape_changed = Signal()

    def __init__(self, title: str, entries: Sequence[FieldEntry], bench: Workbench) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._bench = bench
        self.views = [EntryView(entry, bench, self) for entry in entries]
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 14)
        box.setSpacing(10)
        box.addWidget(label(title, "heading"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        box.addLayout(self._grid)
        self._laid: list[EntryView] | None = None
        self.lay()
        bench.document.changed.connect(self._follow)

    @Slot(str)
    def _follow(self, _: str) -> None:
        self.lay()

    def lay(self) -> None:
        """Lays out the fields that matter now."""
        wanted = [view for view in self.views if view.matters(self._bench)]
        if wanted == self._laid:
            return
        for view in self._laid or ():
            self._grid.removeWidget(view)
        for view in self.views:
            view.setVisible(view in wanted)
        line, column = 0, 0
        left: EntryView | None = None
        for view in wanted:
            if column and (view.entry.wide or left is None or view.is_yes != left.is_yes):
                line, column = line + 1, 0
            if view.entry.wide:
                self._grid.addWidget(view, line, 0, 1, 2)
                line += 1
            else:
                self._grid.addWidget(view, line, column, Qt.AlignmentFlag.AlignTop)
                left = view
                line, column = (line + 1, 0) if column else (line, 1)
        self._laid = wanted
        if self.parentWidget() is not None or not wanted:  # shown without a place it would flash as a window
            self.setVisible(bool(wanted))
        self.shape_changed.emit()

    def view_for(self, path: str) -> EntryView | None:
        """The field a place of the form belongs to: the one that names the most of it."""
        found = [view for view in self.views if inside(path, view.entry.path)]
        return max(found, key=lambda view: len(view.entry.path), default=None)

    @property
    def shown(self) -> list[EntryView]:
        return self._laid or []
