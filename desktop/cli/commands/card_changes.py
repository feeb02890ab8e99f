"""Commands that change cards and make products, by the fields of their faces."""

from __future__ import annotations

from desktop.actions.catalog.customer_cards import save_customer
from desktop.actions.catalog.product_cards import save_product
from desktop.cards.customer import CUSTOMER
from desktop.cards.face import SavedCard
from desktop.cards.product import PRODUCT
from desktop.cli.calls import Call, CommandResult
from desktop.cli.grammar.card_fields import texts_of
from desktop.wording import say


def change_customer(call: Call) -> CommandResult:
    """Writes what is named anew on a customer's card."""
    with call.desk(writing=True) as desk:
        saved = save_customer(desk, call.args.dealer, texts_of(call.args, CUSTOMER))
    return _told(call, saved)


def add_product(call: Call) -> CommandResult:
    """Makes a product of one's own; without a code it gets the next one."""
    with call.desk(writing=True) as desk:
        saved = save_product(desk, "", texts_of(call.args, PRODUCT))
    return _told(call, saved)


def change_product(call: Call) -> CommandResult:
    """Writes what is named anew on a product's card."""
    with call.desk(writing=True) as desk:
        saved = save_product(desk, call.args.product, texts_of(call.args, PRODUCT))
    return _told(call, saved)


def _told(call: Call, saved: SavedCard) -> CommandResult:
    facts = {"code": saved.code, "name": saved.name}
    return CommandResult(facts, say("card_saved", call.language, **facts))
