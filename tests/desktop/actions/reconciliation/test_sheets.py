"""The adjustment table as a workbook: both balances come to one by formulas, and every line says what it is."""

import datetime as dt
from decimal import Decimal

import pytest

from desktop.actions.reconciliation.sheets import reconciliation_xlsx
from desktop.actions.reconciliation.views import AdjustmentRow, BookRow, LeftoverRow, MatchRow, ReconciliationView
from domain.explain import Reason
from domain.parties.dealers import Dealer
from tests.building.desktop.book_reader import read_book

D = Decimal
SELLER, BUYER = Dealer("GD01", "GD01", "粤海", "province", "HQ"), Dealer("GD01:C1", "C1", "天河小卖部", "store", "GD01")
CAUSE = Reason("cause_later", "info", {})


def book(number, amount, day=5):
    return BookRow(dt.date(2026, 10, day), number, D(amount), "delivery", "")


def found(**more):
    """Ours 350, theirs 310: a receipt of 40 that we lack, a delivery of 12.50 they lack, one that differs by 67.50."""
    said = {
        "matches": (MatchRow((book("A", 100), book("B", 50, 6)), (book("A+B", 150, 7),), "group", 2),),
        "leftovers": (
            LeftoverRow("theirs_only", (), (book("SKD-1", -40),), CAUSE),
            LeftoverRow("ours_only", (book("XSCK-9", "12.50"),), (), CAUSE),
            LeftoverRow("differs", (book("C", "187.50"),), (book("C", 200),), CAUSE),
        ),
        "adjustments": (
            AdjustmentRow("ours", "theirs_not_ours", D(-40), "SKD-1", CAUSE),
            AdjustmentRow("theirs", "ours_not_theirs", D("12.50"), "XSCK-9", CAUSE),
            AdjustmentRow("theirs", "amount_differs", D("-12.50"), "C", None),
        ),
        "remarks": (),
    }
    return ReconciliationView(
        SELLER, BUYER, dt.date(2026, 10, 1), dt.date(2026, 10, 31), "对方.xlsx", False,
        our_closing=D(350), their_closing=D(310), adjusted=D(310), their_adjusted=D(310), gave_up=False,
        **{**said, **more},
    )  # fmt: skip


@pytest.fixture
def sheets():
    return read_book(reconciliation_xlsx(found()))


def follow(sheet, formula):
    """The value of `SUM(C5:C6)` or `ROUND(C7-C12,2)` out of the cells it names."""
    if formula.startswith("SUM("):
        first, last = (int(each[1:]) for each in formula[4:-1].split(":"))
        return sum(sheet.rows[row - 1][2].value for row in range(first, last + 1))
    one, two = formula.removeprefix("ROUND(").removesuffix(",2)").split("-")
    return sheet.rows[int(one[1:]) - 1][2].value - sheet.rows[int(two[1:]) - 1][2].value


def test_both_sides_come_to_one_balance_by_formulas(sheets):
    table = sheets["余额调节表"]
    told = [(row[0].value, row[2]) for row in table.rows if row and row[2].formula]
    assert [name for name, _ in told] == ["调节后余额", "调节后余额", "调节后差额"]
    for _, cell in told:
        assert follow(table, cell.formula) == cell.value
    assert [cell.value for _, cell in told] == [310, 310, 0]
    assert table.frozen == (5, 0)
    assert [cell.value for cell in table.rows[4]] == ["项目", "单号", "金额", "可能原因"]


def test_differences_are_summed_side_by_side(sheets):
    left = sheets["未达与差异"]
    assert left.column("我方减对方") == [40, D("12.5"), D("-12.5")]
    assert {head: cell.value for head, cell in left.totals.items()} == {
        "我方金额": 200,
        "对方金额": 160,
        "我方减对方": 40,
    }
    assert left.column("差异") == ["对方有我方无", "我方有对方无", "金额不符"]
    assert left.totals["我方金额"].formula == "SUBTOTAL(109,C2:C4)"


def test_what_matches_says_how_and_how_far_apart(sheets):
    same = sheets["一致"]
    assert same.values == [
        [dt.date(2026, 10, 5), "A B", 150, dt.date(2026, 10, 7), "A+B", 150, 2, "几笔合一笔"],
    ]
    assert same.totals["我方金额"].value == same.totals["对方金额"].value == 150


def test_it_speaks_english_and_bears_nothing_at_all():
    sheets = read_book(reconciliation_xlsx(found(matches=(), leftovers=(), adjustments=()), "en"))
    assert list(sheets) == ["Adjustment table", "Differences", "Matched"]
    assert sheets["Matched"].heads[:3] == ["Our date", "Our number", "Our amount"]
    assert (sheets["Matched"].values, sheets["Matched"].totals) == ([], {})
