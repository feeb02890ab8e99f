"""Builders for order lines as the window gets them."""

from decimal import Decimal

from desktop.actions.documents.views import OrderLineView
from domain.values.quantities import Pack, format_quantity


def a_line(product, *, quantity=12, pack=12, amount="12", line=1, gift=""):
    packs, quantity = (Pack("箱", Decimal(pack)),), Decimal(quantity)
    return OrderLineView(
        line, product, product, f"商品{product}", quantity, "箱", Decimal(pack), format_quantity(quantity, "瓶", packs),
        Decimal(amount) / quantity, Decimal(amount), None, Decimal(0), (), "瓶", packs, gift=gift,
    )  # fmt: skip


def a_gift(product, policy="P"):
    return a_line(product, amount="0", gift=policy, line=9)
