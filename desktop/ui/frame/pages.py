"""Which pages there are; each is loaded when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table

# What HQ's people must be allowed to find a page at their desk; HQ itself receives no goods from anybody.
_FOR_HQS_PEOPLE = {"papers": ("goods_move", "money_write"), "money": ("money_write",), "incoming": ()}


def pages(worker: Worker | None = None) -> list[tuple[str, str, str]]:
    """Name, icon and text of every page, in the order of the rail; for HQ's people those their role has a use for."""
    every = [
        ("orders", "orders", QCoreApplication.translate("pages", "订单")),
        ("customers", "customers", QCoreApplication.translate("pages", "客户")),
        ("products", "products", QCoreApplication.translate("pages", "商品与库存")),
        ("incoming", "incoming", QCoreApplication.translate("pages", "到货")),
        ("papers", "deliver", QCoreApplication.translate("pages", "发货与退货")),
        ("money", "money", QCoreApplication.translate("pages", "收款")),
        ("policies", "policies", QCoreApplication.translate("pages", "政策")),
        ("rebates", "rebates", QCoreApplication.translate("pages", "返利")),
        ("statements", "statements", QCoreApplication.translate("pages", "对账单")),
        ("settings", "settings", QCoreApplication.translate("pages", "设置")),
    ]
    if worker is None or not worker.asks_hq:
        return every
    theirs = {"customers": QCoreApplication.translate("pages", "经销商")}
    return [(name, icon, theirs.get(name, text)) for name, icon, text in every if _is_for(worker, name)]


def _is_for(worker: Worker, name: str) -> bool:
    return not worker.asks_hq or name not in _FOR_HQS_PEOPLE or any(map(worker.may, _FOR_HQS_PEOPLE[name]))


def elsewhere(worker: Worker) -> list[tuple[str, str, str]]:
    """Pages that are reached by the line that goes anywhere and from the page they belong to."""
    confirming = QCoreApplication.translate("pages", "与供货方对账确认")
    if worker.asks_hq:
        confirming = QCoreApplication.translate("pages", "与经销商对账确认")
    every = [
        ("drafts", "pen", QCoreApplication.translate("pages", "订单草稿")),
        ("ageing", "customers", QCoreApplication.translate("pages", "账龄")),
        ("ledger", "orders", QCoreApplication.translate("pages", "往来明细")),
        ("settling", "check", QCoreApplication.translate("pages", "核销")),
        ("bank", "open", QCoreApplication.translate("pages", "银行与钱包流水")),
        ("importing", "open", QCoreApplication.translate("pages", "导入文件")),
        ("replies", "check", QCoreApplication.translate("pages", "回函")),
        ("confirming", "exchange", confirming),
        ("reconciling", "shield", QCoreApplication.translate("pages", "两边账核对")),
        ("exchanges", "exchange", QCoreApplication.translate("pages", "交换记录")),
    ]
    if worker.asks_hq:
        every.append(("returned", "exchange", QCoreApplication.translate("pages", "恢复后交还")))
    # HQ's people write no orders, and files come in at HQ by its own command.
    kept = ("drafts", "importing") if worker.asks_hq else ()
    return [each for each in every if _is_for(worker, UNDER[each[0]]) and each[0] not in kept]


_WITH_KEYS = (
    "orders", "customers", "products", "incoming", "papers", "money", "policies", "rebates", "statements", "settings",
)  # fmt: skip
PAGE_KEYS = dict(zip(_WITH_KEYS, key_table.PAGE.keys, strict=True))
"""The keys of pages: a page's own wherever it is offered, at a dealer's desk and at HQ."""


class RailEntry(NamedTuple):
    """A line of the rail: a page, or the list of what needs a look; `short` where its name is too long for the rail."""

    name: str
    picture: str
    text: str
    key: str = ""
    short: str = ""


class PageGroup(NamedTuple):
    """Pages that belong together."""

    code: str
    text: str
    pages: tuple[RailEntry, ...]


ATTENTION = "attention"
"""The line that opens the list of what needs a look; it is no page."""

FOLDED_AT_FIRST = ("accounts", "setup")

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "today": (ATTENTION,),
    "orders": ("orders", "drafts", "customers"),
    "goods": ("products", "incoming", "papers"),
    "money": ("money", "settling", "bank"),
    "policies": ("policies", "rebates"),
    "accounts": ("statements", "replies", "confirming", "reconciling", "ledger", "ageing"),
    "setup": ("importing", "exchanges", "returned", "settings"),
}


def _short() -> dict[str, str]:
    """What the rail calls pages whose name it has no room for, in one of the languages at least."""
    return {
        ATTENTION: QCoreApplication.translate("rail", "需要处理"),
        "bank": QCoreApplication.translate("rail", "银行流水"),
        "confirming": QCoreApplication.translate("rail", "对账确认"),
        "reconciling": QCoreApplication.translate("rail", "两边账核对"),
    }


def groups(worker: Worker) -> list[PageGroup]:
    """Every page whoever works here has a use for, as the rail arranges them."""
    titles = {
        "today": QCoreApplication.translate("pages", "今日"),
        "orders": QCoreApplication.translate("pages", "订单"),
        "goods": QCoreApplication.translate("pages", "货物"),
        "money": QCoreApplication.translate("pages", "资金"),
        "policies": QCoreApplication.translate("pages", "政策"),
        "accounts": QCoreApplication.translate("pages", "账务"),
        "setup": QCoreApplication.translate("pages", "设置"),
    }
    named = [(ATTENTION, "bell", QCoreApplication.translate("pages", "需要处理")), *pages(worker), *elsewhere(worker)]
    keys = {ATTENTION: key_table.ATTENTION.keys[0], **PAGE_KEYS}
    short = _short()
    known = {
        name: RailEntry(name, picture, text, keys.get(name, ""), short.get(name, "")) for name, picture, text in named
    }
    arranged = [
        PageGroup(code, titles[code], tuple(known[name] for name in names if name in known))
        for code, names in _GROUPS.items()
    ]
    return [group for group in arranged if group.pages]


