"""The way into the practice company on every real window, and on its own the band and the way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from desktop.ui.frame.page import make_action
from desktop.ui.frame.shell import Shell
from desktop.ui.navigation import key_table


def offer_way(window: QMainWindow, practise: Callable[[], object]) -> None:
    """Leads there by its key; before the books by a button under the card as well."""
    if isinstance(window, Shell):
        _add_way(window, QCoreApplication.translate("Practice", "练习公司"), practise)
        return
    from desktop.ui.frame.one_card import OneCard  # a start into the shell waits for none of it

    if isinstance(window, OneCard) and window.leads_to_practice:
        window.offer(_add_way(window, QCoreApplication.translate("Practice", "练习公司"), practise))


def put_band(window: QMainWindow, practise: Callable[[], object], anew: Any) -> None:
    """The band on top of a window of the practice company, its title, and its way out."""
    from desktop.ui.entrance.practice_band import PracticeBand

    band = PracticeBand(_add_way(window, QCoreApplication.translate("Practice", "离开练习公司"), practise), window)
    band.anew_wanted.connect(anew)
    window.setMenuWidget(band)
    window.windowTitleChanged.connect(lambda title: _mark_title(window, title))
    _mark_title(window, window.windowTitle())


def say_elsewhere(shell: Shell) -> None:
    """Why it stays in the real books."""
    page = shell.current
    text = QCoreApplication.translate("Practice", "练习公司已在另一个窗口打开，已调到前面。")
    (page.banner if page is not None else shell.banner).say(text, "info")


def _add_way(window: QMainWindow, text: str, practise: Callable[[], object]) -> QAction:
    action = make_action(window, text, key_table.PRACTICE, practise, bar=False)
    if isinstance(window, Shell):
        window.more.append(action)
    return action


def _mark_title(window: QMainWindow, title: str) -> None:
    mark = QCoreApplication.translate("Practice", "练习公司 – ")
    if not title.startswith(mark):
        window.setWindowTitle(mark + title)
