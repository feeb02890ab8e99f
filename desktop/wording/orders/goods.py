"""Sentences about quantities, goods on the way, returns, reversals and closed periods."""

from __future__ import annotations

from collections.abc import Mapping

GOODS: Mapping[str, tuple[str, str]] = {
    "quantity_unreadable": (
        "数量“{text}”无法识别。可写 12、3.5、12箱、30箱5瓶、3+5（3箱5瓶）、3x（3箱）。",
        "The quantity “{text}” can't be read. Write 12, 3.5, 12箱, 30箱5瓶, 3+5 (3 packs and 5) or 3x (3 packs).",
    ),
    "quantity_unreadable_empty": (
        "没有填数量。可写 12、3.5、12箱、30箱5瓶、3+5（3箱5瓶）、3x（3箱）。",
        "No quantity is filled in. Write 12, 3.5, 12箱, 30箱5瓶, 3+5 (3 packs and 5) or 3x (3 packs).",
    ),
    "receive_nothing": (
        "一件都没有收。拒收不用在这里记：请让发货方退货或红冲这张出库单，下次交换后它就不再等着收。",
        "Nothing was received. For refused goods ask the seller for a return or a reversal; then they wait no more.",
    ),
    "return_nothing": (
        "{number} 一件都没有退。写上退回来的行和数量；没退的行不用写。",
        "Nothing of {number} comes back so. Name the lines that came back, each with how much; leave the others out.",
    ),
    "return_way": (
        "不认得“{way}”。留下的货够不上的优惠怎么办，写其中一个：{known}。",
        "“{way}” isn't known. For benefits that what is kept hasn't earned write one of: {known}.",
    ),
    "return_takes_back": (
        (
            "{number} 退了这些，留下的货就够不上“{policies}”了{amount:aside_money:多享的优惠 }{gifts:aside:多得的赠品 }"
            "{worth:aside_money:赠品值 }。请选一个：退回（赠品一起退，优惠补收）、补收（都折成钱）、不追回。"
        ),
        (
            "After this return of {number} what is kept no longer earns “{policies}”"
            "{amount:aside_money:saved too much: }{gifts:aside:on top too much: }{worth:aside_money:worth }. Choose: "
            "bring back (goods on top come back too, savings are charged), charge (all of it in money), or leave it."
        ),
    ),
    "return_gift_worthless": (
        "赠品 {gift} 没有价格，不能折成钱补收。请选退回或不追回，或先给它定价。",
        "The goods on top {gift} have no price to charge. Have them brought back, leave them, or price them first.",
    ),
    "return_charged": (
        "够不上的优惠 {charge:money} 已另开借项单 {number} 补收。",
        "Benefits that weren't earned, {charge:money}, are charged by debit note {number}.",
    ),
    "return_beyond": (
        "加上先前的 {notes}，从这张出库单减去的比它的金额多 {beyond:money}。如果减的是同一件事，请红冲那张单。",
        (
            "With {notes} of before, {beyond:money} more was taken off this delivery than it came to. Where both are "
            "for the same thing, reverse that note."
        ),
    ),
    "return_charge_back": (
        "以前补收的优惠有 {charge:money} 不该再收，已开贷项单 {number} 退还。",
        "Of benefits charged before, {charge:money} are given back by credit note {number}.",
    ),
    "quantity_nowhere": (
        "一行数量都没有填。填上这次要办的数量，其余留空。",
        "No line has a quantity. Fill in what is wanted and leave the rest empty.",
    ),
    "quantity_whole": (
        "“{text}”不是整{unit}：这种商品按整{unit}计数。请改成整数。",
        "“{text}” is no whole number of {unit}, and these goods are only counted whole. Type a whole number.",
    ),
    "pack_missing": (
        "“{text}”要按整件读，可是这种商品没有大包装，只有{unit}。请直接写{unit}数。",
        "“{text}” speaks of packs, but this product comes in none, only in {unit}. Type how many {unit}.",
    ),
    "quantity_zero": ("数量不能为零。", "The quantity must not be zero."),
    "quantity_negative": (
        "数量 {text} 小于零。退货请按出库单办理。",
        "The quantity {text} is below zero. Goods come back by their delivery.",
    ),
    "quantity_decimals": ("数量 {text} 的小数超过 {most} 位。", "The quantity {text} has more than {most} decimals."),
    "quantity_too_large": (
        "数量 {text} 过大，最多 {most}。是否把条码扫进了数量栏？",
        "The quantity {text} is too large; at most {most}. Was a barcode scanned into the wrong field?",
    ),
    "unit_unknown": (
        "“{text}”中的单位“{unit}”不是该商品的单位，可用：{known}。",
        "The unit “{unit}” in “{text}” is none of the product's; known are: {known}.",
    ),
    "line_unreadable": (
        "“{text}”看不懂。写法：行号=数量（基本单位），例如 2=12。",
        "“{text}” can't be read. Write LINE=QUANTITY in base units, for instance 2=12.",
    ),
    "line_unknown": ("单据 {number} 没有第 {line} 行。", "Document {number} has no line {line}."),
    "delivery_too_much": (
        "{number} 的 {sku}{name:aside} 只剩 {left:qty} 未发，不能发 {wanted:qty}。请把数量改小。",
        "Only {left:qty} of {sku}{name:aside} are left to deliver of {number}; {wanted:qty} is too much. Send less.",
    ),
    "return_too_much": (
        "{number} 的 {sku}{name:aside} 只剩 {left:qty} 可退，不能退 {wanted:qty}。请把数量改小。",
        "Only {left:qty} of {sku}{name:aside} can still come back of {number}; {wanted:qty} is too much. Take less.",
    ),
    "receipt_too_much": (
        "{number} 的 {sku}{name:aside} 只剩 {left:qty} 未收，不能收 {wanted:qty}。多到的货请让发货方另开一张出库单。",
        (
            "Only {left:qty} of {sku}{name:aside} are left to receive of {number}; {wanted:qty} is too much. What came "
            "on top needs a delivery of its own from the sender."
        ),
    ),
    "nothing_left": ("单据 {number} 已全部处理，没有剩余。", "Nothing is left of {number}."),
    "stock_not_enough": (
        "仓库 {warehouse} 的 {sku}{name:aside} 只有 {on_hand:qty}，不够发 {wanted:qty}。请先收货、盘点，或减少数量。",
        (
            "Warehouse {warehouse} holds {on_hand:qty} of {sku}{name:aside}, not {wanted:qty}. Receive or count stock "
            "first, or send less."
        ),
    ),
    "not_yours": (
        "{kind:kind} {number} 不归本单位办理，请由它的另一方办理。",
        "The {kind:kind} {number} is not this dealer's to go on with; its other side does that.",
    ),
    "document_reversed": ("单据 {number} 已红冲，不能再用。", "Document {number} was reversed and can't be used."),
    "not_reversible": (
        "{kind:kind} {number} 不能红冲；订单请取消。",
        "The {kind:kind} {number} can't be reversed; an order is cancelled instead.",
    ),
    "reversal_of_reversal": (
        "{number} 本身就是红冲单，不能再红冲。请重新开单。",
        "{number} is itself a reversal and can't be reversed; write the document anew.",
    ),
    "already_reversed": ("{number} 已经红冲过。", "{number} is reversed already."),
    "has_followers": (
        "{number} 之后还有单据（{by}），请先红冲它们。",
        "Other documents rest on {number} ({by}); reverse them first.",
    ),
    "period_in_future": (
        "不能结账到将来：{through} 晚于今天 {today}。",
        "The books can't be closed into the future: {through} is after today, {today}.",
    ),
    "period_already_closed": (
        "账已结到 {closed_through}，新的结账日须更晚。",
        "The books are closed through {closed_through}; the new day must be later.",
    ),
    "period_not_closed": (
        "这些日子没有结账，不用反结账。",
        "Those days are not closed, so there is nothing to reopen.",
    ),
    "pack_size": ("包装“{unit}”的换算数 {size} 不对。", "The size {size} of the pack “{unit}” is not right."),
    "pack_parts": (
        "包装“{unit}”写着 {size} {base}，可“{base}”只能是整数。请写一{unit}里有几{base}；按重量卖的，单位写公斤。",
        (
            "The pack “{unit}” is said to hold {size} {base}, but “{base}” is only counted whole. Write how many it "
            "holds, or a unit of weight as the unit of what is sold by weight."
        ),
    ),
    "pack_unit_missing": (
        "有装箱数，却没有副单位（例如 箱）。请写上副单位，没有整件的去掉装箱数。",
        "There is a pack size but no pack unit (such as 箱). Name the unit, or take the size away.",
    ),
    "pack_unit_twice": ("副单位“{unit}”与基本单位相同。", "The pack unit “{unit}” is the base unit."),
    "product_sku_missing": ("商品没有货号。", "The product has no SKU."),
    "product_name_missing": ("商品 {sku} 没有名称。", "Product {sku} has no name."),
    "product_unit_missing": ("商品 {sku} 没有基本单位。", "Product {sku} has no base unit."),
    "product_tax_rate": (
        "税率 {tax_rate} 不对，应为 0 到 1 之间的小数，例如 0.13。",
        "The tax rate {tax_rate} is not right; write a share such as 0.13.",
    ),
}
