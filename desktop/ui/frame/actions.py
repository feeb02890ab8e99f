"""The modules of actions that the window's pages name: each is loaded only when one of its actions is done.

A page imports from here what it asks for. The type checker sees the modules themselves, and so every argument and
answer. When the program runs, the names only lead there: the window stands before the modules are loaded, and with
them the database's library, and they are loaded in the worker's thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.actions.later import later

if TYPE_CHECKING:
    from desktop.actions.accounts import overviews, periods, settling
    from desktop.actions.bank import bank_files
    from desktop.actions.books import care, owner, support
    from desktop.actions.catalog import customers, merging, offering, product_cards, search, terms
    from desktop.actions.catalog import standing as dealer_standing
    from desktop.actions.documents import (
        deliveries,
        list_sums,
        lists,
        money,
        notes,
        posting,
        product_sidebar,
        reversing,
        stock,
    )
    from desktop.actions.finding import records as found_records
    from desktop.actions.headquarters import dismissals, exchange_log, held, restored
    from desktop.actions.headquarters import exchange as exchanges
    from desktop.actions.headquarters import requests as hq_requests
    from desktop.actions.headquarters import status as desk_status
    from desktop.actions.imports import book_files, preview
    from desktop.actions.orders import amending, drafts, opened_drafts, order_closings, orders, verdicts
    from desktop.actions.people import keys as desk_keys
    from desktop.actions.people import staff as staff_list
    from desktop.actions.people import users
    from desktop.actions.policies import effects as policy_effects
    from desktop.actions.policies import library, policies
    from desktop.actions.policies import names as policy_names
    from desktop.actions.policies import papers as policy_papers
    from desktop.actions.policies import trial as policy_trial
    from desktop.actions.rebates import rebates, standings, wallets
    from desktop.actions.reconciliation import kept_books, reconciliation, sheets
    from desktop.actions.statements import comparing, confirming, deemed_acceptance, exchanged, replies, statements
    from desktop.actions.statements import issued as issued_statements
    from desktop.actions.statements import papers as statement_papers
else:
    amending = later("orders.amending")
    bank_files = later("bank.bank_files")
    book_files = later("imports.book_files")
    care = later("books.care")
    comparing = later("statements.comparing")
    confirming = later("statements.confirming")
    customers = later("catalog.customers")
    dealer_standing = later("catalog.standing")
    deemed_acceptance = later("statements.deemed_acceptance")
    deliveries = later("documents.deliveries")
    desk_keys = later("people.keys")
    desk_status = later("headquarters.status")
    dismissals = later("headquarters.dismissals")
    drafts = later("orders.drafts")
    exchange_log = later("headquarters.exchange_log")
    exchanged = later("statements.exchanged")
    exchanges = later("headquarters.exchange")
    found_records = later("finding.records")
    held = later("headquarters.held")
    hq_requests = later("headquarters.requests")
    issued_statements = later("statements.issued")
    kept_books = later("reconciliation.kept_books")
    library = later("policies.library")
    list_sums = later("documents.list_sums")
    lists = later("documents.lists")
    merging = later("catalog.merging")
    money = later("documents.money")
    notes = later("documents.notes")
    offering = later("catalog.offering")
    opened_drafts = later("orders.opened_drafts")
    order_closings = later("orders.order_closings")
    orders = later("orders.orders")
    overviews = later("accounts.overviews")
    owner = later("books.owner")
    periods = later("accounts.periods")
    policies = later("policies.policies")
    policy_effects = later("policies.effects")
    policy_names = later("policies.names")
    policy_papers = later("policies.papers")
    policy_trial = later("policies.trial")
    posting = later("documents.posting")
    preview = later("imports.preview")
    product_cards = later("catalog.product_cards")
    product_sidebar = later("documents.product_sidebar")
    rebates = later("rebates.rebates")
    reconciliation = later("reconciliation.reconciliation")
    replies = later("statements.replies")
    restored = later("headquarters.restored")
    reversing = later("documents.reversing")
    search = later("catalog.search")
    settling = later("accounts.settling")
    sheets = later("reconciliation.sheets")
    staff_list = later("people.staff")
    standings = later("rebates.standings")
    statement_papers = later("statements.papers")
    statements = later("statements.statements")
    stock = later("documents.stock")
    support = later("books.support")
    terms = later("catalog.terms")
    users = later("people.users")
    verdicts = later("orders.verdicts")
    wallets = later("rebates.wallets")
