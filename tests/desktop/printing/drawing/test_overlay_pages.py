"""Values alone stand on a pre-printed form, each at its millimetre, shifted by the printer's own offset."""

import re
from dataclasses import replace

import pytest

from desktop.printing.drawing.paper import PAPERS
from desktop.printing.overlay import KINDS, plain_overlay
from desktop.printing.overlay_pages import crosses, print_overlay, print_test
from desktop.printing.preview import page_sizes
from tests.building.desktop.papers import drawing_orders, page_texts

VALUES = {"customer": "喆堃珺鎏便利", "total": "1,234.50"}


def places(pdf):
    found = re.findall(r"1 0 0 1 ([\d.-]+) ([\d.-]+) Tm", drawing_orders(pdf))
    return [(round(float(x) * 25.4 / 72, 1), round(139.7 - float(y) * 25.4 / 72, 1)) for x, y in found]


def test_a_value_stands_where_it_was_put_and_nothing_else_is_drawn():
    overlay = plain_overlay("delivery").moved("customer", 0.5, -1)
    pdf = print_overlay(overlay, VALUES).pdf
    assert places(pdf)[0] == (25.5, 17.0)
    assert page_sizes(pdf)[0] == pytest.approx((241, 139.7), abs=0.01)
    assert " re" not in drawing_orders(pdf)
    assert "喆堃珺鎏便利" in page_texts(pdf)[0]
    shifted = print_overlay(overlay.for_printer("LQ-630", 1.5, -2), VALUES, printer="LQ-630").pdf
    assert places(shifted)[0] == (27.0, 15.0)
    assert print_overlay(overlay, VALUES, printer="other").pdf == pdf


def test_more_lines_than_a_form_holds_go_on_with_the_next_and_sums_close_the_last():
    lines = [{"name": f"商品{place}", "amount": "1.00"} for place in range(17)]
    texts = page_texts(print_overlay(plain_overlay("delivery"), VALUES, lines).pdf)
    assert len(texts) == 3
    assert all("喆堃" in text for text in texts)
    assert [("1,234.50" in text, f"{place}/3" in text) for place, text in enumerate(texts, 1)] == [
        (False, True),
        (False, True),
        (True, True),
    ]
    assert "商品16" in texts[2]


def test_a_field_that_is_not_wanted_is_not_printed():
    overlay = plain_overlay("delivery").changed("customer", lambda spot: replace(spot, shown=False))
    assert "喆堃" not in page_texts(print_overlay(overlay, VALUES).pdf)[0]


def test_a_long_text_is_cut_and_a_long_figure_is_not():
    overlay = plain_overlay("delivery")
    for name in ("customer", "total"):
        overlay = overlay.changed(name, lambda spot: replace(spot, width=12))
    text = page_texts(print_overlay(overlay, {"customer": "很长的客户名称" * 4, "total": "119,999,999,999.88"}).pdf)[0]
    assert "…" in text
    assert "119,999,999,999.88" in text


@pytest.mark.parametrize("kind", KINDS)
def test_the_test_page_names_every_field_and_lies_where_printers_reach(kind):
    overlay = plain_overlay(kind)
    names = {spot.field: f"字{spot.field}" for spot in (*overlay.spots, *overlay.columns)}
    pdf = print_test(overlay, names, told=["量出的差填到右移、下移。"]).pdf
    (text,) = page_texts(pdf)
    assert all(name in text for name in names.values())
    assert "量出的差" in text
    paper = PAPERS[overlay.paper]
    for x, y in crosses(paper):
        assert f"{x:g}, {y:g}" in text
    numbers = re.findall(r"([\d.-]+) ([\d.-]+) m ([\d.-]+) ([\d.-]+) l", drawing_orders(pdf))
    for line in numbers:
        for x in (float(line[0]), float(line[2])):
            assert paper.left - 1.6 <= x * 25.4 / 72 <= paper.right + 2.6
    widths = [float(width) for width in re.findall(r"([\d.]+) w\b", drawing_orders(pdf))]
    assert min(widths) >= 0.25 * 72 / 25.4


def test_the_test_page_is_shifted_as_the_values_are():
    overlay = plain_overlay("delivery")
    plain, shifted = (
        [float(x) for x, _ in places(print_test(each, {}, printer="LQ").pdf)]
        for each in (overlay, overlay.for_printer("LQ", 2, 0))
    )
    assert [round(b - a, 1) for a, b in zip(plain, shifted, strict=True)] == [2.0] * len(plain)
