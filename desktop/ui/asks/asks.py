"""What pages ask of the actions, each a function for the worker: the desk and plain values in, plain values out.

The actions (and with them the database's library) are imported inside, in the worker's thread, so that the window
stands before they are loaded. Functions that write return `Written` with the kinds of things they changed.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.arrangement import AS_IT_IS, Arrangement
from desktop.ui.frame.work import Written

if TYPE_CHECKING:
    from desktop.actions.documents import views
    from desktop.desk import Desk

EVERYTHING = frozenset({"orders", "stock", "accounts", "parties", "products", "incoming", "policies", "requests"})
ANYTHING = EVERYTHING | {"drafts", "papers", "people", "rebates", "statements"}
"""What a command typed elsewhere may have changed."""
_ORDERED = frozenset({"orders", "stock", "accounts"})
_DELIVERED = frozenset({"orders", "stock", "accounts", "papers"})

# ---- orders


def order_ids(
    desk: Desk, text: str = "", state: str = "", side: str = "", arranged: Arrangement = AS_IT_IS
) -> array[int]:
    """Keys of the orders list; `side` is `sales`, `purchases` or both."""
    from desktop.actions.documents.lists import OrderFilter
    from desktop.actions.documents.lists import order_ids as ids

    own = desk.dealer_id
    seller, buyer = {"sales": (own, ""), "purchases": ("", own)}.get(side, ("", ""))
    return ids(desk, OrderFilter(text=text, state=state, seller=seller, buyer=buyer, arranged=arranged))


def order_rows(desk: Desk, pks: Sequence[int]) -> list[views.OrderRow]:
    from desktop.actions.documents.lists import order_rows as rows

    return rows(desk, pks)


def order(desk: Desk, number: str) -> views.OrderView:
    from desktop.actions.orders.orders import order as one

    return one(desk, number)


def last_order(desk: Desk, seller: str, buyer: str) -> views.OrderView | None:
    """The newest order of this account."""
    from desktop.actions.documents.lists import OrderFilter
    from desktop.actions.documents.lists import order_ids as ids
    from desktop.actions.orders.orders import orders_of

    found = ids(desk, OrderFilter(seller=seller, buyer=buyer))[:1]
    return orders_of(desk, found)[0] if found else None


def check_order(desk: Desk, draft: views.OrderDraft) -> views.CheckedOrder:
    from desktop.actions.orders.orders import check_order as check

    return check(desk, draft)


def cancel_order(desk: Desk, number: str) -> Written:
    from desktop.actions.orders.orders import cancel_order as cancel

    return Written(cancel(desk, number), _ORDERED)


def approve_order(desk: Desk, number: str, why: str) -> Written:
    from desktop.actions.orders.orders import approve_order as approve

    return Written(approve(desk, number, why), _ORDERED)


def refuse_order(desk: Desk, number: str, why: str) -> Written:
    from desktop.actions.orders.orders import refuse_order as refuse

    return Written(refuse(desk, number, why), _ORDERED)


# ---- goods and money


def deliver(desk: Desk, number: str, quantities: Mapping[int, Decimal] | None, on: dt.date, warehouse: str) -> Written:
    from desktop.actions.documents.deliveries import deliver as send

    return Written(send(desk, number, quantities, on, warehouse), _DELIVERED)


def return_goods(
    desk: Desk, number: str, quantities: Mapping[int, Decimal] | None, on: dt.date, lost: str = ""
) -> Written:
    from desktop.actions.documents.deliveries import return_goods as take_back

    return Written(take_back(desk, number, quantities, on, lost=lost), _DELIVERED | {"accounts"})


def what_is_left(desk: Desk, delivery: str, kind: str) -> tuple[views.PaperView, dict[int, Decimal]]:
    from desktop.actions.documents.deliveries import what_is_left as left

    return left(desk, delivery, kind)


def refuse_delivery(desk: Desk, number: str, why: str) -> Written:
    from desktop.actions.documents.deliveries import refuse_delivery as refuse

    return Written(refuse(desk, number, why), _DELIVERED | {"incoming"})


def receive(
    desk: Desk, number: str, warehouse: str, on: dt.date, quantities: Mapping[int, Decimal] | None = None
) -> Written:
    from desktop.actions.documents.deliveries import receive as take_in

    return Written(take_in(desk, number, warehouse, on, quantities), _DELIVERED | {"incoming"})


def reverse(desk: Desk, number: str, on: dt.date, reason: str) -> Written:
    from desktop.actions.documents.reversing import reverse as undo

    return Written(undo(desk, number, on, reason), _DELIVERED | {"incoming"})


def receive_money(
    desk: Desk, buyer: str, amount: Decimal, on: dt.date, how: tuple[str, str, str], prepay: bool
) -> Written:
    """`how`: method, reference, remark."""
    from desktop.actions.documents.money import receive_money as take

    method, ref, remark = how
    made = take(desk, buyer, amount, on, method, ref, remark, prepay=prepay)
    return Written(made, frozenset({"accounts", "papers"}))


def paper_ids(desk: Desk, kinds: str, text: str = "", buyer: str = "", arranged: Arrangement = AS_IT_IS) -> array[int]:
    """Keys of this desk's documents of a kind; "" for all kinds."""
    from desktop.actions.documents.lists import PaperFilter
    from desktop.actions.documents.lists import paper_ids as ids

    return ids(desk, kinds, PaperFilter(text=text, buyer=buyer, seller=desk.dealer_id, arranged=arranged))


