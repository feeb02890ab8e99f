"""Sentences about dealers that are suspended, closed, or let in again."""

from __future__ import annotations

from collections.abc import Mapping

STANDING: Mapping[str, tuple[str, str]] = {
    "dealer_inactive_self": (
        (
            "本单位被设为“{status:dealer_status}”{since:aside:自 }{reason:aside:原因：}：不能下新单；"
            "已接受的订单、销售、付款、收货、退货、对账照常。有疑问请与总部联系。"
        ),
        (
            "This dealer is {status:dealer_status}{since:aside:since }{reason:aside:reason: }: it can't order. What "
            "was accepted, sales, payments, receipts, returns and statements go on. Talk to HQ."
        ),
    ),
    "dealer_closed_self": (
        (
            "本单位已关闭{since:aside:自 }{reason:aside:原因：}：不再有新的订单、发货和客户，只能了结往来："
            "付款、收款、收货、退货、核销、对账；账随时可查。有疑问请与总部联系。"
        ),
        (
            "This dealer is closed{since:aside:since }{reason:aside:reason: }: no new orders, deliveries or customers. "
            "Accounts are wound up (pay, receive, return, settle, reconcile) and stay readable. Talk to HQ."
        ),
    ),
    "dealer_reopened_self": (
        "本单位恢复正常{since:aside:自 }，可以照常下单和发货。",
        "This dealer is active again{since:aside:since }: it orders and delivers as before.",
    ),
    "customer_suspended": (
        "{name}（{dealer}）已暂停{since:aside:自 }{reason:aside:原因：}：不能下新单，其余照常。",
        "{name} ({dealer}) is suspended{since:aside:since }{reason:aside:reason: }: it can't order; all else goes on.",
    ),
    "customer_closed": (
        "{name}（{dealer}）已关闭{since:aside:自 }{reason:aside:原因：}：没有新业务，只了结往来；没发完的订单请取消。",
        (
            "{name} ({dealer}) is closed{since:aside:since }{reason:aside:reason: }: no new business, its account is "
            "only wound up. Cancel orders that aren't delivered whole."
        ),
    ),
    "customer_active": (
        "{name}（{dealer}）已恢复正常{since:aside:自 }，可以照常下单。",
        "{name} ({dealer}) is active again{since:aside:since } and may order.",
    ),
    "dealer_closed": (
        "{name}（{dealer}）已关闭，不能再有新业务。往来仍可了结：收付款、退货、核销、对账；没发完的订单请取消。",
        (
            "{name} ({dealer}) is closed and does no new business. Its account can be wound up: pay, return, settle, "
            "reconcile; cancel what isn't delivered."
        ),
    ),
    "closed_dealer_trades": (
        "{dealer} 已关闭，这是关闭以后的新业务，总部留存不入账。往来只能了结；要恢复请与总部联系。",
        (
            "{dealer} is closed, and this is new business after it heard so; HQ holds it and it changes nothing. Only "
            "winding up is taken. Talk to HQ to be let in again."
        ),
    ),
    "closed_customer_trades": (
        (
            "{buyer}已关闭，这是关闭以后的新业务{document:aside}，总部留存，没有入账。货没发出的，红冲它；"
            "要继续做这个客户的，先把它恢复，这条会自动再判。"
        ),
        (
            "{buyer} is closed, and this is new business{document:aside} after its seller heard so; HQ holds it and it "
            "changes nothing. If no goods left, reverse it; to go on with this customer let it in again, and this is "
            "judged once more."
        ),
    ),
    "cards_in_circle": (
        "客户卡片 {id} 的上级是 {parent}，而 {parent} 又在它之下，成了一圈；已留存，不入账。请改正上级后重发。",
        (
            "The card {id} stands below {parent}, which stands below {id} itself: a circle. It is held and changes "
            "nothing; give it another seller."
        ),
    ),
    "standing_reason_missing": (
        "请写明原因，{dealer} 和上下游都会看到。",
        "Say why: {dealer} and those it trades with will read it.",
    ),
    "reason_long": ("原因最多 {most} 个字。", "A reason has {most} characters at most."),
    "standing_reason_long": ("原因最多 {most} 个字。", "A reason has {most} characters at most."),
    "standing_same": (
        "{dealer} 已经是“{status:dealer_status}”，没有改动。",
        "{dealer} is {status:dealer_status} already; nothing was changed.",
    ),
    "standing_set": (
        "{name}（{dealer}）现在是“{status:dealer_status}”{open_orders:aside:没发完的订单 }。对方和上级下次交换时得知。",
        (
            "{name} ({dealer}) is {status:dealer_status} now{open_orders:aside:orders not delivered whole: }. It and "
            "its seller learn so with their next exchange."
        ),
    ),
    "wish_set_standing": (
        "把 {dealer} 设为“{status:dealer_status}”{reason:aside:原因：}。",
        "Set {dealer} to {status:dealer_status}{reason:aside:reason: }.",
    ),
}
