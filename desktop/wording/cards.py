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
        "商品编码“{text}”里不能有“:”“|”或“/”。",
        "The product's code “{text}” must not hold “:”, “|” or “/”.",
    ),
    "product_stands_so": (
        "这个商品已停售{reason:aside:原因：}：不能开新单，库存和历史照旧。",
        "This product isn't for sale any more{reason:aside:reason: }: no new orders; stock and history stay.",
    ),
    "unit_used": (
        "{sku} 已有单据按“{unit}”计数，单位不能改。请用新编码另建一个商品。",
        "Papers count {sku} in “{unit}” already, so its unit stays. Make another product with a code of its own.",
    ),
    "figure_negative": ("“{text}”小于零。", "“{text}” is below zero."),
    "figure_places": (
        "“{text}”太大或小数太多（最多 {most} 位）。",
        "“{text}” is too large or finer than {most} places.",
    ),
}
