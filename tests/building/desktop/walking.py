"""Goes to every page with real data and opens every dialog that one of its keys opens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from desktop.pictures import wait
from desktop.ui.frame.pages import UNDER, pages
from desktop.ui.frame.shell import Shell

MOMENT = 60  # ms without anything under way; nothing is typed here, so that no page waits before it asks
LEAVES = {"Esc", "Ctrl+Z", "Ctrl+Y", "Ctrl+W", "F5"}
"""Keys that only lead away, undo, end something or ask for HQ."""


def visit(shell: Shell, given: Mapping[str, object], *, dialogs: bool = True) -> Iterator[tuple[str, QWidget]]:
    """Every page, and each dialog over it where these are wanted, by name; `given` is what a page is opened with."""
    for name in [*(name for name, _, _ in pages(shell.worker)), *(name for name in UNDER if name != "paperview")]:
        _go(shell, name, given.get(name))
        yield name, shell
        for action in list(shell.page(name).actions()) if dialogs else ():
            keys = action.shortcut().toString()
            if keys and keys not in LEAVES and action.isVisible() and action.isEnabled():
                yield from _over(shell, name, given.get(name), action, keys)
    shell.show_keys()
    yield from _dialogs("keys")
    shell.look_after()
    yield from _dialogs("attention")


def _over(shell: Shell, name: str, given: object, action: QAction, keys: str) -> Iterator[tuple[str, QWidget]]:
    action.trigger()
    wait(shell.worker, MOMENT)
    yield from _dialogs(f"{name} {keys}")
    if shell.current_name != name:
        _go(shell, name, given)


def _dialogs(name: str) -> Iterator[tuple[str, QWidget]]:
    """The dialogs that stand over the window now, which then go; the system's own are its own."""
    for _ in range(3):
        dialog: Any = QApplication.activeModalWidget()
        if dialog is None:
            return
        QApplication.processEvents()
        if not isinstance(dialog, QPrintDialog):
            yield f"{name}: {type(dialog).__name__}", dialog
        dialog.reject()
        QApplication.processEvents()


def _go(shell: Shell, name: str, given: object) -> None:
    shell.go(name, given) if given is not None else shell.go(name)
    wait(shell.worker, MOMENT)
    for _ in range(4):  # what was laid anew lays what holds it
        QApplication.processEvents()


def never_block(monkeypatch: Any) -> None:
    """Dialogs that wait for their end don't, and those of the system choose nothing."""
    monkeypatch.setattr(QDialog, "exec", lambda dialog: dialog.open() or 0)
    for asked in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, asked, lambda *_, **__: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: "")
