"""The kinds of files that come in, in the order in which a new desk needs them, and the right each takes."""

from collections.abc import Mapping

IMPORT_KINDS: Mapping[str, str] = {
    "customers": "card_write",
    "products": "card_write",
    "openings": "money_write",
    "stock": "goods_move",
    "prices": "card_write",
    "receipts": "goods_move",
    "orders": "books_care",
}
ROW_KINDS = ("openings", "stock", "prices", "receipts")
"""Those whose rows one reader takes; cards and history have more to look at and readers of their own."""
