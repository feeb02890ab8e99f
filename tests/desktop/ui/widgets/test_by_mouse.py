"""Everything is reached by the mouse alone: the right button offers what a page can, a click on the name who works."""

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from desktop.ui.frame.page import make_action
from desktop.ui.navigation import key_table
from desktop.ui.settling.dialogs import ShareDialog
from desktop.ui.widgets.dialogs import FormDialog
from tests.building.desktop.sample_accounts import a_file
from tests.desktop.ui.settling.test_settling import settling


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
    own = [each.text() for each in page.current_actions() if each.isEnabled()]
    # Behind what the page can, a line and what every list can.
    assert offered == [*own, "", "复制所选行\tCtrl+C", "排序、筛选与列"]
    assert "红冲" in offered
    pick(menu, "红冲")
    dialog: Any = QApplication.activeModalWidget()
    assert page.view.current_row().number in dialog._heading.text()
    dialog.reject()


def test_the_right_button_opens_what_is_under_it(hands):
    page = hands.page
    page.view.setCurrentIndex(page.view.model().index(0, 0))
    number = page.view.current_row().number
    menu = right_click(page.view.viewport())
    assert menu.actions()[0].text() == "打开"
    pick(menu, "打开")
    hands.settle()
    assert hands.page.order.number == number


def test_a_click_on_the_name_leads_to_another_person(hands):
    wanted = []
    hands.shell.switch_wanted.disconnect()
    hands.shell.switch_wanted.connect(lambda: wanted.append("switch"))
    QTest.mouseClick(hands.shell.rail._person, Qt.MouseButton.LeftButton)
    menu: Any = QApplication.activePopupWidget()
    assert [each.text() for each in menu.actions()] == ["锁屏", "换人登录", "练习公司"]
    pick(menu, "换人登录")
    assert wanted == ["switch"]


def click(widget, spot=None):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=spot or widget.rect().center())


def cell(view, row, column):
    return view.visualRect(view.model().index(row, column)).center()


def word(hands, text):
    """The word on the bar of keys."""
    return next(each for each in hands.shell.keys.findChildren(QPushButton) if each.text() == text)


def test_a_word_on_the_bar_of_keys_is_its_key_where_the_caret_is(hands):
    page = settling(hands)
    click(page.debts.viewport(), cell(page.debts, 0, 0))
    click(word(hands, "选 / 不选"))
    assert page.shares
    click(word(hands, "选 / 不选"))
    assert not page.shares
    click(word(hands, "写金额"))
    dialog: Any = QApplication.activeModalWidget()
    assert isinstance(dialog, ShareDialog)
    dialog.reject()


def test_a_banks_line_is_ticked_by_a_click_on_its_tick_alone(hands, tmp_path):
    hands.shell.go("bank")
    hands.page.open_file(a_file(tmp_path))
    hands.settle()
    rows = hands.page.list
    before = [each.ticked for each in rows.rows.rows]
    click(rows.viewport(), cell(rows, 0, 2))
    assert [each.ticked for each in rows.rows.rows] == before
    click(rows.viewport(), cell(rows, 0, 0))
    assert [each.ticked for each in rows.rows.rows] == [not before[0], *before[1:]]


def test_what_a_dialog_can_is_offered_by_the_right_button(hands):
    hands.shell.go("products")
    hands.settle()
    dialog = Wide(hands.shell)
    dialog.open()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(4, 4), dialog.mapToGlobal(QPoint(4, 4)))
    QCoreApplication.sendEvent(dialog, event)
    menu: Any = QApplication.activePopupWidget()
    assert [each.text() for each in menu.actions()] == ["多一行"]
    pick(menu, "多一行")
    assert dialog.count == 1
    dialog.reject()


class Wide(FormDialog):
    """A dialog with a key that no button shows, and that grows when it is pressed."""

    def __init__(self, parent):
        super().__init__(parent)
        self.say_what("问", "做")
        self.count = 0
        make_action(self, "多一行", key_table.ADD, self.more)

    def more(self):
        self.count += 1
        line = QLabel("行")
        line.setMinimumHeight(200)
        self.fields.addWidget(line)
        self.fit()


def test_a_dialog_that_grows_stays_on_its_screen_with_its_buttons(hands):
    dialog = Wide(hands.shell)
    dialog.open()
    around = dialog.screen().availableGeometry()
    dialog.move(around.left() + 10, around.bottom() - dialog.height())
    dialog.more()
    dialog.more()
    assert around.contains(dialog.frameGeometry())
    assert dialog.height() <= hands.shell.height() - 24
    dialog.reject()


@pytest.mark.parametrize(("word", "page"), [("打开", "orderview"), ("关闭", "orders")])
def test_what_needs_a_look_is_opened_and_left_by_the_mouse(hands, word, page):
    hands.shell.look_after()
    hands.settle()
    dialog: Any = QApplication.activeModalWidget()
    button = next(each for each in dialog.findChildren(QPushButton) if each.text().startswith(word))
    click(button)
    hands.settle()
    assert not dialog.isVisible()
    assert hands.shell.current_name == page


def test_the_list_of_keys_is_left_by_the_mouse(hands):
    from desktop.ui.frame.keys import KeyList
    from desktop.ui.widgets.parts import ActionButton

    shown = KeyList([("订单", [("F8", "保存")])], hands.shell)
    shown.show()
    [button] = shown.findChildren(ActionButton)
    gone: list[bool] = []
    shown.finished.connect(lambda _: gone.append(True))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert gone == [True]


def test_the_drawn_key_of_the_bar_does_what_its_word_does(hands):
    button = word(hands, "搜索").parentWidget()
    cap = next(each for each in button.findChildren(QLabel))
    assert cap.text() == "F3"
    click(cap)
    assert hands.page.search.hasFocus()
