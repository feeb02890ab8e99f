"""The modules of actions that the window's pages name: each is loaded only when one of its actions is done.

A page imports from here what it asks for. The type checker sees the modules themselves, and so every argument and
answer. When the program runs, the names only lead there: the window stands before the modules are loaded, and with
them the database's library, and they are loaded in the worker's thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.actions.later import later

if TYPE_CHECKING:
    from desktop.actions.books import care, owner, support
    from desktop.actions.catalog import customers, offering, search, terms
    from desktop.actions.documents import deliveries, lists, money, notes, posting, product_sidebar, reversing, stock
    from desktop.actions.headquarters import dismissals, exchange_log, held
    from desktop.actions.headquarters import exchange as exchanges
    from desktop.actions.headquarters import status as desk_status
    from desktop.actions.orders import amending, drafts, opened_drafts, order_closings, orders, verdicts
    from desktop.actions.statements import statements
else:
    amending = later("orders.amending")
    care = later("books.care")
    customers = later("catalog.customers")
    deliveries = later("documents.deliveries")
    desk_status = later("headquarters.status")
    dismissals = later("headquarters.dismissals")
    drafts = later("orders.drafts")
    exchange_log = later("headquarters.exchange_log")
    exchanges = later("headquarters.exchange")
    held = later("headquarters.held")
    lists = later("documents.lists")
    money = later("documents.money")
    notes = later("documents.notes")
    offering = later("catalog.offering")
    opened_drafts = later("orders.opened_drafts")
    order_closings = later("orders.order_closings")
    orders = later("orders.orders")
    owner = later("books.owner")
    posting = later("documents.posting")
    product_sidebar = later("documents.product_sidebar")
    reversing = later("documents.reversing")
    search = later("catalog.search")
    statements = later("statements.statements")
    stock = later("documents.stock")
    support = later("books.support")
    terms = later("catalog.terms")
    verdicts = later("orders.verdicts")
