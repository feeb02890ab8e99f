"""A desk HQ forgot joins again in the window, with the real service behind a real line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.actions.headquarters import exchange
from desktop.app import Program
from desktop.desk import open_desk
from desktop.pictures import wait
from desktop.ui.headquarters.rejoining import RejoinDialog
from domain.parties.users import Person
from sync.hq.service.enrolment import make_code
from sync.hq.service.service import running
from sync.records.bodies.policies import UserBody
from sync.records.books.database import open_sqlite
from tests.building.desktop.closing import close_program
from tests.building.sync.books import AGENT, an_order, found_hq, order_of, put, row, stock_up
from tests.desktop.ui.conftest import Hands


@pytest.fixture
def forgotten(tmp_path):
    """A desk's folder with an order that HQ never got, and HQ's book from before that desk enrolled."""
    path = tmp_path / "hq.db"
    book = open_sqlite(path, create=True)
    found_hq(book)
    stock_up(book, {"A": 1000})
    book.close()
    before = path.read_bytes()
    book = open_sqlite(path)
    folder = tmp_path / "desk"
    with running(book) as url:
        exchange.enrol(folder, url, make_code(book, AGENT, now=datetime.now(UTC)).code)
        with open_desk(folder) as desk:
            exchange.exchange(desk)
            put(desk.book, desk.stream, "order", "o1", an_order(number=f"XSDD-{desk.identity.prefix}-261123-0001"))
    book.close()
    for each in ("hq.db-wal", "hq.db-shm"):
        Path(tmp_path / each).unlink(missing_ok=True)
    path.write_bytes(before)
    book = open_sqlite(path)
    yield folder, book
    book.close()


def test_a_desk_hq_forgot_joins_again_at_another_address_and_sends_what_waits(forgotten, qtbot):
    folder, book = forgotten
    desk = open_desk(folder)
    prefix, own = desk.identity.prefix, desk.identity.desk_id
    put(desk.book, desk.stream, "user", "u-1", UserBody(AGENT, own, "老板", "owner"))
    desk.user = Person("u-1", "老板", "owner", dealer=AGENT, desk=own)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    program = Program(application, folder)
    try:
        program.begin(desk)
        wait(program.worker, 140)
        assert program.shell is not None
        program.shell.exchanger.quiet()
        with qtbot.waitActive(program.shell):
            program.shell.activateWindow()
        hands = Hands(program)
        with running(book) as url:
            hands.shell.go("settings")
            hands.settle()
            hands.press("Ctrl+Shift+R")
            hands.settle()
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, RejoinDialog)
            dialog.address.setText(url)
            hands.type(make_code(book, AGENT, now=datetime.now(UTC)).code)
            hands.press("F8")
            qtbot.waitUntil(lambda: prefix in hands.page.banner.text, timeout=20_000)
            assert program.worker.desk is not None
            exchange.exchange(program.worker.desk)
        assert order_of(book, "o1")[0] == "accepted"
        assert row(book, "SELECT prefix FROM desk") == (prefix,)
    finally:
        close_program(program)
