"""What of one product lay in a warehouse when the books began."""

from __future__ import annotations

from desktop.cards.face import CardFace, CardField

OPENING_STOCK = CardFace(
    kind="opening_stock",
    new=("期初库存", "Opening stock"),
    change=("期初库存", "Opening stock"),
    fields=(
        CardField("warehouse", ("仓库", "Warehouse"), "suggested", listed=False, blames=("warehouse",)),
        CardField("counted", ("数量", "Quantity"), "text", ("如 12、30箱5瓶", "As 12, 30箱5瓶"), listed=False,
                  blames=("quantity_", "unit_", "pack_", "opening_stock")),
        CardField("date", ("日期", "Date"), "day", listed=False, blames=("date_",)),
    ),
    read="documents.openings:stock_sheet",
    write="documents.openings:save_opening_stock",
    right="goods_move",
)  # fmt: skip
