"""The explanation of a rebate: every line of a document with what it counts, what it earns, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from desktop.actions.catalog.cards import products_by_id
from desktop.actions.policies.views import RebateView
from desktop.actions.rebates import rebates
from desktop.labels import Language
from desktop.listings.listing import ListColumn, Listing, ListQuery, RowSource
from desktop.listings.types import CODE, DAY, MONEY, QUANTITY, either, itself, said
from desktop.wording import say_reason
from domain.rebates.facts import CountedLine
from domain.values.money import from_fen
from domain.values.quantities import from_milli

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell

Named = Mapping[str, tuple[str, str, str]]
"""Name, SKU and base unit of products by their ids."""


class AccruedLine(NamedTuple):
    """A line, what its product is called, what it accrues, and what the rebate measures."""

    line: CountedLine
    goods: tuple[str, str, str]
    accrued: Decimal
    unit: str


def counted_lines(view: RebateView, products: Named, only: Sequence[CountedLine] | None = None) -> list[AccruedLine]:
    """All lines of a rebate, or only these, in their order."""
    accruals = dict(zip(map(id, view.lines), view.accruals or [Decimal(0)] * len(view.lines), strict=True))
    return [
        AccruedLine(
            line,
            products.get(line.fact.product, (line.fact.product, "", "")),
            accruals.get(id(line), Decimal(0)),
            view.row.unit,
        )
        for line in (view.lines if only is None else only)
    ]


def lines_of_rebate(desk: Desk, view: RebateView) -> list[AccruedLine]:
    """All lines of a rebate, with what their products are called."""
    with desk.book.reading() as connection:
        cards = products_by_id(connection, sorted({line.fact.product for line in view.lines if line.fact.product}))
    return counted_lines(view, {key: (card.name, card.sku, card.unit) for key, card in cards.items()})


def _ask(desk: Desk, wish: ListQuery) -> list[AccruedLine]:
    view = rebates.rebate(desk, wish.policy, wish.account or desk.dealer_id, wish.period)
    return lines_of_rebate(desk, view)


def _name(row: AccruedLine) -> Cell:
    return row.goods[0]


def _sku(row: AccruedLine) -> Cell:
    return row.goods[1]


def _unit(row: AccruedLine) -> Cell:
    return row.goods[2]


def _amount(row: AccruedLine) -> Cell:
    return from_fen(row.line.fact.fen)


def _quantity(row: AccruedLine) -> Cell:
    return from_milli(row.line.fact.milli)


def _free(row: AccruedLine, language: Language) -> Cell:
    return either(language, "是", "yes") if row.line.fact.free else None


def _why(row: AccruedLine, language: Language) -> Cell:
    return say_reason(row.line.reason, language)


REBATE_LINES = Listing(
    "rebate_lines",
    (
        ListColumn("on", "日期", "Date", DAY, "line.fact.on"),
        ListColumn("number", "单号", "Number", CODE, "line.fact.number"),
        ListColumn("sku", "货号", "SKU", of=_sku),
        ListColumn("name", "商品", "Product", of=_name),
        ListColumn("unit", "单位", "Unit", of=_unit),
        ListColumn("quantity", "数量", "Quantity", QUANTITY, _quantity),
        ListColumn("amount", "金额", "Amount", MONEY, _amount, total="always"),
        ListColumn("free", "赠品", "Free", said(_free), itself),
        ListColumn("period", "期间", "Period", of="line.period"),
        ListColumn("counted", "计入", "Counted", QUANTITY, "line.counted", total="if_money"),
        ListColumn("earning", "计返利", "Earns", QUANTITY, "line.earning", total="if_money"),
        ListColumn("accrued", "计提", "Accrued", MONEY, total="always"),
        ListColumn("why", "原因", "Why", said(_why), itself),
    ),
    RowSource(_ask),
    takes=frozenset({"policy", "account", "period"}),
    needs=frozenset({"policy"}),
    is_money=lambda row: row.unit != "quantity",
)
LISTS = (REBATE_LINES,)
