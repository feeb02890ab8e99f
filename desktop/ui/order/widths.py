"""How wide an order's columns are: the product takes what the figures leave."""

from __future__ import annotations

from desktop.ui.order.model import At

_WIDTHS = {At.NUMBER: 40, At.AVAILABLE: 96, At.QUANTITY: 100, At.PRICE: 98, At.WHY: 112, At.AMOUNT: 112}
_TIGHT = {At.NUMBER: 30, At.AVAILABLE: 0, At.QUANTITY: 88, At.PRICE: 90, At.WHY: 88, At.AMOUNT: 98}
_ROOM = 700  # less than this, and what is available gives way; the strip tells it too
_PRODUCT = 132  # at least
LEAST = min(width for width in _TIGHT.values() if width)


def widths_in(room: int) -> dict[At, int]:
    """Each column's width in so many pixels; 0 where it isn't shown."""
    widths = _WIDTHS if room >= _ROOM else _TIGHT
    return widths | {At.PRODUCT: max(room - sum(widths.values()), _PRODUCT)}
