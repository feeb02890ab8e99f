"""An order whose lines meet the sample's promotions: lower prices, goods on top, what is missing to the next step."""

from typing import Any

from desktop.actions.catalog.offering import offered_customers
from desktop.actions.catalog.search import products_named
from desktop.pictures import wait
from desktop.ui.order.lines.entry import EntryLine, with_product, with_quantity
from tests.building.desktop.sample_policies import CRACKERS, MILK, NOODLES

TYPED = ((CRACKERS, "21袋"), (MILK, "12箱"), (NOODLES, "2箱"))


def visit_bargains(shell):
    """The order page with such an order, then why one of its lines costs what it does."""
    shell.go("order")
    wait(shell.worker)
    page = shell.page("order")
    customers: list[Any] = []
    hits: list[Any] = []
    shell.worker.read(offered_customers, "", then=customers.extend)
    wait(shell.worker)
    page.head.take_customer(customers[0])
    names = [sku for sku, _ in TYPED]
    shell.worker.read(products_named, names, page.entry.seller, customers[0].id, then=hits.extend)
    wait(shell.worker)
    lines = []
    for (hit, *_), (_, typed) in zip(hits, TYPED, strict=True):
        unit = hit.packs[0].unit if hit.packs else hit.unit
        lines.append(with_quantity(with_product(EntryLine(), hit), f"{typed[:-1]}{unit}"))
    page.model.add(lines)
    page.grid.start_line(1)
    wait(shell.worker)
    yield "15-order-policies"
    page.new_order()
