"""What goods of one's own are sold for, in one of the price lists."""

from __future__ import annotations

from desktop.cards.face import CardFace, CardField

PRICE = CardFace(
    kind="price",
    new=("售价", "Selling price"),
    change=("售价", "Selling price"),
    fields=(
        CardField("price_list", ("价目表", "Price list"), "suggested", ("如 零售价", "As 零售价"),
                  blames=("price_list", "code_too_long")),
        CardField("unit_price", ("单价（每基本单位）", "Price per base unit"), "price", listed=False,
                  blames=("unit_price", "price_", "amount_", "figure_")),
        CardField("pack_price", ("整件价（二选一）", "Or per pack"), "money", listed=False, blames=("pack_price",)),
    ),
    read="catalog.own_prices:price_sheet",
    write="catalog.own_prices:save_price",
    right="card_write",
)  # fmt: skip
