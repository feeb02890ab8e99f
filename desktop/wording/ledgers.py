"""Sentences about keeping accounts: notes, settling, closing, replies, confirmations, other books and bank files."""

from __future__ import annotations

from collections.abc import Mapping

LEDGERS: Mapping[str, tuple[str, str]] = {
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
