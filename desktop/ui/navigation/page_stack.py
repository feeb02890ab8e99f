"""The pages, each made when it is first wanted, the one that is shown, and the way through them."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.pages import make_page
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Worker
from desktop.ui.navigation.history import History, Visit


class PageStack(QStackedWidget):
    """Shows one page at a time and knows where one has been.

    Signals:
        shown: a page is shown, by name.
        exchange_wanted: something was written that HQ should hear of soon.
        keys_changed: other actions hold now.
    """

    shown = Signal(str)
    exchange_wanted = Signal()
    keys_changed = Signal()

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._preferences = preferences
        self._pages: dict[str, WindowPage] = {}
        self.history = History()

    def page(self, name: str) -> WindowPage:
        """A page, made when it is first wanted."""
        if name not in self._pages:
            page = make_page(name, self._worker, self._preferences)
            page.setProperty("page", name)
            page.wanted.connect(self._send)
            page.back_wanted.connect(self._send_back)
            page.exchange_wanted.connect(self.exchange_wanted)
            page.keys_changed.connect(self.keys_changed)
            self._pages[name] = page
            self.addWidget(page)
        return self._pages[name]

    def is_made(self, name: str) -> bool:
        """Whether somebody wanted a page already."""
        return name in self._pages

    @property
    def current(self) -> WindowPage | None:
        """The page that is shown."""
        page = self.currentWidget()
        return page if isinstance(page, WindowPage) else None

    @property
    def current_name(self) -> str:
        return next((name for name, page in self._pages.items() if page is self.current), "")

    def go(self, name: str, given: object = None, *, sent: bool = False) -> None:
        """Shows a page; `sent` where another page led there."""
        self._note_place()
        self.history.go(Visit(name, given, sent=sent))
        self._show(name).enter(given)
        self.keys_changed.emit()

    def step(self, by: int) -> None:
        """Back to where one was (-1), or forward again (1): the page, what it showed, the row."""
        self._note_place()
        visit = self.history.step(by)
        if visit is not None:
            self._show(visit.name).enter_again(visit.place)
            self.keys_changed.emit()

    def leave_pages(self) -> None:
        """Lets every page keep what is being typed."""
        for page in self._pages.values():
            page.leave()

    @Slot(str, object)
    def _send(self, name: str, given: object = None) -> None:
        """A page leads to another; to where one came from is a step back."""
        before = self.history.before
        if given is None and before is not None and before.name == name:
            self.step(-1)
        else:
            self.go(name, given, sent=True)

    @Slot(str, object)
    def _send_back(self, name: str, given: object = None) -> None:
        """Back to the page that led here, and where none did to the one it belongs to."""
        here = self.history.here
        if here is not None and here.sent and self.history.before is not None:
            self.step(-1)
        else:
            self._send(name, given)

    def _note_place(self) -> None:
        if self.history.here is not None and self.current is not None:
            self.history.here.place = self.current.place()

    def _show(self, name: str) -> WindowPage:
        page = self.page(name)
        self.setCurrentWidget(page)
        self.shown.emit(name)
        return page
