"""All faces by the kind of card."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.cards.customer import CUSTOMER
from desktop.cards.face import CardFace
from desktop.cards.opening_balance import OPENING_BALANCE
from desktop.cards.opening_stock import OPENING_STOCK
from desktop.cards.price import PRICE
from desktop.cards.product import PRODUCT
from desktop.label_groups import Pair

FACES: Mapping[str, CardFace] = {each.kind: each for each in (CUSTOMER, PRODUCT, PRICE, OPENING_STOCK, OPENING_BALANCE)}


def words_of_fields() -> Mapping[str, Pair]:
    """What sentences call the fields of cards that files may have a column for."""
    every = {each.key: each.words for face in FACES.values() for each in face.fields if each.listed}
    return {key: words for key, words in every.items() if key != "name"}
