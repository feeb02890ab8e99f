"""The commands about the desk itself: the window, joining HQ, exchanging, files in and out, care of the books."""

from __future__ import annotations

from desktop.cli.grammar.words import Grammar, Parser
from desktop.labels import NAMES
from domain.parties.users import ROLES


def add_books(grammar: Grammar) -> None:
    """Adds them to the grammar."""
    _add_exchange(grammar)
    _add_held(grammar)
    _add_attention(grammar)
    _add_files(grammar)
    _add_care(grammar)


def _add_exchange(grammar: Grammar) -> None:
    w = grammar.words
    demo = grammar.command("demo", "window:demo", "示例总部与工作台", "a sample HQ and desk")
    demo.add_argument("--headless", action="store_true", help=w("不开窗口，逐步讲完整个过程", "tell the whole story"))
    demo.add_argument("--fresh", action="store_true", help=w("从头开始", "start anew"))
    _add_practice(grammar)
    enrol = grammar.command("enrol", "books:enrol", "用一次性注册码接入总部", "join HQ with a one-time code")
    enrol.add_argument("--hq", default="", metavar="URL", help=w("总部地址", "HQ's address"))
    enrol.add_argument("--code", required=True, help=w("注册码", "the code"))
    plain = w("不加密也登记（内容在路上谁都能看到）", "enrol in clear, where anyone on the way can read along")
    enrol.add_argument("--insecure", action="store_true", help=plain)
    kept = w(
        "这里已是工作台而总部不再认识它：换密钥，账不动", "a desk here that HQ no longer knows: a new key, same books"
    )
    enrol.add_argument("--rejoin", action="store_true", help=kept)
    line = grammar.command("line", "books:line", "与总部的线路：查看，或改地址", "the line to HQ: shown, or changed")
    line.add_argument("--hq", default="", metavar="URL", help=w("新地址", "HQ's new address"))
    printed = w("总部密钥的新指纹（none 为不再用）", "the new print of HQ's key (none: no longer one)")
    line.add_argument("--print", dest="key_print", default="", metavar="PRINT", help=printed)
    line.add_argument("--insecure", action="store_true", help=w("不加密也交换", "exchange in clear"))
    keys = grammar.group("key", "本机的设备密钥", "this machine's key")
    keys.command("show", "keys:show", "密钥放在哪里", "where the key lies")
    secret = keys.command("passphrase", "keys:passphrase", "给密钥文件设、改密码短语", "guard the key's file")
    secret.add_argument("--remove", action="store_true", help=w("不再要密码短语", "take the passphrase away"))
    _add_people(grammar)
    asked = grammar.command("requests", "requests:show", "向总部提交的申请与答复", "what HQ was asked, and its answers")
    asked.add_argument("--all", action="store_true", help=w("连已办的一起", "those that are done too"))
    grammar.command("sync", "books:sync", "与总部交换", "exchange with HQ")
    grammar.command("status", "status:status", "当前状态", "where the desk stands")
    log = grammar.command("log", "exchanges:log", "交换记录：收发了什么、多久、为何失败", "the log of exchanges")
    log.add_argument("--limit", type=int, default=20, help=w("最多几条", "at most so many"))
    support = grammar.command(
        "support",
        "exchanges:support",
        "支持包：给帮忙的人，无价格与名称",
        "a bundle for whoever helps, no prices or names",
    )
    support.add_argument("file", metavar="FILE", help=w("写入的 ZIP 文件", "the ZIP file to write"))


def _add_practice(grammar: Grammar) -> None:
    practice = grammar.group(
        "practice", "练习公司：与真账分开，做什么都不算数", "a company to practise in, apart from real books"
    )
    practice.command("show", "window:practice_show", "在哪里、做好没有", "where it is and whether it is made")
    practice.command("open", "window:practice_open", "打开窗口并进入", "open the window in it")
    practice.command("make", "window:practice_make", "做一个", "make it")
    practice.command("anew", "window:practice_anew", "扔掉，重新做一个", "throw it away and make it anew")
    practice.command("remove", "window:practice_remove", "扔掉", "throw it away")


