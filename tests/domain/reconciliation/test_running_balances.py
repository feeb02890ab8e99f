"""A book is followed by the balances it states, in whatever order and sign, and departs where it departs."""

from decimal import Decimal

import pytest

from domain.reconciliation.running_balances import Departure, StatedRow, follow

D = Decimal


def steps(*rows):
    return [StatedRow(row, None if amount is None else D(amount), None if balance is None else D(balance))
            for row, (amount, balance) in enumerate(rows, 1)]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "opening", "departs", "ends"),
    [
        ([("60", "110")], "50", [], "110"),
        ([("60", "150")], "50", [(1, "150", "110")], "150"),
        ([("60", None), ("-20", "40")], None, [], "40"),
        ([("60", "60"), ("-20", "45"), ("5", "50")], None, [(2, "45", "40")], "50"),
        ([("5", "45"), ("-20", "40"), ("60", "60")], None, [], "45"),  # the newest first
        ([("60", "-60"), ("-20", "-40")], None, [], "40"),  # what is owed with a minus
        ([("60", "60"), ("-100", "40")], None, [], "-40"),  # without a sign past nothing
        ([("60", "60"), (None, None), ("10", "90")], None, [], "90"),  # a row that couldn't be read
    ],
)
def test_a_book_is_followed_to_its_end(rows, opening, departs, ends):
    run = follow(steps(*rows), None if opening is None else D(opening))
    assert run.departures == tuple(Departure(row, D(stated), D(reckoned)) for row, stated, reckoned in departs)
    assert run.ending == D(ends)


def test_what_was_before_the_first_row_follows_from_its_balance():
    assert follow(steps(("60", "110"), ("-10", "100"))).opening == D(50)
    assert follow(steps(("5", None), ("60", "110"))).opening == D(45)
    assert follow(steps(("5", None))).ending is None
