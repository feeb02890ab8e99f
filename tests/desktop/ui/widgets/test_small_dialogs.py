"""Small dialogs tell what is wrong without hiding anything, and no longer than it is wrong."""

import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox

from desktop.ui.frame.login import LoginWindow
from desktop.ui.order.page import OrderPage
from desktop.ui.setup.people import PasswordDialog
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import EnterEdit, Field
from desktop.ui.widgets.parts import label
from desktop.ui.widgets.quantities import Countable, QuantityDialog
from desktop.ui.widgets.reasons import ReasonDialog
from domain.errors import UsageError
from domain.parties.users import Person
from domain.values.quantities import Pack


def settled():
    for _ in range(5):
        QCoreApplication.processEvents()


def scrolls(dialog):
    settled()
    return dialog._area.verticalScrollBar().maximum() > 0


def test_a_reason_that_is_missing_is_told_without_a_bar(hands):
    dialog = ReasonDialog(hands.shell)
    dialog.say_what("记为拒绝", "记为拒绝")
    dialog.ask_why("原因", "reason_")
    dialog.open()
    dialog.refuse(UsageError("reason_needed"))
    assert not scrolls(dialog)
    dialog.reject()


def test_both_fields_of_a_password_can_be_wrong_at_once(hands):
    dialog = PasswordDialog(hands.shell, Person("u", "李堃", "owner"), needed=True)
    dialog.open()
    for field in dialog.findChildren(Field):
        field.blame(UsageError("passwords_differ"))
    assert not scrolls(dialog)
    dialog.reject()


@pytest.mark.parametrize("lines", [1, 2])
def test_a_delivery_that_is_refused_goes_on_showing_day_and_warehouse(hands, lines):
    pack = (Pack("箱", Decimal(24)),)
    told = [Countable(place, "劲浪可乐330ml罐", "SP1015", Decimal(24), "罐", pack) for place in range(1, lines + 1)]
    dialog = QuantityDialog("发货", "发货", told, dt.date(2026, 11, 30), hands.shell, most="还可发")
    dialog.open()
    settled()
    dialog.refuse(UsageError("delivery_too_much", line=2, number="XSDD-01-261130-0009", sku="SP1015", left=19))
    dialog.banner.say("第 2 行：XSDD-01-261130-0009 的 SP1015（劲浪可乐330ml罐）只剩 19罐 未发，" * 2, "bad")
    assert not scrolls(dialog)
    dialog.reject()


def test_what_is_typed_anew_is_no_longer_called_wrong(qtbot):
    edit = EnterEdit()
    field = Field("编码", edit)
    qtbot.addWidget(field)
    field.blame(UsageError("dealer_code_empty"))
    assert not field.wrong.isHidden()
    qtbot.keyClicks(edit, "K9")
    assert field.wrong.isHidden()
    choice = QComboBox()
    choice.addItems(["请选择", "不追回"])
    chosen = Field("够不上的优惠", choice)
    qtbot.addWidget(chosen)
    chosen.blame(UsageError("return_takes_back"))
    choice.setCurrentIndex(1)
    assert chosen.wrong.isHidden()


def test_what_was_said_of_one_person_is_not_said_of_the_next(hands):
    from desktop.actions.people.users import SignInState

    window = LoginWindow(
        hands.program.worker, hands.program.worker.desk, SignInState("login", ("李堃", "小王")), "李堃"
    )
    window._refused(UsageError("password_wrong"))
    assert not window.password_field.wrong.isHidden()
    window.who.setCurrentIndex(1)
    assert window.password_field.wrong.isHidden()
    window.deleteLater()


def test_an_order_for_nobody_asks_for_the_customer(hands):
    hands.press("Ctrl+N")
    hands.settle()
    page = hands.page
    assert isinstance(page, OrderPage)
    hands.press("F8")
    hands.settle()
    assert page.head.party.wrong.text().startswith("请先选客户")


def test_the_papers_heading_is_saved_with_f8_and_kept_from_one_esc(hands):
    hands.shell.go("settings")
    hands.settle()
    hands.press("Ctrl+I")
    hands.settle()
    dialog = hands.page.profile
    hands.type("粤海")
    hands.press("Escape")
    assert dialog.isVisible()
    assert dialog.banner.text.startswith("还没有保存")
    hands.press("F8")
    hands.settle()
    assert dialog.banner.text.startswith("已保存")
    hands.press("Escape")
    assert not dialog.isVisible()


def test_whoever_has_just_enrolled_is_not_asked_again(hands, monkeypatch):
    from desktop.actions.people.users import SignInState

    asked = []
    worker = hands.program.worker
    monkeypatch.setattr(worker, "open", lambda _, *given, **__: asked.append(given[1:]))
    window = LoginWindow(worker, worker.desk, SignInState("login", ("李堃",)), "李堃", "tiger-2026")
    assert asked == [("李堃", "tiger-2026")]
    window.deleteLater()


def test_what_is_wrong_with_a_field_is_seen_whole_where_the_fields_scroll(hands):
    """On a low screen the sentence under a field is in sight as well as the field it speaks of."""
    dialog = FormDialog(hands.shell)
    dialog.say_what("退货", "退货")
    for name in ("数量", "日期", "仓库"):
        dialog.add(Field(name, EnterEdit()))
    field = dialog.add(Field("够不上的优惠", QComboBox()), "return_takes_back")
    dialog.open()
    settled()
    dialog.resize(dialog.width(), 330)
    settled()
    dialog.refuse(UsageError("return_takes_back", number="XSCK-01-261130-0004", policy="劲浪可乐买十赠一" * 4))
    settled()
    seen = field.wrong.visibleRegion().boundingRect().height()
    assert seen == field.wrong.height() >= field.wrong.heightForWidth(field.wrong.width())
    assert not field.edit.visibleRegion().isEmpty()
    dialog.reject()


def test_a_refusal_leaves_the_caret_where_it_was_done_and_not_on_what_leaves(hands):
    dialog = ReasonDialog(hands.shell)
    dialog.say_what("记为拒绝", "记为拒绝")
    dialog.ask_why("原因", "reason_")
    dialog.confirmed.connect(lambda: dialog.refuse(UsageError("order_empty")))
    dialog.open()
    settled()
    hands.type("不卖")
    dialog.do.setFocus()
    hands.press("Return")
    settled()
    assert dialog.banner.isVisible()
    assert hands.focus is dialog.do
    dialog.reject()


def test_sentences_in_a_dialog_take_the_height_they_need_and_no_more(hands):
    """One that wraps claimed what it needs in the narrowest column; what stands below it was out of sight."""
    dialog = FormDialog(hands.shell, width=620)
    dialog.say_what("审批政策", "批准并发布")
    told = [
        "满减  ·  YD2027  v1  ·  2026-12-01 至 2027-01-03  ·  周经理 制定",
        "还没有试算：按 F7 看去年的单据会多花多少。",
    ]
    sentences = [label(each, wrap=True) for each in (*told, "这是一项新政策，没有现行版本。正文见列表右侧。")]
    for each in sentences:
        dialog.fields.addWidget(each)
    dialog.banner.say("这是您自己制定的政策，须由另一位同事审批。", "warn")
    dialog.open()
    assert not scrolls(dialog)
    assert [each.visibleRegion().boundingRect().height() == each.height() for each in sentences] == [True] * 3
    dialog.reject()
