"""The fields of a card as options of a command, by its face."""

from __future__ import annotations

import argparse
from collections.abc import Collection

from desktop.cards.face import CardFace
from desktop.cards.product import PRODUCT
from desktop.cli.grammar.words import Grammar, Group

CREDIT_AND_CODES = ("code", "name", "tier", "price_list", "credit_limit", "credit_days", "terms")
"""The fields of a new customer that its command has options of its own for."""


def add_fields(grammar: Grammar, parser: argparse.ArgumentParser, face: CardFace, but: Collection[str] = ()) -> None:
    """One option for each field; what isn't named stays as it is."""
    for field in face.fields:
        if field.key not in but:
            parser.add_argument(
                f"--{field.key.replace('_', '-')}",
                default=None,
                metavar="TEXT",
                choices=field.choices or None,
                help=grammar.words(*field.title).replace("%", "%%"),
            )


def add_merging(grammar: Grammar, customer: Group) -> None:
    """Two cards of one customer made one, and the balance that goes along."""
    w = grammar.words
    merged = customer.command("merge", "card_changes:merge", "把一张卡并入另一张", "merge a card into another")
    merged.add_argument("dealer", metavar="DEALER", help=w("不再用的那张", "the card that isn't to go on"))
    merged.add_argument("--into", required=True, metavar="DEALER", help=w("并入哪张", "the card that goes on"))
    carried = customer.command("carry", "card_changes:carry", "把已并入的卡的余额转过去", "carry its balance over")
    carried.add_argument("dealer", metavar="DEALER", help=w("已并入的那张", "the merged card"))


def add_product_cards(grammar: Grammar, product: Group) -> None:
    """Products of one's own: made, changed, stopped."""
    w = grammar.words
    made = product.command("add", "card_changes:add_product", "新增自己的商品", "make a product of one's own")
    add_fields(grammar, made, PRODUCT)
    changed = product.command("change", "card_changes:change_product", "改自己的商品资料", "change one's own product")
    changed.add_argument("product", metavar="SKU", help=w("货号", "SKU"))
    add_fields(grammar, changed, PRODUCT, but=("sku",))
    sale = product.command("sale", "card_changes:set_for_sale", "停售或恢复自己的商品", "stop selling it, or go on")
    sale.add_argument("product", metavar="SKU", help=w("货号", "SKU"))
    sale.add_argument("state", choices=("on", "off"), help=w("on 恢复，off 停售", "on to sell it, off to stop"))
    sale.add_argument("--reason", default="", help=w("停售的原因", "why it stops"))


def texts_of(args: argparse.Namespace, face: CardFace) -> dict[str, str]:
    """What was said of each field."""
    told = {field.key: getattr(args, field.key, None) for field in face.fields}
    return {key: str(text) for key, text in told.items() if text is not None}