def paper_rows(desk: Desk, pks: Sequence[int]) -> list[views.PaperRow]:
    from desktop.actions.documents.lists import paper_rows as rows

    return rows(desk, pks)


def paper(desk: Desk, number: str) -> views.PaperView:
    """One posted document with its lines."""
    from desktop.actions.documents.posting import paper as posted

    return posted(desk, number)


def notes_of_order(desk: Desk, order: str) -> list[str]:
    """Numbers of the notes that follow an order (its id)."""
    from desktop.actions.documents.notes import notes_of_order as notes

    return notes(desk, order)


def incoming_ids(desk: Desk) -> array[int]:
    from desktop.actions.documents.lists import incoming_ids as ids

    return ids(desk)


def incoming_rows(desk: Desk, pks: Sequence[int]) -> list[views.IncomingRow]:
    from desktop.actions.documents.lists import incoming_rows as rows

    return rows(desk, pks)


# ---- parties and products


def customer_ids(desk: Desk, text: str = "", owing: str = "") -> array[int]:
    from desktop.actions.catalog.customers import customer_ids as ids

    return ids(desk, text, owing)


def customer_rows(desk: Desk, pks: Sequence[int]) -> list[views.CustomerRow]:
    from desktop.actions.catalog.customers import customer_rows as rows

    return rows(desk, pks)


def customer(desk: Desk, named: str) -> tuple[views.CustomerView, list[views.PaperRow]]:
    """A customer's card and the last documents of its account; goods received owe nothing beside their delivery."""
    from desktop.actions.catalog.customers import customer as one
    from desktop.actions.documents.lists import PaperFilter
    from desktop.actions.documents.lists import paper_ids as ids
    from desktop.actions.documents.lists import paper_rows as rows
    from domain.documents.kinds import sign_of

    found = one(desk, named)
    chosen = PaperFilter(buyer=found.dealer.id, seller=found.seller.id)
    last = rows(desk, ids(desk, "", chosen)[:24])
    return found, [row for row in last if sign_of(row.kind)][:12]


def customer_key(desk: Desk, named: str) -> tuple[int, bool] | None:
    from desktop.actions.catalog.customers import customer_key as key

    return key(desk, named)


def set_terms(desk: Desk, dealer: str, limit: Decimal | None, days: int | None, terms: str) -> Written:
    """Agrees anew on credit with a buyer."""
    from desktop.actions.catalog.terms import set_terms as agree

    return Written(agree(desk, dealer, limit, days, terms), frozenset({"parties", "accounts"}))


def product_ids(desk: Desk, text: str = "") -> array[int]:
    from desktop.actions.catalog.products import product_ids as ids

    return ids(desk, text)


def product_rows(desk: Desk, pks: Sequence[int]) -> list[views.ProductRow]:
    from desktop.actions.catalog.products import product_rows as rows

    return rows(desk, pks)


def count_stock(desk: Desk, counted: Mapping[str, Decimal], warehouse: str, on: dt.date, remark: str) -> Written:
    from desktop.actions.documents.stock import count_stock as count

    return Written(count(desk, counted, warehouse, on, remark), frozenset({"stock", "papers"}))


def find_products(desk: Desk, text: str, seller: str, buyer: str) -> list[views.ProductHit]:
    from desktop.actions.catalog.search import find_products as find

    return find(desk, text, 20, seller=seller, buyer=buyer)


