"""Lists hold the keys of what fits, and rows by key."""

from datetime import date
from decimal import Decimal

from desktop.actions.documents import deliveries, lists, money
from desktop.actions.headquarters.queued import posted


def test_lists_show_what_belongs_to_them(desk, order):
    made = posted(deliveries.deliver(desk, order.number))
    paid = posted(money.receive_money(desk, "C1", Decimal("10.00")))
    shown = lists.paper_rows(desk, lists.paper_ids(desk, "delivery"))
    assert [(row.number, row.source_number) for row in shown] == [(made.number, order.number)]
    assert [row.number for row in lists.paper_rows(desk, lists.paper_ids(desk, "money_receipt"))] == [paid.number]
    none = lists.PaperFilter(start=date(2026, 11, 24))
    assert len(lists.paper_ids(desk, "delivery", none)) == 0
    assert lists.order_rows(desk, [999_999]) == []
