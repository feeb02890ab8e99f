"""How a page opens the card of the row under its caret, or a new one, and tells what was saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Slot

from desktop.actions.later import action_at
from desktop.cards.face import CardFace, CardSheet, SavedCard
from desktop.cards.faces import FACES
from desktop.ui.cards.dialog import CardDialog
from desktop.ui.frame.page import WindowPage
from desktop.ui.widgets import formatting

if TYPE_CHECKING:
    import datetime as dt

    from desktop.desk import Desk


class Cards(QObject):
    """The cards of one page."""

    def __init__(self, page: WindowPage) -> None:
        super().__init__(page)
        self._page = page
        self._face: CardFace | None = None
        self._then: Callable[[SavedCard], object] | None = None
        self.dialog: CardDialog | None = None

    def open(self, kind: str, key: str = "", then: Callable[[SavedCard], object] | None = None) -> None:
        """Asks for a card and shows it; `then` hears what was saved."""
        self._face, self._then = FACES[kind], then
        self._page.worker.read(_sheet_and_day, FACES[kind].read, key, then=self._show, failed=self._page.tell)

    @Slot(object)
    def _show(self, asked: tuple[CardSheet, Any]) -> None:
        assert self._face is not None
        self.dialog = CardDialog(self._page.worker, self._face, *asked, self._page)
        self.dialog.saved.connect(self._saved)
        self.dialog.open()

    @Slot(object)
    def _saved(self, card: SavedCard) -> None:
        self.dialog = None
        said = QCoreApplication.translate("cards", "已保存：{0}（{1}）。").format(card.name, card.code)
        told = [formatting.tell(each) for each in card.told]
        self._page.banner.say(" ".join([said, *told]), "warn" if told else "good")
        if self._then is not None:
            self._then(card)
        self._page.exchange_wanted.emit()


def _sheet_and_day(desk: Desk, read: str, key: str) -> tuple[CardSheet, dt.date]:
    """A card as it stands, or an empty one; and which day it is."""
    sheet: CardSheet = action_at(read)(desk, key)
    return sheet, desk.today()
