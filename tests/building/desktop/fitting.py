"""What of a window can't be seen whole: what is cut, outside its parent, overlaps, or is larger than the screen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollBar,
    QSizeGrip,
    QStyle,
    QStyleOptionFrame,
    QTableView,
    QWidget,
)

import resources
from desktop.ui.frame.style import font_of
from desktop.ui.tables.cells import PAD, CellDelegate
from desktop.ui.tables.model import LOOK
from desktop.ui.widgets.parts import ElidedLabel
from desktop.ui.widgets.translating import read_forms

SCREEN = QSize(1024, 564)
"""A screen of 1024 by 600, less the title bar of a window."""

_CELL = 16  # what a cell keeps free on both sides of its text
_ARROW = 30  # what a choice keeps for its arrow and edges
_INNER = (QComboBox, QAbstractSpinBox)  # what these are made of is their own
_ROWS = 30
_NARROW, _TALL = 120, 4  # pixels and lines; a sentence so narrow and so high is pushed aside by something
_TEXTS = resources.path("translations/desk_en.ts")


def misfits(window: QWidget, screen: QSize = SCREEN) -> list[str]:
    """Everything of a window, as it stands now, that a person can't see whole; one line each."""
    seen = [each for each in window.findChildren(QWidget) if each.window() is window and _is_shown(each)]
    found = [*_too_large(window, screen)]
    for widget in seen:
        found += _outside(widget)
        found += _cut(widget)
    return [*found, *_overlapping(seen)]


def untranslated(window: QWidget) -> list[str]:
    """Everything of a window that stays Chinese though it has an English text."""
    chinese = _chinese()
    return [
        f"{_named(widget)}: “{text}” has an English text"
        for widget in window.findChildren(QWidget)
        if widget.window() is window
        for text in _texts(widget)
        if text in chinese
    ]


@cache
def _chinese() -> frozenset[str]:
    return frozenset(source for (_, source), forms in read_forms(_TEXTS).items() if source not in forms)


def _texts(widget: QWidget) -> Iterator[str]:
    yield from (widget.windowTitle(), widget.toolTip())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(place) for place in range(widget.count()))
    elif isinstance(widget, QTableView) and widget.model() is not None:
        model = widget.model()
        heads = (model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount()))
        yield from (str(head or "") for head in heads)


def _is_shown(widget: QWidget) -> bool:
    if not widget.isVisible() or isinstance(widget, QScrollBar | QSizeGrip):
        return False
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, _INNER):
            return False
        above = above.parentWidget()
    return True


def _too_large(window: QWidget, screen: QSize) -> Iterator[str]:
    size = window.size()
    if size.width() > screen.width() or size.height() > screen.height():
        yield f"{_named(window)}: {size.width()}x{size.height()} is larger than the screen"


def _outside(widget: QWidget) -> Iterator[str]:
    parent = widget.parentWidget()
    if parent is None or isinstance(parent, QAbstractScrollArea):
        return
    inside, around = widget.geometry(), parent.rect().adjusted(-1, -1, 1, 1)
    area = parent.parentWidget()
    if isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
        if isinstance(area, QTableView) or area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
            return
        inside = QRect(inside.x(), 0, inside.width(), 1)  # it may be scrolled up and down
    if not around.contains(inside):
        yield f"{_named(widget)}: {_rect(inside)} lies outside {_rect(parent.rect())}"


def _cut(widget: QWidget) -> Iterator[str]:
    said = ""
    if isinstance(widget, ElidedLabel):
        return  # it tells itself whole where it ends in dots
    if isinstance(widget, QLabel) and widget.text():
        said = _cut_label(widget)
    elif isinstance(widget, QAbstractButton):
        want = widget.sizeHint()
        if widget.text() and (want.width() > widget.width() + 1 or want.height() > widget.height() + 1):
            said = f"needs {want.width()}x{want.height()} of {widget.width()}x{widget.height()}"
    elif isinstance(widget, QComboBox):
        wide = QFontMetrics(widget.font()).horizontalAdvance(widget.currentText()) + _ARROW
        if wide > widget.width() and not widget.toolTip():
            said = f"“{widget.currentText()}” needs {wide} of {widget.width()}"
    elif isinstance(widget, QLineEdit):
        said = _cut_line(widget)
    elif isinstance(widget, QTableView):
        yield from _cut_table(widget)
    if said:
        yield f"{_named(widget)}: {said}"


