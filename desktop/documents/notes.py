"""The faces of money and of what else is booked on an account; one with a form stands in its dialog."""

from __future__ import annotations

from desktop.documents.face import Command, Face, Form, PaperFace

NOTES = (
    Face(
        "money_receipt",
        ("收款单", "money receipt"),
        short=("收款", "Receipt"),
        lists=("money",),
        place="money",
        paper=PaperFace(
            ("收款收据", "Receipt"), like="money_receipt", signers=(("出纳", "By"), ("交款人签字", "Payer"))
        ),
    ),
    Face(
        "payment",
        ("付款单", "refund"),
        short=("付款", "Payment"),
        lists=("money",),
        place="money",
        form=Form(
            ("退还给客户的钱，客户的欠款增加。", "Money paid back: the customer owes more."),
            ("source", "ref", "remark", "method"),
        ),
        command=Command("pay", ("退款给客户", "pay money back to a customer")),
    ),
    Face(
        "discount",
        ("折让单", "discount"),
        short=("折让", "Discount"),
        lists=("money",),
        place="money",
        form=Form(("给客户的折让，客户的欠款减少。", "A discount: the customer owes less.")),
        command=Command("discount", ("给客户折让", "give a customer a discount")),
    ),
    Face(
        "credit_note",
        ("贷项单", "credit note"),
        short=("贷项", "Credit note"),
        lists=("money",),
        place="money",
        form=Form(("贷项，客户的欠款减少。", "A credit: the customer owes less.")),
        command=Command("credit", ("开贷项单（减少欠款）", "a credit note (less is owed)")),
    ),
    Face(
        "debit_note",
        ("借项单", "debit note"),
        short=("借项", "Debit note"),
        lists=("money",),
        place="money",
        form=Form(("借项，客户的欠款增加。", "A debit: the customer owes more.")),
        command=Command("debit", ("开借项单（增加欠款）", "a debit note (more is owed)")),
    ),
    Face(
        "opening",
        ("期初余额", "opening balance"),
        short=("期初", "Opening"),
        lists=("papers", "money"),
        place="money",
        form=Form(
            (
                "开始用本程序那天客户已有的欠款；已经多付的写负数。日期写开账那天。",
                (
                    "What the customer owed on the day you began with this program; below zero what was paid ahead. "
                    "The date is that day."
                ),
            ),
            (),
        ),
    ),
    Face("rebate_settlement", ("返利结算单", "rebate settlement"), short=("返利冲抵", "Rebate")),
)
