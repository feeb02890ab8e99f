"""Keeps what is typed while it is typed: no later key puts off what the first one began."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.actions.documents.views import OrderDraft
from desktop.ui.frame.actions import drafts
from desktop.ui.frame.work import Worker

KEEP_AFTER = 800  # ms after the first key that isn't kept yet


class DraftKeeper(QObject):
    """Keeps one order after the other as a draft.

    Signals:
        kept: the id of the draft that is kept now.
    """

    kept = Signal(str)

    def __init__(self, worker: Worker, compose: Callable[[], OrderDraft], parent: QObject) -> None:
        """`compose` gives the order as it stands, open editor and all."""
        super().__init__(parent)
        self._worker = worker
        self._compose = compose
        self._known: set[str] = set()
        self._held = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(KEEP_AFTER)
        self._soon.timeout.connect(self._keep)

    def touch(self) -> None:
        """Something was typed."""
        if not self._soon.isActive() and not self._held:
            self._soon.start()

    def now(self) -> None:
        """What was typed is kept at once."""
        if self._soon.isActive():
            self._soon.stop()
            self._keep()

    def know(self, draft: str) -> None:
        """This order is kept already, as a draft of this id."""
        self._known.add(draft)

    def hold(self, *, held: bool) -> None:
        """While an order is being placed it is kept no more: a draft of it would outlive it."""
        self._held = held
        if held:
            self._soon.stop()

    def forget(self) -> None:
        """What was typed needn't be kept: it was placed, or is another order's."""
        self._soon.stop()

    @Slot()
    def _keep(self) -> None:
        draft = self._compose()
        if draft.rows or draft.ref or draft.remark or draft.coupons or draft.party_text:
            self._known.add(draft.id)
            self._worker.write(drafts.save_draft, draft, then=self._is_kept)
        elif draft.id in self._known:  # all of it was taken away again
            self._known.discard(draft.id)
            self._worker.write(drafts.discard_draft, draft.id, then=self._is_gone)

    @Slot(object)
    def _is_kept(self, draft: str) -> None:
        self.kept.emit(draft)

    @Slot(object)
    def _is_gone(self, _: object) -> None:
        """Nobody needs to hear it."""
