"""An HQ that was set back moves a dealer again: what its desks heard of the moves it lost is no news of this one."""

import pytest

from sync.records.bodies.records import DealerBody
from tests.building.sync.books import AGENT, HQ, SHOP, an_order, order_of, put, rows
from tests.building.sync.ends import problems_of
from tests.sync.test_restores import heal


def move(world, parent):
    put(world.hq, f"dealer/{SHOP}", "dealer", SHOP, DealerBody(SHOP, "朝阳便利店", "store", parent, "44", "P1"))


@pytest.fixture
def moved_twice(world):
    """A shop's desk that heard it was moved away and back, and an HQ that lost both and moves it away again."""
    put(world.hq, "dealer/HN01", "dealer", "HN01", DealerBody("HN01", "湖南总代理", "province", HQ, "43", "P1"))
    seller, desk = world.desk(AGENT), world.desk(SHOP)
    world.save()
    for parent in ("HN01", AGENT):
        move(world, parent)
        world.exchange()
    world.set_back(told=False)
    put(desk.book, desk.stream, "order", "late", an_order(number="XSDD-09-1", seller=AGENT, buyer=SHOP))
    move(world, "HN01")
    return seller, desk


def test_an_order_written_before_the_desk_heard_of_the_new_move_is_taken(world, moved_twice):
    heal(world, *moved_twice)
    assert "late" not in {problem[0] for problem in rows(world.hq, "SELECT record FROM problem WHERE put_away_at = ''")}
    assert order_of(world.hq, "late")[0] in ("submitted", "accepted")
    assert problems_of(moved_twice[1].book) == []


def test_moves_that_hq_lost_and_new_ones_have_names_of_their_own(world, moved_twice):
    heal(world, *moved_twice)
    found = rows(world.hq, "SELECT before, after FROM move WHERE dealer = :shop AND told = :shop", shop=SHOP)
    assert found.count((AGENT, "HN01")) == 2
