"""A day has many dialogs: one that was closed is gone, and leaves nothing in the window's memory."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog

OPENED = {
    "customers": ["加客户"],
    "money": ["收款", "其他单据", "月结"],
    "products": ["盘点"],
    "rebates": ["余额明细"],
    "settings": ["单据抬头", "套打样式", "纸上的列", "加人"],
    "statements": ["套打样式", "纸上的列", "核验", "月结", "全部客户"],
}


def dialogs(hands):
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return hands.shell.findChildren(QDialog)


@pytest.mark.parametrize("name", OPENED)
def test_a_closed_dialog_is_gone(hands, name):
    hands.shell.go(name)
    hands.settle()
    assert dialogs(hands) == []
    for text in OPENED[name]:
        action = next(each for each in hands.page.current_actions() if each.text() == text)
        action.trigger()
        hands.settle()
        assert [each.isVisible() for each in dialogs(hands)] == [True], text
        hands.press("Escape")
        hands.settle()
        assert dialogs(hands) == [], text
