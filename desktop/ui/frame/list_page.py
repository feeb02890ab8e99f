"""A page that is a list: title, search, perhaps filters, the rows, and the actions on the row under the caret."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.listings.listing import Listing
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.style import icon, tone
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.tables.copying import MOST
from desktop.ui.tables.habits import Favourite
from desktop.ui.tables.listed import filter_pairs, window_columns
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.sums import ListFooter
from desktop.ui.tables.view import ROW, ListView
from desktop.ui.tables.window import AskIds, AskRows, RowWindow
from desktop.ui.widgets.excel import ExcelKey, Sheets, listing, lists
from desktop.ui.widgets.parts import ActionButton, FilterBar, SearchEdit, card

SEARCH_AFTER = 120  # ms; long lists aren't searched for every letter

AT_ONCE = 100  # papers printed in one go


class CountLabel(QLabel):
    """How many there are."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("tone", "small")

    def show_count(self, count: int) -> None:
        # Said here and not in the page: Qt for Python finds plural forms only in an object's very own class.
        self.setText(self.tr("共 %n 条", "", count))


class ListPage(WindowPage):
    """A list page; its children say what to ask for, which columns to show and what can be done."""

    row_height = ROW
    listing: Listing | None = None
    """What the page shows, where that is one of the program's lists."""

    exported: tuple[str, ...] = ()
    """What the list is called where it is given out as a workbook, and what goes with it on further sheets."""

    arranges = False
    """Whether the ids are asked for in the order a person wants, as long lists must be."""

    ask_sums: Callable[..., Mapping[str, Any]] | None = None
    """What tells by the keys of the columns what a long list comes to (see `RowWindow.ask_sums`)."""

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        ids, rows = self.asks()
        self.window_ = RowWindow(worker, ids, rows, self)
        self.window_.arranges = self.arranges
        self.window_.ask_sums = type(self).ask_sums or (self.listing.sums if self.listing else None)
        self.window_.failed.connect(self.tell)
        self.window_.listed.connect(self._counted)
        self.model = ListModel(self.window_, self.columns(), self)
        self.view = ListView(self.model, row=self.row_height)
        self.search = SearchEdit(self.search_hint())
        self.footer = ListFooter(self.view)
        self.narrow_button = QPushButton(self.tr("排序与筛选"))
        self.narrow_button.setIcon(icon("filter"))
        self.narrow_button.setToolTip(key_table.told(key_table.LIST_OFFERS))
        self.narrow_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.narrow_button.clicked.connect(self._open_menu)
        self.filters: FilterBar | None = None
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
        self.view.typed.connect(self._look_for)
        self.view.arranged.connect(self._say_narrowed)
        self.view.too_many.connect(self._say_too_many)
        self.view.beside = self._beside
        self.view.recalled.connect(self._recall)

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
        line.addWidget(self.narrow_button)
        line.addStretch(1)
        for widget in right:
            line.addWidget(widget)
        self.box.addLayout(line)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.setSpacing(0)
        inside.addWidget(self.view, 1)
        inside.addWidget(self.footer)
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
        """The rows that are selected together, or all the list shows, found and filtered as it is."""
        keys = list(self.view.chosen_ids() if self.view.chosen_count > 1 else self.window_.ids)
        return lists(*(listing(kind, keys=keys) for kind in self.exported))

    def begin(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        self.window_.ask(*self.question())

    def rest(self) -> None:
        self.view.setFocus()

    def place(self) -> object:
        """What is searched for, the filter, and the row the caret is on."""
        filtered = self.filters.code if self.filters is not None else ""
        return self.search.text(), filtered, self.model.id_at(self.view.currentIndex())

    def come_back(self, place: object) -> None:
        """The same search, the same filter, the same row."""
        if isinstance(place, tuple) and place != self.place():
            text, filtered, key = place
            self.search.setText(text)
            if self.filters is not None:
                self.filters.pick(filtered)
            self.view.seek(key)
            self.refresh()
        self.rest()

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

    # ---- as somebody wants it

    @property
    def is_narrowed(self) -> bool:
        """Whether rows are left out by what is searched for or by what is shown alone."""
        return bool(self.search.text()) or self.view.arrangement.narrows

    def widen(self) -> None:
        """All rows again."""
        self.search.clear()
        self.view.arrange(self.view.arrangement.widened())

    def event(self, event: QEvent) -> bool:
        # Esc shows all rows again before it leaves the page, whichever of its keys would take it otherwise.
        override = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if override and event.key() == Qt.Key.Key_Escape and self.is_narrowed:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_narrowed:
            self.widen()
        elif event.key() == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self._open_menu()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _open_menu(self) -> None:
        self.view.offers.open_menu(-1, self.narrow_button.mapToGlobal(QPoint(0, self.narrow_button.height())))

    @Slot(str)
    def _look_for(self, text: str) -> None:
        """What is typed over the list goes on in the search field."""
        if self.search.isVisible():
            self.search.setFocus()
            self.search.setText(self.search.text() + text)

    @Slot()
    def _say_narrowed(self) -> None:
        from desktop.ui.tables.menu import told_narrowing

        told = told_narrowing(self.view.arrangement, self.model.columns)
        self.narrow_button.setText(told or self.tr("排序与筛选"))
        tone(self.narrow_button, kind="narrowed" if told else "")

    @Slot()
    def _say_too_many(self) -> None:
        self.banner.say(
            self.tr("选了 {0} 行，一次最多复制 {1} 行；用 Ctrl+E 存成 Excel。").format(self.view.chosen_count, MOST),
            "warn",
        )

    def _beside(self) -> tuple[str, str]:
        return self.search.text().strip(), self.filters.code if self.filters is not None else ""

    @Slot(object)
    def _recall(self, kept: Favourite) -> None:
        self.search.setText(kept.typed)
        if self.filters is not None:
            self.filters.pick(kept.code)

    def print_papers(self, numbers: Sequence[str]) -> QDialog | None:
        """Shows the papers of these documents, to be printed in one go; None, and the page says so, for too many."""
        from desktop.ui.paper.note import NoteDialog

        if len(numbers) > AT_ONCE:
            self.banner.say(self.tr("一次最多打 {0} 张，请少选一些。").format(AT_ONCE), "warn")
            return None
        dialog = NoteDialog(self.worker, self.preferences, list(numbers), self, together=len(numbers) > 1)
        dialog.open()
        return dialog

    def numbers_chosen(self) -> list[str]:
        """The numbers of the rows that are selected, as far as they were read."""
        return [row.number for row in self.view.chosen_rows()]

    @Slot()
    def _counted(self) -> None:
        if self._none is not None:
            self.view.say_when_empty(self._none[any(self.question()) or self.view.arrangement.narrows])
