"""Stored rows become views: names where the reader knows them, the line's own words where he doesn't."""

from decimal import Decimal

import pytest

from desktop.actions.documents import posting
from desktop.actions.documents.document_views import counted, read_reasons, read_steps
from domain.catalog.products import Product
from domain.values.quantities import Pack
from sync.records.bodies.records import DocumentBody, LineBody

WATER = Product("W550", "W550", "农夫山泉550ml", "瓶", (Pack("箱", Decimal(24)),))


@pytest.mark.parametrize(
    ("product", "unit", "size", "text"),
    [(WATER, "箱", "24", "2箱2瓶"), (None, "瓶", "1", "50瓶"), (None, "箱", "25", "2箱"), (None, "", "1", "50")],
)
def test_quantity_is_told_as_people_count(product, unit, size, text):
    assert counted(Decimal(50), unit, Decimal(size), product) == text


def test_stored_explanations_are_read_back():
    (step,) = read_steps('[{"code":"list","after":15000,"facts":{"list":"W"}}]')
    assert (step.before, step.after, step.facts) == (None, Decimal("1.5000"), {"list": "W"})
    (reason,) = read_reasons('[{"code":"later","severity":"loud","line":9}]')
    assert (reason.severity, reason.line) == ("stop", 9)
    assert read_steps("[]") == ()
    assert read_reasons("[]") == ()


def test_paper_of_strangers_is_shown_all_the_same(desk):
    body = DocumentBody(
        "XSCK-77-1",
        "ZZ",
        "GD01",
        "2026-11-22",
        "2026-11-22T00:00:00Z",
        5_00,
        [LineBody("X", "X9", 2_000, 5_00, name="怪味豆")],
    )
    with desk.book.writing() as writing:
        writing.put("dealer/GD01", "delivery", "x1", body)
    shown = posting.paper(desk, "XSCK-77-1")
    assert (shown.seller.code, shown.buyer.name) == ("ZZ", "广东粤海商贸")
    assert [(line.name, line.quantity, line.amount) for line in shown.lines] == [
        ("怪味豆", Decimal(2), Decimal("5.00"))
    ]
