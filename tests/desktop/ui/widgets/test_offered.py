"""What whoever works here may not do isn't offered: no button, no key, no line in the list of commands."""

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop.actions.documents import money
from desktop.pictures import wait
from desktop.ui.widgets.parts import ActionButton
from domain.parties.users import Person

# What people are for: the owner does everything, a clerk writes orders and cards, a keeper moves goods, an accountant
# keeps the accounts and says how much credit a customer has.
ONLY_FOR = {
    ("orders", "新销售订单"): {"owner", "clerk"},
    ("orders", "新进货订单"): {"owner", "clerk"},
    ("customers", "开订单"): {"owner", "clerk"},
    ("customers", "收款"): {"owner", "accountant"},
    ("customers", "核销"): {"owner", "accountant"},
    ("customers", "加客户"): {"owner", "clerk", "accountant"},
    ("customers", "信用与账期"): {"owner", "accountant"},
    ("customers", "暂停与恢复"): {"owner", "accountant"},
    ("products", "盘点"): {"owner", "keeper"},
    ("incoming", "收货"): {"owner", "keeper"},
    ("papers", "退货"): {"owner", "keeper"},
    ("papers", "红冲"): {"owner", "keeper"},
    ("money", "收款"): {"owner", "accountant"},
    ("money", "其他单据"): {"owner", "accountant"},
    ("money", "核销"): {"owner", "accountant"},
    ("money", "月结"): {"owner", "accountant"},
    ("money", "红冲"): {"owner", "accountant"},
    ("settling", "核销所选"): {"owner", "accountant"},
    ("settling", "反核销"): {"owner", "accountant"},
    ("bank", "入账所选"): {"owner", "accountant"},
    ("statements", "开具"): {"owner", "accountant"},
    ("statements", "撤回"): {"owner", "accountant"},
    ("statements", "月结"): {"owner", "accountant"},
    ("replies", "登记回函"): {"owner", "accountant"},
    ("confirming", "确认"): {"owner", "accountant"},
    ("confirming", "提出异议"): {"owner", "accountant"},
    ("reconciling", "签认留存"): {"owner", "accountant"},
    ("settings", "现在备份"): {"owner"},
    ("settings", "加人"): {"owner"},
    ("settings", "改角色"): {"owner"},
    ("settings", "停用 / 启用"): {"owner"},
    ("orderview", "发货"): {"owner", "keeper"},
    ("orderview", "审批通过"): {"owner"},
    ("orderview", "取消订单"): {"owner", "clerk"},
}
PAGES = list(dict.fromkeys(page for page, _ in ONLY_FOR))


@pytest.mark.parametrize("role", ["owner", "clerk", "keeper", "accountant"])
def test_what_one_may_not_do_is_not_offered(role, hands):
    program: Any = hands.program
    program.worker.desk.user = Person("u1", "某人", role)
    program._show_shell()
    hands.settle()
    shell = program.shell
    shell.exchanger.quiet()
    number = shell.page("orders").window_.row(0).number
    seen = set()
    for name in PAGES:
        shell.go(name, number if name == "orderview" else None)
        wait(program.worker, 60)
        page = shell.page(name)
        for action in page.actions():
            allowed = ONLY_FOR.get((name, action.text()))
            if allowed is None:
                continue
            seen.add((name, action.text()))
            if role in allowed:
                assert not action._barred, (name, action.text())
                continue
            action.setVisible(True)  # whatever a page says of it later
            action.setEnabled(True)
            assert not action.isVisible(), (name, action.text())
            assert not action.isEnabled(), (name, action.text())
            buttons = [each for each in page.findChildren(ActionButton) if each.action_ is action]
            for button in buttons:
                button.show()
            assert not any(each.isVisible() for each in buttons), (name, action.text())
    assert seen == set(ONLY_FOR)


@pytest.fixture
def as_keeper(hands):
    program: Any = hands.program
    program.worker.desk.user = Person("u1", "小王", "keeper")
    program._show_shell()
    hands.settle()
    hands.shell = program.shell
    hands.shell.exchanger.quiet()
    return hands


