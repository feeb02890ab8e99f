"""Notices that nobody touches the window any more, and that it is to be locked with a dialog open."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QWindow

_LOOK = 10_000  # ms between two looks
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
    }
)
_STEPS = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}
_LOCKS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class IdleWatch(QObject):
    """Looks at what reaches the program's windows; widgets aren't watched, for each event of theirs would cost time.

    Signals:
        idle: nobody touched anything for so long, said once until somebody does; or whoever goes pressed the key that
            locks over a dialog, which keeps it from the window below.
        stepped: the mouse's button for back (-1) or forward (1) was pressed.
    """

    idle = Signal()
    stepped = Signal(int)

    def __init__(self, application: QGuiApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._most = 0
        self._said = False
        self._since = QElapsedTimer()
        self._since.start()
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK)
        self._clock.timeout.connect(self.look)
        application.focusWindowChanged.connect(self._follow)

    def allow(self, minutes: int) -> None:
        """How long nobody need touch anything; 0 is for ever."""
        self._most = minutes * 60_000
        self.touch()
        if minutes:
            self._clock.start()
        else:
            self._clock.stop()

    @Slot()
    def look(self) -> None:
        """Whether it is time to say so."""
        if self._most and not self._said and self._since.elapsed() >= self._most:
            self._said = True
            self.idle.emit()

    def touch(self) -> None:
        """Somebody is there."""
        self._said = False
        self._since.restart()

    @Slot(QWindow)
    def _follow(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # a second time it only moves to the front

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
            if isinstance(event, QMouseEvent) and self._steps(event):
                return True
            if QGuiApplication.modalWindow() is not None and isinstance(event, QKeyEvent) and _locks(event):
                QTimer.singleShot(0, self.idle.emit)  # a dialog that this takes away is done with the key first
                return True
        return super().eventFilter(watched, event)

    def _steps(self, event: QMouseEvent) -> bool:
        by = _STEPS.get(event.button()) if event.type() == QEvent.Type.MouseButtonPress else None
        if by is None or QGuiApplication.modalWindow() is not None:
            return False
        self.stepped.emit(by)
        return True


def _locks(event: QKeyEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_L and event.modifiers() == _LOCKS
