"""The commands typed in other processes while the window has the books open: they are done here, one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Signal, Slot

from desktop.actions.changes import ANYTHING, changes
from desktop.ui.frame.work import Worker

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.doorbell import Ring

DoCommand = Callable[["Desk", dict[str, Any]], dict[str, Any]]
_MOMENT = 100  # ms


class Errands(QObject):
    """Takes commands as soon as there are books, and gives each its answer, also when the window is closed meanwhile.

    Signals:
        done: what was typed, and the answer; nothing is said of one that asks for a secret first.

    Attributes:
        desk: the open books; None until there are any.
    """

    done = Signal(str, object)

    def __init__(self, worker: Worker, answer: DoCommand | None, parent: QObject) -> None:
        """`answer` does one; without it none is taken."""
        super().__init__(parent)
        self.desk: Desk | None = None
        self._worker = worker
        self._answer = answer
        self._rings: list[Ring] = []

    @Slot(object)
    def take(self, ring: Ring) -> None:
        """Does what was handed over; what it changed is seen in the window at once."""
        if self.desk is None or self._answer is None:
            ring.decline()
            return
        ring.take()
        self._rings.append(ring)
        typed = " ".join(["desk", *map(str, ring.order.get("words", []))])
        asked = (self.desk, self._answer, ring.order)
        self._worker.serve(typed, _do, *asked, then=lambda done: self._give_back(ring, typed, done))

    def _give_back(self, ring: Ring, typed: str, done: dict[str, Any]) -> None:
        self._rings.remove(ring)
        ring.answer(done)
        if not done["secret"]:
            self.done.emit(typed, done)

    def finish(self) -> None:
        """Lets what was taken come to its end, for whoever typed it waits for the answer."""
        while self._rings:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, _MOMENT)


@changes(*ANYTHING)
def _do(_: object, desk: Desk, answer: DoCommand, order: dict[str, Any], **__: object) -> dict[str, Any]:
    return answer(desk, order)