def test_a_key_one_may_not_use_says_so(as_keeper):
    as_keeper.shell.go("orders")
    as_keeper.settle()
    as_keeper.press("F9")
    assert as_keeper.page.banner.text.startswith("小王（仓管）不能做这件事：")


def test_who_may_not_issue_statements_looks_at_them(as_keeper):
    as_keeper.shell.go("statements")
    as_keeper.settle()
    as_keeper.page._open_batch()
    dialog = as_keeper.page.batch
    assert (dialog.issue.isChecked(), dialog.issue.isEnabled()) == (False, False)
    dialog.reject()


def test_who_may_not_see_what_is_earned_here_begins_with_the_others(as_keeper):
    as_keeper.shell.go("rebates")
    as_keeper.settle()
    assert (as_keeper.page.mode, as_keeper.page.banner.text) == ("all", "")
    empty = as_keeper.page.table._empty  # nobody takes the list for all the rebates there are
    assert "客户的返利" in empty
    assert "小王（仓管）不能看进价" in empty
    as_keeper.page.modes.pick("one")
    assert as_keeper.focus is as_keeper.page.dealer  # whose they are is to be said first


def test_who_may_not_settle_is_offered_to_look(desk, request):
    money.receive_money(desk, "GD01:FX001", Decimal(50), way="hand")
    as_keeper = request.getfixturevalue("as_keeper")
    as_keeper.shell.go("money")
    as_keeper.settle()
    assert as_keeper.page.hints() == [("Enter", "看这位客户的核销")]
    as_keeper.shell.go("settling", "GD01:FX001")
    as_keeper.settle()
    assert as_keeper.page.hints() == []
    page = as_keeper.page
    assert page.account.credits
    assert page.account.debts
    page.debts.setFocus()
    as_keeper.press("Space", "Return")
    as_keeper.settle()
    assert (page.shares, page.dialog) == ({}, None)


def test_beside_a_policy_stands_what_is_its_own_or_why_it_may_not_be_read(as_keeper):
    as_keeper.shell.go("policies")
    as_keeper.settle()
    page = as_keeper.page
    met = set()
    steps = len(page.rows.rows) - 1
    for key in ("Down",) * steps + ("Up",) * steps:
        as_keeper.press(key)
        as_keeper.settle()
        reading = page.panel.reading
        met.add(reading is None)
        if reading is None:
            assert page.banner.text.startswith("小王（仓管）不能看进价")
            assert page.panel.text.toPlainText() == ""
        else:
            assert (reading.view.row.policy, page.banner.text) == (page.current.policy, "")
    assert met == {True, False}


_WAITING = {
    "settling": ("Ctrl+G", "没有别的客户"),
    "bank": ("F8", "F9 选文件"),
    "replies": ("F7", "没有附扫描件"),
    "reconciling": ("F2", "F9 选对方的文件"),
    "returned": ("F8", "没有等着收回的"),
    "drafts": ("F2", "没有草稿"),
    "statements": ("Ctrl+W", "没有可撤回的"),
}


@pytest.mark.parametrize("name", _WAITING)
def test_a_key_that_waits_says_what_for(hands, name):
    """“Can't be done now” alone leaves a person where he was."""
    key, said = _WAITING[name]
    hands.shell.go(name)
    hands.settle()
    hands.press(key)
    hands.settle()
    assert said in hands.page.banner.text


def test_enter_on_what_comes_is_not_offered_to_whom_it_is_not_for(hands):
    hands.program.worker.desk.user = Person("u1", "小陈", "clerk")
    hands.program._show_shell()
    hands.settle()
    hands.program.shell.exchanger.quiet()
    hands.shell = hands.program.shell
    hands.shell.go("incoming")
    hands.settle()
    page = hands.page
    assert page.hints() == []
    page.open_row(page.view.current_row())
    hands.settle()
    assert page.banner.text.startswith("小陈（开单员）不能做这件事：")
    assert QApplication.activeModalWidget() is None
