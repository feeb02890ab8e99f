"""A key means one thing in the whole program: pages and dialogs, a dealer's and HQ's, take it from one table."""

import ast
import re

import pytest
from PySide6.QtGui import QAction, QKeySequence

from desktop.ui.frame.keys import listed
from desktop.ui.frame.page import MEANING
from desktop.ui.navigation import key_table
from tests.building.desktop.walking import never_block, visit
from tests.desktop.ui.widgets.test_fitting import GIVEN
from tests.journeys.ends import ROOT
from tests.pictures.accounts import prepare

# What may stand on a key, in the window's own words. A new word is put where it belongs: that is a decision, so it
# stands here a second time.
SAID = {
    "key_list": "按键表",
    "edit": "改资料 修改草稿 列对应 各列是什么 打开 指定付款人 改价 改单重下 改角色 调整",
    "edit_other": "信用与账期 盘点 写新版本 奖品状态 抵用金额 拆单 纸上的列",
    "find": "下一栏 到明细 到问题处 加商品 换客户 换经销商 换账户 搜索",
    "find_back": "上一栏",
    "switch": "一家/全部 列表/明细 单据/结算 带不带价格 换单位 换方式 换期间 换状态 换种类 换筛选 接受/不接受 更多条件 "
    "相符/不符 谁的账",
    "switch_other": "截至哪天 换列表 换政策 换样式 换种类 换筛选 换纸张 正文/版本/谁已阅读 调节表/差异/一致",
    "exchange": "再试一次 立即交换",
    "pay": "收款 用返利 不用返利 留作预收",
    "settle": "核销 自动核销",
    "why": "为什么 价格由来 余额明细 往来明细 核对账套 核验 看扫描件 试算 重新查看",
    "reckon": "按当时政策重算",
    "do": "保存 入账 入账所选 发货 开具 开始 打开 提交审批 提交订单 收回入账 收货 核销所选 现在备份 登录 登记 登记回函 "
    "确认 签认留存 结算 结账 自动修复 试算",
    "do_all": "全部到期的默认相符 全部客户 全部收回",
    "ask_for": "请求特批",
    "new": "复制成新单 开订单 收款 新单 新政策 新销售订单 用文件 登记回函 答复异议 退货 选文件",
    "new_other": "其他单据 复制 复制上一单 接着写未存的 新进货订单 用总部的账",
    "account": "回函 对账单",
    "approve": "审批 审批通过 总部确认 批准调整 知道了 确认 默认相符",
    "refuse": "不收 不是客户的钱 拒收 拒绝 提出异议 记为拒绝",
    "compare": "两边账核对 核对",
    "palette": "全部命令",
    "rail": "到导航栏",
    "step_back": "后退",
    "step_on": "前进",
    "attention": "需要处理",
    "page": "订单 客户 经销商 商品与库存 到货 发货与退货 收款 政策 返利 对账单 设置",
    "switch_user": "换人登录",
    "lock": "锁屏",
    "practice": "练习公司 离开练习公司",
    "enter": "关闭",
    "back": "以后再说 关闭 回到列表 返回 返回列表 退出",
    "print": "打印 测试页 重印",
    "copies": "换联次",
    "save": "保存 存PDF 存草稿 记住方式",
    "save_file": "存为文件 支持包",
    "excel": "存Excel 名单存Excel",
    "open": "导入文件 打开文件 用文件 选文件 附扫描件",
    "open_folder": "打开文件夹",
    "reverse": "反核销 反结账 用选中的备份恢复 红冲",
    "stop": "停售/恢复 请求结单 停用 停用/启用 撤回 暂停与恢复 结单",
    "delete": "删行 删除草稿 取消订单 放弃草稿",
    "leave_out": "取消这笔 已阅、不再提醒",
    "add": "加人 加客户 加商品 加对账单上没有的 插入行",
    "undo": "撤销 撤销删除",
    "redo": "重做",
    "paste": "粘贴Excel",
    "head": "回到表头",
    "next_step": "补足优惠",
    "coupon": "用券",
    "go_on": "下一户待核销 接着打 草稿 账龄 银行流水",
    "history": "交换记录",
    "layout": "套打样式",
    "form": "套打",
    "zoom": "看清楚/看整页",
    "sort": "换排序",
    "sort_turn": "倒序",
    "close_month": "月结",
    "round_off": "抹零",
    "seen": "看过了 答复已阅",
    "price": "售价",
    "opening": "期初余额 期初库存",
    "merge": "并入别的卡",
    "carry": "余额转到并入的卡",
    "heading": "单据抬头",
    "password": "设密码",
    "passphrase": "密码短语",
    "rejoin": "重新接入",
    "given_back": "恢复后交还",
    "tick": "接受/不接受",
    "list_offers": "排序与筛选",
    "sort_by": "",
    "select_all": "",
    "copy": "复制所选行",
    "copy_cell": "",
}
MEANINGS = {meaning.code: meaning for meaning in key_table.TABLE}
# Keys that a widget hears itself, beside what the table gives its page.
HEARD = {
    ("frame/keys.py", "F1"),
    ("order/benefits/why.py", "F7"),
    ("policies/grid.py", "F2"),
    ("policies/scopes.py", "F8"),
    ("widgets/dialogs.py", "F8"),
}


