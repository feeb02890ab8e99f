"""A page that is a list: title, search, perhaps filters, the rows, and the actions on the row under the caret."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.listings.listing import Listing
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.tables.listed import filter_pairs, window_columns
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ROW, ListView
from desktop.ui.tables.window import AskIds, AskRows, RowWindow
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey, Sheets, listing, lists
from desktop.ui.widgets.parts import ActionButton, FilterBar, SearchEdit, card

SEARCH_AFTER = 120  # ms; long lists aren't searched for every letter


class CountLabel(QLabel):
    """How many there are."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("tone", "small")

    def show_count(self, count: int) -> None:
        # Said here and not in the page: Qt for Python finds plural forms only in an object's very own class.
        self.setText(self.tr("共 %n 条", "", count))


class SumLabel(QLabel):
    """What the amounts of a list come to."""

    def __init__(self, worker: Worker, summing: Callable[..., Decimal], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("tone", "strong")
        self._summing = summing
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._show)

    def ask(self, ids: Sequence[int]) -> None:
        """Reckons the sum of another list."""
        self._latest.ask(self._summing, ids)

    @Slot(object)
    def _show(self, amount: Decimal) -> None:
        self.setText(self.tr("合计 {0}").format(formatting.money(amount)))


class ListPage(WindowPage):
    """A list page; its children say what to ask for, which columns to show and what can be done."""

    row_height = ROW
    listing: Listing | None = None
    """What the page shows, where that is one of the program's lists."""

    exported: tuple[str, ...] = ()
    """What the list is called where it is given out as a workbook, and what goes with it on further sheets."""

    arranges = False
    """Whether the ids are asked for in the order a person wants, as long lists must be."""

    summing: Callable[..., Decimal] | None = None
    """What tells the sum of the amounts of the listed keys, where that means something."""

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        ids, rows = self.asks()
        self.window_ = RowWindow(worker, ids, rows, self)
        self.window_.arranges = self.arranges
        self.window_.failed.connect(self.tell)
        self.window_.listed.connect(self._counted)
        self.model = ListModel(self.window_, self.columns(), self)
        self.view = ListView(self.model, row=self.row_height)
        self.search = SearchEdit(self.search_hint())
        summing = type(self).summing
        self.list_total = None if summing is None else SumLabel(worker, summing, self)
        self.filters: FilterBar | None = None
        self.count = CountLabel()
        self._none: tuple[str, str] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SEARCH_AFTER)
        self._soon.timeout.connect(self.refresh)
        self.build()
        self.search.textChanged.connect(self._typed)
        self.search.left_down.connect(self.view.setFocus)
        self.view.left_up.connect(self.search.setFocus)
        self.view.opened.connect(self.open_row)
        self.view.chosen.connect(self.row_chosen)

    # ---- to be said by each page

    def asks(self) -> tuple[AskIds, AskRows]:
        """The two questions: all ids, and rows by id."""
        assert self.listing is not None, "every list page says what it asks"
        assert self.listing.ids is not None
        return self.listing.ids, self.listing.rows

    def columns(self) -> Sequence[Column]:
        assert self.listing is not None, "every list page says its columns"
        return window_columns(self.listing, at_hq=self.worker.asks_hq)

    def filter_pairs(self) -> list[tuple[str, str]]:
        """What the list can be narrowed to, with the titles."""
        assert self.listing is not None
        return filter_pairs(self.listing.filters, at_hq=self.worker.asks_hq)

    def question(self) -> tuple[object, ...]:
        """What the ids are asked with."""
        return (self.search.text().strip(),)

    def search_hint(self) -> str:
        return self.tr("搜索")

    def build(self) -> None:
        """Builds the page around `view`."""
        raise AssertionError("every list page builds itself")

    def open_row(self, row: Any) -> None:
        """Enter on a row."""

    def first_of_menu(self) -> tuple[str, Callable[[], object]] | None:
        row, word = self.view.current_row(), dict(self.hints()).get("Enter")
        return None if row is None or word is None else (word, lambda: self.open_row(row))

    def row_chosen(self, row: Any | None) -> None:
        """The caret came to a row."""

    # ---- shared

    def build_list(self, filters: list[tuple[str, str]] | None = None, *right: QWidget) -> QHBoxLayout:
        """Search, filters and the list in one card; returns the layout that holds the card, for a side panel."""
        line = QHBoxLayout()
        line.setSpacing(12)
        self.search.setMaximumWidth(260)
        line.addWidget(self.search, 2)
        if filters:
            self.filters = FilterBar(filters)
            self.filters.picked.connect(self._picked)
            line.addWidget(self.filters)
        line.addStretch(1)
        if self.list_total is not None:
            line.addWidget(self.list_total)
        line.addWidget(self.count)
        for widget in right:
            line.addWidget(widget)
        self.box.addLayout(line)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.view)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(frame, 1)
        self.box.addLayout(body, 1)
        return body

    def side(self, body: QHBoxLayout, width: int = 320, slim: int = 0) -> QVBoxLayout:
        """A panel on the right of the list, so `slim` where there is little room: three quarters if nothing is said."""
        panel, inside = card()
        self.narrow(panel, width, slim or width * 3 // 4)
        body.addWidget(panel)
        return inside

    def say_when_none(self, nothing: str, unfit: str) -> None:
        """What an empty list says: where there is nothing yet, and where nothing fits what is searched for."""
        self._none = (nothing, unfit)
        self.view.say_when_empty(nothing)

    def build_excel(self) -> ActionButton:
        """The button that writes what the list shows into a workbook."""
        self.excel = ExcelKey(self, self.worker, self.banner, self.sheets)
        return self.excel.button()

    def sheets(self) -> Sheets:
        """What the list shows, found and filtered as it is; first its own rows, then what stands beside them."""
        keys = list(self.window_.ids)
        return lists(*(listing(kind, keys=keys) for kind in self.exported))

    def begin(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        self.window_.ask(*self.question())

    def rest(self) -> None:
        self.view.setFocus()

    def seek(self) -> None:
        """The caret into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    @Slot(str)
    def _typed(self, _: str) -> None:
        self._soon.start()

    @Slot(str)
    def _picked(self, _: str) -> None:
        self.refresh()
        self.view.setFocus()

    @Slot()
    def _counted(self) -> None:
        self.count.show_count(len(self.window_.ids))
        if self._none is not None:
            self.view.say_when_empty(self._none[any(self.question())])
        if self.list_total is not None:
            self.list_total.ask(self.window_.ids[:])
