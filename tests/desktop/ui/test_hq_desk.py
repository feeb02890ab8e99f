"""At a desk of HQ's people rebates are settled by asking HQ, and what waits or was refused is listed."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop.app import Program
from desktop.ui.pictures import wait
from desktop.ui.work import Written
from domain.users import Person
from sync.records.body import ReasonBody
from sync.records.policy_bodies import RequestAnswerBody
from tests.desktop.ui.conftest import Hands
from tests.desktop.ui.sample_hq import an_hq_desk, open_hq_sample
from tests.desktop.ui.test_attention import listed
from tests.domain.rebate_makers import a_rebate
from tests.sync.books import NOW, rows
from tests.sync.rebate_books import publish, sold


@pytest.fixture
def hq(qtbot, tmp_path):
    an_hq_desk(tmp_path / "made").close()
    desk = open_hq_sample(Path(shutil.copytree(tmp_path / "made", tmp_path / "hq")))
    desk.user = Person("u-money", "周会计", "finance", dealer="HQ", desk="H1")
    publish(desk.book, a_rebate(code="FLX"))
    sold(desk.book, "1000", sku="SP10021")
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    program = Program(application, desk.folder)
    program.begin(desk)
    wait(program.worker, 140)
    shell = program.shell
    assert shell is not None
    shell.exchanger.quiet()
    with qtbot.waitActive(shell):
        shell.activateWindow()
    hands = Hands(program)
    yield hands
    shell.close()
    program.end()
    if program.window is not None:
        program.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def kinds(shown):
    return [row[0] for row in shown]


def test_settling_asks_hq_and_its_refusal_is_told(hq):
    book = hq.program.worker.desk.book
    hq.shell.go("rebates")
    hq.settle()
    names = [(row.dealer.code, row.policy) for row in hq.page.table.shown]
    hq.page.table.selectRow(names.index(("GD01", "FLX")))
    hq.press("F8")
    hq.settle()
    box: Any = QApplication.activeModalWidget()
    box.early.setChecked(True)
    box.whom.setCurrentIndex(0)
    hq.settle()
    assert box.dues
    hq.press("F8")
    hq.settle()
    assert "已请总部结算" in hq.page.banner.text
    ((request, verb),) = rows(book, "SELECT id, verb FROM request WHERE verb = 'settle_rebate'")
    assert verb == "settle_rebate"

    def refuse(desk):
        told = [ReasonBody("adjustment_unapproved", "stop", {"reason": "补差"})]
        with desk.book.writing() as writing:
            writing.put("hq", "request_answer", request, RequestAnswerBody(request, "refused", NOW, told))
        return Written(None, frozenset({"orders", "rebates"}))

    hq.program.worker.write(refuse, then=lambda _: None)
    hq.settle()
    hq.shell.status.attention_wanted.emit()
    dialog, shown = listed()
    assert {"政策待批准", "总部未同意"} <= set(kinds(shown))
    refused = next(row for row in shown if row[0] == "总部未同意")
    assert "补差" in refused[3]
    dialog.close()
