"""The campaign of a year's statements, in small: a slice made here, and one wrong figure that must be found."""

from datetime import date
from decimal import Decimal

from tests.campaigns.statements import closing_of, recounted, run

HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
LINES = [
    "536365,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850,UK",
    "536366,71053,LANTERN,3,2011-01-03 08:26:00,3.39,17850,UK",
    "C536367,71053,LANTERN,-1,2011-01-31 18:26:00,3.39,17850,UK",
    "536368,POST,POSTAGE,1,2011-02-02 09:00:00,18.005,12583,FR",
    "536369,84029G,BOTTLE,2,2011-02-03 10:00:00,4.25,,UK",
    "C536370,84029G,BOTTLE,-2,2011-02-09 10:00:00,4.25,13047,UK",
]


def a_slice(tmp_path):
    path = tmp_path / "slice.csv"
    path.write_text("\n".join([HEAD, *LINES]) + "\n", encoding="utf-8")
    return path


def test_every_closing_of_every_month_is_the_file_s(tmp_path):
    results = run(a_slice(tmp_path), date(2011, 1, 1), date(2011, 3, 1), tmp_path)
    assert [(each.month, each.made, each.wrong, each.missing) for each in results] == [
        ("2011-01", 1, [], []),
        ("2011-02", 3, [], []),
        ("2011-03", 3, [], []),
    ]


def test_the_recount_adds_up_lines_and_nothing_else(tmp_path):
    counted = recounted(a_slice(tmp_path))
    assert set(counted) == {"17850", "12583", "13047"}
    assert closing_of(counted["17850"], "2010-12") == Decimal("15.30")
    assert closing_of(counted["17850"], "2011-02") == Decimal("22.08")
    assert closing_of(counted["13047"], "2011-12") == Decimal("-8.50")
