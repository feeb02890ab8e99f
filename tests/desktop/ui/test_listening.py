"""The open window listens at a real HQ over HTTP: what HQ has is there at once, and again after HQ was away."""

import time
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication

from desktop.app import Program
from sync.client.streams.enrolling import enrol
from sync.hq.service.enrolment import make_code
from sync.hq.service.service import running
from sync.records.books.database import open_sqlite
from tests.building.desktop.closing import close_program
from tests.building.sync.books import AGENT, a_price, put, rows
from tests.building.sync.ends import an_hq


@pytest.fixture
def hq(tmp_path):
    book = an_hq(open_sqlite(tmp_path / "hq.db", create=True))
    yield book
    book.close()


@pytest.fixture
def window(qtbot, tmp_path):
    """Opens the window over a folder as the program does, its exchanges by itself left on."""
    opened = []

    def begin(folder):
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        program = Program(application, folder)
        program.preferences.remember("asked_who", "yes")
        opened.append(program)
        program.begin()
        return program

    yield begin
    for program in opened:
        close_program(program)


def listens(program):
    return program.shell is not None and program.shell.exchanger._ear is not None


def knows(program, price):
    return bool(rows(program.worker.desk.book, "SELECT 1 FROM price WHERE unit_price = :price", price=price))


def tell(hq, price):
    put(hq, "prices/P1", "price", *a_price("A", price))


def test_what_hq_has_is_at_the_open_window_at_once(qtbot, hq, tmp_path, window):
    folder = tmp_path / "desk"
    with running(hq) as url:
        enrol(folder, url, make_code(hq, AGENT, desk=None, now=datetime.now(UTC)).code, "柜台")
        program = window(folder)
        qtbot.waitUntil(lambda: listens(program), timeout=30_000)
        for price in ("3.11", "3.12"):  # and it goes on listening
            began = time.monotonic()
            tell(hq, price)
            qtbot.waitUntil(lambda price=price: knows(program, round(float(price) * 10_000)), timeout=10_000)
            assert time.monotonic() - began < 5  # far below the minutes between two exchanges
            qtbot.waitUntil(lambda: listens(program), timeout=10_000)


def test_a_window_that_closes_does_not_wait_for_hqs_answer(qtbot, hq, tmp_path, window):
    folder = tmp_path / "desk"
    with running(hq) as url:
        enrol(folder, url, make_code(hq, AGENT, desk=None, now=datetime.now(UTC)).code, "柜台")
        program = window(folder)
        qtbot.waitUntil(lambda: listens(program), timeout=30_000)
        began = time.monotonic()
        program.shell.close()
        program.end()
        assert time.monotonic() - began < 5
