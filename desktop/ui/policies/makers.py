"""How the editor's fields are made, and how what stands in them is told in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.frame.work import Worker
from desktop.ui.policies.chips import ChipsEdit
from desktop.ui.policies.document import MISSING, PolicyDocument, parts_of
from desktop.ui.policies.edits import ChoiceEdit, DateEdit, NumberEdit, TextEdit, YesEdit, shown
from desktop.ui.policies.grid import GridView
from desktop.ui.policies.gridmodel import GridColumn, GridModel
from desktop.ui.policies.names import Names
from desktop.ui.policies.scopes import ScopeDialog, ScopeEdit, everyone, tell_scope

translate = QCoreApplication.translate
NOTHING = "–"
_BRACKET = re.compile(r" ?[（(]")


class Workbench(QObject):
    """What the fields of one editor share: the form, the worker, the names, and whether everything is shown.

    Signals:
        scope_opened: the dialog of a cell's scope stands.
    """

    scope_opened = Signal(object)

    def __init__(self, document: PolicyDocument, worker: Worker, today: dt.date, window: QWidget) -> None:
        super().__init__(window)
        self.document, self.worker, self.today, self.window_ = document, worker, today, window
        self.names = Names(worker, self)
        self.all_shown = False

    def open_scope(self, path: str, kind: str, back: QWidget) -> None:
        """A cell's scope in a dialog of its own; afterwards the keyboard is back in the table."""
        dialog = ScopeDialog(self.document, path, kind, self.worker, self.names, self.window_)
        dialog.finished.connect(back.setFocus)
        dialog.open()
        self.scope_opened.emit(dialog)


class Maker(Protocol):
    """Makes the widget of one place of the form, and tells its written value."""

    def make(self, bench: Workbench, path: str) -> QWidget: ...

    def tell(self, names: Names, value: Any) -> str: ...


@dataclass(frozen=True, slots=True)
class TextField:
    """A text, with what stands in the empty field."""

    hint: str = ""

    def make(self, bench: Workbench, path: str) -> QWidget:
        return TextEdit(bench.document, path, self.hint)

    def tell(self, _: Names, value: Any) -> str:
        return shown(value) or NOTHING


@dataclass(frozen=True, slots=True)
class Number:
    """A number."""

    hint: str = ""
    whole: bool = False

    def make(self, bench: Workbench, path: str) -> QWidget:
        return NumberEdit(bench.document, path, self.hint, whole=self.whole)

    def tell(self, _: Names, value: Any) -> str:
        return shown(value) or NOTHING


@dataclass(frozen=True, slots=True)
class DayField:
    """A date, or none."""

    hint: str = ""

    def make(self, bench: Workbench, path: str) -> QWidget:
        return DateEdit(bench.document, path, bench.today, self.hint)

    def tell(self, _: Names, value: Any) -> str:
        return shown(value) or self.hint or NOTHING


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One of a few, by code and text."""

    choices: tuple[tuple[str, str], ...]

    def make(self, bench: Workbench, path: str) -> QWidget:
        return ChoiceEdit(bench.document, path, self.choices)

    def tell(self, _: Names, value: Any) -> str:
        return dict(self.choices).get(shown(value), shown(value)) or NOTHING


@dataclass(frozen=True, slots=True)
class Yes:
    """A yes or no, said in words."""

    said: str

    def make(self, bench: Workbench, path: str) -> QWidget:
        return YesEdit(bench.document, path, self.said)

    def tell(self, _: Names, value: Any) -> str:
        return translate("policies", "是") if value is True else translate("policies", "否")


@dataclass(frozen=True, slots=True)
class OneName:
    """One product or dealer, found while it is typed."""

    kind: str
    hint: str = ""

    def make(self, bench: Workbench, path: str) -> QWidget:
        edit = ChipsEdit(bench.document, path, self.kind, bench.worker, bench.names, bench.window_, single=True)
        edit.hint(self.hint)
        return edit

    def tell(self, names: Names, value: Any) -> str:
        return names.of(self.kind, shown(value)) or self.hint or NOTHING


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom it speaks to (`audience`) or which products it covers (`scope`)."""

    kind: str

    def make(self, bench: Workbench, path: str) -> QWidget:
        return ScopeEdit(bench.document, path, self.kind, bench.worker, bench.names, bench.window_)

    def tell(self, names: Names, value: Any) -> str:
        return tell_scope(names, self.kind, value) or everyone(self.kind)


@dataclass(frozen=True, slots=True)
class GridField:
    """A list as a small table."""

    columns: tuple[GridColumn, ...]

    def make(self, bench: Workbench, path: str) -> QWidget:
        model = GridModel(bench.document, path, self.columns, bench.names, bench)
        view = GridView(model, bench.worker, bench.window_, bench.open_scope)
        model.setParent(view)
        return view

    def tell(self, names: Names, value: Any) -> str:
        rows = [self._row(names, row) for row in value] if isinstance(value, list) else []
        return "\n".join(rows) or NOTHING

    def _row(self, names: Names, row: Any) -> str:
        told = []
        for column in self.columns:
            value = _inside(row, column.key)
            if value is not MISSING:
                told.append(f"{_BRACKET.split(column.title)[0]} {column.tell(names, value)}")
        return translate("policies", "、").join(told)


def grid(*columns: GridColumn) -> GridField:
    """A table of these columns."""
    return GridField(columns)


def _inside(row: Any, key: str) -> Any:
    here = row
    for part in parts_of(key):
        if isinstance(part, int):
            here = here[part] if isinstance(here, list) and part < len(here) else MISSING
        else:
            here = here.get(part, MISSING) if isinstance(here, Mapping) else MISSING
    return here
