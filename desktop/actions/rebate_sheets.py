"""The explanation of a rebate as a workbook: every line with what it counts, what it earns, and why."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from desktop.actions.policy_views import RebateView
from desktop.exchange.sheets import SheetColumn, xlsx_bytes
from desktop.wording import say_reason

_TITLES = {
    "zh": ("日期", "单号", "商品", "金额", "数量", "赠品", "期间", "计入", "计返利", "计提", "原因"),
    "en": ("Date", "Number", "Product", "Amount", "Quantity", "Free", "Period", "Counted", "Earns", "Accrued", "Why"),
}


def rebate_xlsx(view: RebateView, *, language: Literal["zh", "en"] = "zh") -> bytes:
    """A workbook of one sheet with one row a line; what counts and what earns are summed."""
    titles = _TITLES[language]
    counted: Literal["quantity", "money"] = "quantity" if view.row.unit == "quantity" else "money"
    columns = [
        SheetColumn(titles[0], "date"),
        SheetColumn(titles[1], "text", 22),
        SheetColumn(titles[2]),
        SheetColumn(titles[3], "money"),
        SheetColumn(titles[4], "quantity"),
        SheetColumn(titles[5], "text", 6),
        SheetColumn(titles[6], "text", 10),
        SheetColumn(titles[7], counted, total=True),
        SheetColumn(titles[8], counted, total=True),
        SheetColumn(titles[9], "money", total=True),
        SheetColumn(titles[10], "text", 44),
    ]
    yes = "是" if language == "zh" else "yes"
    rows = [
        (
            line.fact.on,
            line.fact.number,
            line.fact.product,
            Decimal(line.fact.fen).scaleb(-2),
            Decimal(line.fact.milli).scaleb(-3),
            yes if line.fact.free else "",
            line.period or "",
            line.counted,
            line.earning,
            accrued,
            say_reason(line.reason, language),
        )
        for line, accrued in zip(view.lines, view.accruals, strict=True)
    ]
    return xlsx_bytes(f"{view.row.policy} {view.row.dealer.code} {view.row.period}", columns, rows)
