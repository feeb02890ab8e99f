"""Everything is reached by the mouse alone: the right button offers what a page can, a click on the name who works."""

from typing import Any

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu


def right_click(widget):
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(20, 20), widget.mapToGlobal(QPoint(20, 20)))
    QCoreApplication.sendEvent(widget, event)
    menu: Any = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def pick(menu, text):
    action = next(each for each in menu.actions() if each.text() == text)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def test_the_right_button_offers_and_does_what_the_page_can(hands):
    hands.shell.go("papers")
    hands.settle()
    page = hands.page
    page.view.setCurrentIndex(page.view.model().index(0, 0))
    menu = right_click(page.view.viewport())
    offered = [each.text() for each in menu.actions()]
    assert offered == [each.text() for each in page.current_actions() if each.isEnabled()]
    assert "红冲" in offered
    pick(menu, "红冲")
    dialog: Any = QApplication.activeModalWidget()
    assert page.view.current_row().number in dialog._heading.text()
    dialog.reject()


def test_a_click_on_the_name_leads_to_another_person(hands):
    wanted = []
    hands.shell.switch_wanted.disconnect()
    hands.shell.switch_wanted.connect(lambda: wanted.append("switch"))
    QTest.mouseClick(hands.shell.rail._person, Qt.MouseButton.LeftButton)
    menu: Any = QApplication.activePopupWidget()
    assert [each.text() for each in menu.actions()] == ["锁屏", "换人登录"]
    pick(menu, "换人登录")
    assert wanted == ["switch"]
