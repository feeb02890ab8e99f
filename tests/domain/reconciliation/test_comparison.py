"""Two books in, what agrees and what doesn't out; both adjusted to one balance."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.reconcile import books, measure
from domain.errors import DamagedError
from domain.reconciliation.comparison import Match, Reconciliation, adjustment_table, mirrored, reconcile
from domain.reconciliation.likely_causes import Evidence
from domain.reconciliation.matching import BookLine

START, END = date(2026, 11, 1), date(2026, 11, 30)
EVIDENCE = Evidence(START, END, window=5)


def a_line(name, day, amount, number="", summary="", kind=""):
    return BookLine(name, START + timedelta(days=day - 1), Decimal(amount), number, summary, kind)


def compared(ours, theirs, evidence=EVIDENCE):
    return reconcile(ours, theirs, evidence)


def pairs(found):
    return [
        ("".join(line.id for line in match.ours), "".join(line.id for line in match.theirs), match.how)
        for match in found.matches
    ]


def causes(rows):
    return [(row.line.id, row.cause.code) for row in rows]


def balance_of(lines):
    return sum((line.amount for line in lines), Decimal(0))


def test_number_and_amount_first_whatever_the_day():
    found = compared(
        [a_line("a", 1, "100", "CK1"), a_line("b", 2, "100", "CK2")],
        [a_line("x", 2, "100", "ck2 "), a_line("y", 29, "100", "CK1")],
    )
    assert pairs(found) == [("a", "y", "number"), ("b", "x", "number")]
    assert found.agrees
    assert found.matches[0].days_apart == 28


def test_a_number_quoted_in_words_counts_as_the_number():
    found = compared(
        [a_line("a", 1, "100", "CK1"), a_line("b", 20, "-60", "SKD1", "工行")],
        [a_line("x", 9, "100", "77", "货款 CK1"), a_line("y", 21, "-60", "PZ-5", "付SKD1款，CK1")],
    )
    assert pairs(found) == [("a", "x", "number"), ("b", "y", "amount")]


def test_amounts_pair_within_the_window_the_same_day_first():
    found = compared(
        [a_line("a", 3, "100"), a_line("b", 5, "100"), a_line("c", 20, "100")],
        [a_line("x", 5, "100"), a_line("y", 7, "100"), a_line("z", 26, "100")],
    )
    assert pairs(found) == [("b", "x", "amount"), ("a", "y", "amount")]
    assert [row.line.id for row in (*found.ours_only, *found.theirs_only)] == ["c", "z"]


def test_one_document_against_several_lines_of_its_number():
    found = compared([a_line("a", 1, "100", "CK1")], [a_line("x", 1, "60", "CK1"), a_line("y", 9, "40", "CK1")])
    assert pairs(found) == [("a", "xy", "number")]
    assert found.matches[0].days_apart == 8


def test_one_payment_for_a_few_documents():
    found = compared(
        [a_line("p", 6, "-450.50")],
        [a_line("x", 4, "-100.50"), a_line("y", 5, "-77"), a_line("z", 8, "-350"), a_line("w", 8, "500")],
    )
    assert pairs(found) == [("p", "xz", "group")]
    assert causes(found.theirs_only) == [("y", "posted_earlier"), ("w", "unknown")]


def test_a_day_booked_as_one_sum():
    ours = [a_line(f"{place}", 10, str(100 + place)) for place in range(8)]
    found = compared(ours, [a_line("x", 11, "828")])
    assert pairs(found) == [("01234567", "x", "day_total")]
    assert pairs(reconcile([a_line("x", 11, "828")], ours, EVIDENCE)) == [("x", "01234567", "day_total")]


def test_one_number_with_two_amounts_differs_and_pairs_with_nothing_else():
    found = compared(
        [a_line("a", 1, "100", "CK1"), a_line("b", 2, "90")], [a_line("x", 1, "90", "CK1"), a_line("y", 3, "100")]
    )
    assert [(row.ours[0].id, row.theirs[0].id, str(row.difference)) for row in found.differing] == [("a", "x", "10.00")]
    assert [row.line.id for row in (*found.ours_only, *found.theirs_only)] == ["b", "y"]


@pytest.mark.parametrize(
    ("ours", "theirs", "cause"),
    [
        ("1843.00", "1483.00", "reversed_digits"),
        ("1230.00", "123.00", "decimal_shift"),
        ("500.00", "1000.00", "keyed_twice"),
        ("99.99", "100.00", "rounding"),
        ("321.00", "123.45", "unknown"),
    ],
)
def test_why_two_amounts_differ(ours, theirs, cause):
    found = compared([a_line("a", 1, ours, "CK1")], [a_line("x", 1, theirs, "CK1")])
    assert [row.cause.code for row in found.differing] == [cause]
    assert found.differing[0].cause.facts["difference"] == Decimal(ours) - Decimal(theirs)


def test_a_rebate_left_out_explains_a_difference():
    ours = [a_line("a", 1, "1000", "CK1"), a_line("f", 20, "-50", "FL1", kind="rebate_settlement")]
    found = compared(ours, [a_line("x", 1, "950", "CK1")])
    assert [row.cause.code for row in found.differing] == ["rebate_not_booked"]
    assert causes(found.ours_only) == [("f", "rebate_not_booked")]


def test_a_line_missing_from_a_document_is_named():
    theirs = [a_line("x", 1, "60", "CK1"), a_line("y", 1, "35", "CK1", "第二行"), a_line("z", 1, "35", "CK1")]
    (row,) = compared([a_line("a", 1, "95", "CK1")], theirs).differing
    assert (row.cause.code, row.cause.facts["number"]) == ("line_missing", "CK1")


def test_amounts_without_numbers_a_slip_apart_differ():
    found = compared(
        [a_line("a", 1, "1843"), a_line("b", 2, "55"), a_line("c", 3, "70")],
        [a_line("x", 3, "1483"), a_line("y", 2, "5.50"), a_line("z", 20, "700")],
    )
    assert [(row.ours[0].id, row.theirs[0].id, row.cause.code) for row in found.differing] == [
        ("a", "x", "reversed_digits"),
        ("b", "y", "decimal_shift"),
    ]
    assert [row.line.id for row in (*found.ours_only, *found.theirs_only)] == ["c", "z"]


def test_why_a_line_stands_on_one_side_only():
    ours = [
        a_line("g", 28, "610", "CK9"),
        a_line("d1", 12, "77", "CK2"),
        a_line("d2", 12, "77", "CK2"),
        a_line("u1", 10, "31", "CK3"),
        a_line("u2", 15, "-31", "CK3"),
        a_line("r", 14, "-42", "", "第三季度返利"),
        a_line("m", 29, "-13"),
        a_line("e", 2, "-19"),
        a_line("n", 15, "23.01"),
    ]
    theirs = [a_line("x", 12, "77", "CK2"), a_line("p", 27, "-900", "FK7"), a_line("q", 29, "333")]
    found = compared(ours, theirs)
    assert sorted(causes(found.ours_only)) == [
        ("d2", "keyed_twice"),
        ("e", "posted_earlier"),
        ("g", "goods_in_transit"),
        ("m", "posted_later"),
        ("n", "unknown"),
        ("r", "rebate_not_booked"),
        ("u1", "cancelled_out"),
        ("u2", "cancelled_out"),
    ]
    assert causes(found.theirs_only) == [("p", "money_in_transit"), ("q", "posted_later")]


def test_the_same_amount_on_a_day_too_far_away_is_pointed_at_from_both_sides():
    ours = [a_line("o", 12, "56.40", "CK3"), a_line("n", 14, "70", "CK4"), a_line("k", 9, "12")]
    theirs = [a_line("t", 20, "56.40", "", "货款"), a_line("m", 20, "70", "CK9"), a_line("j", 20, "13")]
    found = compared(ours, theirs)
    [mine] = [each.cause for each in found.ours_only if each.line.id == "o"]
    [other] = [each.cause for each in found.theirs_only if each.line.id == "t"]
    assert (mine.code, mine.facts["date"], mine.facts["days"]) == ("same_amount_apart", date(2026, 11, 20), 8)
    assert (other.code, other.facts["number"], other.facts["days"]) == ("same_amount_apart", "CK3", 8)
    # Two numbers are two documents, and another amount is another thing.
    rest = {each.line.id: each.cause.code for each in (*found.ours_only, *found.theirs_only)}
    assert (rest["n"], rest["k"]) == ("unknown", "unknown")
    assert "same_amount_apart" not in (rest["m"], rest["j"])


def test_goods_are_on_their_way_from_the_seller_and_money_from_the_buyer():
    goods, money = a_line("g", 22, "610", "CK9"), a_line("p", 23, "-900", "FK7")
    as_buyer = replace(EVIDENCE, we_sell=False)
    assert causes(compared([goods], [money]).ours_only) == [("g", "goods_in_transit")]
    assert causes(compared([goods], [money]).theirs_only) == [("p", "money_in_transit")]
    assert causes(compared([money], [goods], as_buyer).ours_only) == [("p", "money_in_transit")]
    assert causes(compared([money], [goods], as_buyer).theirs_only) == [("g", "goods_in_transit")]
    assert causes(compared([goods], [money], as_buyer).ours_only) == [("g", "unknown")]


@pytest.mark.parametrize(
    ("day", "cause"),
    [(1, "posted_earlier"), (6, "posted_earlier"), (7, "unknown"), (19, "unknown"), (20, "goods_in_transit"),
     (30, "goods_in_transit")],
)  # fmt: skip
def test_the_days_at_both_ends_of_the_month_are_suspect(day, cause):
    assert causes(compared([a_line("g", day, "61")], []).ours_only) == [("g", cause)]


def test_a_line_of_the_next_month_proves_the_later_posting():
    later = [a_line("w", 31, "61", ""), a_line("v", 45, "610", ""), a_line("x", 32, "610", "")]
    evidence = replace(EVIDENCE, later_theirs=later, earlier_ours=[a_line("y", -1, "-5", "")])
    found = compared([a_line("g", 28, "610", "CK9")], [a_line("z", 2, "-5")], evidence)
    assert causes(found.ours_only) == [("g", "posted_later")]
    assert found.ours_only[0].cause.facts["date"] == date(2026, 12, 2)
    assert causes(found.theirs_only) == [("z", "posted_earlier")]


def test_a_number_keyed_twice_is_no_partner_for_another_document():
    found = compared(
        [a_line("a", 1, "100", "CK1"), a_line("b", 2, "100", "CK7")],
        [a_line("x", 1, "100", "CK1"), a_line("y", 2, "100", "CK1")],
    )
    assert pairs(found) == [("a", "x", "number")]
    assert causes(found.theirs_only) == [("y", "keyed_twice")]
    assert [row.line.id for row in found.ours_only] == ["b"]


def test_both_sides_arrive_at_one_balance():
    ours = [a_line("a", 1, "1000", "CK1"), a_line("b", 2, "500", "CK2"), a_line("r", 9, "-700", "SKD1")]
    theirs = [a_line("x", 1, "-100", "CK1"), a_line("z", 9, "700", "SKD1"), a_line("w", 28, "300", "FK9")]
    found = compared(ours, mirrored(theirs))
    table = adjustment_table(found, Decimal(1300), Decimal(50))
    assert [(row.side, row.code, str(row.amount)) for row in table.rows] == [
        ("ours", "theirs_not_ours", "-300"),
        ("theirs", "ours_not_theirs", "500"),
        ("theirs", "amount_differs", "900.00"),
        ("theirs", "opening_differs", "-450.00"),
    ]
    assert str(table.our_adjusted) == str(table.their_adjusted) == "1000.00"
    mirrored_table = adjustment_table(found, Decimal(1300), Decimal(50), right="theirs")
    assert mirrored_table.our_adjusted == mirrored_table.their_adjusted == Decimal(550)


def test_books_that_were_not_compared_are_not_adjusted():
    odd = Match((a_line("a", 1, "5"),), (a_line("x", 1, "6"),), "amount")
    with pytest.raises(DamagedError) as damaged:
        adjustment_table(Reconciliation((odd,), (), (), ()), Decimal(5), Decimal(6))
    assert damaged.value.code == "reconciliation_disagrees"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ([a_line("a", 1, "5", "CK1")], [a_line("x", 1, "6", "CK1")]),
        ([a_line("a", 1, "5")], []),
        ([], [a_line("x", 1, "6")]),
    ],
)
def test_one_difference_of_any_sort_is_no_agreement(ours, theirs):
    assert not compared(ours, theirs).agrees


def test_without_a_period_it_is_that_of_all_the_lines():
    ours = [a_line("a", 3, "5"), a_line("g", 25, "61"), a_line("n", 14, "77")]
    found = reconcile(ours, [a_line("x", 1, "9"), a_line("y", 30, "-8")])
    assert causes(found.ours_only) == [("a", "posted_earlier"), ("n", "unknown"), ("g", "goods_in_transit")]
    assert causes(found.theirs_only) == [("x", "posted_earlier"), ("y", "money_in_transit")]


def test_empty_books_agree():
    found = reconcile([], [])
    assert found.agrees
    assert adjustment_table(found, Decimal(0), Decimal(0)).rows == ()


@st.composite
def two_books(draw):
    amounts = st.sampled_from(["100", "10", "-10", "45.50", "54.50", "-60", "1483", "1843", "155.50"])
    numbers = st.sampled_from(["", "", "CK1", "CK2", "CK3"])
    line = st.tuples(st.integers(1, 30), amounts, numbers, st.sampled_from(["", "CK1", "返利"]))
    return [
        [a_line(f"{side}{place}", *each) for place, each in enumerate(draw(st.lists(line, max_size=9)))]
        for side in "ot"
    ]


@given(two_books(), st.integers(-500, 500), st.integers(-500, 500), st.sampled_from(["ours", "theirs"]))
def test_the_adjusted_balances_are_always_equal(both, opening, their_opening, right):
    ours, theirs = both
    found = compared(ours, theirs)
    table = adjustment_table(found, opening + balance_of(ours), their_opening + balance_of(theirs), right=right)
    assert table.our_adjusted == table.their_adjusted


@given(two_books())
def test_every_line_is_told_once_and_matches_are_equal(both):
    ours, theirs = both
    found = compared(ours, theirs)
    grouped = [*found.matches, *found.differing]
    told_ours = [line for each in grouped for line in each.ours] + [row.line for row in found.ours_only]
    told_theirs = [line for each in grouped for line in each.theirs] + [row.line for row in found.theirs_only]
    assert sorted(line.id for line in told_ours) == sorted(line.id for line in ours)
    assert sorted(line.id for line in told_theirs) == sorted(line.id for line in theirs)
    assert all(balance_of(match.ours) == balance_of(match.theirs) for match in found.matches)
    assert all(row.difference for row in found.differing)


@given(two_books(), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(both, chance):
    ours, theirs = both
    before = compared(ours, theirs)
    chance.shuffle(ours)
    chance.shuffle(theirs)
    assert compared(ours, theirs) == before


@given(two_books())
def test_a_book_agrees_with_itself(both):
    ours, _ = both
    assert compared(ours, [replace(line, id=f"x{line.id}") for line in ours]).agrees


def test_what_goes_wrong_between_two_bookkeepers_is_found():
    ours, theirs = books(1_000)
    found = reconcile(ours, theirs)
    codes = [row.cause.code for row in found.differing]
    assert codes.count("reversed_digits") >= 15
    assert codes.count("decimal_shift") >= 18
    assert [row.cause.code for row in found.theirs_only].count("keyed_twice") == 20
    assert sum(match.how == "number" for match in found.matches) >= 600
    assert sum(match.how in {"group", "day_total"} for match in found.matches) >= 20


def test_books_that_have_nothing_in_common_take_bounded_work():
    assert measure(2_000, 1, alike=False) < 20
