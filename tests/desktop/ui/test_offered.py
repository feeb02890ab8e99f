"""What whoever works here may not do isn't offered: no button, no key, no line in the list of commands."""

from typing import Any

import pytest

from desktop.pictures import wait
from desktop.ui.parts import ActionButton
from domain.users import Person

# What people are for: the owner does everything, a clerk writes orders and cards, a keeper moves goods, an accountant
# keeps the accounts.
ONLY_FOR = {
    ("orders", "新销售订单"): {"owner", "clerk"},
    ("orders", "新进货订单"): {"owner", "clerk"},
    ("customers", "开订单"): {"owner", "clerk"},
    ("customers", "收款"): {"owner", "accountant"},
    ("customers", "核销"): {"owner", "accountant"},
    ("customers", "加客户"): {"owner", "clerk", "accountant"},
    ("customers", "信用与账期"): {"owner", "clerk", "accountant"},
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
