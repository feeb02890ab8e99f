"""Sentences about orders, prices, credit, dates and amounts."""

from __future__ import annotations

from collections.abc import Mapping

RULES: Mapping[str, tuple[str, str]] = {
    # ---- the verdict on an order
    "stock_ok": ("库存足够。", "There is enough stock."),
    "stock_untold": (
        "卖方的库存不在本机，由卖方答复时核对。",
        "The seller's stock is not known here; his answer will tell.",
    ),
    "stock_short": (
        "库存不足：要 {wanted:qty}，可用 {available:qty}，可接受 {accepted:qty}。",
        "Stock is short: {wanted:qty} wanted, {available:qty} available, {accepted:qty} accepted.",
    ),
    "stock_none": (
        "无货：要 {wanted:qty}，可用 {available:qty}。可改数量，或到货后再开单。",
        "Out of stock: {wanted:qty} wanted, {available:qty} available. Change the quantity or order again later.",
    ),
    "price_missing": (
        "没有价格：{sku} 不在买方的价目表中，也没有成交过。请填写单价，或请总部维护价目表。",
        "No price: {sku} is not in the buyer's price list and was never sold to them. Type a price, or have it listed.",
    ),
    "price_changed": (
        "单价以卖方为准：{sku}{name:aside} 由 {before} 改为 {after}。",
        "The seller's price holds: {sku}{name:aside} was {before}, is {after}.",
    ),
    "order_dated_back": (
        "订单日期 {date} 早于上一次与总部交换，按 {priced} 的价格和政策计算；要按原日期，请卖方特批。",
        (
            "The order is dated {date}, before the last exchange with HQ, so the prices and policies of {priced} hold; "
            "for those of its own date the seller has to approve it."
        ),
    ),
    "credit_ok": (
        "信用足够{available:aside_money:此单后可用 }。",
        "Credit is enough{available:aside_money:left after this order: }.",
    ),
    "credit_over": (
        (
            "超出信用额度 {over_by:money}：额度 {limit:money}，欠款 {balance:money}，已订未发 {committed:money}，"
            "本单 {order:money}。请先结清欠款、减量，或申请特批。"
        ),
        (
            "Over the credit limit by {over_by:money}: limit {limit:money}, owed {balance:money}, ordered "
            "{committed:money}, this order {order:money}. Have it paid, order less, or ask for approval."
        ),
    ),
    "credit_over_passed": (
        (
            "超出信用额度 {over_by:money}：额度 {limit:money}，欠款 {balance:money}，已订未发 {committed:money}，"
            "本单 {order:money}，已审批放行。"
        ),
        (
            "Over the credit limit by {over_by:money}: limit {limit:money}, owed {balance:money}, ordered "
            "{committed:money}, this order {order:money}; it was let pass."
        ),
    ),
    "credit_overdue": (
        "有逾期欠款 {overdue:money}，最久 {overdue_days} 天，需要审批。",
        "{overdue:money} are overdue, the oldest by {overdue_days} days; somebody has to approve.",
    ),
    "credit_overdue_passed": (
        "有逾期欠款 {overdue:money}，最久 {overdue_days} 天，已审批放行。",
        "{overdue:money} are overdue, the oldest by {overdue_days} days; it was let pass.",
    ),
    "dealer_inactive": (
        "买方{status:dealer_status}，不能下新单；已接受的订单照常发货，付款、退货、对账不受影响。",
        (
            "This dealer is {status:dealer_status}, so no new order can be taken. What was accepted is still "
            "delivered; payments, returns and statements go on."
        ),
    ),
    "order_of_another": (
        "订单来自 {desk}，但买方是 {buyer}，两者不是一家。",
        "The order was written by desk {desk} for {buyer}, who is somebody else.",
    ),
    "approved_by": ("由 {by} 特批。", "Approved by {by}."),
    "approved_because": ("由 {by} 特批：{why}", "Approved by {by}: {why}"),
    "approval_no_use": (
        "除了额度还有别的原因不许，特批也通不过。先把那些改好，再请求特批。",
        "Something else than the limit stands against it, so letting it pass is no use. Mend that first, then ask.",
    ),
    "approval_asked": ("{by} 请求特批：{reason}", "{by} asks that it be let pass: {reason}"),
    "approver_wrote_order": (
        "订单 {number} 是 {user} 自己开的，特批要由另一个人做：{others}。",
        "{user} wrote order {number}, so somebody else has to let it pass: {others}.",
    ),
    "refused_by": ("由 {by} 拒绝：{reason}", "Refused by {by}: {reason}"),
    "cancelled_by": ("由 {by} 取消。", "Cancelled by {by}."),
    "ref_again": (
        "已有订单 {number}（{date}）用了同一个参考号“{ref}”。请看是不是同一张单开了两次。",
        "Order {number} of {date} has the same reference, “{ref}”. Is it the same order twice?",
    ),
    "ref_again_more": (
        "已有 {count} 张订单用了同一个参考号“{ref}”，最近的是 {number}（{date}）。请看是不是同一张单开了两次。",
        "{count} orders have the same reference, “{ref}”; the last is {number} of {date}. Is it the same order twice?",
    ),
    # ---- what changed since it was shown
    "price_since_draft": (
        "单价与草稿里的不同：{before} → {after}，这一行现为 {amount:money}。",
        "The price is another than in the draft: {before} → {after}; the line is {amount:money} now.",
    ),
    "amount_since_draft": (
        "金额与草稿里的不同：{before:money} → {after:money}。",
        "The amount is another than in the draft: {before:money} → {after:money}.",
    ),
    "order_changed_since_seen": (
        "还没有保存：您看到以后，金额变了。看过新的金额，再按一次就按新的保存。",
        "Not saved yet: amounts changed since you saw them. Look at the new ones; the next press saves them.",
    ),
    "price_since_seen": (
        "单价变了：{before} → {after}，这一行现为 {amount:money}。",
        "The price changed: {before} → {after}; the line is {amount:money} now.",
    ),
    "amount_since_seen": (
        "金额变了：{before:money} → {after:money}。",
        "The amount changed: {before:money} → {after:money}.",
    ),
    "gifts_since_seen": ("赠品变了：{before} → {after}。", "Goods on top changed: {before} → {after}."),
    "gifts_new_since_seen": ("现在有赠品：{after}。", "There are goods on top now: {after}."),
    "gifts_gone_since_seen": ("没有赠品了，刚才有：{before}。", "No goods on top any more; there were: {before}."),
    "wallet_since_seen": (
        "返利钱包抵扣变了：{before:money} → {after:money}。",
        "What the rebate wallet pays changed: {before:money} → {after:money}.",
    ),
    # ---- a price's steps
    "step_price_list": ("价目表 {list}：{after}。", "Price list {list}: {after}."),
    "step_last_price": ("上次成交价 {after}（{date}，{number}）。", "Last paid {after} ({date}, {number})."),
    "step_hand": ("手工定价 {after}（原 {before}）。", "Agreed by hand: {after} (was {before})."),
    "step_price_missing": ("价目表 {list} 在 {date} 没有价格。", "Price list {list} has no price on {date}."),
    # ---- what can't be an order
    "order_empty": ("订单没有明细，请至少填一行。", "The order has no lines; add at least one."),
    "order_would_be_refused": (
        "没有提交：这张订单按规则会被拒绝。改好再提交；确实不卖的，用“记为拒绝”并写明原因。",
        "Not placed: the rules would refuse this order. Mend it and place it again, or refuse it for good and say why.",
    ),
    "order_not_refused": (
        "规则并不拒绝这张订单，所以不能记为拒绝。直接提交，或者把草稿删掉。",
        "The rules don't refuse this order, so it can't be kept as refused. Place it, or delete the draft.",
    ),
    "reason_missing": (
        "请写明原因：对方和以后查账的人都要看到。",
        "Say why: the other side and whoever looks later will ask.",
    ),
    "price_below_cost": (
        "单价 {price} 低于成本，要由能做主的人批准。",
        "The price {price} is below cost; somebody who may has to approve it.",
    ),
    "price_very_low": (
        "单价 {price} 不到价目表的一半，要由能做主的人批准。请看是不是打错了。",
        "The price {price} is less than half of the list's; somebody who may has to approve it. Is it a slip?",
    ),
    "product_inactive": (
        "{sku}{name:aside} 已停售{reason:aside:原因：}，不能再下单。换一种商品，或删掉这一行。",
        "{sku}{name:aside} is no longer sold{reason:aside:reason: }. Take another product, or delete the line.",
    ),
    "order_to_oneself": ("{dealer} 不能向自己下单。", "{dealer} can't order from itself."),
    "order_not_below": (
        "{buyer} 不是 {seller} 的直属客户，不能在两者之间开单。由它的上级卖给它，或请总部把它划到 {seller} 名下。",
        "{buyer} does not stand right below {seller}. Its own seller sells to it, or HQ moves it below {seller}.",
    ),
    "order_not_ours": (
        "本机既不是卖方 {seller} 也不是买方 {buyer}，不能开此单。",
        "This desk is neither the seller {seller} nor the buyer {buyer}, so it can't write this order.",
    ),
    "order_at_hq": (
        "总部账套不代经销商开单，请在经销商的工作台上开单。",
        "HQ's books hold no orders of their own; write the order at the dealer's desk.",
    ),
    "order_not_written_here": (
        "订单 {number} 不是本机开的，不能在此取消。",
        "Order {number} was not written here and can't be taken back here.",
    ),
    "order_answered": (
        "卖方已答复订单 {number}（{state:state}），不能再取消，请与卖方联系。",
        "The seller has answered order {number} ({state:state}); it can't be taken back any more. Talk to the seller.",
    ),
    "order_cancelled": ("订单 {number} 已经取消。", "Order {number} is cancelled already."),
    "order_delivered": (
        "订单 {number} {state:state}，不能再这样办理。已发的货请按出库单退货。",
        "Order {number} is {state:state}, so this can't be done any more. Delivered goods come back by the delivery.",
    ),
    "order_not_open": (
        "订单 {number} 现为“{state:state}”，此操作不适用。",
        "That can't be done with order {number} as it is ({state:state}).",
    ),
    "order_not_closable": (
        "订单 {number} 现为“{state:state}”，没有待发的货可以结。还没答复的请取消，或由卖方拒绝。",
        "Order {number} is {state:state}; nothing of it waits to be delivered. Cancel or refuse what isn't answered.",
    ),
    "order_not_accepted": (
        "订单 {number} 现为“{state:state}”，接受后才能发货。",
        "Only an accepted order can be delivered; {number} isn't one ({state:state}).",
    ),
    "approve_not_possible": (
        "订单 {number} 不能特批：除信用外还有别的原因，先解决再批。",
        "Order {number} can't be approved: something else than credit stands against it. Mend that first.",
    ),
    "order_line_unreadable": (
        "“{text}”看不懂。写法：货号=数量[单位][@单价]，例如 W550=12箱 或 W550=24@1.5。",
        "“{text}” can't be read. Write SKU=QUANTITY[unit][@price], for instance W550=12箱 or W550=24@1.5.",
    ),
    "draft_unknown": (
        "没有草稿 {number}。用 desk order list --state draft 查看。",
        "There is no draft {number}. See desk order list --state draft.",
    ),
    "document_unknown": (
        "找不到{kind:kind} {number}{is_of:aside}，请核对单号。",
        "There is no {kind:kind} {number}{is_of:aside}. Check the number.",
    ),
    "number_is_of": ("这是{kind:kind}的单号", "{kind:kind} is what it is the number of"),
    "owing_unknown": (
        "没有“{owing}”这种筛选，可用的有 {known}。",
        "There is no selection {owing}; known are {known}.",
    ),
    "form_kind": (
        "{kind:kind}没有套打样式；能套打的是订单、出库、退货、到货、收款和对账单。",
        "{kind:kind}: no form is laid out; orders, deliveries, returns, goods received, receipts, statements have one.",
    ),
    "offset_unreadable": (
        "看不懂偏移“{text}”。写成 右移,下移 两个毫米数，如 1.5,-1。",
        "The offset {text} can't be read. Give millimetres to the right and down, such as 1.5,-1.",
    ),
    "offset_range": (
        "偏移最多 {most} 毫米；差得更多，请先在打印机驱动里设好纸张。",
        "An offset is at most {most} mm; where more is needed, set the form in the printer's driver first.",
    ),
    "column_unknown": (
        "没有“{column}”这一列；可选的有 {known}，“-”为只留缺不了的。",
        "There is no column {column}; known are {known}, and - for only what must be.",
    ),
    "note_kind": (
        "{number} 是{kind:kind}；能打印的是订单、出库单、退货单、到货单和收款单。",
        "{number} is of kind {kind:kind}; print orders, deliveries, returns, goods receipts and receipts of money.",
    ),
    "note_why": (
        "{number} 是{kind:kind}；只有订单能注明价格由来，请打印它的订单。",
        "{number} is of kind {kind:kind}; only an order explains its prices: print the order it follows.",
    ),
    "note_taken": ("{name}（{policy} 第 {version} 版）", "{name} ({policy}, version {version})"),
    "note_gift": ("赠品：{policy}{name:aside}", "Free by {policy}{name:aside}"),
    "document_ambiguous": (
        "单号 {number} 有两张单据，请用内部编号指明：{ids}。",
        "Two documents carry the number {number}; name one by its id: {ids}.",
    ),
    "kind_unknown": (
        "没有“{kind}”这种单据，可用：{known}。",
        "There is no kind “{kind}”; known are: {known}.",
    ),
    "state_unknown": (
        "没有“{text}”这种状态，可用：{known}。",
        "There is no state “{text}”; known are: {known}.",
    ),
    # ---- parties and products
    "dealer_unknown": (
        "找不到往来单位“{dealer}”。请核对代码；若是新客户，先在“客户”里新增。",
        "There is no dealer “{dealer}”. Check the code; a new customer is added under Customers first.",
    ),
    "dealer_none": (
        "请先选客户：输入名称、编码或拼音首字母，按 Enter 选定。",
        "Choose a customer first: type a name, a code or initials, and Enter takes it.",
    ),
    "dealer_ambiguous": (
        "代码“{dealer}”有多个往来单位，请写明内部编号：{ids}。",
        "Several dealers have the code “{dealer}”; write the id: {ids}.",
    ),
    "code_alike": (
        "编码“{text}”里有看着像字母、数字的外文字符（如俄文、希腊文），会与别的编码混淆。请改用键盘上的字母和数字。",
        "“{text}” has letters of another script that look like those of the keyboard. Type it anew with plain letters.",
    ),
    "dealer_code_missing": (
        "客户代码“{text}”不能用：不能为空，也不能含“:”或“/”。",
        "The code “{text}” can't be used: it must not be empty or hold “:” or “/”.",
    ),
    "dealer_code_empty": ("请填客户编码。", "Please give the customer a code."),
    "dealer_name_missing": ("客户 {dealer} 没有名称。", "Customer {dealer} has no name."),
    "dealer_exists": (
        "代码 {dealer} 已被“{name}”使用，请换一个。",
        "The code {dealer} is taken by “{name}”; choose another.",
    ),
    "price_list_unknown": (
        "没有叫“{list}”的价格表{known:aside:现有：}；请写现有的，或先为它导入价格（desk import prices）。",
        "There is no price list “{list}”{known:aside:there are: }; name one of them, or import its prices first.",
    ),
    "credit_limit_negative": ("信用额度 {limit:money} 小于零。", "The credit limit {limit:money} is below zero."),
    "credit_days_unreadable": (
        "账期“{text}”不是整天数；写 30 或 30天，空着就是现结。",
        "“{text}” is no number of whole days of credit; write 30, or leave it empty for cash.",
    ),
    "credit_days_negative": ("账期 {days} 天小于零。", "{days} days of credit are below zero."),
    "customer_at_hq": (
        "总部的经销商由 dealers.csv 载入，不在此新增。",
        "HQ's dealers are loaded from dealers.csv, not made here.",
    ),
    "refund_too_much": (
        "{number} 扣除已退的只剩 {left:money} 可退，不能退 {amount:money}。多退的请另开一张，不注明这张单据。",
        (
            "Of {number} only {left:money} is left to pay back; {amount:money} is too much. Enter what goes beyond "
            "it as a refund that names no document."
        ),
    ),
    "note_too_much": (
        "{number} 扣除退货和已有的折让后只剩 {left:money}，不能再减 {amount:money}。多的请另开一张，不注明这张单据。",
        (
            "After what came back and earlier notes {number} comes to {left:money}, so {amount:money} can't be taken "
            "off it. Book what is more in a note of its own, about no document."
        ),
    ),
    "not_your_customer": (
        "{dealer} 不是本单位的客户，也没有往来账，不能收其款。",
        "{dealer} is no customer of this dealer and has no account here, so no money can be booked.",
    ),
    "account_none": (
        "{dealer} 没有上级，也就没有账户。请用 --seller 指明卖方。",
        "{dealer} has nobody above and so no account. Name the seller with --seller.",
    ),
    "product_ambiguous": (
        "“{product}”同时是几种商品：{names}。请改打货号。",
        "“{product}” stands for several products: {names}. Type the SKU.",
    ),
    "scan_unknown": (
        "没有条码或货号是“{code}”的商品，什么都没有加。",
        "No product has the barcode or code “{code}”; nothing was added.",
    ),
    "product_unknown": (
        "找不到商品“{product}”。请核对货号或条码；新商品由总部发布，先与总部交换一次。",
        "There is no product “{product}”. Check the SKU or barcode; new ones come from HQ with the next exchange.",
    ),
    # ---- dates, amounts, prices
    "date_unreadable": (
        "日期“{text}”无法识别。可写 2026-11-23、11-23、23（本月）、+5（五天后）。",
        "The date “{text}” can't be read. Write 2026-11-23, 11-23, 23 (this month) or +5 (in five days).",
    ),
    "date_unreadable_empty": (
        "没有写日期。可写 2026-11-23、11-23、23（本月）、+5（五天后）。",
        "There is no date. Write 2026-11-23, 11-23, 23 (this month) or +5 (in five days).",
    ),
    "date_closed": (
        "{date} 在已结账期间内（已结至 {closed_through}）。请改日期，或先反结账。",
        "{date} lies in a closed period (closed through {closed_through}). Change the date, or reopen the period.",
    ),
    "date_before": (
        "{number} 是 {first} 的单据，{date} 还没有它。请把日期改为当天或之后。",
        "{number} is of {first}, so on {date} it was not there yet. Choose that day or a later one.",
    ),
    "date_past": (
        "{date} 太早，最早可用 {earliest}。请改日期。",
        "{date} is too long ago; the earliest day is {earliest}. Change the date.",
    ),
    "date_future": ("{date} 太远，最晚可用 {latest}。", "{date} is too far ahead; the latest day is {latest}."),
    "statement_period": ("起始日 {start} 晚于截止日 {end}。", "The first day {start} is after the last day {end}."),
    "statement_disagrees": (
        "对账单与账上余额不符：{closing:money} ≠ {ledger:money}。请运行 desk check。",
        "The statement does not agree with the ledger: {closing:money} ≠ {ledger:money}. Run desk check.",
    ),
    "amount_unreadable": ("金额“{text}”无法识别。", "The amount “{text}” can't be read."),
    "amount_unreadable_empty": (
        "没有填金额。可写 1200、1,200.50，或算式 =1200+350。",
        "No amount is filled in. Write 1200, 1,200.50, or a sum as =1200+350.",
    ),
    "amount_not_a_number": ("金额“{text}”不是数字。", "The amount “{text}” is no number."),
    "amount_zero": ("金额不能为零。", "The amount must not be zero."),
    "amount_negative": ("金额 {amount} 小于零。", "The amount {amount} is below zero."),
    "amount_decimals": ("金额 {amount} 的小数超过 {most} 位。", "The amount {amount} has more than {most} decimals."),
    "amount_too_large": ("金额 {amount} 过大。", "The amount {amount} is too large."),
    "price_negative": ("单价 {price} 小于零。", "The price {price} is below zero."),
    "price_decimals": ("单价 {price} 的小数超过 {most} 位。", "The price {price} has more than {most} decimals."),
    "price_unreadable": ("单价“{text}”不是数字。", "The price “{text}” is no number."),
}
