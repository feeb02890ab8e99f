"""Commands that change cards and make products, by the fields of their faces."""

from __future__ import annotations

from desktop.actions.catalog import product_cards
from desktop.actions.catalog.customer_cards import save_customer
from desktop.actions.catalog.merging import carry_over, merge_customer
from desktop.actions.catalog.product_cards import save_product
from desktop.actions.documents.json_forms import facts_form
from desktop.actions.headquarters.queued import Queued
from desktop.cards.customer import CUSTOMER
from desktop.cards.face import SavedCard
from desktop.cards.product import PRODUCT
from desktop.cli.calls import Call, CommandResult
from desktop.cli.grammar.card_fields import texts_of
from desktop.wording import say


def change_customer(call: Call) -> CommandResult | Queued:
    """Writes what is named anew on a customer's card."""
    with call.desk(writing=True) as desk:
        saved = save_customer(desk, call.args.dealer, texts_of(call.args, CUSTOMER))
    return _told(call, saved)


def add_product(call: Call) -> CommandResult | Queued:
    """Makes a product of one's own; without a code it gets the next one."""
    with call.desk(writing=True) as desk:
        saved = save_product(desk, "", texts_of(call.args, PRODUCT))
    return _told(call, saved)


def change_product(call: Call) -> CommandResult | Queued:
    """Writes what is named anew on a product's card."""
    with call.desk(writing=True) as desk:
        saved = save_product(desk, call.args.product, texts_of(call.args, PRODUCT))
    return _told(call, saved)


def set_for_sale(call: Call) -> CommandResult | Queued:
    """Takes a product off what is sold, or offers it again."""
    args = call.args
    with call.desk(writing=True) as desk:
        saved = product_cards.set_for_sale(desk, args.product, args.reason, active=args.state == "on")
    return _told(call, saved)


def merge(call: Call) -> CommandResult:
    """Merges a customer's card into another."""
    with call.desk(writing=True) as desk:
        view = merge_customer(desk, call.args.dealer, call.args.into)
    facts: dict[str, object] = {"dealer": view.code, "name": view.name, "into": view.into_code}
    facts |= {"into_name": view.into_name, "balance": view.balance or None, "open_orders": view.open_orders or None}
    return CommandResult(facts_form(facts), say("card_merged", call.language, **facts))


def carry(call: Call) -> CommandResult:
    """Carries a merged card's balance over to the one that goes on."""
    with call.desk(writing=True) as desk:
        view = carry_over(desk, call.args.dealer)
    facts = {"amount": view.amount, "away": view.away, "onto": view.onto, "name": view.name}
    return CommandResult(facts_form(facts), say("balance_carried", call.language, **facts))


def _told(call: Call, saved: SavedCard | Queued) -> CommandResult | Queued:
    if isinstance(saved, Queued):
        return saved
    facts = {"code": saved.code, "name": saved.name}
    return CommandResult(facts, say("card_saved", call.language, **facts))
