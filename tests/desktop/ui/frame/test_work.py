"""The worker: answers in the window's thread, newest question only, writes that tell what changed, order kept."""

import threading

import pytest
from PySide6.QtCore import QObject, Slot

from desktop.actions.changes import changes
from desktop.ui.frame.work import Latest, Worker
from domain.errors import UsageError


class Listener(QObject):
    """Keeps what it hears and in which thread."""

    def __init__(self):
        super().__init__()
        self.heard, self.threads = [], set()

    @Slot(object)
    def take(self, value):
        self.heard.append(value)
        self.threads.add(threading.get_ident())


class FakeDesk:
    """Only something to be handed on."""

    closed = False

    def close(self):
        self.closed = True


@pytest.fixture
def worker(qtbot):
    worker = Worker()
    worker.use(FakeDesk())  # type: ignore[arg-type]
    yield worker
    worker.stop()


def where(desk):
    return threading.get_ident()


def test_work_is_done_elsewhere_and_told_here(worker, qtbot):
    listener = Listener()
    with qtbot.waitSignal(worker.idle):
        worker.read(where, then=listener.take)
    assert listener.heard[0] != threading.get_ident()
    assert listener.threads == {threading.get_ident()}


def test_known_failures_are_told_to_who_asked_or_else_to_the_window(worker, qtbot):
    def fail(desk):
        raise UsageError("amount_unreadable", text="x")

    asked, window = Listener(), Listener()
    worker.told.connect(window.take)
    with qtbot.waitSignal(worker.idle):
        worker.read(fail, then=asked.take, failed=asked.take)
    with qtbot.waitSignal(worker.idle):
        worker.read(fail, then=asked.take)
    assert [failure.code for failure in asked.heard] == ["amount_unreadable"]
    assert [failure.code for failure in window.heard] == ["amount_unreadable"]


def test_a_write_tells_what_changed_before_its_own_answer(worker, qtbot):
    order = Listener()
    worker.changed.connect(order.take)
    with qtbot.waitSignal(worker.idle):
        worker.write(changes("orders")(lambda desk: "done"), then=order.take)
    assert order.heard == [frozenset({"orders"}), "done"]


def test_only_the_newest_answer_comes_through(worker, qtbot):
    listener = Listener()
    latest = Latest(worker, listener)
    latest.answered.connect(listener.take)
    with qtbot.waitSignal(worker.idle):
        for number in range(20):
            latest.ask(lambda desk, value: value, number)
    assert listener.heard == [19]


def test_nothing_is_asked_before_there_is_a_desk(qtbot):
    worker, listener = Worker(), Listener()
    worker.read(lambda desk: desk, then=listener.take)
    assert listener.heard == []
    desk = FakeDesk()
    with qtbot.waitSignal(worker.idle):
        worker.use(desk)  # type: ignore[arg-type]
    assert listener.heard == [desk]
    worker.stop()
    assert desk.closed


def test_a_listener_that_is_gone_hears_nothing(worker, qtbot):
    listener = Listener()
    gate = threading.Event()
    worker.read(lambda desk: gate.wait(5), then=listener.take)
    heard = listener.heard
    listener.deleteLater()
    qtbot.wait(0)
    with qtbot.waitSignal(worker.idle):
        gate.set()
    assert heard == []


def test_what_waits_for_books_that_do_not_open_is_forgotten(qtbot):
    worker, listener = Worker(), Listener()
    worker.read(lambda desk: desk, then=listener.take)
    assert worker.busy
    with qtbot.waitSignal(worker.idle):
        worker.forget()
    assert not worker.busy
    with qtbot.waitSignal(worker.idle):
        worker.use(FakeDesk())
        worker.read(lambda desk: "new", then=listener.take)
    assert listener.heard == ["new"]
    worker.stop()


def test_a_write_that_does_not_say_what_it_changes_is_a_fault_and_is_not_done(worker, qtbot):
    faults, done = Listener(), []
    worker.defect.connect(faults.take)
    with qtbot.waitSignal(worker.idle):
        worker.write(lambda desk: done.append("done"), then=faults.take)
    assert (len(faults.heard), type(faults.heard[0]), done) == (1, TypeError, [])
