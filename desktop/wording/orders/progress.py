"""Sentences about where an order is on its way, what was answered otherwise than asked, and the log of exchanges."""

from __future__ import annotations

from collections.abc import Mapping

PROGRESS: Mapping[str, tuple[str, str]] = {
    "order_progress": ("进度：{stage:stage}{since:aside:自 }。", "Where it is: {stage:stage}{since:aside:since }."),
    "order_successor": (
        "已有修改后的订单 {by} 请求取代它，等卖方答复。",
        "Order {by} asks to be taken instead; the seller's answer is awaited.",
    ),
    "order_difference": (
        "第 {line} 行 {name}：{what:difference} 订 {asked}，答复 {answered}。",
        "Line {line}, {name}: {what:difference} asked {asked}, answered {answered}.",
    ),
    "seen_which": ("请写明单号，或用 --all 表示全部。", "Name the orders, or say --all."),
    "verdicts_seen": ("已确认看过 {count} 张订单的答复。", "Confirmed: the answers to {count} orders were seen."),
    "amend_not_possible": (
        "订单 {number} 现为“{state:state}”，没有可修改的。请下新单。",
        "Order {number} is {state:state}; nothing of it can be amended. Write a new order.",
    ),
    "split_nothing": (
        "没有可拆的：两张单里总有一张是空的。请改数量。",
        "There is nothing to split: one of the two orders would be empty. Change the quantities.",
    ),
    "split_too_much": (
        "这一行还没有接受的只有 {most}，先走的数量不能更多。",
        "Only {most} of this line are open; no more can go first.",
    ),
    "split_line_done": ("这一行没有可拆的数量了，请去掉它。", "Nothing of this line is open any more; leave it out."),
    "order_split": (
        "已拆成两张草稿：先下 {first}，其余 {rest}。",
        "Split into two drafts: {first} to be placed first, and {rest} with the rest.",
    ),
    "verdict_not_yours": (
        "订单 {number} 不是本店买的，无须确认已阅。",
        "Order {number} was not placed by this dealer, so there is nothing to confirm.",
    ),
    "written_elsewhere": (
        "{kind:kind} {number} 由另一台工作台（或总部）写成，只能在那里改。请先交换；若仍需更改，到那台机器上办。",
        (
            "{kind:kind} {number} was written by another desk (or HQ) and can only be changed there. Exchange first; "
            "if it still needs changing, do it at that desk."
        ),
    ),
    # ---- closing what is left of an order
    "rest_closed_by": (
        "{by} 于 {date} 结单，余下的不再发：{reason}",
        "{by} closed the rest on {date}, no more of it will be delivered: {reason}",
    ),
    "closing_asked_by": (
        "买方 {by} 于 {date} 请求结单：{reason}",
        "The buyer's {by} asked on {date} that the rest be closed: {reason}",
    ),
    "rest_closed": (
        "{party}已将订单 {number} 结单，余下的不再发：{reason}。还要的货请另下新单。",
        "{party} closed the rest of order {number}, no more of it comes: {reason}. Order anew what is still wanted.",
    ),
    "closing_wanted": (
        "{party}请求把订单 {number} 余下的结单：{reason}。同意就在订单上按结单，不同意的收起这一条（Del）。",
        (
            "{party} asks that the rest of order {number} be closed: {reason}. Close it on the order, or put this "
            "line away (Del) to deliver all the same."
        ),
    ),
    "closing_asked_already": (
        "已请求卖方把订单 {number} 余下的结单，正等它办。",
        "The seller was asked already to close the rest of order {number}; it is his turn.",
    ),
    "order_closed": (
        "订单 {number} 已结单，余下的不再发。还要发的货请另下新单。",
        "The rest of order {number} was closed; no more of it is delivered. Order anew what is still to go.",
    ),
    "note_closed": (
        "已于 {date} 结单，以下不再发：{goods}（{reason}）",
        "Closed on {date}, not delivered any more: {goods} ({reason})",
    ),
    "rest_was_closed": (
        "订单 {number} 已结单，余下的不再发。占用的库存和信用已释放。",
        "The rest of order {number} is closed. The stock and the credit it held are free again.",
    ),
    "closing_was_asked": (
        "已请求卖方把订单 {number} 余下的结单，随下一次交换送达。",
        "The seller is asked to close the rest of order {number}; it goes with the next exchange.",
    ),
    # ---- refusing a delivery
    "delivery_refused": (
        "出库单 {number} 已拒收（{by}：{reason}）。要收下，先红冲 {by}。",
        "Delivery {number} was refused ({by}: {reason}). Reverse {by} first to take it in after all.",
    ),
    "received_already": (
        "出库单 {number} 已收过货，不能再整单拒收。没收的留着不收，收错的退给卖方。",
        "Goods of delivery {number} were received, so it can't be refused as a whole. Leave the rest, or return goods.",
    ),
    "delivery_was_refused": (
        "{party}拒收出库单 {number}：{reason}。货回来后对它做退货，没发出的红冲它；另有商定的收起这一条（Del）。",
        (
            "{party} refused delivery {number}: {reason}. Take the goods back on it, or reverse it; where something "
            "else was agreed, put this line away (Del)."
        ),
    ),
    "delivery_refused_now": (
        "已拒收 {number}，随下一次交换告诉发货方。",
        "Delivery {number} is refused; its sender is told with the next exchange.",
    ),
    # ---- taking another order's place
    "superseded_by": ("已由修改后的订单 {by} 取代。", "Order {by} was taken instead of it."),
    "supersedes_unknown": (
        "要取代的订单 {number} 找不到，或不是同一买卖双方的。请作为新订单下达。",
        "Order {number}, which this one is to replace, is not known or is between others. Place it as a new order.",
    ),
    "supersedes_delivered": (
        "订单 {number} 已开始发货，不能再整单取代。请为差额另下新单，或办退货。",
        "Order {number} is being delivered and can't be replaced any more. Order the difference, or return goods.",
    ),
    "supersedes_taken": (
        "订单 {number} 已由 {by} 取代。要再改，请修改 {by}。",
        "Order {number} was replaced by {by} already. Amend {by} instead.",
    ),
    # ---- the log of exchanges
    "log_empty": ("还没有交换过。", "There was no exchange yet."),
    "log_quiet": (
        "{count} 次交换，两边都没有新的{since:aside:自 }。",
        "Exchanges without anything new: {count}{since:aside:since }.",
    ),
    "log_sent": ("发出 {what}。", "Sent: {what}."),
    "log_received": ("收到 {what}。", "Received: {what}."),
    "log_failed": ("没有完成：{reason}", "It broke off: {reason}"),
    "support_written": (
        "支持包已写入 {path}。里面没有价格、金额、客户与商品名称，也没有密钥；发出前可以打开看。",
        (
            "The support bundle is in {path}. It holds no prices, amounts, names of customers or products, and no "
            "keys; open it and look before you send it."
        ),
    ),
}
