"""Which of a table's titles nobody knew may be the one that is missing, so that a hint suggests no nonsense."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from domain.tables.days import DayCustom, read_date
from domain.tables.numbers import number_with_unit, read_number

_WORDS = {
    "number": r"单|票|凭证|号|\bno\b|number|invoice|bill|order|doc",
    "date": r"日|时间|date|time|\bday\b",
    "customer": r"客|购|收货|往来|单位|店|买方|经销商|户名|customer|client|buyer|dealer|account",
    "product": r"货|品|物料|存货|条码|款|item|product|sku|article|code",
    "quantity": r"数|量|qty|quantity|count|units",
    "unit_price": r"价|price|cost",
    "amount": r"金额|额|款|合计|余额|应收|欠|amount|total|sum|balance",
    "name": r"名|称|name",
}
_ALIKE = {
    "customer_name": "customer", "product_name": "product", "ahead": "amount", "income": "amount", "expense": "amount"
}  # fmt: skip
_NEVER = re.compile(
    r"人$|员$|仓|库|备注|说明|摘要|规格|型号|序号|行号|状态|电话|手机|地址|税[额率金号]|remark|note|phone|address|status|spec",
    re.IGNORECASE,
)
_FIGURES = frozenset({"quantity", "unit_price", "amount"})
_HALF = 0.5
_ANY_DAY = DayCustom("mixed", "mixed", near=date(2000, 12, 31))


def likely_title(meaning: str, free: Sequence[tuple[str, Sequence[str]]]) -> str:
    """The title that may have a meaning, of those not used, each with its cells; "" where none may.

    One whose words speak for it comes first, then one that says nothing of another meaning.
    """
    kind = _ALIKE.get(meaning, meaning)
    fitting = [title for title, cells in free if not _NEVER.search(title) and _fits(kind, cells)]
    speaking = [title for title in fitting if kind in _said(title)]
    neutral = [title for title in fitting if not _said(title)]
    return next(iter([*speaking, *neutral]), "")


def _said(title: str) -> set[str]:
    return {kind for kind, words in _WORDS.items() if re.search(words, title, re.IGNORECASE)}


def _fits(kind: str, cells: Sequence[str]) -> bool:
    """Whether at least half of what stands below can be of such a kind; nothing speaks against an empty column."""
    written = [cell for cell in cells if cell.strip()]
    if kind == "date":
        good = sum(isinstance(read_date(cell, _ANY_DAY), date) for cell in written)
    elif kind in _FIGURES:
        good = sum(read_number(cell) is not None or number_with_unit(cell) is not None for cell in written)
    else:
        return True
    return good >= len(written) * _HALF