def faults(name, window):
    """The actions of a page or dialog whose keys aren't what the table says, by where they were met."""
    for action in window.findChildren(QAction):
        keys = [each.toString() for each in action.shortcuts()]
        if not keys:
            continue
        codes = action.property(MEANING) or []
        known = {QKeySequence(key).toString() for code in codes for key in MEANINGS[code].keys}
        said = action.text().split("（")[0].replace(" ", "")
        if not codes or not set(keys) <= known:
            yield f"{name}: {said} takes {keys} from nowhere"
        for code in codes:
            if said not in SAID[code].split():
                yield f"{name}: {said} on {MEANINGS[code].keys[0]}, which means {MEANINGS[code].zh}"


def doubled(name, window):
    """Keys that two actions in sight would hear at the same time."""
    heard: dict[str, str] = {}
    for action in window.findChildren(QAction):
        if not action.isEnabled() or not action.isVisible():
            continue
        owner = action.parent()
        if hasattr(owner, "isVisible") and not owner.isVisible():
            continue
        for key in action.shortcuts():
            other = heard.setdefault(key.toString(), action.text())
            if other != action.text():
                yield f"{name}: {key.toString()} is {other} and {action.text()}"


def test_every_key_has_one_meaning():
    keys = [key for meaning in key_table.TABLE for key in meaning.keys]
    assert len(keys) == len(set(keys))
    assert set(SAID) == set(MEANINGS)


def test_pages_and_dialogs_of_a_desk_give_no_key_another_meaning(desk, request, monkeypatch):
    never_block(monkeypatch)
    prepare(desk)
    hands = request.getfixturevalue("hands")
    found = set()
    for name, window in visit(hands.shell, GIVEN):
        found |= {*faults(name, window), *doubled(name, window)}
    assert not found, "\n".join(["", *sorted(found)])


def test_pages_and_dialogs_of_hqs_people_give_no_key_another_meaning(at_hq, monkeypatch):
    never_block(monkeypatch)
    hands = at_hq("周", "admin")
    found = set()
    for name, window in visit(hands.shell, {}):
        found |= {*faults(name, window), *doubled(name, window)}
    assert not found, "\n".join(["", *sorted(found)])


def test_no_page_writes_down_a_key_of_its_own():
    written = []
    for path in sorted((ROOT / "desktop" / "ui").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute | ast.Name):
                continue
            called = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
            if called in ("act", "make_action", "QKeySequence", "button", "key_cap"):
                written += [f"{path.name}:{call.lineno}: {ast.unparse(each)}" for each in call.args if is_key(each)]
    assert written == []


def is_key(argument):
    """Whether an argument is a key written down."""
    if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
        return False
    return argument.value.startswith(("F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "Ctrl+", "Shift+", "Alt+"))


def test_a_widget_that_hears_a_key_itself_means_the_same_by_it():
    heard = set()
    for path in sorted((ROOT / "desktop" / "ui").rglob("*.py")):
        place = path.relative_to(ROOT / "desktop" / "ui").as_posix()
        heard |= {(place, key) for key in re.findall(r"Key_(F\d+)\b", path.read_text(encoding="utf-8"))}
    assert heard == HEARD


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("Alt+Left", "Alt+←"),
        ("Alt+Right", "Alt+→"),
        ("Ctrl+Shift+Down", "Ctrl+Shift+↓"),
        ("Ctrl+Shift+Up", "Ctrl+Shift+↑"),
        ("Return", "Enter"),
        ("Ctrl+=", "Ctrl+="),
        ("Ctrl+K", "Ctrl+K"),
    ],
)
def test_arrows_and_enter_are_written_as_they_stand_on_the_keyboard(hands, key, text):
    """Qt's own Chinese words for them (左方向, 回车) stand neither on the keyboard nor in the manual."""
    assert key_table.written(QKeySequence(key)) == text


def test_the_list_of_keys_writes_back_and_forward_with_arrows(hands):
    shown = {text: keys for keys, text in listed(hands.shell.everywhere())}
    assert (shown["后退"], shown["前进"]) == ("Alt+←", "Alt+→")


@pytest.mark.parametrize(("language", "manual"), [("zh", "docs/manual.md"), ("en", "docs/manual.en.md")])
def test_the_manual_lists_the_table(language, manual):
    assert key_table.manual_rows(language) in (ROOT / manual).read_text(encoding="utf-8")
