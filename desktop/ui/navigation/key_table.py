"""What each key means, once for the whole program; pages and dialogs take their keys from here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import QKeySequence


class KeyMeaning(NamedTuple):
    """One meaning, the keys that carry it (the first is shown on buttons), and how the manual says it."""

    code: str
    keys: tuple[str, ...]
    zh: str
    en: str

    def only(self, key: str) -> KeyMeaning:
        """The same meaning under one of its keys."""
        return self._replace(keys=(key,))


Keys = KeyMeaning | Sequence[KeyMeaning]
"""What an action is given: a meaning, several where it has several, () for none."""

KEY_LIST = KeyMeaning("key_list", ("F1",), "按键表", "the list of keys")
EDIT = KeyMeaning("edit", ("F2",), "修改光标所在的", "change what the caret is on")
EDIT_OTHER = KeyMeaning("edit_other", ("Shift+F2",), "修改它的另一样", "change it otherwise, or something else of it")
FIND = KeyMeaning(
    "find", ("F3", "Ctrl+F"), "查找：搜索、换客户、换账户、到下一处", "find: search, whose account, the next place"
)
FIND_BACK = KeyMeaning("find_back", ("Shift+F3",), "往回找", "find backwards")
SWITCH = KeyMeaning("switch", ("F4",), "切换：筛选、种类、期间、选项", "switch: filter, kind, period, choice")
SWITCH_OTHER = KeyMeaning("switch_other", ("Shift+F4",), "切换另一样", "switch the other thing")
EXCHANGE = KeyMeaning("exchange", ("F5",), "立即与总部交换；打不开时再试一次", "exchange with HQ now; try again")
PAY = KeyMeaning("pay", ("F6",), "收款、留作预收、用返利抵", "money: receive it, keep it, pay with rebates")
SETTLE = KeyMeaning("settle", ("Shift+F6",), "核销", "settle receipts")
WHY = KeyMeaning("why", ("F7",), "看依据：为什么、明细、试算、核对", "what is behind it: why, details, trial, check")
RECKON = KeyMeaning("reckon", ("Shift+F7",), "按当时政策重算", "reckon again by the policies of the day")
DO = KeyMeaning(
    "do", ("F8",), "办：提交、发货、收货、入账、开具、保存", "do it: submit, deliver, receive, book, issue, save"
)
DO_ALL = KeyMeaning("do_all", ("Shift+F8",), "全部一起办", "do it for all")
ASK_FOR = KeyMeaning("ask_for", ("Ctrl+F8",), "请求特批", "ask for approval")
NEW = KeyMeaning("new", ("F9", "Ctrl+N"), "新建：单据、回函、文件", "new: a document, a reply, a file")
NEW_OTHER = KeyMeaning(
    "new_other",
    ("Shift+F9", "Ctrl+Shift+N"),
    "另一种新建：进货、其他单据、复制",
    "new otherwise: a purchase, a note, a copy",
)
ACCOUNT = KeyMeaning("account", ("F10",), "对账单和它的回函", "the statement and its replies")
APPROVE = KeyMeaning("approve", ("F11",), "批准、确认", "approve, confirm")
REFUSE = KeyMeaning("refuse", ("Shift+F11",), "拒绝：拒收、异议、不收、不是", "refuse, dispute, leave, “it isn't”")
COMPARE = KeyMeaning("compare", ("F12",), "两边账核对", "compare both books")

PALETTE = KeyMeaning(
    "palette", ("Ctrl+K",), "全部命令：去哪里、做什么、找谁", "all commands: where to go, what to do, whom to find"
)
RAIL = KeyMeaning(
    "rail",
    ("Ctrl+B",),
    "到左边的导航栏：↑ ↓ 走，← → 折起、展开一组，Enter 打开，Esc 回到页上",
    "to the list of pages: ↑ ↓ go through it, ← → fold and unfold, Enter opens, Esc goes back to the page",
)
STEP_BACK = KeyMeaning(
    "step_back", ("Alt+Left",), "回到刚才的页（也用鼠标的后退键）", "back to where one was (the mouse's button too)"
)
STEP_ON = KeyMeaning("step_on", ("Alt+Right",), "再往前（也用鼠标的前进键）", "forward again (the mouse's button too)")
ATTENTION = KeyMeaning("attention", ("Ctrl+D",), "需要处理的清单", "the list of what needs a look")
PAGE = KeyMeaning(
    "page",
    tuple(f"Ctrl+{place}" for place in (*range(1, 10), 0)),
    "订单、客户、商品与库存、到货、发货与退货、收款、政策、返利、对账单、设置",
    "Orders, Customers, Products, Incoming, Deliveries, Receipts, Policies, Rebates, Statements, Settings",
)
SWITCH_USER = KeyMeaning("switch_user", ("Ctrl+Shift+L",), "换人登录", "switch user")
LOCK = KeyMeaning("lock", ("Ctrl+Alt+L",), "锁屏", "lock the screen")
PRACTICE = KeyMeaning(
    "practice", ("Ctrl+Alt+P",), "进练习公司；在里面是离开", "into the practice company; in there, out of it"
)
ENTER = KeyMeaning("enter", ("Return",), "打开；下一格；对话框里做到底", "open; next field; in a dialog, on to the end")
BACK = KeyMeaning("back", ("Esc",), "返回；关闭；不做", "back; close; leave it")

PRINT = KeyMeaning("print", ("Ctrl+P",), "打印", "print")
COPIES = KeyMeaning("copies", ("Ctrl+Shift+P",), "换联次", "named copies")
SAVE = KeyMeaning("save", ("Ctrl+S",), "保存：存 PDF、存草稿、记住", "save: PDF, draft, a way")
SAVE_FILE = KeyMeaning("save_file", ("Ctrl+Shift+S",), "存为文件", "save as a file")
EXCEL = KeyMeaning(
    "excel", ("Ctrl+E",), "有列表的页和对话框：存 Excel", "pages and dialogs with a list: save it as a workbook"
)
OPEN = KeyMeaning("open", ("Ctrl+O",), "打开文件", "open a file")
OPEN_FOLDER = KeyMeaning("open_folder", ("Alt+O",), "打开文件夹", "open the folder")
REVERSE = KeyMeaning(
    "reverse", ("Ctrl+R",), "退回：红冲、反核销、反结账、恢复", "take back: reverse, undo, reopen, restore"
)
STOP = KeyMeaning("stop", ("Ctrl+W",), "停下：停用、停售、撤回、结单", "stop: suspend, withdraw, close the rest")
DELETE = KeyMeaning("delete", ("Ctrl+Del",), "删除、取消", "delete, cancel")
LEAVE_OUT = KeyMeaning("leave_out", ("Del",), "去掉光标所在的", "take away what the caret is on")
ADD = KeyMeaning("add", ("Ins", "Ctrl+Ins"), "加一行、加一个", "add a line, add one")
UNDO = KeyMeaning("undo", ("Ctrl+Z",), "撤销", "undo")
REDO = KeyMeaning("redo", ("Ctrl+Y", "Ctrl+Shift+Z"), "重做", "redo")
PASTE = KeyMeaning("paste", ("Ctrl+Shift+V",), "粘贴 Excel", "paste from Excel")
HEAD = KeyMeaning("head", ("Ctrl+Home",), "回到表头", "to the head")
NEXT_STEP = KeyMeaning("next_step", ("Ctrl+J",), "补足优惠", "reach the next step")
COUPON = KeyMeaning("coupon", ("Ctrl+U",), "用券", "coupon")
GO_ON = KeyMeaning(
    "go_on", ("Ctrl+G",), "接着：相关的页、下一户、接着打", "go on: to what belongs here, to the next one"
)
HISTORY = KeyMeaning("history", ("Ctrl+H",), "交换记录", "exchanges")
LAYOUT = KeyMeaning("layout", ("Ctrl+L",), "套打样式", "pre-printed forms")
FORM = KeyMeaning("form", ("Ctrl+T",), "套打", "onto a pre-printed form")
ZOOM = KeyMeaning("zoom", ("Ctrl+=",), "看清楚、看整页", "zoom")
SORT = KeyMeaning("sort", ("Ctrl+Shift+Down",), "换排序", "sort by the next")
SORT_TURN = KeyMeaning("sort_turn", ("Ctrl+Shift+Up",), "倒序", "turn the order")
CLOSE_MONTH = KeyMeaning("close_month", ("Ctrl+M",), "月结", "close the month")
ROUND_OFF = KeyMeaning("round_off", ("Ctrl+Shift+M",), "抹零", "write off the rest")
SEEN = KeyMeaning("seen", ("Ctrl+Shift+D",), "答复看过了", "the answer was read")
PRICE = KeyMeaning("price", ("Ctrl+Shift+U",), "售价", "price")
OPENING = KeyMeaning("opening", ("Ctrl+Shift+Q",), "期初", "opening balance or stock")
MERGE = KeyMeaning("merge", ("Ctrl+Shift+J",), "并入别的卡", "merge into another card")
CARRY = KeyMeaning("carry", ("Ctrl+Shift+T",), "余额转到并入的卡", "carry the balance to the other card")
HEADING = KeyMeaning("heading", ("Ctrl+I",), "单据抬头", "heading of papers")
PASSWORD = KeyMeaning("password", ("Alt+K",), "设密码", "set a password")
PASSPHRASE = KeyMeaning("passphrase", ("Ctrl+Shift+I",), "密码短语", "passphrase")
REJOIN = KeyMeaning("rejoin", ("Ctrl+Shift+R",), "重新接入", "join again")
GIVEN_BACK = KeyMeaning("given_back", ("Ctrl+Shift+G",), "恢复后交还", "given back")
TICK = KeyMeaning("tick", ("Space",), "选、不选", "tick")

LIST_OFFERS = KeyMeaning(
    "list_offers",
    ("Alt+Down",),
    "列表：排序、筛选、列、行高、收藏",
    "lists: sort, filter, columns, row height, favourites",
)
SORT_BY = KeyMeaning(
    "sort_by",
    tuple(f"Alt+{place}" for place in range(1, 10)),
    "列表：按左起第几列排序",
    "lists: sort by that column from the left",
)
SELECT_ALL = KeyMeaning("select_all", ("Ctrl+A",), "列表：全选", "lists: select all")
COPY = KeyMeaning("copy", ("Ctrl+C",), "列表：复制所选行", "lists: copy the selected rows")
COPY_CELL = KeyMeaning("copy_cell", ("Ctrl+Shift+C",), "列表：复制这一格", "lists: copy the cell")

TABLE: tuple[KeyMeaning, ...] = tuple(each for each in globals().values() if isinstance(each, KeyMeaning))
"""All of them, as the manual lists them."""


_WRITTEN = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Return": "Enter"}


def written(keys: QKeySequence) -> str:
    """A key as the window writes it: arrows and Enter as they stand on the keyboard, in either language."""
    name = keys.toString()
    drawn = _drawn(name)
    return keys.toString(QKeySequence.SequenceFormat.NativeText) if drawn == name else drawn


def _drawn(name: str) -> str:
    before, plus, last = name.rpartition("+")
    return f"{before}{plus}{_WRITTEN.get(last, last)}"


def names(keys: Keys) -> list[str]:
    """The keys themselves."""
    meanings = [keys] if isinstance(keys, KeyMeaning) else keys
    return [name for meaning in meanings for name in meaning.keys]


def codes(keys: Keys) -> list[str]:
    """What they mean, by code."""
    return [keys.code] if isinstance(keys, KeyMeaning) else [meaning.code for meaning in keys]


def manual_rows(language: str) -> str:
    """The table of keys as the manual shows it."""
    both = "、" if language == "zh" else ", "
    head = "| 键 | 处处是这个意思 |" if language == "zh" else "| key | means everywhere |"
    rows = [f"| {told(each, both)} | {each.zh if language == 'zh' else each.en} |" for each in TABLE]
    return "\n".join([head, "| --- | --- |", *rows]) + "\n"


def told(meaning: KeyMeaning, both: str = " / ") -> str:
    """The keys of a meaning as people read them."""
    if meaning is PAGE:
        return f"Ctrl+1 … Ctrl+9{both}Ctrl+0"
    if meaning is SORT_BY:
        return "Alt+1 … Alt+9"
    return both.join(map(_drawn, meaning.keys))
