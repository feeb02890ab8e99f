"""After the power went, or a disk said no, every paper that was told as saved is there, and the book is sound."""

import pytest

from sync.records.books.database import _PRAGMAS
from tests.simulation.crash_points import FAILURES, SCENARIOS, try_scenario
from tests.simulation.hq_power import PRAGMAS, hq_power_cuts
from tests.simulation.power import power_cuts


@pytest.mark.slow
def test_what_was_told_as_saved_outlives_the_power(tmp_path):
    notes, entries, wrong = power_cuts(250, 5, 24, tmp_path)
    assert wrong == []
    assert notes > 300
    assert entries > 10


@pytest.mark.slow
def test_a_book_that_isnt_flushed_is_found(tmp_path):
    hasty = [pragma.replace("synchronous=FULL", "synchronous=OFF") for pragma in _PRAGMAS]
    assert power_cuts(100, 5, 16, tmp_path, hasty)[2]


@pytest.mark.slow
def test_what_hq_told_its_desks_outlives_the_power(tmp_path):
    notes, entries, wrong = hq_power_cuts(250, 5, 42, tmp_path)
    assert wrong == []
    assert notes > 300
    assert entries > 40


@pytest.mark.slow
def test_an_hq_that_isnt_flushed_is_found(tmp_path):
    hasty = [pragma.replace("synchronous=FULL", "synchronous=OFF") for pragma in PRAGMAS]
    assert hq_power_cuts(100, 5, 24, tmp_path, hasty)[2]


@pytest.mark.slow
@pytest.mark.parametrize("failure", FAILURES)
def test_a_disk_that_fails_at_a_step_loses_nothing_that_was_told_as_saved(failure):
    wrong = []
    for place, scenario in enumerate(SCENARIOS[::3]):
        wrong += try_scenario(scenario, every=70, first=place * 11 + len(failure), failure=failure).wrong
    assert wrong == []
