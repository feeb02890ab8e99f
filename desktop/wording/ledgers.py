"""Sentences about keeping accounts: notes, settling, closing, replies, confirmations, other books and bank files."""

from __future__ import annotations

from collections.abc import Mapping

LEDGERS: Mapping[str, tuple[str, str]] = {
    "settle_way_unknown": (
        "核销方式“{way}”不存在，可用：{known}。",
        "There is no way “{way}” to settle; known are: {known}.",
    ),
    "settle_one_credit": (
        "手工核销请用 --credit 指明一笔收款。",
        "To settle by hand, name one payment with --credit.",
    ),
    "share_unreadable": (
        "“{text}”看不懂。写法：单号=金额 或 单号#期次=金额。",
        "“{text}” can't be read. Write NUMBER=AMOUNT or NUMBER#PART=AMOUNT.",
    ),
    "settled_elsewhere": (
        "核销 {record} 由另一台工作台登记，请在那里反核销。",
        "Settlement {record} was recorded by another desk; take it back there.",
    ),
    "held_already": ("收款 {number} 已留作预收款。", "Payment {number} is kept back already."),
    "settled_nothing": ("没有可核销的款项。", "There is nothing to settle."),
    "unsettled": ("已反核销 {count} 笔。", "{count} settlements were taken back."),
    "held_back": (
        "收款 {number} 的 {amount:money} 留作预收款。",
        "{amount:money} of {number} are kept back as a prepayment.",
    ),
    "other_account": (
        "单据 {number} 不在 {dealer} 的账上。请核对单号和客户。",
        "Document {number} isn't on the account of {dealer}. Check the number and the customer.",
    ),
    "account_not_yours": ("这个往来账由卖方记。", "This account is kept by its seller."),
    "statement_not_yours": (
        "这份对账单不是本单位出的，回执由出单方登记。",
        "This statement was issued by another; a reply to it is recorded by whoever issued it.",
    ),
}
