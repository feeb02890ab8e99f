"""What is imported falls due as was agreed with the customer, like what is written by hand."""

from datetime import date

from desktop.actions.accounts import settling
from desktop.actions.imports.history import import_orders
from sync.records.bodies.records import DealerBody
from tests.building.desktop.a_desk import a_desk


def _dues(tmp_path, **agreed):
    card = DealerBody("T", "账期店", "store", "GD01", **agreed)
    file = tmp_path / "history.csv"
    file.write_text("单据编号,日期,客户编码,货号,数量,单价\nA1,2026-10-07,T,W550,100,2.00\n", encoding="utf-8")
    with a_desk(tmp_path / "desk", records=[("dealer", "GD01:T", card)], stock={"W550": 500}) as desk:
        import_orders(desk, file, seller="GD01")
        return [(each.due, each.amount) for each in settling.account_view(desk, "T").debts]


def test_instalments_fall_due_each_on_its_day(tmp_path):
    assert _dues(tmp_path, terms="30%N30,70%N60") == [(date(2026, 11, 6), 60.0), (date(2026, 12, 6), 140.0)]


def test_the_end_of_next_month_is_no_matter_of_days(tmp_path):
    assert _dues(tmp_path, terms="M1", credit_days=10) == [(date(2026, 11, 30), 200.0)]


def test_days_are_counted_from_the_document(tmp_path):
    assert _dues(tmp_path, credit_days=20) == [(date(2026, 10, 27), 200.0)]
