"""From a statement on to what comes after it: the answers, the confirmation with HQ, and the two books compared."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction

from desktop.ui.frame.page import WindowPage
from desktop.ui.navigation import key_table

if TYPE_CHECKING:
    from desktop.ui.statements.drawn import StatementPreview

translate = QCoreApplication.translate


def answer_actions(page: WindowPage, shown: Callable[[], object]) -> list[QAction]:
    """The actions of a page that lead on; `shown` tells the account and the days that are on it, None for none."""
    return [
        page.act(translate("answering", "回函"), key_table.ACCOUNT, partial(_go, page, "replies"), bar=False),
        page.act(translate("answering", "确认"), key_table.APPROVE, partial(_go, page, "confirming"), bar=False),
        page.act(translate("answering", "核对"), key_table.COMPARE, partial(_compare, page, shown), bar=False),
    ]


def why_not_issued(shown: StatementPreview | None, *, ours: bool) -> str:
    """Said to whoever wants to issue what can't be issued; "" while there is nothing to say it of."""
    if shown is None:
        return ""
    if not ours:
        return translate(
            "answering", "这是供货方的账，对账单由供货方开具；这里可以看、打印，F11 确认收到的，F12 核对两边的账。"
        )
    return translate("answering", "{0} 已经开具，可以打印；要重开，先撤回（Ctrl+W）。").format(shown.number)


def _go(page: WindowPage, name: str) -> None:
    page.wanted.emit(name, None)


def _compare(page: WindowPage, shown: Callable[[], object]) -> None:
    """The two books of the account and period that are shown."""
    page.wanted.emit("reconciling", shown())
