"""How wide an order's columns are: the product takes what the figures leave."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtGui import QFontMetrics

from desktop.ui.frame.style import font_of
from desktop.ui.order.lines.model import At
from desktop.ui.tables.cells import PAD
from desktop.ui.widgets import formatting

_WIDTHS = {At.NUMBER: 40, At.AVAILABLE: 96, At.QUANTITY: 100, At.PRICE: 98, At.WHY: 112, At.AMOUNT: 112}
_TIGHT = {At.NUMBER: 26, At.AVAILABLE: 0, At.QUANTITY: 88, At.PRICE: 76, At.WHY: 72, At.AMOUNT: 90}
_ROOM = 700  # less than this, and what is available stands under the product's name
_PRODUCT = 160  # at least
LEAST = min(width for width in _TIGHT.values() if width)


def widths_in(room: int, largest: Decimal = Decimal(0)) -> dict[At, int]:
    """Each column's width in so many pixels; 0 where it isn't shown. The `largest` amount is seen whole."""
    widths = dict(_WIDTHS if room >= _ROOM else _TIGHT)
    amount = QFontMetrics(font_of(13)).horizontalAdvance(formatting.money(largest)) + 2 * PAD + 1
    widths[At.AMOUNT] = max(widths[At.AMOUNT], amount)
    return widths | {At.PRODUCT: max(room - sum(widths.values()), _PRODUCT)}
