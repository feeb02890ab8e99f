"""The card of goods of one's own; at HQ, of its catalogue."""

from __future__ import annotations

from desktop.cards.face import CardFace, CardField

PRODUCT = CardFace(
    kind="product",
    new=("加商品", "Add a product"),
    change=("商品资料", "The product's card"),
    fields=(
        CardField("sku", ("货号", "SKU"), "code", ("空着就用 {0}", "Empty: {0}"), when="new",
                  blames=("product_sku", "product_exists", "code_alike")),
        CardField("name", ("名称", "Name"), wide=2, blames=("product_name", "card_alike_product")),
        CardField("barcode", ("条码", "Barcode"), "code", blames=("card_alike_barcode",)),
        CardField("unit", ("单位", "Unit"), "suggested", ("如 瓶", "As 瓶"), blames=("product_unit", "unit_used")),
        CardField("pack_unit", ("副单位", "Pack unit"), "suggested", ("如 箱", "As 箱"), blames=("pack_unit",)),
        CardField("pack_size", ("装箱数", "Pack size"), "quantity", ("一箱几瓶", "How many a pack holds"),
                  blames=("pack_size", "pack_parts", "amount_", "figure_")),
        CardField("tax_rate", ("税率", "Tax rate"), "rate", ("如 13%", "As 13%"), blames=("product_tax_rate",)),
        CardField("spec", ("规格", "Specification")),
        CardField("category", ("类别", "Category"), "suggested"),
        CardField("brand", ("品牌", "Brand"), "suggested"),
    ),
    read="catalog.product_cards:product_sheet",
    write="catalog.product_cards:save_product",
    right="card_write",
    verb="save_product",
)  # fmt: skip