def _cut_label(label: QLabel) -> str:
    if label.wordWrap():
        high = label.heightForWidth(label.width())
        if label.width() < _NARROW and high > _TALL * label.fontMetrics().lineSpacing():
            return f"stands in a column of single words, {label.width()} wide"
        return f"needs the height {high} of {label.height()}" if high > label.height() + 1 else ""
    want = label.sizeHint()
    if (want.width() > label.width() + 1 and not label.toolTip()) or want.height() > label.height() + 1:
        return f"needs {want.width()}x{want.height()} of {label.width()}x{label.height()}"
    return ""


def _cut_line(edit: QLineEdit) -> str:
    option = QStyleOptionFrame()
    edit.initStyleOption(option)
    room = edit.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, edit).width()
    text = edit.text() if edit.isReadOnly() else "" if edit.text() else edit.placeholderText()
    want = QFontMetrics(edit.font()).horizontalAdvance(text)
    return f"“{text}” needs {want} of {room}" if want > room and not edit.toolTip() else ""


def _cut_table(table: QTableView) -> Iterator[str]:
    model: Any = table.model()
    header = table.horizontalHeader()
    if model is None:
        return
    if header.isVisible():
        yield from _cut_heads(table, header, model)
    wide = sum(header.sectionSize(column) for column in range(model.columnCount()))
    if wide > table.viewport().width() + 1:
        yield f"{_named(table)}: its columns need {wide} of {table.viewport().width()}"
    for row in range(min(model.rowCount(), _ROWS)):
        for column in range(model.columnCount()):
            index: QModelIndex = model.index(row, column)
            if table.visualRect(index).isEmpty():
                continue
            yield from _cut_cell(table, index)


def _cut_heads(table: QTableView, header: QHeaderView, model: Any) -> Iterator[str]:
    for column in range(model.columnCount()):
        text = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        want = QFontMetrics(header.font()).horizontalAdvance(text) + _CELL
        if not header.isSectionHidden(column) and want > header.sectionSize(column):
            yield f"{_named(table)}: the head “{text}” needs {want} of {header.sectionSize(column)}"


def _cut_cell(table: QTableView, index: QModelIndex) -> Iterator[str]:
    text = str(index.data() or "")
    tells = isinstance(table.itemDelegateForIndex(index), CellDelegate)
    if tells and not _identifies(table, index):
        return  # it tells what it cuts where the pointer rests; figures and numbers have to be seen whole all the same
    font = font_of(13, bold=index.data(LOOK) == "strong") if tells else table.font()
    want = QFontMetrics(font).horizontalAdvance(text) + (2 * PAD if tells else _CELL)
    if want > table.visualRect(index).width() and not index.data(Qt.ItemDataRole.ToolTipRole):
        yield f"{_named(table)}: “{text}” needs {want} of {table.visualRect(index).width()} and isn't told"


def _identifies(table: QTableView, index: QModelIndex) -> bool:
    """Whether a cell is a figure, a number, a day or a name: what is never cut, whatever else has to be."""
    model: Any = table.model()
    column = model.columns[index.column()]
    return bool(column.right or column.whole or column.name)


def _overlapping(seen: list[QWidget]) -> Iterator[str]:
    families: defaultdict[Any, list[QWidget]] = defaultdict(list)
    for widget in seen:
        parent = widget.parentWidget()
        if parent is not None and not isinstance(parent, QAbstractScrollArea):
            families[parent].append(widget)
    for children in families.values():
        for one, other in combinations(children, 2):
            both = one.geometry().intersected(other.geometry())
            if both.width() > 1 and both.height() > 1:
                yield f"{_named(one)} and {_named(other)} overlap by {both.width()}x{both.height()}"


def _named(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    said = str(text()) if callable(text) else widget.windowTitle()
    return f"{_path(widget)}" + (f" “{said[:40]}”" if said else "")


def _path(widget: QWidget) -> str:
    names: list[str] = []
    above: QWidget | None = widget
    while above is not None and len(names) < 3:
        if type(above) is not QWidget and type(above).__name__ != "QFrame":
            names.append(type(above).__name__)
        above = None if above.isWindow() else above.parentWidget()
    return " < ".join(names)


def _rect(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}x{rect.height()}"
