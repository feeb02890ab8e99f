"""One slip of the finger between two amounts, and nothing that only looks alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reconciliation.typo_detection import one_slip_from, slip_of


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        (184300, 148300, "reversed_digits"),
        (-184300, -148300, "reversed_digits"),
        (905, 95, "reversed_digits"),
        (12300, 1230, "decimal_shift"),
        (1230, 123000, "decimal_shift"),
        (500, -500, "sign_turned"),
        (100, 10, "decimal_shift"),
        (12345, 54321, None),
        (184300, 134800, None),
        (-12300, 1230, None),
        (12300, 12301, None),
        (1, 10_000, None),
        (500, 500, None),
        (0, 500, None),
    ],
)
def test_which_slip(one, other, slip):
    assert slip_of(one, other) == slip == slip_of(other, one)


@given(st.integers(1, 10**9), st.integers(0, 7))
def test_swapping_two_figures_is_found_and_makes_a_difference_of_nines(fen, place):
    figures = list(str(fen))
    place %= len(figures)
    if place + 1 < len(figures):
        figures[place], figures[place + 1] = figures[place + 1], figures[place]
    swapped = int("".join(figures))
    found = slip_of(fen, swapped)
    if swapped in {0, fen}:
        assert found is None
    else:
        assert found in {"reversed_digits", "decimal_shift"}
        assert (fen - swapped) % 9 == 0


@given(st.integers(-(10**7), 10**7).filter(bool))
def test_all_amounts_one_slip_away_are_known(fen):
    near = one_slip_from(fen)
    assert all(slip_of(fen, other) for other in near)
    assert len(set(near)) == len(near)
    assert all(fen in one_slip_from(other) for other in near)


@given(st.integers(1, 300), st.integers(1, 300))
def test_two_amounts_are_a_slip_apart_exactly_when_one_is_found_from_the_other(one, other):
    assert (other in one_slip_from(one)) is (slip_of(one, other) is not None)
    assert one_slip_from(0) == ()
