"""From a statement on to what comes after it: the answers, the confirmation with HQ, and the two books compared."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction

if TYPE_CHECKING:
    from desktop.ui.statements.page import StatementsPage

translate = QCoreApplication.translate


def answer_actions(page: StatementsPage) -> list[QAction]:
    """The actions of the statements page that lead on; their buttons stand under its figures."""
    return [
        page.act(translate("answering", "回函"), "F10", partial(_go, page, "replies"), bar=False),
        page.act(translate("answering", "确认"), "F11", partial(_go, page, "confirming"), bar=False),
        page.act(translate("answering", "核对"), "F12", partial(_compare, page), bar=False),
    ]


def _go(page: StatementsPage, name: str) -> None:
    page.wanted.emit(name, None)


def _compare(page: StatementsPage) -> None:
    """The two books of the account and period that are shown."""
    account = page.choice.buyer
    page.wanted.emit("reconciling", (account, *page.choice.days) if account else None)
