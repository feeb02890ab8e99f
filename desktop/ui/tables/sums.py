"""What stands under a list: how many rows there are and what they come to, shown and selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.arrangement import APART
from desktop.ui.frame.work import Latest
from desktop.ui.tables.cells import PAD
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import figure, label, rule

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.ui.tables.model import Column
    from desktop.ui.tables.view import ListView
    from desktop.ui.tables.window import AskRows

HIGH = 26
_SOON = 60  # ms; who holds an arrow key down selects many rows one after another
_MANY, _AFTER = 50_000, 600  # of more rows the sums are begun so much later (ms), when the first of them stand
_MOST_READ = 20_000  # rows that are read to be summed where the books don't sum them


class SumLine(QWidget):
    """One line of sums, each right under its column, with a lead on the left."""

    def __init__(self, view: ListView, tone: str) -> None:
        super().__init__()
        self._view, self._places = view, [place for place, each in enumerate(view.list_model.columns) if each.total]
        self.lead = label("", tone, parent=self)
        self.figures = {place: figure("", tone) for place in self._places}
        for each in self.figures.values():
            each.setParent(self)
        self.setFixedHeight(HIGH)
        header = view.horizontalHeader()
        header.geometriesChanged.connect(self.place)
        view.horizontalScrollBar().valueChanged.connect(self.place)
        view.laid.connect(self.place)

    def show_sums(self, lead: str, sums: Mapping[str, Any]) -> None:
        """What the line is called, and by the key of its column what it comes to; "" where that says nothing."""
        columns = self._view.list_model.columns
        self.lead.setText(lead)
        for place, shown in self.figures.items():
            found = sums.get(columns[place].key)
            shown.setText("" if found is None else _told(found))
            self._view.stands_under(place, shown.sizeHint().width())
        self._view.lay_columns()
        self.place()

    def sizeHint(self) -> QSize:
        return QSize(0, HIGH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    @Slot()
    def place(self) -> None:
        """Puts each sum under its column."""
        header = self._view.horizontalHeader()
        first = self.width()
        for column, shown in self.figures.items():
            left, wide = header.sectionViewportPosition(column), header.sectionSize(column)
            seen = not header.isSectionHidden(column) and bool(shown.text())
            shown.setVisible(seen)
            if seen:
                wanted = min(shown.sizeHint().width(), wide - PAD)
                shown.setGeometry(left + wide - PAD - wanted, 0, wanted, HIGH)
                first = min(first, left + wide - PAD - wanted)
        self.lead.setGeometry(PAD, 0, max(first - 2 * PAD, 0), HIGH)


class ListFooter(QWidget):
    """The line of all rows, and over it one of the selected ones while there are several.

    Signals:
        summed: the sums of the whole list are here.
    """

    summed = Signal()

    def __init__(self, view: ListView) -> None:
        super().__init__()
        self._view, self._window = view, view.list_model.window
        self.sums: Mapping[str, Any] = {}
        self._summed: tuple[object, ...] = ()
        self.chosen_sums: Mapping[str, Any] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.chosen, self.every = SumLine(view, "accent"), SumLine(view, "small")
        for part in (rule(), self.chosen, self.every):
            box.addWidget(part)
        self.chosen.hide()
        self._totals = [column for column in view.list_model.columns if column.total]
        self._all, self._some = (Latest(self._window.worker, self, aside=True) for _ in range(2))
        self._all.answered.connect(self._take_all)
        self._some.answered.connect(self._take_some)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self._sum_chosen)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._sum_all)
        self._window.listed.connect(self._listed)
        view.picked.connect(self._picked)

    @Slot()
    def _listed(self) -> None:
        window = self._window
        told = window.asked, window.arrangement.sorted_by(""), len(window.ids)
        if told != self._summed:  # what other rows came to says nothing of these
            self._summed, self.sums = told, {}
        self._show_all()
        if not self._totals:
            return
        if isinstance(window, FixedRows):
            self._take_all(sums_of(self._totals, window.rows))
        elif window.ask_sums is not None:
            self._all.drop()
            self._later.start(_AFTER if len(window.ids) > _MANY else 0)
        elif len(window.ids) <= _MOST_READ:
            self._all.ask(partial(read_sums, window.ask_rows, self._totals), window.ids[:])
        else:
            self._take_all({})

    @Slot()
    def _sum_all(self) -> None:
        self._all.ask(self._window.sums_asked())

    @Slot(object)
    def _take_all(self, sums: Mapping[str, Any]) -> None:
        self.sums = sums
        self._show_all()
        if 1 < self._view.chosen_count == len(self._window.ids):
            self._take_some(sums)
        self.summed.emit()

    def _show_all(self) -> None:
        self.every.show_sums(self.tr("共 %n 条", "", len(self._window.ids)) + self._apart(self.sums), self.sums)

    @Slot()
    def _picked(self) -> None:
        self._soon.start()

    @Slot()
    def _sum_chosen(self) -> None:
        count = self._view.chosen_count
        self.chosen.setVisible(count > 1)
        self.chosen_sums = {}
        if count <= 1:
            self._some.drop()
            return
        self._show_chosen()
        window = self._window
        if count == len(window.ids):
            self._take_some(self.sums)
        elif isinstance(window, FixedRows):
            self._take_some(sums_of(self._totals, self._view.chosen_rows()))
        elif window.ask_sums is not None and self._totals:
            self._some.ask(window.sums_asked(self._view.chosen_ids()))
        elif count <= _MOST_READ and self._totals:
            self._some.ask(partial(read_sums, window.ask_rows, self._totals), self._view.chosen_ids())

    @Slot(object)
    def _take_some(self, sums: Mapping[str, Any]) -> None:
        self.chosen_sums = sums
        self._show_chosen()

    def _show_chosen(self) -> None:
        lead = self.tr("已选 %n 条", "", self._view.chosen_count) + self._apart(self.chosen_sums)
        self.chosen.show_sums(lead, self.chosen_sums)

    def _apart(self, sums: Mapping[str, Any]) -> str:
        """What stands in the list and not in its sums."""
        if APART not in sums:
            return ""
        others = sums[APART]
        if others is None:
            return "  ·  " + self.tr("合计只含自己卖出的")
        return "  ·  " + self.tr("合计只含自己卖出的，其他卖方的 {0} 另计").format(_told(others))


def sums_of(columns: Sequence[Column], rows: Sequence[Any]) -> dict[str, Any]:
    """What rows come to, by the keys of those columns whose numbers may be added up."""
    found: dict[str, Any] = {}
    for column in columns:
        if column.addable is not None and len({column.addable(row) for row in rows}) > 1:
            continue
        worth: Callable[[Any], Any] = column.value or (lambda _: None)
        found[column.key] = sum((each for row in rows if (each := worth(row)) is not None), Decimal(0))
    return found


def read_sums(ask_rows: AskRows, columns: Sequence[Column], desk: Desk, ids: Sequence[int]) -> dict[str, Any]:
    """The same of rows that have to be read."""
    rows: list[Any] = []
    for start in range(0, len(ids), 500):
        rows += ask_rows(desk, ids[start : start + 500])
    return sums_of(columns, rows)


def _told(amount: Any) -> str:
    return formatting.money(amount) if isinstance(amount, Decimal) else str(amount)
