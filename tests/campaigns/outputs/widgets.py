"""A window as text: what stands in it from top to bottom, told by what Qt knows of each part and nothing else.

Nothing here names a class of the program, so that its modules and classes may be moved and renamed.
"""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTableView,
    QTextEdit,
    QTreeView,
    QWidget,
)

ROWS = 50
_SIDES = {
    int(Qt.AlignmentFlag.AlignLeft): "left",
    int(Qt.AlignmentFlag.AlignRight): "right",
    int(Qt.AlignmentFlag.AlignHCenter): "middle",
}


def told(widget: QWidget, depth: int = 0) -> list[str]:
    """The lines of a widget and of what stands in it."""
    own = _own(widget)
    lines = [f"{'  ' * depth}{line}" for line in own]
    if isinstance(widget, QAbstractItemView | QComboBox | QAbstractSpinBox | QLineEdit | QTextEdit | QPlainTextEdit):
        return lines
    for child in _parts(widget):
        lines += told(child, depth + bool(own))
    return lines


def _parts(widget):
    """What is seen in it, as people read: from above, then from the left."""
    parts = [
        each
        for each in widget.children()
        if isinstance(each, QWidget) and not each.isWindow() and each.isVisibleTo(widget)
    ]
    return sorted(parts, key=lambda each: (each.y() // 4, each.x(), parts.index(each)))


def _own(widget) -> list[str]:
    for kind, tell in _TELLING:
        if isinstance(widget, kind):
            return tell(widget)
    text = getattr(widget, "text", None)
    text = text() if callable(text) else text
    return [f"text {_quoted(text)}{_tip(widget)}"] if isinstance(text, str) and text and not _parts(widget) else []


def _label(label):
    return [f"label {_quoted(label.text())}{_tip(label)}"] if label.text() else []


def _button(button):
    state = "".join(
        f" {name}" for name, holds in (("on", button.isChecked()), ("off limits", not button.isEnabled())) if holds
    )
    keys = button.shortcut().toString()
    return [f"button {_quoted(button.text())}{f' <{keys}>' if keys else ''}{state}{_tip(button)}"]


def _field(field):
    hint = f" hint {_quoted(field.placeholderText())}" if field.placeholderText() else ""
    closed = " read only" if field.isReadOnly() else "" if field.isEnabled() else " off limits"
    return [f"field {_quoted(field.text())}{hint}{closed}{_tip(field)}"]


def _choice(box):
    items = ", ".join(_quoted(box.itemText(place)) for place in range(min(box.count(), ROWS)))
    return [f"choice {_quoted(box.currentText())} of [{items}]{_tip(box)}"]


def _number(box):
    return [f"number {_quoted(box.text())}{_tip(box)}"]


def _long_text(text):
    hint = f" hint {_quoted(text.placeholderText())}" if text.placeholderText() else ""
    return [f"text{hint}", *(f"  | {line}" for line in text.toPlainText().splitlines())]


def _group(group):
    return [f"group {_quoted(group.title())}"]


def _progress(bar):
    return [f"progress {bar.value()} of {bar.maximum()}"]


def _view(view):
    model = view.model()
    if model is None:
        return ["list of nothing"]
    hidden = _hidden(view, model)
    shown = [place for place in range(_columns(view, model)) if place not in hidden]
    rows = model.rowCount(QModelIndex())
    lines = [f"table of {rows} rows{_tip(view)}"]
    if isinstance(view, QTableView | QTreeView):
        lines.append("  head " + " | ".join(_head(model, place) for place in shown))
        aside = [_head(model, place) for place in sorted(hidden)]
        lines += ["  head aside " + " | ".join(aside)] if aside else []
    lines += [f"  {place + 1:>3} " + _row(model, place, shown) for place in range(min(rows, ROWS))]
    return lines


def _columns(view, model):
    """A list has one column, and its model may not be asked for how many it has."""
    return model.columnCount(QModelIndex()) if isinstance(view, QTableView | QTreeView) else 1


def _hidden(view, model):
    if isinstance(view, QTableView | QTreeView):
        return {place for place in range(model.columnCount(QModelIndex())) if view.isColumnHidden(place)}
    return set()


def _head(model, place):
    across = Qt.Orientation.Horizontal
    text = model.headerData(place, across, Qt.ItemDataRole.DisplayRole)
    tip = model.headerData(place, across, Qt.ItemDataRole.ToolTipRole)
    side = _side(model.headerData(place, across, Qt.ItemDataRole.TextAlignmentRole))
    return f"{text}{side}{f' ({tip})' if tip else ''}"


def _row(model: QAbstractItemModel, row, columns):
    return " | ".join(_cell(model.index(row, column, QModelIndex())) for column in columns)


def _cell(index):
    role = Qt.ItemDataRole
    text, tip = index.data(role.DisplayRole), index.data(role.ToolTipRole)
    check = index.data(role.CheckStateRole)
    mark = "" if check is None else "[x] " if _number_of(check) else "[ ] "
    words = "" if text is None else str(text).replace("\n", "\\n")
    below = f" ({str(tip).replace(chr(10), '; ')})" if tip and str(tip) != words else ""
    return f"{mark}{words}{_side(index.data(role.TextAlignmentRole))}{below}"


def _side(alignment):
    if alignment is None:
        return ""
    across = _number_of(alignment) & int(Qt.AlignmentFlag.AlignHorizontal_Mask)
    return f" ~{_SIDES[across]}" if across in _SIDES and across != int(Qt.AlignmentFlag.AlignLeft) else ""


def _number_of(flag):
    return int(getattr(flag, "value", flag))


def _quoted(text):
    return "“" + text.replace("\n", "\\n") + "”"


def _tip(widget):
    tip = widget.toolTip().replace("\n", "; ")
    text = widget.text() if hasattr(widget, "text") and callable(widget.text) else ""
    return f" ({tip})" if tip and tip != text else ""


_TELLING: tuple[tuple[Any, Any], ...] = (
    (QHeaderView, lambda _: []),
    (QLabel, _label),
    (QAbstractButton, _button),
    (QLineEdit, _field),
    (QComboBox, _choice),
    (QAbstractSpinBox, _number),
    (QAbstractItemView, _view),
    (QTextEdit, _long_text),
    (QPlainTextEdit, _long_text),
    (QGroupBox, _group),
    (QProgressBar, _progress),
)


def actions(widget: QWidget) -> list[str]:
    """What can be done here, with its keys."""
    lines = []
    for action in widget.actions():
        if not action.isVisible():
            continue
        keys = ", ".join(each.toString() for each in action.shortcuts())
        why = getattr(action, "why", "")
        lines.append(
            f"action {_quoted(action.text())} <{keys}>{'' if action.isEnabled() else ' off limits'}"
            f"{f' because {why}' if why and isinstance(why, str) else ''}"
        )
    return lines
