"""The garbage collector looks on the window's own thread alone: a widget that another thread takes apart ends it all.

Python looks for circles on whichever thread happens to make the next object. A widget or timer in such a circle would
then be destroyed by the thread that reads the books, which Qt forbids and answers with a crash.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.gc_tuning import MIDDLE, OLD, YOUNG

PERIOD = 1_000  # ms between two looks at how much was made; a look through the young takes some 10 ms


class Collector(QObject):
    """From here on circles are looked for only while this thread waits for keys, as seldom as everywhere."""

    def __init__(self, parent: QObject | None = None, period: int = PERIOD) -> None:
        """`period` in ms."""
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=period)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Looks through what is young, now and then also through what is older, where enough was made since."""
        young, middle, old = gc.get_count()
        if young > YOUNG:
            gc.collect(2 if old > OLD else 1 if middle > MIDDLE else 0)

    def end(self) -> None:
        """The window is gone: Python looks by itself again."""
        self._timer.stop()
        gc.collect()
        gc.enable()
