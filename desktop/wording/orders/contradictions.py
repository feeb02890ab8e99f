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
    "crossed_same": ("本单位另一台工作台已先做了同一件事", "Another desk of yours did the same before"),
    "crossed_followed": (
        "要红冲的那批货先已收货或退货",
        "Goods of the delivery to be reversed were received or taken back before",
    ),
    "crossed_note_undone": ("这张单已先红冲", "The document it is about was reversed before"),
    "crossed_undone": ("这批货的出库单先已红冲", "The delivery of these goods was reversed before"),
    "crossed_refused": ("这批货已先拒收", "The delivery of these goods was refused before"),
    "crossed_received": ("要拒收的那批货已先收下", "Goods of the delivery to be refused were taken in before"),
    "entry_crossed": (
        (
            "{cause:told}{by:aside}，总部以先到的为准：本机的{kind:kind}{document:aside}没有入账，已从本机账上撤下。"
            "怎么办，请看“需要处理”。"
        ),
        (
            "{cause:told}{by:aside}, and HQ took that first: the {kind:kind}{document:aside} written here is held "
            "and was taken off these books. See what needs attention."
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
    "paper_dated_ahead": (
        (
            "{of_kind:kind} {of}{party:aside}的日期是 {date}，今天才 {today}：写它的那台电脑当时时钟不对。"
            "请先核对那台电脑的日期和时间，再红冲 {of}，按正确的日期重新录入。"
        ),
        (
            "{of_kind:kind} {of}{party:aside} is dated {date} and today is {today}: the clock of the machine that "
            "wrote it was wrong. Check that machine's date and time, reverse {of}, and enter it anew under its right "
            "date."
        ),
    ),
    "order_dated_ahead": (
        (
            "订单 {of}{party:aside}的日期是 {date}，今天才 {today}：写它的那台电脑当时时钟不对。"
            "请先核对那台电脑的日期和时间，再撤回 {of}，按正确的日期重新下单；货已发完的，把这一条收起（Del）就行。"
        ),
        (
            "Order {of}{party:aside} is dated {date} and today is {today}: the clock of the machine that wrote it was "
            "wrong. Check that machine's date and time, take {of} back, and place it anew under its right date; if "
            "its goods have all left, put this line away (Del)."
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
    "promised_beyond_stock": (
        (
            "{warehouse}的 {sku}{name:aside}账上有 {quantity}，已答应客户的却有 {wanted}"
            "{papers:aside:订单 }：几台工作台离线时答应了同一批货，或盘点后少了。"
            "请进货，或撤回、改少其中一张订单；客户愿意等的，把这一条收起（Del）。"
        ),
        (
            "The books have {quantity} of {sku}{name:aside} in {warehouse}, and {wanted} are promised"
            "{papers:aside:orders }: desks that were offline promised the same goods, or a count found fewer. Get more "
            "in, or take back or amend one of the orders; where the customers wait, put this line away (Del)."
        ),
    ),
    "limit_passed_together": (
        (
            "{party}的额度是 {limit}，欠款 {owed}，几台工作台离线时各自接受的订单合计 {wanted}，加起来超过了额度"
            "（{papers}）。请撤回或改少其中一张，如 {last}，或先收款；同意超额度的，把这一条收起（Del）。"
        ),
        (
            "The limit of {party} is {limit}; {owed} are owed, and the orders that several desks accepted while they "
            "were offline come to {wanted}, which passes it together ({papers}). Take one of them back or amend it, "
            "such as {last}, or take money first; if it may pass, put this line away (Del)."
        ),
    ),
    "statements_of_one_period": (
        (
            "{party}从 {first} 到 {through} 的账有几张余额不同的对账单都还有效（{papers}），是两台工作台各出了一张。"
            "请在「回函」里作废错的那张，并告诉客户以哪张为准。"
        ),
        (
            "Several statements of {party} for {first} to {through} stand with different balances ({papers}): two "
            "desks issued one each. Withdraw the wrong one on the page of replies, and tell the customer which counts."
        ),
    ),
    "agreed_and_withdrawn": (
        (
            "{party}截至 {date} 的对账单 {number}，一台工作台记下客户已签回，另一台却作废了它：现在按作废算。"
            "客户签的若仍算数，请重新出一张对账单请客户确认；作废是对的，把这一条收起（Del）。"
        ),
        (
            "Of statement {number} of {party} through {date}, one desk noted that the customer agreed, and another "
            "withdrew it: it counts as withdrawn. If what the customer signed is to stand, issue a statement anew and "
            "have it agreed; if withdrawing was right, put this line away (Del)."
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
    "banked_otherwise": (
        (
            "银行流水 {date} {payer} {amount}：一台工作台记成了收款 {id}，另一台说不是客户的钱。"
            "不是客户的，红冲 {id}；是客户的，把这一条收起（Del）。"
        ),
        (
            "The bank's line of {date}, {payer}, {amount}: one desk booked it as {id}, another one said that it is no "
            "customer's money. If it isn't, reverse {id}; if it is, put this line away (Del)."
        ),
    ),
    "answered_twice": (
        (
            "订单 {order} 由两台工作台各答复了一次：先到的“{first:state}”算数，后到的“{answered:state}”没有采用。"
            "以先到的为准，把这一条收起（Del）；该按后到的办，请在先答复的那台工作台上改这张订单或关掉余量。"
        ),
        (
            "Two desks answered order {order}: “{first:state}” came first and stands, “{answered:state}” was not "
            "taken. If that is right, put this line away (Del); if the other is to hold, amend the order or close "
            "what is left of it at the desk that answered first."
        ),
    ),
    "priced_twice": (
        (
            "价目表“{price_list}”里 {sku} 的售价，两台工作台各定了一次：先到的 {first} 算数，后到的 {price} 没有采用。"
            "以先到的为准，把这一条收起（Del）；该按后到的卖，请在先定价的那台工作台上改成 {price}。"
        ),
        (
            "Two desks set the price of {sku} in the list “{price_list}”: {first} came first and holds, {price} was "
            "not taken. If that is right, put this line away (Del); if the other is to hold, set {price} at the desk "
            "that set its price first."
        ),
    ),
    "replied_twice": (
        (
            "对账单 {statement} 的回函由两台工作台各记了一次：先到的“{first:verdict}”算数，后到的“{verdict:verdict}”"
            "没有采用。以先到的为准，把这一条收起（Del）；该按后到的记，请在先记的那台工作台上重记。"
        ),
        (
            "Two desks noted down the reply to statement {statement}: “{first:verdict}” came first and stands, "
            "“{verdict:verdict}” was not taken. If that is right, put this line away (Del); if the other holds, note "
            "it down again at the desk that did so first."
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
    "delivered_after_closing": (
        (
            "{party}的订单 {of} 已结单（{reason}），出库单 {deliveries} 的货在得知之前已经发出：出库已入账，"
            "客户照记账。货其实没发的，红冲 {last}；货要拿回来的，对它做退货；客户要这批货的，把这一条收起（Del）就行。"
        ),
        (
            "The rest of order {of} of {party} was closed ({reason}), and goods left by {deliveries} before that was "
            "known: the delivery is booked and charged. If the goods didn't leave after all, reverse {last}; if they "
            "are to come back, take them back on it; if the customer keeps them, put this line away (Del)."
        ),
    ),
    "delivered_after_refusal": (
        (
            "{party}的订单 {of} 一台工作台拒绝了，另一台在得知之前已接受并发货（{deliveries}）：出库已入账，"
            "客户照记账。货其实没发的，红冲 {last}；要拿回来的，对它做退货；"
            "客户要这批货的，把这一条收起（Del）就行。"
        ),
        (
            "One desk refused order {of} of {party}, and another one, before it had heard so, accepted it and "
            "delivered ({deliveries}): the delivery is booked and charged. If the goods didn't leave after all, "
            "reverse {last}; if they are to come back, take them back on it; if the customer keeps them, put "
            "this line away (Del)."
        ),
    ),
    "refunded_and_reversed": (
        (
            "{party}的{of_kind:kind} {of} 已红冲，它的钱另一台工作台却已由付款单 {by}（{amount}）退给客户："
            "客户因此欠着这笔钱。钱没有真退的，红冲 {by}；{of} 的钱真收到过的，照原样重新登记；"
            "确该客户还的，把这一条收起（Del）。"
        ),
        (
            "The {of_kind:kind} {of} of {party} was reversed, and another desk had paid its money back by {by} "
            "({amount}), so the customer owes that. If it wasn't paid back after all, reverse {by}; if {of} did come "
            "in, enter it anew; if the customer is to pay, put this line away (Del)."
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
