"""The commands about customers' accounts: money, notes, settling, ages."""

from __future__ import annotations

from desktop.cli.grammar.papers import add_date
from desktop.cli.grammar.words import Grammar, Group, Parser
from desktop.documents.faces import FACES
from domain.documents.kinds import NOTES


def add_accounts(grammar: Grammar) -> None:
    """Adds them to the grammar."""
    money = grammar.group("money", "款项与核销", "money and settling")
    _add_booking(grammar, money)
    _add_settling(grammar, money)
    _add_looking(grammar)
    _add_bank(grammar)


def _add_booking(grammar: Grammar, money: Group) -> None:
    w = grammar.words
    receive = _booking(grammar, money, "receive", "accounts:receive", "收客户的款", "receive money from a customer")
    receive.add_argument("--method", default="", help=w("方式（现金、转账、微信…）", "cash, bank, wechat, …"))
    receive.add_argument("--settle", default="", metavar="WAY", help=_ways(grammar))
    kept = w("留作预收款，不核销", "keep it back as a prepayment")
    receive.add_argument("--prepay", action="store_true", help=kept)
    receive.add_argument("--order", default="", metavar="NO", help=w("作为此订单的订金", "a deposit on this order"))
    for kind in NOTES:
        command = FACES[kind].command
        if command is None:
            continue
        parser = _booking(grammar, money, command.word, "accounts:book", *command.does)
        parser.set_defaults(kind=kind)
        parser.add_argument("--method", default="", help=w("方式（现金、转账、微信…）", "cash, bank, wechat, …"))
        parser.add_argument("--about", default="", metavar="NO", help=w("针对此单据", "about this document"))

    opening = money.command("opening", "accounts:opening", "登记期初欠款", "what a customer owed at the beginning")
    opening.add_argument("--buyer", required=True, metavar="DEALER", help=w("客户", "the customer"))
    owed = w("金额（元），负数为预收", "amount in yuan; below zero: paid ahead")
    opening.add_argument("--amount", required=True, metavar="YUAN", help=owed)
    add_date(grammar, opening)


def _booking(grammar: Grammar, money: Group, name: str, run: str, zh: str, en: str) -> Parser:
    w = grammar.words
    parser = money.command(name, run, zh, en)
    parser.add_argument("--buyer", required=True, metavar="DEALER", help=w("客户", "the customer"))
    parser.add_argument("--amount", required=True, metavar="YUAN", help=w("金额（元）", "amount in yuan"))
    parser.add_argument("--ref", default="", help=w("参考号", "reference"))
    parser.add_argument("--remark", default="", help=w("摘要", "remark"))
    add_date(grammar, parser)
    return parser


def _add_settling(grammar: Grammar, money: Group) -> None:
    w = grammar.words
    settle = money.command("settle", "accounts:settle", "核销", "set payments against documents")
    settle.add_argument("account", metavar="DEALER", help=w("客户", "the customer"))
    settle.add_argument("--way", default="", metavar="WAY", help=_ways(grammar))
    paying = w("只用此笔收款，可重复", "only this payment, repeatable")
    settle.add_argument("--credit", action="append", default=[], metavar="NO", help=paying)
    shares = w("单号[#期次]=金额，手工核销，可重复", "NO[#part]=AMOUNT, by hand, repeatable")
    settle.add_argument("--against", action="append", default=[], metavar="NO=YUAN", help=shares)
    add_date(grammar, settle)
    undo = money.command("unsettle", "accounts:unsettle", "反核销", "take settlements back")
    undo.add_argument("ids", metavar="ID", nargs="*", help=w("核销编号", "the settlement's id"))
    all_of = w("此单据的全部核销，可重复", "all of this document, repeatable")
    undo.add_argument("--document", action="append", default=[], metavar="NO", help=all_of)
    hold = money.command("hold", "accounts:hold", "把收款留作预收款", "keep a payment back as a prepayment")
    hold.add_argument("number", metavar="NO", help=w("收款单号", "the payment's number"))
    off = money.command("write-off", "accounts:write_off", "抹去尾差", "give up a small rest")
    off.add_argument("number", metavar="NO", help=w("单号", "number"))
    off.add_argument("--most", default="1.00", metavar="YUAN", help=w("最多", "at most"))
    add_date(grammar, off)
    way = money.command("way", "accounts:way", "查看或选择收款的核销方式", "see or choose how receipts are settled")
    way.add_argument("way", metavar="WAY", nargs="?", default=None, help=_ways(grammar))
    way.add_argument("--account", default="", metavar="DEALER", help=w("只对此客户", "for this customer only"))


