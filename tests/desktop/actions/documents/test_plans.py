"""What a clerk writes in a day goes by an index, however much the desk holds that HQ has not got yet."""

import uuid
from dataclasses import replace
from decimal import Decimal

from desktop.actions.documents import deliveries, money, reversing
from desktop.actions.headquarters.queued import posted
from desktop.actions.orders import drafts, orders
from tests.building.desktop.a_desk import a_draft, a_line
from tests.building.sync.plans import noting, scans

# What every record, every paper and every posting of a desk stands in.
GROWING = {"entry", "document", "document_line", "posting", "stock_move"}


def new_draft(*lines):
    """A draft as the window begins one, with an id that a book may hold already."""
    return replace(a_draft(*lines), id=uuid.uuid4().hex)


def a_day(desk):
    """Orders taken, one of them amended, goods out and back, money in and settled, one of it taken back."""
    draft = new_draft(a_line("W550", "48"), a_line("COLA", "24"))
    drafts.save_draft(desk, draft)
    orders.check_order(desk, replace(draft, ref="PO-7"))
    order = orders.place_order(desk, draft)
    later = replace(new_draft(a_line("W550", "24")), supersedes=orders.place_order(desk, new_draft()).id)
    orders.cancel_order(desk, orders.place_order(desk, later).number)
    out = posted(deliveries.deliver(desk, order.number, {1: Decimal(24)}))
    deliveries.deliver(desk, order.number)
    deliveries.return_goods(desk, out.number, {1: Decimal(2)})
    paid = posted(money.receive_money(desk, "C1", Decimal(20), way="oldest"))
    reversing.reverse(desk, paid.number, reason="重复")


def test_nothing_a_clerk_writes_reads_a_growing_table_whole(desk, monkeypatch):
    with noting(desk.book, monkeypatch) as noted:
        a_day(desk)
    assert len(noted.different) > 50
    whole = {(table, each) for each in noted.different for table in scans(desk.book, each) & GROWING}
    assert not whole, "\n".join(f"{table}: {statement}" for table, statement in sorted(whole))
