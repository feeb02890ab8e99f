"""What of the other side's book isn't compared as it stands is told: other days, no rows, other signs, other names."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from desktop.actions.documents import money
from desktop.actions.imports.book_files import OtherFile
from desktop.actions.reconciliation import reconciliation
from desktop.wording import say, say_reason
from domain.errors import UsageError
from domain.explain import Reason
from tests.building.desktop.a_desk import a_desk

START, END = date(2026, 10, 1), date(2026, 10, 31)


@pytest.fixture
def desk(tmp_path):
    """C1 owes 1000 from September; 100 on the 5th, 150 on the 10th, 40 paid on the 20th: 1210."""
    with a_desk(tmp_path / "desk") as opened:
        money.book_note(opened, "debit_note", "C1", Decimal(1000), date(2026, 9, 30))
        money.book_note(opened, "debit_note", "C1", Decimal(100), date(2026, 10, 5))
        money.book_note(opened, "debit_note", "C1", Decimal(150), date(2026, 10, 10))
        money.receive_money(opened, "C1", Decimal(40), date(2026, 10, 20))
        yield opened


def compared(desk, folder, *rows, **more):
    path = folder / "对方.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return reconciliation.reconcile_account(desk, "C1", START, END, OtherFile(path, **more))


def codes(found):
    return [each.code for each in found.remarks]


def facts(found, code):
    return next(each.facts for each in found.remarks if each.code == code)


BARE = ["日期", "单号", "金额"]
OURS = [["2026-10-05", "A", "100"], ["2026-10-10", "B", "150"], ["2026-10-20", "C", "-40"]]


def test_rows_outside_the_period_are_told_with_their_amounts(desk, tmp_path):
    found = compared(desk, tmp_path, BARE, ["2026-09-20", "Z", "500"], *OURS, ["2026-11-01", "Y", "700"])
    assert (found.agrees, found.unproven) == (True, 0)
    assert facts(found, "book_rows_before") == {"rows": 1, "amount": Decimal(500), "day": START}
    assert facts(found, "book_rows_after") == {"rows": 1, "amount": Decimal(700), "day": END}


def test_a_file_of_other_months_alone_says_so_and_proves_nothing(desk, tmp_path):
    found = compared(desk, tmp_path, BARE, ["2026-09-20", "Z", "500"], ["2026-11-01", "Y", "700"])
    assert not found.agrees
    assert found.unproven == 1
    told = facts(found, "book_of_other_days")
    assert (told["rows"], told["first"], told["last"]) == (2, date(2026, 9, 20), date(2026, 11, 1))


def test_a_book_of_headings_alone_is_refused(desk, tmp_path):
    with pytest.raises(UsageError) as refused:
        compared(desk, tmp_path, BARE)
    assert refused.value.code == "book_without_rows"


NEGATIVE = [
    ["日期", "摘要", "收入", "支出", "结余"],
    ["2026-10-01", "期初余额", "", "", "-1000"],
    ["2026-10-05", "进货", "", "100", "-1100"],
    ["2026-10-10", "进货", "", "150", "-1250"],
    ["2026-10-20", "付款", "40", "", "-1210"],
]


@pytest.mark.parametrize("kept_by", ["", "buyer"])
def test_a_book_with_debts_as_negative_figures_is_turned_as_a_whole_and_says_so(desk, tmp_path, kept_by):
    found = compared(desk, tmp_path, *NEGATIVE, kept_by=kept_by)
    assert (found.agrees, found.their_closing) == (True, Decimal(1210))
    assert "their_book_mirrored" in codes(found)


def test_columns_that_were_mapped_are_no_longer_called_unknown(desk, tmp_path):
    found = compared(desk, tmp_path, *NEGATIVE, titles={"income": "支出", "expense": "收入"})
    assert (found.agrees, codes(found)) == (True, [])


def test_a_name_written_short_in_one_row_is_the_same_account(desk, tmp_path):
    full, short, other = "天河小卖部有限公司", "天河小卖部", "百事饮料"
    rows = [
        ["日期", "往来单位", "单号", "金额"],
        ["2026-10-05", full, "A", "100"],
        ["2026-10-08", other, "Z", "999"],
        ["2026-10-10", short, "B", "150"],
        ["2026-10-20", full, "C", "-40"],
    ]
    found = compared(desk, tmp_path, *rows)
    assert found.agrees
    assert facts(found, "book_rows_apart") == {"names": other, "rows": 1}


def test_how_many_more_rows_depart_is_said_in_words():
    told = Reason("their_balance_departs", "warn", {"stated": 1, "reckoned": 2, "more": "2"}, 4)
    assert say_reason(told, "zh").endswith("（另有 2 行也这样）。")
    assert "1 thing in their book weren't" not in say("reconciled_unproven", "en", count=1)
