"""Values alone stand on a pre-printed form, each at its millimetre, shifted by the printer's own offset."""

import re

import pytest

from desktop.printing.overlay import layout_path, overlay_json, plain_overlay, print_overlay, print_test, read_overlay
from desktop.printing.preview import page_sizes
from domain.errors import UsageError
from tests.desktop.printing.builders import drawing_orders, page_texts

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


def test_more_lines_than_a_form_holds_go_on_with_the_next():
    lines = [{"name": f"商品{place}", "amount": "1.00"} for place in range(17)]
    texts = page_texts(print_overlay(plain_overlay("delivery"), VALUES, lines).pdf)
    assert len(texts) == 3
    assert all("喆堃" in text for text in texts)
    assert "商品16" in texts[2]


def test_no_field_leaves_the_paper():
    moved = plain_overlay("statement").moved("customer", -999, 999)
    assert (moved.spots[0].x, moved.spots[0].y) == (0, 139.7)


def test_a_layout_reads_back_and_a_broken_one_is_told(tmp_path):
    overlay = plain_overlay("money_receipt").moved("date", 3, 3).for_printer("LQ", 1, 2)
    path = layout_path(tmp_path, "money_receipt")
    assert read_overlay(tmp_path, "money_receipt") == plain_overlay("money_receipt")
    path.parent.mkdir()
    path.write_bytes(overlay_json(overlay))
    assert read_overlay(tmp_path, "money_receipt") == overlay
    for broken in (b"{", b"[]", b'{"kind": "x"}', overlay_json(overlay).replace(b"241x140", b"a9")):
        path.write_bytes(broken)
        with pytest.raises(UsageError, match="layout_unreadable"):
            read_overlay(tmp_path, "money_receipt")


def test_the_test_page_names_every_field_and_has_a_ruler():
    text = page_texts(print_test(plain_overlay("delivery"), {"customer": "客户"}).pdf)[0]
    assert "客户" in text
    assert "balance_after" in text
    assert "240" in text
