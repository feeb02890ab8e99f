"""Sentences about what two desks did against each other: what happened, and the act that mends it."""

from __future__ import annotations

from collections.abc import Mapping

CONTRADICTIONS: Mapping[str, tuple[str, str]] = {
    "delivered_after_all": (
        (
            "{party}的订单 {of} 已撤回，出库单 {deliveries} 的货在得知之前已经发出：出库已入账，没发的不再发。"
            "货其实没发的，红冲 {last}；货要拿回来的，对它做退货；客户要这批货的，把这一条收起（Del）就行。"
        ),
        (
            "Order {of} of {party} was taken back, and goods left by {deliveries} before that was known: the delivery "
            "is booked, and what hadn't left stays. If the goods didn't leave after all, reverse {last}; if they are "
            "to come back, take them back on it; if the customer keeps them, put this line away (Del)."
        ),
    ),
    "card_made_twice": (
        (
            "两台工作台用同一个编号 {code} 各建了一张{kind:kind}：先到的“{other}”算数，后到的“{name}”没有采用。"
            "是同一个的，把“{other}”的资料改对，再把这一条收起（Del）；不是同一个的，给“{name}”另建一个编号"
            "{papers:aside:那台工作台在这个编号下写的单据都记在先到的名下，属于后到的请红冲后重开：}。"
        ),
        (
            "Two desks made a {kind:kind} under the code {code}: “{other}” came first and stands, “{name}” was not "
            "taken. If they are the same, put the details of “{other}” right and put this line away (Del); if not, "
            "give “{name}” a code of its own{papers:aside:what the second desk wrote under this code stands on the "
            "first one's account; reverse what belongs to the other and write it anew: }."
        ),
    ),
    "stock_below_zero": (
        (
            "{warehouse}的 {sku}{name:aside}账上是 {quantity}：几台工作台离线时发了同一批货，或有入库没有记。"
            "请盘点这个商品；发错的，红冲那张出库单；漏记的入库，补收货。"
        ),
        (
            "The books have {quantity} of {sku}{name:aside} in {warehouse}: desks that were offline gave out the same "
            "goods, or goods that came in weren't booked. Count the product; reverse a delivery that was wrong; "
            "receive what came."
        ),
    ),
    "stocks_below_zero": (
        (
            "有 {count} 种商品账上库存是负数（如{warehouse}的 {sku}{name:aside}）：几台工作台离线时发了同一批货，"
            "或有入库没有记。请盘点这些商品；漏记的入库，补收货。"
        ),
        (
            "Of {count} products the books have less than nothing (such as {sku}{name:aside} in {warehouse}): desks "
            "that were offline gave out the same goods, or goods that came in weren't booked. Count them, and receive "
            "what came."
        ),
    ),
    "banked_twice": (
        (
            "银行流水 {date} {payer} {amount} 在两台工作台各记了一次收款：{by} 和 {id}，客户的欠款多减了。"
            "钱只到了一次的，红冲 {id}；真到了两次的，把这一条收起（Del）。"
        ),
        (
            "The bank's line of {date}, {payer}, {amount} was booked at two desks, as {by} and as {id}: too much is "
            "taken off the debt. If the money came once, reverse {id}; if it really came twice, put this line away "
            "(Del)."
        ),
    ),
    "statement_number_taken": (
        (
            "对账单 {number} 的编号已属于{by}的一张对账单，后到的这张没有采用：同一个编号只能是一张。"
            "请在写它的工作台重新出这张对账单，会得到新的编号。"
        ),
        (
            "The number {number} is that of a statement of {by} already; the later one is held, since one number is "
            "one statement. Issue it again at the desk that wrote it, and it gets a number of its own."
        ),
    ),
    "stands_reversed_twice": (
        (
            "{kind:kind} {of} 被红冲了不止一次（{papers}），账上多冲了。请照 {of} 另开一张补回多冲的，"
            "再用 `desk attention away` 收起这一条。"
        ),
        (
            "The {kind:kind} {of} was reversed more than once ({papers}): the books take it off too often. Write {of} "
            "anew for what was taken off too much, then put this line away (`desk attention away`)."
        ),
    ),
    "stands_beyond_return": (
        (
            "出库单 {of} 的 {sku} 发了 {there}，退了 {took}（{papers}）：多退的部分多冲了货和钱。"
            "请红冲多做的退货单，如 {last}。"
        ),
        (
            "Delivery {of} took {there} of {sku} out, and {took} came back ({papers}): goods and money came back too "
            "often. Reverse the return that is too much, such as {last}."
        ),
    ),
    "stands_beyond_goods_receipt": (
        "出库单 {of} 的 {sku} 发了 {there}，收了 {took}（{papers}）：库存多记了。请红冲多做的到货单，如 {last}。",
        (
            "Delivery {of} brought {there} of {sku}, and {took} was received ({papers}): the stock is too high. "
            "Reverse the receipt that is too much, such as {last}."
        ),
    ),
    "stands_settled_beyond": (
        "{kind:kind} {of} 只有 {there}，却核销了 {took}。请在「核销」里撤销多做的那一笔，再按余下的核销。",
        (
            "The {kind:kind} {of} comes to {there}, and {took} is settled of it. Take the settlement that is too much "
            "back, and settle what is left."
        ),
    ),
    "stands_opened_twice": (
        "{party}的期初余额由两台工作台各录入了一次（{papers}），欠款多记了。请红冲多录的那张，如 {last}。",
        (
            "The opening balance of {party} was booked at two desks ({papers}), so too much is owed. Reverse the one "
            "that is too much, such as {last}."
        ),
    ),
    "stands_numbered_twice": (
        (
            "有 {count} 张{kind:kind}用了同一个编号 {of}（{papers}），查号会弄混。"
            "请看清各是哪一张：错的红冲或作废后重开；都对的，用 `desk attention away` 收起这一条。"
        ),
        (
            "{count} papers ({kind:kind}) bear the one number {of} ({papers}) and can be taken for each other. Reverse "
            "or withdraw the wrong one and write it anew; where all are right, put this line away "
            "(`desk attention away`)."
        ),
    ),
    "delivered_too_much": (
        (
            "{party}的订单 {of} 发出的比接受的多，出库单是 {deliveries}，多半是两台工作台各发了一次，客户多记了账。"
            "货没有多发的，红冲 {last}；要拿回来的，对它做退货；客户要多出的货的，把这一条收起（Del）就行。"
        ),
        (
            "More left on order {of} of {party} than was accepted, by {deliveries}: most likely two desks delivered "
            "it, and the customer is charged too much. If no more goods left, reverse {last}; if they are to come "
            "back, take them back on it; if the customer keeps them, put this line away (Del)."
        ),
    ),
}
