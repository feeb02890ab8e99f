"""Files damaged at any place: checked, repaired and exchanged as a person does it, nothing is lost without a word."""

import pytest

from tests.journeys.damaged import held_by, make_place, mend_both, mend_copy, mend_desk, mend_hq
from tests.journeys.damaging import KINDS
from tests.journeys.ends import done


@pytest.fixture(scope="module")
def made(tmp_path_factory, no_key_store):
    return make_place(tmp_path_factory.mktemp("damage"))


@pytest.mark.parametrize("kept", [True, False], ids=["backup", "no backup"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_desk_loses_nothing_that_its_second_copy_or_hq_has(made, tmp_path, kind, kept):
    mend_desk(made.copy(tmp_path / "place", kept=kept), kind, int(kept))


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_second_copy_is_told_and_made_whole_from_the_book(made, tmp_path, kind):
    mend_copy(made.copy(tmp_path / "place", kept=True), kind, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_where_both_are_damaged_each_unsent_order_comes_through_or_its_loss_is_told(made, tmp_path, kind):
    mend_both(made.copy(tmp_path / "place", kept=kind in KINDS[::2]), kind, 1)


@pytest.mark.parametrize(("kind", "kept"), [*((kind, False) for kind in KINDS), ("page", True)])
def test_a_damaged_hq_comes_back_from_what_is_readable_and_what_desks_hold(made, tmp_path, kind, kept):
    mend_hq(made.copy(tmp_path / "place", kept=kept), kind, 2)


def test_orders_come_back_though_hq_and_the_desks_are_all_set_back_at_once(made, tmp_path):
    """What was sent after the backups lies in none of them; the desks' replaced books still have it."""
    place = made.copy(tmp_path / "place", kept=True)
    for folder in (place.hq, place.folder(), place.folder(1)):
        done(folder, "restore", str(next((folder / "backups").glob("*-20261101.db"))))
    for _ in range(2):
        for which in range(2):
            place.exchange(which)
        done(place.hq, "hq", "returned", "--decide-now")
    for which in range(2):
        place.exchange(which)
    assert held_by(place.folder()) == held_by(place.folder(1)) == place.sent | place.unsent
    for folder in (place.hq, place.folder(), place.folder(1)):
        assert done(folder, "check")["ok"]