UNDER = {
    "order": "orders",
    "purchase": "orders",
    "orderview": "orders",
    "drafts": "orders",
    "rebateview": "rebates",
    "ageing": "customers",
    "ledger": "customers",
    "settling": "money",
    "bank": "money",
    "importing": "products",
    "paperview": "papers",
    "policyedit": "policies",
    "policytrial": "policies",
    "replies": "statements",
    "confirming": "statements",
    "reconciling": "statements",
    "exchanges": "settings",
    "returned": "settings",
}
"""Pages that have no place of their own on the rail, and the one they belong to."""


def _orders() -> type[WindowPage]:
    from desktop.ui.orders.page import OrdersPage

    return OrdersPage


def _order() -> type[WindowPage]:
    from desktop.ui.order.page import OrderPage

    return OrderPage


def _purchase() -> type[WindowPage]:
    from desktop.ui.order.purchase import PurchasePage

    return PurchasePage


def _drafts() -> type[WindowPage]:
    from desktop.ui.orders.drafts import DraftsPage

    return DraftsPage


def _orderview() -> type[WindowPage]:
    from desktop.ui.orders.view import OrderViewPage

    return OrderViewPage


def _customers() -> type[WindowPage]:
    from desktop.ui.customers.page import CustomersPage

    return CustomersPage


def _products() -> type[WindowPage]:
    from desktop.ui.products.page import ProductsPage

    return ProductsPage


def _incoming() -> type[WindowPage]:
    from desktop.ui.goods.incoming import IncomingPage

    return IncomingPage


def _papers() -> type[WindowPage]:
    from desktop.ui.papers.page import PapersPage

    return PapersPage


def _money() -> type[WindowPage]:
    from desktop.ui.money.page import MoneyPage

    return MoneyPage


def _settling() -> type[WindowPage]:
    from desktop.ui.settling.page import SettlingPage

    return SettlingPage


def _ageing() -> type[WindowPage]:
    from desktop.ui.ledger.ageing import AgeingPage

    return AgeingPage


def _ledger() -> type[WindowPage]:
    from desktop.ui.ledger.page import LedgerPage

    return LedgerPage


def _bank() -> type[WindowPage]:
    from desktop.ui.bank.page import BankPage

    return BankPage


def _importing() -> type[WindowPage]:
    from desktop.ui.importing.page import ImportPage

    return ImportPage


def _policies() -> type[WindowPage]:
    from desktop.ui.policies.page import PoliciesPage

    return PoliciesPage


def _policyedit() -> type[WindowPage]:
    from desktop.ui.policies.editor import PolicyEditorPage

    return PolicyEditorPage


def _policytrial() -> type[WindowPage]:
    from desktop.ui.policies.trial import PolicyTrialPage

    return PolicyTrialPage


def _rebates() -> type[WindowPage]:
    from desktop.ui.rebates.page import RebatesPage

    return RebatesPage


def _rebateview() -> type[WindowPage]:
    from desktop.ui.rebates.view import RebateViewPage

    return RebateViewPage


def _statements() -> type[WindowPage]:
    from desktop.ui.statements.page import StatementsPage

    return StatementsPage


def _replies() -> type[WindowPage]:
    from desktop.ui.replies.page import RepliesPage

    return RepliesPage


def _confirming() -> type[WindowPage]:
    from desktop.ui.confirming.page import ConfirmingPage

    return ConfirmingPage


def _reconciling() -> type[WindowPage]:
    from desktop.ui.reconciling.page import ReconcilingPage

    return ReconcilingPage


def _exchanges() -> type[WindowPage]:
    from desktop.ui.headquarters.exchanges import ExchangesPage

    return ExchangesPage


def _returned() -> type[WindowPage]:
    from desktop.ui.headquarters.returned import ReturnedPage

    return ReturnedPage


def _settings() -> type[WindowPage]:
    from desktop.ui.setup.settings import SettingsPage

    return SettingsPage


# Each is imported only when its page is wanted, by a plain import that whoever packs the program can follow.
_CLASSES: Mapping[str, Callable[[], type[WindowPage]]] = {
    "orders": _orders,
    "order": _order,
    "purchase": _purchase,
    "orderview": _orderview,
    "drafts": _drafts,
    "customers": _customers,
    "products": _products,
    "incoming": _incoming,
    "papers": _papers,
    "money": _money,
    "settling": _settling,
    "ageing": _ageing,
    "ledger": _ledger,
    "bank": _bank,
    "importing": _importing,
    "policies": _policies,
    "policyedit": _policyedit,
    "policytrial": _policytrial,
    "rebates": _rebates,
    "rebateview": _rebateview,
    "statements": _statements,
    "replies": _replies,
    "confirming": _confirming,
    "reconciling": _reconciling,
    "exchanges": _exchanges,
    "returned": _returned,
    "settings": _settings,
}


def make_page(name: str, worker: Worker, preferences: Preferences) -> WindowPage:
    """The page of this name."""
    return _CLASSES[name]()(worker, preferences)
