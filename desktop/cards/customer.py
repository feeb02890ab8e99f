"""The card of a customer of one's own; at HQ, of a dealer."""

from __future__ import annotations

from desktop.cards.face import CardFace, CardField

_MONEY = "money_write"
"""Whoever writes orders doesn't say how far they may go."""

CUSTOMER = CardFace(
    kind="customer",
    new=("加客户", "Add a customer"),
    change=("客户资料", "The customer's card"),
    fields=(
        CardField("code", ("编码", "Code"), "code", ("空着就用 {0}", "Empty: {0}"), when="new", listed=False,
                  blames=("dealer_code", "code_alike", "dealer_exists", "customer_exists")),
        CardField("name", ("名称", "Name"), wide=2, blames=("dealer_name", "card_alike_name")),
        CardField("contact", ("联系人", "Contact")),
        CardField("phone", ("电话", "Telephone"), blames=("card_alike_phone",)),
        CardField("tier", ("层级", "Tier"), "choice", choices=("store", "city"), named="tier", when="new",
                  listed=False, blames=("tree_",)),
        CardField("address", ("地址", "Address"), wide=2),
        CardField("territory", ("行政区划", "Territory")),
        CardField("price_list", ("价目表", "Price list"), "suggested", blames=("price_list",)),
        CardField("credit_limit", ("信用额度", "Credit limit"), "money", ("空着就是不限额", "Empty: no limit"),
                  right=_MONEY, blames=("credit_limit", "amount_", "figure_")),
        CardField("credit_days", ("账期天数", "Days of credit"), "days", ("空着就是现结", "Empty: at once"),
                  right=_MONEY, blames=("credit_days",)),
        CardField("terms", ("付款条件", "Terms of payment"), "terms", ("分期，如 30%N30,70%N60", "As 30%N30,70%N60"),
                  right=_MONEY, blames=("terms_",)),
        CardField("tags", ("标签", "Tags"), "tags", ("用顿号分开", "Apart by commas"), listed=False),
        CardField("tax_id", ("税号", "Tax number")),
        CardField("remark", ("备注", "Remark"), wide=3),
    ),
    read="catalog.customer_cards:customer_sheet",
    write="catalog.customer_cards:save_customer",
    right="card_write",
    verb="save_customer",
)  # fmt: skip
