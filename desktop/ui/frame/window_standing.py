"""How a window stands: under its company's name, whole on its screen, in the place of the one it comes after."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QMainWindow

_FRAME = QSize(0, 40)
"""What a title bar takes; the real one is only known once a window is shown."""


def name_window(window: QMainWindow | None, whose: str) -> None:
    """The task bar tells whose books a window shows: there may be two."""
    if window is not None and whose:
        window.setWindowTitle(f"{whose} – {QCoreApplication.translate('Shell', '经销商工作台')}")


def stand(window: QMainWindow, before: QMainWindow | None) -> None:
    """Takes the place and size of the window in sight before it, so that nothing jumps.

    One that would be larger than the screen fills it, unless the screen is too small for it anyhow.
    """
    if before is not None and before.isVisible():
        window.restoreGeometry(before.saveGeometry())
    room = window.screen().availableGeometry().size()
    wanted, least = window.size() + _FRAME, window.minimumSize()
    if wanted.boundedTo(room) != wanted and least.boundedTo(room) == least:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)
