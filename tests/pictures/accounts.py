"""A month's end at the sample desk: settling, a bank's file, closing, statements issued, answered and compared."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from desktop.actions.documents import money
from desktop.actions.headquarters.queued import posted
from desktop.actions.statements import papers
from desktop.pictures import wait
from desktop.ui.frame.shell import Shell
from tests.building.desktop.sample_accounts import (
    FX001,
    NUMBER,
    PERIOD,
    a_file,
    an_odd_file,
    put_statements,
    the_books,
    their_book,
)

HEAD = ["日期", "单据编号", "进货", "付款"]


def prepare(desk):
    """Money of October that is set against nothing yet, statements of ours, and one of HQ's that we doubt."""
    money.receive_money(desk, FX001, Decimal(500), dt.date(2026, 10, 8), way="hand")
    money.receive_money(desk, FX001, Decimal("8200.50"), dt.date(2026, 11, 20), way="hand")
    late = posted(papers.issue_statement(desk, "GD01:YX003", *PERIOD)).number
    for code in ("FX001", "ZH004", "FS005", "TH002"):
        papers.issue_statement(desk, f"GD01:{code}", *PERIOD)
    with desk.book.writing() as writing:
        sql = "UPDATE statement SET reply_by = '2026-11-02' WHERE number = ?"
        writing.connection.exec_driver_sql(sql, (late,))
    put_statements(desk)


def visit_accounts(folder: Path) -> Callable[[Shell], Iterator[str]]:
    """The visits to a prepared desk; files that a bank and a customer would send are written into `folder`."""

    def visits(shell: Shell) -> Iterator[str]:
        yield from _visit_money(shell)
        yield from _visit_bank(shell, folder)
        yield from _visit_statements(shell)
        yield from _visit_answers(shell, folder)
        yield from _visit_settings(shell)

    return visits


def _visit_money(shell):
    page = _go(shell, "money")
    for key, name in (("F9", "51-receipt"), ("Shift+F9", "52-moneynote"), ("Ctrl+M", "53-closing")):
        yield from _over(shell, page, key, name)
    _go(shell, "settling", FX001)
    yield "54-settling"
    _go(shell, "ageing")
    yield "58-ageing"
    _go(shell, "ledger", FX001)
    yield "59-ledger"


def _visit_bank(shell, folder):
    page = _go(shell, "bank")
    page.open_file(a_file(folder))
    wait(shell.worker)
    yield "55-bank"
    page.list.setCurrentIndex(page.list.model().index(2, 0))
    yield from _over(shell, page, "F2", "56-bankpayer")
    page.open_file(an_odd_file(folder))
    yield "57-bankmapping"
    _close()


def _visit_statements(shell):
    page = _go(shell, "statements", FX001)
    page.choice.layouts.pick("lines")
    yield "61-statementlines"
    for key, name in (("Shift+F8", "62-batch"), ("F7", "63-verify"), ("Shift+F2", "64-papercolumns")):
        yield from _over(shell, page, key, name)


def _visit_answers(shell, folder):
    page = _go(shell, "replies")
    yield "71-replies"
    yield from _over(shell, page, "F8", "72-reply")
    yield from _over(shell, page, "F8", "72-replydiffers", lambda dialog: dialog.verdict.pick("differs"))
    page = _go(shell, "confirming", NUMBER)
    yield "73-confirming"
    yield from _over(shell, page, "Shift+F11", "74-dispute")
    page = _go(shell, "reconciling", (FX001, *PERIOD))
    yield "75-reconciling"
    page.use_file(their_book(folder, the_books(shell.worker.desk, folder), HEAD))
    wait(shell.worker)
    if _dialog() is not None:
        yield "76-bookmapping"
        for meaning, title in zip(("date", "reference", "income", "expense"), HEAD, strict=True):
            box = _dialog().columns[meaning]
            box.setCurrentIndex(box.findData(title))
        _dialog().confirm()
        wait(shell.worker)
    yield "77-reconcilingfile"
    page.tabs.pick("differs")
    yield "78-differences"


def _visit_settings(shell):
    page = _go(shell, "settings")
    for key, name in (("Ctrl+I", "81-heading"), ("Ctrl+L", "82-preprinted")):
        yield from _over(shell, page, key, name)


def _go(shell: Shell, name: str, given: object = None) -> Any:
    shell.go(name, given) if given is not None else shell.go(name)
    wait(shell.worker)
    return shell.page(name)


def _over(
    shell: Shell, page: QWidget, key: str, name: str, then: Callable[[Any], object] | None = None
) -> Iterator[str]:
    """What opens over a page by this key of its actions, closed again once it is grabbed."""
    wanted = QKeySequence(key)
    (action,) = (each for each in page.actions() if wanted in each.shortcuts())
    action.trigger()
    if then is not None:
        wait(shell.worker)
        then(_dialog())
    yield name
    wait(shell.worker)
    _close()


def _dialog() -> Any:
    return QApplication.activeModalWidget()


def _close() -> None:
    if _dialog() is not None:
        _dialog().reject()
