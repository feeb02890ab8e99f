"""What a list offers beside its rows: its menu, its two questions, and lists kept under a name of one's own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QMenu

from desktop.ui.navigation import key_table
from desktop.ui.tables.habits import Favourite
from domain.errors import UsageError

if TYPE_CHECKING:
    from desktop.ui.tables.view import ListView


class ListOffers(QObject):
    """Opens them; what each needs is loaded when it is first wanted."""

    def __init__(self, view: ListView) -> None:
        super().__init__(view)
        self._view = view
        self.dialog: Any = None
        self.menu: Any = None

    @Slot(int, QPoint)
    def open_menu(self, column: int, spot: QPoint) -> None:
        """The menu about one column, or (-1) about the list."""
        from desktop.ui.tables.menu import ListMenu

        self.menu = ListMenu(self._view, column)
        self.menu.open_at(spot)

    def add_to(self, menu: QMenu) -> None:
        """Hangs the menu of the list under another one."""
        from desktop.ui.tables.menu import ListMenu

        menu.addAction(self.tr("复制所选行") + f"\t{key_table.COPY.keys[0]}").triggered.connect(self._view.copy)
        self.menu = ListMenu(self._view)
        self.menu.setTitle(self.tr("排序、筛选与列"))
        menu.addMenu(self.menu)

    def ask_days(self) -> None:
        """From which day to which."""
        from desktop.ui.tables.questions import DaysDialog

        view = self._view
        now = view.arrangement
        self.dialog = DaysDialog(now.days(self.today), self.today, view)
        self.dialog.confirmed.connect(self._take_days)
        self.dialog.open()

    @property
    def today(self) -> dt.date:
        """The business day."""
        return self._view.list_model.window.today()

    @Slot()
    def _take_days(self) -> None:
        self._view.arrange(self._view.arrangement.of_days(*self.dialog.days))
        self.dialog.accept()

    # ---- kept under a name

    @property
    def favourites(self) -> list[Favourite]:
        """Those of this list."""
        habits = self._view.habits
        return habits.favourites if habits is not None else []

    def ask_name(self) -> None:
        """Under which name the list is kept as it stands."""
        from desktop.ui.tables.questions import FavouriteDialog

        self.dialog = FavouriteDialog([each.name for each in self.favourites], self._view)
        self.dialog.confirmed.connect(self._keep)
        self.dialog.open()

    @Slot()
    def _keep(self) -> None:
        view = self._view
        typed, code = view.beside()
        assert view.habits is not None
        kept = Favourite(self.dialog.name, view.arrangement, typed, code, view.habits.page, view.habits.name)
        if not kept.name:
            self.dialog.refuse(UsageError("name_missing"))
            return
        view.habits.keep_favourites([*(each for each in self.favourites if each.name != kept.name), kept])
        self.dialog.accept()

    def forget(self, name: str) -> None:
        """Keeps it no longer."""
        if self._view.habits is not None:
            self._view.habits.keep_favourites([each for each in self.favourites if each.name != name])

    def bring_back_own(self, kept: Favourite) -> None:
        """The same, if it is this list that was kept."""
        if self._view.habits is not None and self._view.habits.name == kept.list:
            self.bring_back(kept)

    def bring_back(self, kept: Favourite) -> None:
        """Shows the list as it was kept."""
        self._view.recalled.emit(kept)
        self._view.arrange(kept.arrangement)
        self._view.setFocus()