def _add_people(grammar: Grammar) -> None:
    w = grammar.words
    name = w("姓名", "the name")
    users = grammar.group("user", "人员、角色与密码", "people, roles and passwords")
    users.command("list", "users:show", "列出人员", "list the people")
    add = users.command("add", "users:add", "添加人员（密码见 DESK_NEW_PASSWORD，或临时输入）", "add someone")
    add.add_argument("name", metavar="NAME", help=name)
    add.add_argument("--role", default="", metavar="ROLE", help=w("角色：", "role: ") + ", ".join(ROLES))
    role = users.command("role", "users:role", "改角色", "change a role")
    role.add_argument("name", metavar="NAME", help=name)
    role.add_argument("role", metavar="ROLE", help=w("角色", "the role"))
    password = users.command("password", "users:password", "设新密码", "set a password")
    password.add_argument("name", metavar="NAME", help=name)
    confirm = users.command("confirm", "users:confirm", "总部确认工作台上的人员", "HQ confirms somebody of its desks")
    confirm.add_argument("name", metavar="NAME", help=name)
    confirm.add_argument("--desk", default="", help=w("哪台工作台", "at which desk"))
    disable = users.command("disable", "users:disable", "停用人员", "shut someone out")
    disable.add_argument("name", metavar="NAME", help=name)
    enable = users.command("enable", "users:enable", "重新启用人员", "let someone in again")
    enable.add_argument("name", metavar="NAME", help=name)


def _add_held(grammar: Grammar) -> None:
    w = grammar.words
    held = grammar.group("held", "留存待查的记录", "records that are held")
    held.command("list", "held:show", "列出", "list them")
    away = held.command("away", "held:away", "不再提示", "put one away")
    away.add_argument("stream", metavar="STREAM", help=w("数据名", "its stream"))
    away.add_argument("number", metavar="N", type=int, help=w("第几条", "its number there"))


def _add_attention(grammar: Grammar) -> None:
    w = grammar.words
    looked = grammar.group("attention", "需要处理的", "what needs a look")
    looked.command("list", "attention:show", "列出", "list it")
    away = looked.command("away", "attention:away", "收起一条，不再提示", "put one away")
    away.add_argument("key", metavar="KEY", help=w("列表第一栏", "as in the list's first column"))


def _add_files(grammar: Grammar) -> None:
    w = grammar.words
    taken = grammar.command("import", "files:take_in", "导入 Excel 或 CSV", "take in Excel or CSV")
    kinds = w(
        "种类：orders（历史开票）、customers、products、prices（售价）、openings（期初）、stock（盘点）、receipts（收货）",
        "kind: orders (invoice history), customers, products, prices, openings, stock (counted), receipts (of goods)",
    )
    taken.add_argument("kind", metavar="KIND", help=kinds)
    taken.add_argument("file", metavar="FILE", help=w("文件", "file"))
    taken.add_argument(
        "--seller", default="", metavar="DEALER", help=w("卖方（默认本单位）", "seller (default: this dealer)")
    )
    looking = w("只检查，不入账", "only check, write nothing")
    taken.add_argument("--check", "--preview", action="store_true", dest="check", help=looking)
    seen = w("隐藏的工作表和行也读", "read hidden sheets and rows too")
    taken.add_argument("--hidden", action="store_true", help=seen)
    named = w(
        '列=表头，或列="固定值"；dates=日期写法；可重复', 'column=header or column="constant"; dates=order; repeatable'
    )
    taken.add_argument("--map", action="append", default=[], metavar="COLUMN=HEADER", help=named)
    _add_export(grammar)


def _add_export(grammar: Grammar) -> None:
    w = grammar.words
    given = grammar.command("export", "files:give_out", "导出 Excel 或 CSV", "give out Excel or CSV")
    given.add_argument("kind", metavar="KIND", help=w("种类：", "kind: ") + ", ".join(NAMES["list"]))
    given.add_argument("file", metavar="FILE", help=w("文件（.xlsx 或 .csv）", "file (.xlsx or .csv)"))
    shown = grammar.command("list", "files:show_list", "列出任何一个列表", "tell any list")
    shown.add_argument("kind", metavar="KIND", help=w("种类：", "kind: ") + ", ".join(NAMES["list"]))
    for each in (given, shown):
        _add_query(grammar, each)


