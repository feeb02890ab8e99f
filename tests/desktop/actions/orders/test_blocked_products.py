"""A draft whose product was blocked since is told so by its line, and nothing of that line is promised."""

from decimal import Decimal

from desktop.actions.orders import drafts, orders
from sync.records.bodies.records import ProductBody
from tests.building.desktop.a_desk import a_draft, a_line


def block(desk, sku):
    """As headquarters' load does, or a file of one's own products."""
    with desk.book.writing() as writing:
        body = ProductBody(sku, "纯净水", "瓶", pack_unit="箱", pack_size=24_000, active=False)
        writing.put("catalog", "product", sku, body)


def test_a_product_blocked_since_keeps_its_line_at_nothing(desk):
    draft = a_draft(a_line("W550", "24"), a_line("COLA", "24"))
    drafts.save_draft(desk, draft)
    block(desk, "W550")
    shown, placed = orders.draft_outline(desk, draft), orders.place_order(desk, draft)
    for view in (shown, placed):
        assert ("product_inactive", 1) in [(each.code, each.line) for each in view.reasons]
    assert placed.state == "accepted_in_part"
    assert [line.accepted for line in placed.lines] == [Decimal(0), Decimal(24)]


def test_a_draft_of_nothing_but_blocked_products_is_refused(desk):
    draft = a_draft(a_line("W550", "24"))
    block(desk, "W550")
    assert orders.place_order(desk, draft).state == "refused"
