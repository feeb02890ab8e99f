"""What kinds of tables there are: which columns name a document, what a line is about, where its figures stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableShape:
    """What kind of table it is, in meanings of its columns.

    Attributes:
        document: what names a document; filled down where its first row alone has them.
        beside: what is filled down along with them.
        thing: what a line is about; a row that names none is no line.
        quantity, price, amount: the figures.
        states: columns in which a document is called void.
        flag, valid, posted: columns that say yes or no to being void, to holding, and to being posted.
    """

    document: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    thing: tuple[str, ...] = ()
    quantity: str = ""
    price: str = ""
    amount: str = ""
    states: tuple[str, ...] = ()
    flag: str = ""
    valid: str = ""
    posted: str = ""


HISTORY_SHAPE = TableShape(
    document=("number", "date", "customer"),
    beside=("customer_name", "kind", "status", "voided", "valid", "posted", "returned", "region"),
    thing=("product", "product_name"),
    quantity="quantity",
    price="unit_price",
    amount="amount",
    states=("kind", "status", "number"),
    flag="voided",
    valid="valid",
    posted="posted",
)
CARD_SHAPE = TableShape(thing=("name", "code", "sku", "barcode"))