def _ways(grammar: Grammar) -> str:
    return grammar.words(
        "核销方式：all 依次全试、oldest 先到期的、number 按单号、amount 同额、several 几张之和、whole 全额、hand 手工",
        "all, oldest, number, amount, several, whole or hand",
    )


def _add_looking(grammar: Grammar) -> None:
    w = grammar.words
    account = grammar.group("account", "往来账", "accounts")
    show = account.command("show", "accounts:show", "未核销项、账龄与核销记录", "open items, ages, settlements")
    show.add_argument("account", metavar="DEALER", help=w("客户（或上级）代码", "customer's (or supplier's) code"))
    show.add_argument("--seller", default="", metavar="DEALER", help=w("卖方（默认为其上级）", "the selling side"))
    show.add_argument("--on", default="", metavar="DATE", help=w("截至此日", "as of this day"))
    past = account.command(
        "restated", "accounts:restated", "过去某天的余额当时与现在", "a past day's balance then and now"
    )
    past.add_argument("account", metavar="DEALER", help=w("客户（或上级）代码", "customer's (or supplier's) code"))
    past.add_argument("--seller", default="", metavar="DEALER", help=w("卖方（默认为其上级）", "the selling side"))
    past.add_argument("--on", required=True, metavar="DATE", help=w("哪天的余额", "the day"))
    known = w("账流记到此序号时", "as known at this number of the stream")
    past.add_argument("--known-at", type=int, default=None, metavar="N", help=known)
    ages = account.command("ageing", "accounts:ages", "所有客户的账龄", "all customers' accounts by age")
    ages.add_argument("--on", default="", metavar="DATE", help=w("截至此日", "as of this day"))


def _add_bank(grammar: Grammar) -> None:
    w = grammar.words
    bank = grammar.group("bank", "银行与钱包流水", "bank and wallet files")
    taken = bank.command("import", "bank:take_in", "由流水文件登记收款", "book receipts from a file")
    taken.add_argument("file", metavar="FILE", help=w("银行、支付宝或微信导出的文件", "a bank's or wallet's export"))
    taken.add_argument("--account", default="", help=w("本单位的账号", "one's own account number"))
    looking = w("只看，不入账", "only look, book nothing")
    taken.add_argument("--check", "--preview", action="store_true", dest="check", help=looking)
    seen = w("隐藏的工作表和行也读", "read hidden sheets and rows too")
    taken.add_argument("--hidden", action="store_true", help=seen)
    payer = w("此行是这个客户付的，可重复", "this row was paid by this customer, repeatable")
    taken.add_argument("--payer", action="append", default=[], metavar="ROW=DEALER", help=payer)
    skip = w("此行不是货款，可重复", "this row is no customer's payment, repeatable")
    taken.add_argument("--skip", action="append", default=[], type=int, metavar="ROW", help=skip)
    least = w("付款人的把握至少百分之几才入账", "book where the payer is at least so sure, in per cent")
    taken.add_argument("--least", type=int, default=80, metavar="N", help=least)
    taken.add_argument("--name", default="", help=w("给没见过的格式起名并记住", "name and remember an unknown format"))
    named = w("含义=表头，可重复（date、amount、income、expense、name…）", "MEANING=HEADER, repeatable")
    taken.add_argument("--map", action="append", default=[], metavar="MEANING=HEADER", help=named)
    turned = w("金额正负相反（信用卡）", "signs are turned (credit cards)")
    taken.add_argument("--inverted", action="store_true", help=turned)
    bank.command("list", "bank:listed", "已登记的流水", "lines booked so far")
