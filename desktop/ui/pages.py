"""Which pages there are; each is loaded when it is first wanted."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.ui.page import Page
from desktop.ui.preferences import Preferences
from desktop.ui.work import Worker


def pages() -> list[tuple[str, str, str]]:
    """Name, icon and text of every page, in the order of the rail."""
    return [
        ("orders", "orders", QCoreApplication.translate("pages", "订单")),
        ("customers", "customers", QCoreApplication.translate("pages", "客户")),
        ("products", "products", QCoreApplication.translate("pages", "商品与库存")),
        ("incoming", "incoming", QCoreApplication.translate("pages", "到货")),
        ("papers", "deliver", QCoreApplication.translate("pages", "发货与退货")),
        ("money", "money", QCoreApplication.translate("pages", "收款")),
        ("statements", "statements", QCoreApplication.translate("pages", "对账单")),
        ("settings", "settings", QCoreApplication.translate("pages", "设置")),
    ]


UNDER = {"order": "orders", "purchase": "orders", "orderview": "orders", "paperview": "papers"}
"""Pages that have no place of their own on the rail, and the one they belong to."""


def make_page(name: str, worker: Worker, preferences: Preferences) -> Page:
    """The page of this name."""
    match name:
        case "orders":
            from desktop.ui.orders.page import OrdersPage

            return OrdersPage(worker, preferences)
        case "order":
            from desktop.ui.order.page import OrderPage

            return OrderPage(worker, preferences)
        case "purchase":
            from desktop.ui.order.purchase import PurchasePage

            return PurchasePage(worker, preferences)
        case "orderview":
            from desktop.ui.orders.view import OrderViewPage

            return OrderViewPage(worker, preferences)
        case "customers":
            from desktop.ui.customers.page import CustomersPage

            return CustomersPage(worker, preferences)
        case "products":
            from desktop.ui.products.page import ProductsPage

            return ProductsPage(worker, preferences)
        case "incoming":
            from desktop.ui.incoming import IncomingPage

            return IncomingPage(worker, preferences)
        case "papers":
            from desktop.ui.papers.page import PapersPage

            return PapersPage(worker, preferences)
        case "money":
            from desktop.ui.money.page import MoneyPage

            return MoneyPage(worker, preferences)
        case "statements":
            from desktop.ui.statements.page import StatementsPage

            return StatementsPage(worker, preferences)
    from desktop.ui.settings import SettingsPage

    return SettingsPage(worker, preferences)
