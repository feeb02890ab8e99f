"""Lists of policies: versions, who has read one, the prices a price list names, and what a trial would cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.actions.policies import policies
from desktop.actions.policies.views import PolicyRow, PolicyView, ReadReceipt, SimulatedDealer
from desktop.labels import Language
from desktop.listings.listing import COMMAND, JSON, TOLD, CellLook, ListColumn, Listing, ListQuery, RowSource, party
from desktop.listings.types import (
    CODE,
    COUNT,
    DAY,
    MOMENT,
    MONEY,
    PERCENT,
    PRICE,
    QUANTITY,
    YES,
    called,
    either,
    itself,
    named,
    said,
)
from domain.catalog.products import Product
from domain.policies.price_terms import PriceList, PriceRule
from domain.policies.scopes import EVERYTHING

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell

# ---- versions ---------------------------------------------------------------------------------------------------


def _policies(desk: Desk, wish: ListQuery) -> list[PolicyRow]:
    if wish.policy:
        return list(policies.policy_view(desk, wish.policy).versions)
    drafts = policies.policy_rows(desk, "drafts") if desk.at_hq else []
    return [*drafts, *policies.policy_rows(desk, "all" if desk.at_hq else "mine")]


def _kind(row: PolicyRow, language: Language) -> Cell:
    return called("template", row.template, language) if row.template else called("policy", row.kind, language)


def _short(draft: str, _row: PolicyRow, _language: Language) -> str:
    """As much of it as is enough to type."""
    return draft[:8]


_DRAFT = CODE._replace(told=_short)
POLICIES = Listing(
    "policies",
    (
        ListColumn("policy", "政策编号", "Policy", CODE),
        ListColumn("version", "版本", "Version", COUNT),
        ListColumn("name", "政策", "Policy's name"),
        ListColumn("kind", "种类", "Kind", said(_kind), itself),
        ListColumn("start", "起", "From", DAY),
        ListColumn("end", "止", "To", DAY),
        ListColumn("state", "状态", "State", named("policy_state")),
        ListColumn("author", "制定", "Written by"),
        ListColumn("approver", "审批", "Approved by"),
        ListColumn("published_at", "发布时间", "Published", MOMENT),
        ListColumn("unread", "未读", "Unread", YES),
        ListColumn("draft", "草稿", "Draft", _DRAFT, where=frozenset({COMMAND, JSON})),
    ),
    RowSource(_policies),
    takes=frozenset({"policy"}),
)


# ---- who has read a version -------------------------------------------------------------------------------------


class Reader(NamedTuple):
    """Whom a version speaks to, and whether it was opened there."""

    row: PolicyRow
    receipt: ReadReceipt


def readers(view: PolicyView) -> list[Reader]:
    """Everyone a version speaks to."""
    return [Reader(view.row, each) for each in view.receipts]


def _receipts(desk: Desk, wish: ListQuery) -> list[Reader]:
    return readers(policies.policy_view(desk, wish.policy, wish.version))


def _read(row: Reader, language: Language) -> Cell:
    return either(language, "已阅读", "read") if row.receipt.read_at else either(language, "还没看", "not yet")


RECEIPTS = Listing(
    "policy_receipts",
    (
        ListColumn("policy", "政策编号", "Policy", CODE, "row.policy"),
        ListColumn("version", "版本", "Version", COUNT, "row.version"),
        ListColumn("dealer", "经销商", "Dealer", CODE, "receipt.dealer.code"),
        ListColumn("dealer_name", "经销商名称", "Dealer's name", of="receipt.dealer.name"),
        ListColumn("read", "阅读", "Read", said(_read), itself),
        ListColumn("read_at", "阅读时间", "Read at", MOMENT, "receipt.read_at"),
        ListColumn("by", "阅读人", "Read by", of="receipt.by"),
    ),
    RowSource(_receipts),
    takes=frozenset({"policy", "version"}),
    needs=frozenset({"policy"}),
)


# ---- prices -----------------------------------------------------------------------------------------------------


class PriceLine(NamedTuple):
    """One product of one rule of a price list; a rule that names none has one line, and `goods` says what it covers."""

    row: PolicyRow
    place: int
    rule: PriceRule
    product: Product | None
    goods: tuple[str, str]
    whom: tuple[str, str]


def price_lines(desk: Desk, view: PolicyView) -> Iterator[PriceLine]:
    """What a price list says, product by product, in the order in which its rules are tried; of others nothing."""
    terms = view.policy.terms
    if not isinstance(terms, PriceList):
        return
    from desktop.actions.policies.names import names_in
    from desktop.wording.policies.policy_words import Voice

    known = names_in(desk, view.policy)
    zh, en = Voice("zh", known), Voice("en", known)
    for place, rule in enumerate(terms.rules, 1):
        goods = zh.scope(rule.products), en.scope(rule.products)
        if rule.products == EVERYTHING:
            goods = "全部适用商品", "all of them"
        whom = zh.only_for(rule.audience), en.only_for(rule.audience)
        for product in _products(rule, known.products):
            yield PriceLine(view.row, place, rule, product, goods, whom)


def _products(rule: PriceRule, known: Any) -> Iterable[Product | None]:
    """The products a rule names one by one; None where it speaks of categories, brands or everything."""
    scope = rule.products
    if not scope.include or scope.exclude or any(each.categories or each.brands for each in scope.include):
        return [None]
    found = sorted({product for group in scope.include for product in group.products})
    return [known[each] for each in found] if found and all(each in known for each in found) else [None]


def _prices(desk: Desk, wish: ListQuery) -> Iterable[PriceLine]:
    return price_lines(desk, policies.policy_view(desk, wish.policy, wish.version))


def _product(part: str) -> Any:
    def told(row: PriceLine, language: Language) -> Cell:
        if row.product is not None:
            cell: Cell = getattr(row.product, part)
            return cell
        return either(language, *row.goods) if part == "name" else None

    return told


def _base(row: PriceLine, language: Language) -> Cell:
    words = {
        "base": ("基础价", "base price"),
        "cost": ("成本价", "cost"),
        "last": ("上次成交价", "price last paid"),
        "fixed": ("固定价", "fixed"),
    }
    return either(language, *words[row.rule.base])


def _share(attribute: str) -> Any:
    def told(row: PriceLine) -> Cell:
        number: Decimal | None = getattr(row.rule, attribute)
        return number / 100 if number else None

    return told


def _told(attribute: str) -> Any:
    """A figure of a rule, nothing where it is nothing."""

    def told(row: PriceLine) -> Cell:
        number: Decimal | None = getattr(row.rule, attribute)
        return number or None

    return told


def _whom(row: PriceLine, language: Language) -> Cell:
    return either(language, *row.whom)


PRICES = Listing(
    "policy_prices",
    (
        ListColumn("policy", "政策编号", "Policy", CODE, "row.policy"),
        ListColumn("version", "版本", "Version", COUNT, "row.version"),
        ListColumn("place", "次序", "Tried", COUNT),
        ListColumn("sku", "货号", "SKU", said(_product("sku")), itself),
        ListColumn("name", "商品", "Product", said(_product("name")), itself),
        ListColumn("unit", "基本单位", "Base unit", said(_product("unit")), itself),
        ListColumn("start", "起订量", "From quantity", QUANTITY, _told("start")),
        ListColumn("rule_unit", "限单位", "Only by unit", of="rule.unit"),
        ListColumn("base", "以什么为准", "Based on", said(_base), itself),
        ListColumn("rule_price", "单价", "Unit price", PRICE, "rule.price"),
        ListColumn("percent", "加减%", "Plus %", PERCENT, _share("percent")),
        ListColumn("amount", "加减", "Plus", PRICE, _told("amount")),
        ListColumn("margin", "毛利%", "Margin %", PERCENT, _share("margin")),
        ListColumn("rule_floor", "最低价", "Floor", PRICE, "rule.floor"),
        ListColumn("whom", "对象", "Only for", said(_whom), itself),
    ),
    RowSource(_prices),
    takes=frozenset({"policy", "version"}),
    needs=frozenset({"policy"}),
)


# ---- a trial ----------------------------------------------------------------------------------------------------


def _trial(desk: Desk, wish: ListQuery) -> tuple[SimulatedDealer, ...]:
    """A published version tried on the documents of the days asked for, or of a year before its own."""
    form = policies.policy_view(desk, wish.policy, wish.version).form
    return policies.simulate(desk, form, wish.start, wish.end).dealers


def _difference_tone(row: SimulatedDealer) -> str:
    return "warn" if row.difference > 0 else "good" if row.difference < 0 else "faint"


TRIAL = Listing(
    "policy_trial",
    (
        *party("dealer", ("经销商", "Dealer"), ("经销商名称", "Dealer's name"), TOLD, joined=".", look="strong"),
        ListColumn("documents", "受影响单据", "Documents", COUNT, total="always", look=CellLook(92, spare=True)),
        ListColumn(
            "turnover", "进货额", "Turnover", MONEY, total="always", look=CellLook(98, title=("进货额", "Purchases"))
        ),
        ListColumn(
            "before", "原来让利", "Given before", MONEY, total="always", look=CellLook(88, title=("原来让利", "Before"))
        ),
        ListColumn(
            "after", "改后让利", "Given then", MONEY, total="always", look=CellLook(88, title=("改后让利", "After"))
        ),
        ListColumn(
            "difference",
            "相差",
            "Difference",
            MONEY,
            total="always",
            look=CellLook(84, "strong", tone=_difference_tone),
        ),
    ),
    RowSource(_trial),
    takes=frozenset({"policy", "version", "start", "end"}),
    needs=frozenset({"policy"}),
)

LISTS = (
    POLICIES,
    RECEIPTS,
    PRICES,
    TRIAL,
)
