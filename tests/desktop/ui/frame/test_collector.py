"""Widgets in circles are taken apart on the window's own thread, whichever thread makes objects meanwhile."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject, QTimer

from desktop.gc_tuning import YOUNG
from desktop.ui.frame.collector import Collector


class Knot(QObject):
    """Holds itself, and a timer that only its own thread may stop."""

    def __init__(self, gone):
        super().__init__()
        self.itself = self
        self.timer = QTimer(self, interval=60_000)
        self.timer.start()
        weakref.finalize(self, lambda: gone.append(threading.get_ident()))


@pytest.fixture
def collector(qtbot):
    before = gc.get_threshold()
    gc.set_threshold(50, 5, 5)
    collector = Collector(period=10)
    yield collector
    collector.end()
    gc.set_threshold(*before)


def make_much():
    """Far more than makes Python look by itself."""
    return [[] for _ in range(2 * YOUNG)]


def test_only_this_thread_takes_widgets_apart(collector, qtbot):
    gone: list[int] = []
    Knot(gone)
    kept = []
    elsewhere = threading.Thread(target=lambda: kept.extend(make_much()))
    elsewhere.start()
    elsewhere.join()
    assert gone == []
    qtbot.waitUntil(lambda: bool(gone))
    assert gone == [threading.get_ident()]


def test_little_made_is_not_looked_through(collector, qtbot):
    gc.collect()
    gone: list[int] = []
    Knot(gone)
    qtbot.wait(50)
    assert gone == []
    kept = make_much()
    qtbot.waitUntil(lambda: bool(gone))
    assert len(kept) == 2 * YOUNG


def test_python_looks_by_itself_once_the_window_is_gone(qtbot):
    collector = Collector()
    assert not gc.isenabled()
    gone: list[int] = []
    Knot(gone)
    collector.end()
    assert gone == [threading.get_ident()]
    assert gc.isenabled()
