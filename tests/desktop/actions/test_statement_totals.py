"""A list of statements is summed where the sum means something: what is owed to us and what we owe make none."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from desktop.listings.statements import STATEMENTS, IssuedPaper

NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)


def _paper(place: int, seller: str) -> IssuedPaper:
    row: Any = SimpleNamespace(
        number=f"S{place}",
        seller=seller,
        start=NOVEMBER[0],
        end=NOVEMBER[1],
        issued=NOVEMBER[1],
        state="issued",
        replaced_by="",
        opening=Decimal("2124.53"),
        closing=Decimal("15685.87"),
        reply_by=None,
        author="",
        prints=0,
    )
    buyer: Any = SimpleNamespace(id=f"B{place}", code="C", name="N")
    return IssuedPaper(row, buyer)


def _summed(*sellers: str) -> list[str]:
    papers = [_paper(place, seller) for place, seller in enumerate(sellers)]
    return [each.title for each in STATEMENTS.table("对账单", papers, "zh").columns if each.total]


def test_statements_of_one_seller_have_a_sum():
    assert _summed("GD01", "GD01") == ["期初余额", "期末余额"]


def test_ours_and_those_that_were_made_to_us_have_none():
    assert _summed("GD01", "HQ") == []
