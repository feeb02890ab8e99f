"""The fewest amounts that add up, within bounded work."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from domain.values.subset_sums import MOST_CANDIDATES, Effort, subset_of_sum


def test_the_fewest_then_the_first():
    assert subset_of_sum([5, 1, 4, 2, 3], 5, Effort()) == (0,)
    assert subset_of_sum([1, 4, 2, 3], 5, Effort()) == (0, 1)
    assert subset_of_sum([7, 7], 7, Effort()) == (0,)
    assert subset_of_sum([2, 2, 2], 6, Effort()) == (0, 1, 2)


def test_only_amounts_of_the_same_sign_count():
    assert subset_of_sum([-3, 9, -4], -7, Effort()) == (0, 2)
    assert subset_of_sum([10, -3], 7, Effort()) == ()


def test_nothing_adds_up():
    assert subset_of_sum([], 5, Effort()) == ()
    assert subset_of_sum([2, 4], 5, Effort()) == ()
    assert subset_of_sum([2, 4], 0, Effort()) == ()
    assert subset_of_sum([1] * 10, 7, Effort()) == ()  # seven parts are too many to be meant


def test_the_work_is_bounded_and_says_so():
    effort = Effort(1_000)
    evens = [2 * number + 10_000 for number in range(MOST_CANDIDATES)]
    assert subset_of_sum(evens, 50_001, effort) == ()
    assert effort.spent
    assert -10 < effort.left < 0
    fresh = Effort(1_000)
    assert subset_of_sum([3, 4], 7, fresh)
    assert not fresh.spent


@given(st.lists(st.integers(1, 60), max_size=9), st.integers(1, 200))
def test_it_finds_what_trying_everything_finds(amounts, total):
    found = subset_of_sum(amounts, total, Effort(10**6))
    sizes = [size for size in range(1, 7) if any(sum(some) == total for some in combinations(amounts, size))]
    assert bool(found) == bool(sizes)
    if found:
        assert sum(amounts[place] for place in found) == total
        assert len(set(found)) == len(found) == sizes[0]