def _add_query(grammar: Grammar, given: Parser) -> None:
    """What narrows a list."""
    w = grammar.words
    for name, metavar, zh, en in (
        ("only", "WHAT", "只要一种：单据种类、订单或回函的状态、欠款的客户…", "one sort: a kind, a state, who owes, …"),
        ("account", "DEALER", "只要此客户的", "only this customer's"),
        ("seller", "DEALER", "卖方（默认为其上级）", "the selling side (default: the one above)"),
        ("policy", "ID", "政策编号", "the policy"),
        ("period", "PERIOD", "返利期间，如 2026-11、2026-Q4", "a rebate's period such as 2026-11, 2026-Q4"),
        ("number", "NO", "单号", "the document's number"),
        ("source", "FILE", "bank_lines：银行或钱包的流水文件", "bank_lines: the bank's or wallet's file"),
        ("on", "DATE", "截至此日", "as of this day"),
    ):
        given.add_argument(f"--{name}", default="", metavar=metavar, help=w(zh, en))
    given.add_argument("--version", type=int, default=0, metavar="N", help=w("政策的版本", "the policy's version"))
    given.add_argument("--from", dest="start", default="", metavar="DATE", help=w("起始日", "first day"))
    given.add_argument("--to", dest="end", default="", metavar="DATE", help=w("截止日", "last day"))


def _add_care(grammar: Grammar) -> None:
    w = grammar.words
    check = grammar.command("check", "care:check", "重算并核对全部账目", "recompute and compare everything")
    check.add_argument("--repair", action="store_true", help=w("按分录重做派生数据", "derive everything anew"))
    backup = grammar.command("backup", "care:backup", "备份", "write a backup")
    backup.add_argument("file", metavar="FILE", nargs="?", default="", help=w("备份文件", "the backup file"))
    restore = grammar.command("restore", "care:restore", "由备份恢复", "bring a backup back")
    restore.add_argument("file", metavar="FILE", help=w("备份文件", "the backup file"))
    kept = grammar.group("kept", "第二份副本里进不了账套的记录", "records of the second copy that fit nowhere")
    kept.command("list", "care:show_kept", "列出", "list them")
    kept.command("take", "care:take_kept", "本单位的作为新单据入账", "take this dealer's in as new documents")
    kept.command("leave", "care:leave_kept", "不入账，另存备查", "put them aside for good")
    look = kept.command("look", "care:look_through", "从本机的另一份账里找", "look through another book of this desk")
    look.add_argument("file", metavar="FILE", help=w("账套文件", "the book's file"))
    period = grammar.group("period", "账期", "closed periods")
    period.command("show", "care:show_period", "已结账到哪天", "the last closed day")
    month = w("月份，如 2026-10（不填为下一个该结的月）", "month such as 2026-10 (none: the next in turn)")
    period.command(
        "next", "care:next_period", "下一个该结的月还差什么", "what the next month still lacks"
    ).add_argument("month", metavar="MONTH", nargs="?", default="", help=month)
    close = period.command("close", "care:close_period", "月结，或结账到某天（含）", "close a month, or through a day")
    close.add_argument("through", metavar="MONTH|DATE", nargs="?", default="", help=month)
    reopen = period.command("open", "care:open_period", "反结账", "open a closed month, or closed days, again")
    after = w("月份；或日期：此日之后重新打开（不填则全部）", "a month, or a day: open what is after it (none: all)")
    reopen.add_argument("after", metavar="MONTH|DATE", nargs="?", default="", help=after)
    anyway = w("虽有未了事项也照办", "go on in spite of what is unfinished")
    for each in (close, reopen):
        each.add_argument("--anyway", action="store_true", help=anyway)
