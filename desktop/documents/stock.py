"""The faces of what happens to stock in the house itself; one with a command is written by it (`desk stock …`)."""

from __future__ import annotations

from desktop.documents.face import Face

STOCK = (
    Face(
        "adjustment",
        ("库存调整单", "stock adjustment"),
        short=("调整", "Adjustment"),
        lists=("papers",),
        place="products",
    ),
)
