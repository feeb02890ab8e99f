"""The passes that pair two books, each by the line that decides: what is near enough, free, and of one sign."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.reconciliation.matching import BookLine, Matching

START = date(2026, 11, 1)
WINDOW = 5


def a_line(name, day, amount, number="", summary=""):
    return BookLine(name, START + timedelta(days=day - 1), Decimal(amount), number, summary)


def matched(ours, theirs):
    """Pairs with how they were found, pairs that differ, and what is left of both."""
    work = Matching(ours, theirs, WINDOW)
    work.run()

    def named(pair):
        return "".join(ours[n].id for n in pair.ours), "".join(theirs[n].id for n in pair.theirs), pair.how

    left = [ours[n].id for n in work.ours.left()] + [theirs[n].id for n in work.theirs.left()]
    return [named(each) for each in work.pairs], [named(each)[:2] for each in work.differing], left


def test_an_earlier_line_of_theirs_does_not_stop_the_search():
    ours, theirs = [a_line("a", 20, "100")], [a_line("x", 1, "100"), a_line("y", 22, "100")]
    assert matched(ours, theirs) == ([("a", "y", "amount")], [], ["x"])
    assert matched(theirs, ours) == ([("y", "a", "amount")], [], ["x"])


def test_every_line_of_one_amount_is_looked_at():
    ours = [a_line("a", 3, "100"), a_line("b", 14, "100"), a_line("c", 26, "100")]
    theirs = [a_line("x", 8, "100"), a_line("y", 20, "100"), a_line("z", 27, "100")]
    assert matched(ours, theirs) == ([("a", "x", "amount"), ("c", "z", "amount")], [], ["b", "y"])


@pytest.mark.parametrize(("day", "pairs"), [(15, 1), (16, 0), (5, 1), (4, 0)])
def test_the_window_counts_both_its_ends(day, pairs):
    for theirs in (["100"], ["40", "60"], ["98.50"]):  # one line, a group, none at all
        others = [a_line(f"x{n}", day, amount) for n, amount in enumerate(theirs)]
        found, _, _ = matched([a_line("a", 10, "100")], others)
        assert len(found) == (pairs if theirs != ["98.50"] else 0)
    _, differing, _ = matched([a_line("a", 10, "1843")], [a_line("x", day, "1483")])
    assert len(differing) == pairs


def test_a_number_with_both_signs_is_not_netted():
    ours, theirs = [a_line("a", 1, "100", "CK1"), a_line("b", 2, "-30", "CK1")], [a_line("x", 1, "70", "CK1")]
    assert matched(ours, theirs) == ([], [("a", "x")], ["b"])
    assert matched(theirs, ours) == ([], [("x", "a")], ["b"])


def test_amounts_of_one_fen_of_one_number_add_up_too():
    theirs = [a_line("x", 1, "0.01", "CK1"), a_line("y", 1, "0.01", "CK1")]
    whole = [a_line("a", 1, "0.02", "CK1")]
    assert matched(whole, theirs) == ([("a", "xy", "number")], [], [])
    assert matched(theirs, whole) == ([("xy", "a", "number")], [], [])


def test_a_number_that_is_only_quoted_may_still_pair_by_amount():
    ours = [a_line("a", 1, "100", "CK1"), a_line("b", 8, "100")]
    theirs = [a_line("x", 1, "100", "", "货款 CK1"), a_line("y", 9, "100", "", "货款 CK1")]
    assert matched(ours, theirs) == ([("a", "x", "number"), ("b", "y", "amount")], [], [])


def test_a_sum_is_taken_by_one_day_only():
    ours = [a_line("a", 10, "60"), a_line("b", 10, "40"), a_line("c", 11, "70"), a_line("d", 11, "30")]
    assert matched(ours, [a_line("x", 11, "100")]) == ([("ab", "x", "day_total")], [], ["c", "d"])


def test_two_lines_of_a_day_are_a_days_total():
    found = matched([a_line("a", 10, "60"), a_line("b", 10, "40")], [a_line("x", 12, "100")])
    assert found == ([("ab", "x", "day_total")], [], [])


def test_a_few_lines_belong_to_one_sum_only():
    theirs = [a_line("x", 9, "60"), a_line("y", 11, "40")]
    assert matched([a_line("a", 10, "100"), a_line("b", 10, "100")], theirs) == ([("a", "xy", "group")], [], ["b"])


def test_a_slip_has_one_partner():
    found = matched([a_line("a", 10, "1843"), a_line("b", 11, "1843")], [a_line("x", 10, "1483")])
    assert found == ([], [("a", "x")], ["b"])


def test_the_nearest_of_several_slips_is_taken():
    theirs = [a_line("x", 6, "1483"), a_line("y", 11, "184.30")]
    assert matched([a_line("a", 10, "1843")], theirs) == ([], [("a", "y")], ["x"])


def test_whoever_gave_up_once_says_so_at_the_end():
    """Even amounts never make an odd sum, so the search for it looks at all it may; the next one is found at once."""
    theirs = [a_line(f"x{n}", 3, "480" if n == 15 else f"50.{2 * n:02d}") for n in range(16)]
    theirs += [a_line("y", 25, "11"), a_line("z", 27, "8")]
    work = Matching([a_line("a", 3, "500.75"), a_line("b", 26, "19")], theirs, WINDOW)
    work.run()
    assert work.gave_up
    assert [each.how for each in work.pairs] == ["group"]
    plain = Matching([a_line("b", 26, "19")], theirs, WINDOW)
    plain.run()
    assert not plain.gave_up
