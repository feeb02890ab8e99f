"""Money received from customers, posted to their accounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.cards import dealer_named
from desktop.actions.posting import clerk_of, post
from desktop.actions.views import PaperView
from sync.records.making import make_money_receipt

if TYPE_CHECKING:
    from desktop.desk import Desk


def receive_money(
    desk: Desk,
    buyer: str,
    amount: Decimal,
    on: date | None = None,
    method: str = "",
    ref: str = "",
    remark: str = "",
) -> PaperView:
    """Books money received from a buyer; `method` is how it came (cash, bank, wechat, alipay, cheque or any word).

    Raises UsageError `dealer_unknown`, `amount_…`; RefusedError `not_your_customer`, `date_…`.
    """
    desk.need("money_write")
    with desk.book.writing() as writing:
        connection = writing.connection
        party = dealer_named(connection, buyer, desk.dealer_id)
        made = make_money_receipt(
            connection,
            clerk_of(desk),
            party.id,
            amount,
            on=on or desk.today(),
            method=method,
            ref=ref,
            remark=remark,
        )
        return post(desk, writing, made)
