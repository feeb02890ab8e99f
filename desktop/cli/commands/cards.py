"""Commands about customers, products and stock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from desktop.actions.accounts.settling import agreed_text
from desktop.actions.catalog import customers, standing, terms
from desktop.actions.documents import stock
from desktop.actions.documents.json_forms import facts_form
from desktop.actions.headquarters.queued import Queued
from desktop.actions.orders import orders
from desktop.cards.customer import CUSTOMER
from desktop.cli.calls import Call, CommandResult
from desktop.cli.commands.papers import read_amount, told_paper
from desktop.cli.grammar.card_fields import CREDIT_AND_CODES, texts_of
from desktop.cli.listed import listed
from desktop.desk import Desk
from desktop.listings.customers import CUSTOMERS
from desktop.listings.listing import ListQuery
from desktop.listings.products import PRODUCTS, STOCK
from desktop.term_names import terms_in_words
from desktop.wording import say, say_reason
from domain.catalog.products import Product
from domain.errors import UsageError
from domain.values.quantities import read_quantity
from sync.records.log.moves import told_moves


def add_customer(call: Call) -> CommandResult | Queued:
    """Makes a customer of one's own."""
    args = call.args
    limit = read_amount(args.credit_limit) if args.credit_limit else None
    card = customers.NewCustomer(
        code=args.code.strip(),
        name=args.name.strip(),
        tier=args.tier,
        price_list=args.price_list,
        credit_limit=limit,
        credit_days=args.credit_days,
        terms=args.terms,
        more={name: text for name, text in texts_of(args, CUSTOMER).items() if name not in CREDIT_AND_CODES},
    )
    with call.desk(writing=True) as desk:
        row = customers.add_customer(desk, card)
    if isinstance(row, Queued):
        return row
    return CommandResult(CUSTOMERS.form(row), say("customer_added", call.language, dealer=row.code, name=row.name))


def set_terms(call: Call) -> CommandResult | Queued:
    """Agrees anew with a customer; what isn't named stays as it is."""
    args = call.args
    with call.desk(writing=True) as desk:
        card = customers.customer(desk, args.dealer).dealer
        limit = card.credit_limit if args.limit is None else _limit(args.limit)
        days = card.credit_days if args.days is None else args.days
        text = card.terms if args.terms is None else args.terms
        made = terms.set_terms(desk, card.id, limit, days, text)
        if isinstance(made, Queued):
            return made
        agreed = agreed_text(made.terms, made.credit_days)
    facts = {"dealer": made.code, "limit": made.credit_limit, "terms": agreed}
    told = {**facts, "terms": terms_in_words(agreed, call.language)}
    return CommandResult(facts_form(facts), say("terms_set", call.language, name=made.name, **told))


def set_standing(call: Call) -> CommandResult | Queued:
    """Suspends or closes a customer, or lets it in again; at HQ's folder or a desk."""
    args = call.args
    with call.desk(writing=True) as desk:
        said = standing.set_standing(desk, args.dealer, args.status, args.reason)
    if isinstance(said, Queued):
        return said
    facts = {"dealer": said.code, "name": said.name, "status": said.status, "since": said.since, "reason": said.reason}
    told = say("standing_set", call.language, **facts, open_orders=said.open_orders or None)
    return CommandResult(facts_form({**facts, "open_orders": said.open_orders}), told)


def _limit(typed: str) -> Decimal | None:
    return None if typed in ("", "none") else read_amount(typed)


def list_customers(call: Call) -> CommandResult:
    """Lists customers with their accounts."""
    with call.desk() as desk:
        rows = list(CUSTOMERS.ask(desk, ListQuery(text=call.args.text, only=call.args.only)))
    return listed(call, CUSTOMERS, rows)


def list_moves(call: Call) -> CommandResult:
    """Lists the moves in the tree that concern this dealer (at HQ: all), the newest first."""
    with call.desk() as desk, desk.book.reading() as connection:
        found = told_moves(connection)
    told = [f"{row.on}  {say_reason(reason, call.language)}" for _, row, reason in found]
    return CommandResult([{**facts_form(reason.facts), "code": reason.code} for _, _, reason in found], "\n".join(told))


def list_products(call: Call) -> CommandResult:
    """Lists products with stock and price."""
    with call.desk() as desk:
        rows = list(PRODUCTS.ask(desk, ListQuery(text=call.args.text)))
    return listed(call, PRODUCTS, rows)


def list_stock(call: Call) -> CommandResult:
    """Lists stock by warehouse."""
    with call.desk() as desk:
        rows = list(STOCK.ask(desk, ListQuery(warehouse=call.args.warehouse)))
    return listed(call, STOCK, rows)


def _quantities(desk: Desk, lines: Sequence[str], read: Callable[[str, Product], Decimal]) -> dict[str, Decimal]:
    """What lines `SKU=QUANTITY` say, by product id."""
    said = {}
    for line in lines:
        sku, _, typed = line.rpartition("=")
        product = orders.product_named(desk, sku)
        said[product.id] = read(typed, product)
    return said


def _counted(typed: str, product: Product) -> Decimal:
    """A counted quantity in base units; unlike an ordered one it may be nothing."""
    try:
        return read_quantity(typed, product.unit, product.packs)[0]
    except UsageError as unreadable:
        if unreadable.code == "quantity_zero":
            return Decimal(0)
        raise


def write_stock(call: Call) -> CommandResult | Queued:
    """Books goods that went out or came in by a document of stock."""
    args = call.args
    with call.desk(writing=True) as desk:
        quantities = _quantities(desk, args.line, lambda typed, of: read_quantity(typed, of.unit, of.packs)[0])
        made = stock.write_stock(desk, args.kind, quantities, args.warehouse, call.day(desk), args.remark)
    return told_paper(call, made)


def count_stock(call: Call) -> CommandResult | Queued:
    """Brings stock to what was counted."""
    args = call.args
    with call.desk(writing=True) as desk:
        made = stock.count_stock(
            desk, _quantities(desk, args.line, _counted), args.warehouse, call.day(desk), args.remark
        )
    if made is None:
        return CommandResult({}, say("stock_agrees", call.language))
    return told_paper(call, made)