def some_products(desk: Desk, seller: str, buyer: str) -> list[views.ProductHit]:
    """The first products of the list, as type-ahead would find them."""
    from desktop.actions.catalog.products import product_ids as ids
    from desktop.actions.catalog.products import product_rows as rows
    from desktop.actions.catalog.search import find_products as find

    first = rows(desk, ids(desk)[:6])
    return [hit for row in first for hit in find(desk, row.sku, 1, seller=seller, buyer=buyer)]


def products_named(desk: Desk, names: Sequence[str], seller: str, buyer: str) -> list[list[views.ProductHit]]:
    """For each code, barcode or name the products it means; for what is pasted or scanned, where a code is a code."""
    from desktop.actions.catalog.search import products_meant as meant

    return [meant(desk, name, seller=seller, buyer=buyer) for name in names]


def balance_total(desk: Desk, pks: Sequence[int]) -> Decimal:
    from desktop.actions.catalog.customers import balance_total as total

    return total(desk, pks)


def paper_total(desk: Desk, pks: Sequence[int]) -> Decimal:
    from desktop.actions.documents.lists import paper_total as total

    return total(desk, pks)


def find_customers(desk: Desk, text: str) -> list[views.CustomerRow]:
    """Customers for what was typed; all of them (the first twenty) for nothing."""
    from desktop.actions.catalog.customers import customer_ids as ids
    from desktop.actions.catalog.customers import customer_rows as rows

    return rows(desk, ids(desk, text)[:20])


def find_anything(desk: Desk, text: str) -> list[views.DealerHit | views.ProductHit]:
    """Customers and products for the palette."""
    from desktop.actions.catalog.search import find_dealers
    from desktop.actions.catalog.search import find_products as find

    return [*find_dealers(desk, text, 5), *find(desk, text, 7)]


def product_strip(desk: Desk, seller: str, buyer: str, product: str) -> views.ProductStrip:
    from desktop.actions.documents.product_sidebar import product_strip as strip

    return strip(desk, seller, buyer, product)


def warehouses(desk: Desk) -> list[str]:
    """This desk's warehouses, the main one first."""
    from desktop.actions.documents.stock import warehouses as known

    return known(desk)


# ---- the desk itself


def accounts(desk: Desk) -> list[tuple[str, str, str]]:
    """One's own accounts: the id it is asked for by, "seller" where one buys there, and the other side's name.

    Where one buys, that is one's own id, and with a seller of before a move the seller's.
    """
    from desktop.actions.catalog.cards import own_dealer
    from desktop.actions.statements.statements import accounts as known

    with desk.book.reading() as connection:
        own = own_dealer(connection, desk)
    return [
        (own.id if selling.id == own.parent else selling.id, "seller", selling.name)
        if buying.id == own.id
        else (buying.id, "", buying.name)
        for selling, buying in known(desk)
    ]


def account_keys(desk: Desk) -> dict[str, str]:
    """What each customer is found by, beside the name: the code and the initials, by id."""
    from desktop.actions.catalog.search import dealer_keys

    return dealer_keys(desk)


def whose(desk: Desk) -> dict[str, Any]:
    """Whose desk this is, who sells to it, and where it lies."""
    from desktop.actions.catalog.cards import dealers_by_id, own_dealer, stranger

    with desk.book.reading() as connection:
        own = own_dealer(connection, desk)
        above = own.parent or ""
        seller = dealers_by_id(connection, [above]).get(above) or stranger(above) if above else None
    return {
        "dealer": own,
        "seller": seller,
        "identity": desk.identity,
        "folder": desk.folder,
        "operator": desk.operator,
        "user": desk.user,
        "today": desk.today(),
    }


def status(desk: Desk) -> views.Status:
    from desktop.actions.headquarters.exchange import status as stands

    return stands(desk, ask=False)


def exchange(desk: Desk, progress: Callable[..., None], cancelled: Callable[[], bool]) -> object:
    """One exchange with HQ."""
    from desktop.actions.headquarters.exchange import exchange as run

    def told(step: Any) -> None:
        progress(step.done, step.total, step.stage)

    return run(desk, told, cancelled)


def backup(desk: Desk, target: Path, progress: Callable[..., None], cancelled: Callable[[], bool]) -> Path:  # noqa: ARG001
    from desktop.actions.books.care import backup as save

    save(desk, target)
    return target


def check_books(desk: Desk, progress: Callable[..., None], cancelled: Callable[[], bool]) -> list[Any]:
    from desktop.actions.books.care import check

    return list(check(desk, progress, cancelled))
