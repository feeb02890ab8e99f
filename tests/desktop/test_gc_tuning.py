"""The collector looks seldom, and still finds circles."""

import gc
import weakref

import pytest

from desktop.gc_tuning import MIDDLE, OLD, YOUNG, look_seldom


@pytest.fixture(autouse=True)
def usual():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def test_thresholds_are_set_and_circles_are_found():
    look_seldom()
    assert gc.get_threshold() == (YOUNG, MIDDLE, OLD)
    assert gc.isenabled()

    class Knot:
        def __init__(self):
            self.itself = self

    knot = Knot()
    gone = weakref.ref(knot)
    del knot
    gc.collect()
    assert gone() is None
