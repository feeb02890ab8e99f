"""A document's values, one by one, for a pre-printed form, in the layout kept in the folder."""

from datetime import date
from decimal import Decimal

import pytest

from desktop.actions.documents import deliveries, money, overlays
from desktop.actions.headquarters.queued import posted
from desktop.actions.statements import papers
from domain.errors import UsageError
from tests.building.desktop.a_desk import TODAY
from tests.desktop.actions.statements.test_papers import text_of


def test_delivery_receipt_and_statement_go_onto_their_forms(desk, early_order):
    order = early_order
    made = posted(deliveries.deliver(desk, order.number, on=date(2026, 11, 20)))
    paid = posted(money.receive_money(desk, "C1", Decimal("50.00"), date(2026, 11, 21), "cash"))
    issued = posted(papers.issue_statement(desk, "C1", date(2026, 11, 1), TODAY))
    text = text_of(overlays.onto_form(desk, "delivery", made.number).pdf)
    for part in ("天河小卖部", made.number, "132.00", "农夫山泉550ml", "人民币壹佰叁拾贰元整"):
        assert part in text
    assert "客户" not in text
    assert "50.00" in text_of(overlays.onto_form(desk, "money_receipt", paid.number).pdf)
    assert "82.00" in text_of(overlays.onto_form(desk, "statement", issued.number).pdf)
    with pytest.raises(UsageError, match="form_kind"):
        overlays.onto_form(desk, "opening", made.number)
    driver = text_of(overlays.onto_form(desk, "delivery", made.number, prices=False).pdf)
    assert ("农夫山泉550ml" in driver, "132.00" in driver, "壹佰" in driver) == (True, False, False)
    assert "132.00" in text_of(overlays.onto_form(desk, "order", order.number).pdf)


def test_a_layout_is_kept_in_the_folder(desk):
    moved = overlays.layout(desk, "delivery").moved("total", 10, 5).for_printer("LQ", 1, 1)
    overlays.save_layout(desk, moved)
    assert (desk.folder / "layouts" / "delivery.json").is_file()
    assert overlays.layout(desk, "delivery") == moved


def test_a_printers_offset_is_kept_with_the_form(desk):
    kept = overlays.shift_printer(desk, "statement", "LQ", 1.5, -2)
    assert overlays.layout(desk, "statement") == kept
    assert (kept.offset("LQ"), kept.offset("other")) == ((1.5, -2.0), (0.0, 0.0))
    with pytest.raises(UsageError, match="offset_range"):
        overlays.shift_printer(desk, "statement", "LQ", 31, 0)
