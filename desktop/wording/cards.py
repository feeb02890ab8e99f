"""Sentences about cards that are filled in: what is locked, what looks like another, what can't be read."""

from __future__ import annotations

from collections.abc import Mapping

CARDS: Mapping[str, tuple[str, str]] = {
    "terms_not_permitted": (
        "信用额度、账期和付款条件由老板或会计定，{role:role}不能定。新客户先按额度 0（先收款后发货），定了再赊。",
        (
            "How much credit a customer has, for how long and on what terms is for the owner or the accountant to say, "
            "not for a {role:role}. A new customer begins at a limit of 0 (pays first) until they do."
        ),
    ),
    "card_alike_name": (
        "已有同名的“{name}”（{dealer}）。是同一家就用那张卡；确实是另一家，再按一次 F8。",
        "“{name}” ({dealer}) bears the same name. Use that card for the same one; press F8 again if it is another.",
    ),
    "card_alike_phone": (
        "“{name}”（{dealer}）也是这个电话 {phone}。是同一家就用那张卡；确实是另一家，再按一次 F8。",
        "“{name}” ({dealer}) has this telephone {phone} too. Use that card for the same one; else press F8 again.",
    ),
    "card_stands_so": (
        "这张卡现在是“{status:dealer_status}”{reason:aside:原因：}，不能下新单。",
        "This card is {status:dealer_status} now{reason:aside:reason: }: no new orders.",
    ),
    "dealer_merged": (
        "这张卡已并入“{name}”（{dealer}）：新单开给那一家，这里的单据和账照旧可查。",
        "This card was merged into “{name}” ({dealer}): new orders go there; the papers and account here stay.",
    ),
    "card_alike_product": (
        "已有同名的商品“{name}”（{sku}）。是同一种就用那张卡；确实不同，再按一次 F8。",
        "“{name}” ({sku}) bears the same name. Use that card for the same goods; press F8 again if they differ.",
    ),
    "card_alike_barcode": (
        "“{name}”（{sku}）已用条码 {barcode}，扫码会分不清。确实要两种用一个条码，再按一次 F8。",
        "“{name}” ({sku}) bears the barcode {barcode}; a scan couldn't tell them apart. Press F8 again to keep it so.",
    ),
    "product_exists": (
        "编码 {sku} 已被商品“{name}”使用，请换一个。",
        "The code {sku} is taken by the product “{name}”; choose another.",
    ),
    "product_of_hq": (
        "“{name}”（{sku}）由总部维护，本机不能改；只能改自己的商品。",
        "“{name}” ({sku}) is kept by headquarters and can't be changed here; one's own products can.",
    ),
    "product_sku_unfit": (
        "货号“{text}”里不能有“:”“|”或“/”。",
        "The SKU “{text}” must not hold “:”, “|” or “/”.",
    ),
    "product_stands_so": (
        "这个商品已停售{reason:aside:原因：}：不能开新单，库存和历史照旧。",
        "This product isn't for sale any more{reason:aside:reason: }: no new orders; stock and history stay.",
    ),
    "sale_reason_missing": ("请写明为什么停售 {sku}，开单的人会看到。", "Say why {sku} isn't sold any more."),
    "unit_used": (
        "{sku} 已有单据按“{unit}”计数，单位不能改。请用新编码另建一个商品。",
        "Papers count {sku} in “{unit}” already, so its unit stays. Make another product with a code of its own.",
    ),
    "card_merged": (
        (
            "{name}（{dealer}）已并入 {into_name}（{into}）。{open_orders:aside:没发完的订单：}"
            "{balance:aside_money:它账上还有 }要转过去，停在它上面按 Ctrl+Shift+T。"
        ),
        (
            "{name} ({dealer}) was merged into {into_name} ({into}){open_orders:aside:orders not delivered: }"
            "{balance:aside_money:on its account: }. To carry a balance over press Ctrl+Shift+T on it."
        ),
    ),
    "merge_into_itself": (
        "{name}（{dealer}）不能并入自己（或已并入它的卡）。",
        "{name} ({dealer}) can't be merged into itself, or into a card that was merged into it.",
    ),
    "merge_into_idle": (
        "{name}（{dealer}）是“{status:dealer_status}”，不能并入。先恢复它，或选别的卡。",
        "{name} ({dealer}) is {status:dealer_status}; let it in again first, or choose another card.",
    ),
    "carry_not_merged": (
        "{name}（{dealer}）没有并入别的卡，没有可转的。先用 Ctrl+Shift+J 并入。",
        "{name} ({dealer}) isn't merged into another card. Merge it first (Ctrl+Shift+J).",
    ),
    "carry_nothing": (
        "{name}（{dealer}）账上没有余额，不用转。",
        "Nothing stands on the account of {name} ({dealer}).",
    ),
    "balance_carried": (
        "已把 {amount:money} 转到 {name}：{away} 与 {onto}。账期按 {name} 的条件重新算起。",
        "Carried {amount:money} over to {name}: {away} and {onto}. It falls due anew by the terms of {name}.",
    ),
    "account_merged_here": (
        "{name}（{dealer}）已并到这里，它账上还有 {balance:money}。",
        "{name} ({dealer}) was merged into this card; {balance:money} stands on its own account.",
    ),
    "price_held": ("现在：{list} {price}／{unit}", "Now: {list} {price} / {unit}"),
    "price_list_missing": ("请写价目表。", "Name the price list."),
    "price_list_unfit": (
        "价目表名“{text}”太长，或含“:”“|”“/”。",
        "The name “{text}” of the list is too long or holds “:”, “|” or “/”.",
    ),
    "pack_price_without": (
        "{sku} 没有整件单位，请写单价。",
        "{sku} has no pack; write the price per base unit.",
    ),
    "pack_price_uneven": (
        "整件价 {price:money} 除以 {size}{unit} 除不尽到四位小数，请改写单价。",
        "{price:money} a pack can't be parted into {size} {unit} within four places; write the price per base unit.",
    ),
    "pack_price_differs": (
        "单价 {price} 与整件价 {pack:money}（{size}{unit}）不一致，只写一个。",
        "{price} each and {pack:money} a pack of {size} {unit} contradict each other; write one of them.",
    ),
    "opening_stock_lies": (
        "“{warehouse}”里账上已有 {quantity}。已有进出的，用盘点（F6）改。",
        "The books have {quantity} in “{warehouse}” already. What moved before is brought right by a count (F6).",
    ),
    "opening_stock_there": (
        "{name} 在“{warehouse}”已有进出（现存 {quantity}），不能再记期初。实数不同请用盘点（F6）。",
        "{name} moved in “{warehouse}” already ({quantity} there), so it has no opening. Count it instead (F6).",
    ),
    "opening_closed": (
        "{through} 及以前已结账，期初的日期要在它之后，或先反结账。",
        "The books are closed through {through}: date the opening later, or reopen the period first.",
    ),
    "figure_negative": ("“{text}”小于零。", "“{text}” is below zero."),
    "figure_places": (
        "“{text}”太大或小数太多（最多 {most} 位）。",
        "“{text}” is too large or finer than {most} places.",
    ),
}
