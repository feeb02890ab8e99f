"""The faces of an order and of what is said about one."""

from __future__ import annotations

from desktop.documents.face import Face, PaperFace

ORDERS = (
    Face(
        "order",
        ("订单", "order"),
        place="orders",
        paper=PaperFace(("订货单", "Order"), like="order", signers=(("审核", "Checked"), ("对方确认", "Agreed"))),
    ),
    Face("answer", ("答复", "answer"), place="orders"),
    Face("order_closing", ("结单", "closing of an order"), place="orders"),
)
