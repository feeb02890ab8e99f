"""The faces of what goes with goods: delivered, returned, received."""

from __future__ import annotations

from desktop.documents.face import Face, PaperFace

GOODS = (
    Face(
        "delivery",
        ("销售出库单", "delivery"),
        short=("销售出库", "Delivery"),
        lists=("papers",),
        place="papers",
        paper=PaperFace(("销售出库单", "Delivery Note"), source=("订单", "Order")),
    ),
    Face(
        "return",
        ("销售退货单", "return"),
        short=("销售退货", "Return"),
        lists=("papers",),
        place="papers",
        paper=PaperFace(("销售退货单", "Return Note"), source=("原出库单", "Delivery")),
    ),
    Face(
        "goods_receipt",
        ("到货单", "goods receipt"),
        lists=("papers",),
        place="papers",
        paper=PaperFace(("到货单", "Goods Receipt"), source=("出库单", "Delivery")),
    ),
)
