"""Has every change of an order judged a moment later; only the newest verdict comes through, never under an editor."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.actions.documents.views import CheckedOrder
from desktop.ui.frame.actions import orders
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.order.lines.entry import OrderEntry

CHECK_AFTER = 60  # ms after the last key


class Checker(QObject):
    """Judges one order as it grows.

    Signals:
        checked: the CheckedOrder, and the places of its lines in the grid.
        nothing: there is nothing that could be judged.
        failed: the DeskError that kept it from being judged.
    """

    checked = Signal(object, object)
    nothing = Signal()
    failed = Signal(object)

    def __init__(self, worker: Worker, parent: QObject) -> None:
        super().__init__(parent)
        self.places: list[int] = []
        self._entry: OrderEntry | None = None
        self._held: CheckedOrder | None = None
        self._editing = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(CHECK_AFTER)
        self._soon.timeout.connect(self._ask)
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._take)
        self._latest.failed.connect(self.failed)

    @property
    def waiting(self) -> bool:
        """Whether a verdict is still to come."""
        return self._soon.isActive() or self._latest.waiting

    def look(self, entry: OrderEntry) -> None:
        """The order changed."""
        self._entry = entry
        self._soon.start()

    def drop(self) -> None:
        """Another order: what was asked of the old one is forgotten."""
        self._soon.stop()
        self._latest.drop()
        self._held = None
        self.places = []

    def hold(self, *, editing: bool) -> None:
        """While an editor is open nothing moves under somebody's hands; afterwards the verdict kept back is shown."""
        self._editing = editing
        held, self._held = self._held, None
        if held is not None and not editing and not self.waiting:
            self.checked.emit(held, self.places)

    @Slot()
    def _ask(self) -> None:
        entry = self._entry
        if entry is None:
            return
        self.places = entry.places
        self._held = None
        if self.places and entry.buyer:
            self._latest.ask(orders.check_order, entry.draft())
        else:
            self._latest.drop()
            self.nothing.emit()

    @Slot(object)
    def _take(self, checked: CheckedOrder) -> None:
        if self._entry is not None:
            self._entry.see(checked)
        if self._editing:
            self._held = checked
        else:
            self.checked.emit(checked, self.places)
