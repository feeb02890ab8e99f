"""Each fault that is put back is found by the lives of some channel: that these find none means that there is none."""

import random

import pytest

from tests.simulation import acts, bugs, mishaps
from tests.simulation.life import ACTS, Step, live

# What makes a fault show; beside the acts of every life, so often each.
RESTORES = {mishaps.keep_disk: 12, mishaps.restore_disk: 20}
CLONES = {mishaps.clone: 20}
HQ_BACK = {mishaps.keep_hq: 10, mishaps.restore_hq: 14, acts.deliver_order: 40}
BAD = [
    (bugs.taking_the_same_entries_again, {}),
    (bugs.ids_by_counting, {acts.order: 60}),
    (bugs.emptying_the_second_copy_early, RESTORES),
    (bugs.never_reading_the_second_copy, RESTORES),
    (bugs.pages_that_leave_one_out, {mishaps.enrol_anew: 10}),
    (bugs.pages_that_lose_their_end, {mishaps.enrol_anew: 10}),
    (bugs.unknown_places_are_errors, HQ_BACK),
    (bugs.a_queue_that_gives_up, {}),
    (bugs.one_bad_record_stops_all, {mishaps.forge: 30}),
    (bugs.papers_without_their_last_line, {acts.order: 60}),
    (bugs.answers_kept_to_oneself, {acts.order: 60}),
    (bugs.cursors_before_rows, {}),
    (bugs.cursors_of_another_past, HQ_BACK),
    (bugs.the_first_version_wins, {acts.cancel: 40}),
    (bugs.streams_that_stay, {mishaps.change_list: 20}),
    (bugs.everybody_reads_everything, {}),
    (bugs.tables_saved_before_the_entry, {acts.take_money: 60}),
    (bugs.following_up_new_entries_only, {acts.order: 60}),
    (bugs.clocks_that_decide, {mishaps.wrong_clock: 20}),
    (bugs.forks_unseen, {**CLONES, **RESTORES}),
    (bugs.sequences_that_stay_behind, {}),
    (bugs.believing_every_entry, {mishaps.forge: 30}),
    (bugs.papers_not_passed_on, {acts.order: 60, acts.decide: 30}),
    (bugs.promising_what_is_promised, {acts.order: 60}),
    (bugs.digests_left_alone, {mishaps.change_price: 20}),
]
LIVES = 60
# Found where HQ's program dies between taking and deciding.
DEADLY = {bugs.following_up_new_entries_only}


@pytest.mark.slow
@pytest.mark.parametrize(("bug", "weights"), BAD, ids=[bug.__name__ for bug, _ in BAD])
def test_fault_is_found(bug, weights):
    with bug():
        assert any(fails(seed, bug, weights) for seed in range(LIVES))


# Found by a story of its own kind: so often each act, one after the other.
SET_BACK = (("keep_disk", 4), ("take_money", 8), ("restore_disk", 3), ("exchange_all", 1), ("take_money", 4))
STORIES = {
    bugs.emptying_the_second_copy_early: SET_BACK,
    bugs.never_reading_the_second_copy: SET_BACK,
    bugs.sequences_that_stay_behind: (
        *(("keep_disk", 6), ("take_money", 12), ("exchange_all", 1), ("restore_disk", 4)),
        *(("exchange_all", 1), ("take_money", 12)),
    ),
}


def told(bug, seed):
    if bug not in STORIES:
        return None
    chance = random.Random(seed)
    return [Step(act, chance.getrandbits(32)) for act, times in STORIES[bug] for _ in range(times)]


def fails(seed, bug, weights):
    chosen = {**ACTS, mishaps.forge: 0, **weights}
    lived = live(seed, length=20, weights=chosen, steps=told(bug, seed), quick=True, deadly=bug in DEADLY)
    # A fault that merely doesn't fit the program any more is no fault found.
    assert lived.kind not in {"TypeError", "AttributeError"}, lived.failure
    assert "hq_defect" not in lived.failure, lived.failure
    return lived.failure
