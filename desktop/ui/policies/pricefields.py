"""The fields of a price list: what it builds on, its rules in order, and how far a price may be agreed by hand."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.ui.policies.gridmodel import GridColumn
from desktop.ui.policies.makers import Number, TextField, Workbench, Yes, grid
from desktop.ui.policies.sections import FieldEntry

translate = QCoreApplication.translate
_RARE = ("margin", "unit", "audience", "amount")


def price_list() -> list[FieldEntry]:
    """Its fields."""
    name = translate("policies", "规则（从上往下，先合适的先用）")
    few, rare = _columns()
    return [
        FieldEntry("$.terms.rules", name, grid(*few), wide=True, when=_plain, strict=True),
        FieldEntry("$.terms.rules", name, grid(*few, *rare), wide=True, when=_whole, strict=True),
        FieldEntry(
            "$.terms.base",
            translate("policies", "以哪张价目表为基础"),
            TextField(translate("policies", "空着：客户自己的价目表")),
        ),
        FieldEntry("$.terms.last_price", "", Yes(translate("policies", "都没有价时，用上次成交价"))),
        FieldEntry(
            "$.terms.band.below", translate("policies", "议价最多低 %"), Number(translate("policies", "空着：不许议价"))
        ),
        FieldEntry("$.terms.band.above", translate("policies", "议价最多高 %"), Number()),
    ]


def _whole(bench: Workbench) -> bool:
    rows = [row for row in bench.document.rows("$.terms.rules") if isinstance(row, dict)]
    return bench.all_shown or any(name in row for row in rows for name in _RARE)


def _plain(bench: Workbench) -> bool:
    return not _whole(bench)


def _columns() -> tuple[tuple[GridColumn, ...], tuple[GridColumn, ...]]:
    bases = (
        ("base", translate("policies", "基础价")),
        ("fixed", translate("policies", "定价")),
        ("cost", translate("policies", "成本")),
        ("last", translate("policies", "上次价")),
    )
    few = (
        GridColumn(
            "products", translate("policies", "商品（空格选）"), "scope", hint=translate("policies", "全部商品")
        ),
        GridColumn("start", translate("policies", "数量满"), "number", 76),
        GridColumn("base", translate("policies", "依据"), "choice", 84, bases),
        GridColumn("price", translate("policies", "定价"), "number", 84, hint="–"),
        GridColumn("percent", translate("policies", "加减 %"), "number", 76),
        GridColumn("floor", translate("policies", "最低价"), "number", 84, hint="–"),
    )
    rare = (
        GridColumn("amount", translate("policies", "加减（元）"), "number", 88),
        GridColumn("margin", translate("policies", "毛利 %"), "number", 76, hint="–"),
        GridColumn("unit", translate("policies", "只限单位"), "text", 84, hint="–"),
        GridColumn("audience", translate("policies", "只限对象（空格选）"), "audience", 150, hint="–"),
    )
    return few, rare
