"""Sentences about papers that are held for what they take of others: undone, delivered, received or settled twice."""

from __future__ import annotations

from collections.abc import Mapping

HOLDING_PAPERS: Mapping[str, tuple[str, str]] = {
    "reversed_twice": (
        (
            "{of} 已由 {by} 红冲，后到的红冲{document:aside}没有入账：一张单据只红冲一次，以总部先收到的为准。"
            "账上不用再做什么；第二张红冲单若已打印，请收回作废。若连 {by} 也不该红冲，请照 {of} 另开一张新单。"
        ),
        (
            "{of} was reversed by {by} before; the later reversal{document:aside} is held and changes nothing. A "
            "document is reversed once, and what HQ took first stands. Nothing is left to do in the books; where the "
            "second slip was printed, take it back. If {by} was wrong as well, write {of} anew."
        ),
    ),
    "superseded_twice": (
        (
            "订单 {of} 已由 {by} 代替，后到的代替单{document:aside}没有入账：一张订单只由一张代替，以总部先收到的为准。"
            "货没有按后一张发出的，账上不用再做什么；要改数量，请改 {by}，或另开订单。"
        ),
        (
            "Order {of} was replaced by {by} before; the later replacement{document:aside} is held and changes "
            "nothing. An order is replaced once, and what HQ took first stands. If no goods left by the later one, "
            "nothing is to be done; to change quantities amend {by}, or write another order."
        ),
    ),
    "noted_beyond": (
        (
            "{of} 只剩 {left} 可减，这张{document:aside}要减 {wanted}，没有入账："
            "多半是本单位另一台工作台先减了{by:aside}。以先到的为准的，账上不用再做什么；还要再减的，按余下的另开一张，或不写明是哪张单。"
        ),
        (
            "Of {of} only {left} can still be taken off, and this note{document:aside} takes {wanted}; it is held and "
            "changes nothing. Most likely another desk of the dealer took it off first{by:aside}. If that one is "
            "right, nothing is to be done; else write another note for what is left, or one about no document."
        ),
    ),
    "noted_undone": (
        (
            "{of} 已由 {by} 红冲，为它开的减款单{document:aside}没有入账。账上不用再做什么；"
            "仍要给客户减款的，另开一张，不写明是哪张单。"
        ),
        (
            "{of} was reversed by {by}; the note{document:aside} about it is held and changes nothing. Nothing is to "
            "be done; to give the customer something all the same, write a note about no document."
        ),
    ),
    "undoes_a_reversal": (
        "{of} 本身是红冲单，不能再红冲；{document:aside:单据 }已留存，没有入账。请照原单另开一张新单。",
        (
            "{of} is a reversal itself and can't be reversed; this one{document:aside} is held and changes nothing. "
            "Write the document anew instead."
        ),
    ),
    "reversal_inexact": (
        (
            "红冲{document:aside}与 {of} 不是逐行相反（{field:field}不同），已留存，没有入账。"
            "请在写它的工作台打开 {of}，重新做红冲。"
        ),
        (
            "The reversal{document:aside} isn't just {of} negated line by line (the {field:field} differs); it is held "
            "and changes nothing. Open {of} at the desk that wrote it and reverse it again."
        ),
    ),
    "uses_beyond": (
        (
            "这张单占政策 {policy} 的限量 {wanted}，多于它自己的件数 {left}；已留存，没有入账。"
            "请更新这台工作台的程序，再另写新单。"
        ),
        (
            "It takes {wanted} of the limit of policy {policy} and has {left} pieces itself; it is held and changes "
            "nothing. Bring this desk's program up to date and write it anew."
        ),
    ),
    "accepted_beyond": (
        (
            "答复第 {line} 行接受了 {wanted}，多于所订的 {left}：答复已留存，订单仍算没有答复。"
            "请照所订的数量重新答复；要多给的货，请买方另开订单。"
        ),
        (
            "Line {line} of the answer accepts {wanted}, and {left} was ordered: the answer is held, and the order "
            "stays unanswered. Answer it again within what was ordered; for more, ask the buyer for a new order."
        ),
    ),
    "delivered_at_other_price": (
        (
            "订单 {of} 第 {line} 行按卖方的答复应是 {left}，出库单{document:aside}合计记了 {wanted}，没有入账。"
            "请在写它的工作台红冲这张出库单，再照订单重新出库；要改价，请另开订单。"
        ),
        (
            "By its seller's answer line {line} of order {of} comes to {left}, and with the delivery{document:aside} "
            "it would be {wanted}: the delivery is held and changes nothing. Reverse it at the desk that wrote it and "
            "deliver the order anew; another price takes another order."
        ),
    ),
    "delivered_beyond": (
        (
            "订单 {of} 的货{goods:aside}只剩 {left:qty} 可发，出库单{document:aside}要发 {wanted:qty}，"
            "没有入账{by:aside:先收到的是 }。"
            "货没有再发出的，账上不用再做什么，已打印的请收回；货确实又发出的，请另开订单再出库，或退回。"
            "先收到的那张若红冲，这张会再判一次。"
        ),
        (
            "Of order {of}{goods:aside} {left:qty} is left to deliver, and the delivery{document:aside} "
            "says {wanted:qty}: it is held and "
            "changes nothing{by:aside:taken first: }. If no more goods left, nothing is to be done but to take a "
            "printed slip back; if they did, deliver them on a new order or fetch them back. Where the first one is "
            "reversed, this one is judged again."
        ),
    ),
    "received_beyond": (
        (
            "出库单 {of} 的货{goods:aside}只剩 {left:qty} 待收，到货单{document:aside}要收 {wanted:qty}，"
            "没有入账{by:aside:先收到的是 }。"
            "货只到了一次的，账上不用再做什么；多到的货，请与卖方联系，由卖方出库后再收。"
        ),
        (
            "Of delivery {of}{goods:aside} {left:qty} is left to receive, and the receipt{document:aside} "
            "says {wanted:qty}: it is held and "
            "changes nothing{by:aside:taken first: }. If the goods came once, nothing is to be done; of goods that "
            "came on top, ask the seller for a delivery and receive that."
        ),
    ),
    "refused_before": (
        (
            "出库单 {of} 本单位另一台工作台已先拒收（{by}），后到的到货单{document:aside}没有入账。"
            "货收下的，红冲 {by}，这张会再判一次；货没收的，账上不用再做什么。"
        ),
        (
            "Another desk of this dealer had refused delivery {of} ({by}); the later receipt{document:aside} is held "
            "and changes nothing. If the goods were taken in, reverse {by}, and this one is judged again; if they "
            "weren't, nothing is to be done."
        ),
    ),
    "received_before": (
        (
            "出库单 {of} 本单位另一台工作台已先收了货（{by}），后到的拒收{document:aside}没有入账。"
            "货收下的，账上不用再做什么，没收的行留着不收；一件也没收的，红冲 {by}，这张会再判一次。"
        ),
        (
            "Another desk of this dealer had taken in goods of delivery {of} ({by}); the later refusal"
            "{document:aside} is held and changes nothing. If the goods were taken in, nothing is to be done, and "
            "what wasn't stays unreceived; if none were, reverse {by}, and this one is judged again."
        ),
    ),
    "returned_beyond": (
        (
            "出库单 {of} 的货{goods:aside}只剩 {left:qty} 可退，退货单{document:aside}要退 {wanted:qty}，"
            "没有入账{by:aside:先收到的是 }。"
            "货只退了一次的，账上不用再做什么；退的是别的货，请对那张出库单另做退货。"
        ),
        (
            "Of delivery {of}{goods:aside} {left:qty} is left to take back, and the return{document:aside} "
            "says {wanted:qty}: it is held "
            "and changes nothing{by:aside:taken first: }. If the goods came back once, nothing is to be done; if they "
            "are of another delivery, take them back on that one."
        ),
    ),
    "delivery_undone": (
        (
            "出库单 {of} 已由 {by} 红冲，不能再收货或退货；{kind:kind}{document:aside}没有入账。"
            "货若确实在手，请与卖方联系，由卖方重新出库。"
        ),
        (
            "Delivery {of} was reversed by {by}: nothing of it is received or taken back any more, and the {kind:kind}"
            "{document:aside} is held. If the goods are there all the same, the seller delivers them anew."
        ),
    ),
    "delivery_followed": (
        (
            "出库单 {of} 的货已由 {by} 收货或退货，后到的红冲{document:aside}没有入账：货和钱不会冲回两次。"
            "货已全部退回的，账上不用再做什么；红冲单若已打印，请收回作废。还要冲回的，请对 {of} 另做退货；"
            "{by} 若红冲，这张红冲会再判一次。"
        ),
        (
            "Goods of delivery {of} were received or taken back by {by} before; the later reversal{document:aside} is "
            "held and changes nothing, so that goods and money don't come back twice. If all goods came back, nothing "
            "is left to do in the books; where the slip was printed, take it back. What is still to come back is "
            "taken back on {of} as a return; where {by} is reversed, this reversal is judged again."
        ),
    ),
    "line_of_another": (
        (
            "{kind:kind}{document:aside}的 {sku} 写的是 {of} 的第 {line} 行，那一行不是这个商品；"
            "已留存，没有入账。请重新开单。"
        ),
        (
            "The {kind:kind}{document:aside} names line {line} of {of} for {sku}, which isn't that line's product; it "
            "is held and changes nothing. Write it anew."
        ),
    ),
    "receipt_without_delivery": (
        "到货单{document:aside}没有写明收的是哪张出库单，已留存，没有入账。请从“待收货”里重新收货。",
        (
            "The receipt{document:aside} names no delivery; it is held and changes nothing. Receive the goods from the "
            "list of what is on its way."
        ),
    ),
    "settled_beyond": (
        (
            "{of} 只剩 {left} 没有核销，这笔核销{credit:aside:用 }{debt:aside:冲 }要 {wanted}，没有入账："
            "多半是本单位两台工作台各核销了一次。"
            "请看这个账户还有什么没核销，按余下的重新核销；两台各开了一张的折让或退款，红冲后开的那张；"
            "先前的核销若撤销，这笔会再判一次。"
        ),
        (
            "Of {of} {left} is left to settle, and this settlement{credit:aside:by }{debt:aside:of } says "
            "{wanted}: it is held and changes nothing. Most "
            "likely two desks settled it. Look at what is open on the account and settle that; of a discount or "
            "refund that two desks wrote, reverse the later one; where the earlier settlement is taken back, this "
            "one is judged again."
        ),
    ),
    "settled_wrong_side": (
        (
            "核销{credit:aside:用 }{debt:aside:冲 }把 {of} 用在了反的一边（收款、退货等在贷方，出库等在借方），"
            "已留存，没有入账。请重新核销。"
        ),
        (
            "The settlement{credit:aside:by }{debt:aside:of } uses {of} on the wrong side (receipts and "
            "returns pay, deliveries are paid); it is held "
            "and changes nothing. Settle anew."
        ),
    ),
    "period_to_come": (
        (
            "结账结到了还没到的日子（{through}，总部今天是 {today}），已留存，没有入账。"
            "请看这台电脑的日期，反结账后按已过去的月份重新结账。"
        ),
        (
            "The books were closed through days to come ({through}; at HQ it is {today}); the closing is held and "
            "changes nothing. Look at this computer's date, open the books, and close the months that are over."
        ),
    ),
    "card_like_hqs": (
        (
            "{kind:kind}“{name}”用了总部的编号 {code}（总部的是“{other}”），两个容易认错。"
            "是同一个的，请改用总部的；不是的，请给自己的另起一个编号。"
        ),
        (
            "The {kind:kind} “{name}” made at a desk has the code {code} of one of HQ's (“{other}”): either could be "
            "taken for the other. Where they are the same, use HQ's; else give the own one another code."
        ),
    ),
    "opened_twice": (
        (
            "{buyer}的期初余额已由本单位另一台工作台先录入{by:aside}，后到的{document:aside}没有入账：期初只记一次。"
            "以先到的为准的，账上不用再做什么；以后到的为准的，红冲先到的那张，这张会自动入账。"
        ),
        (
            "What {buyer} owed when the books began was booked by another desk of the dealer before{by:aside}; the "
            "later opening balance{document:aside} is held and changes nothing: it counts once. If the first one is "
            "right, nothing is to be done; if the later one is, reverse the first, and this one is taken by itself."
        ),
    ),
    "counted_twice": (
        (
            "同一仓库的同样商品，本单位另一台工作台已先盘点{by:aside}，盘点单{document:aside}"
            "写的时候还不知道，没有入账{rest:aside:只有这张盘了的，账上还是盘点前的数，请再盘一次：}。"
            "两张都盘了的，账上按先到的；若数目不放心，请同步之后再盘一次。"
        ),
        (
            "Another desk of the dealer had counted the same goods in the same warehouse{by:aside}, which the count"
            "{document:aside} didn't know of when it was written: it is held and changes nothing"
            "{rest:aside:what this one alone counted stands as before, count it once more: }. What both counted "
            "stands as counted first; if in doubt, exchange and count once more."
        ),
    ),
}
