"""Answers to statements by keyboard: the list by state and age, a slip that agrees, one that differs, its scan."""

import datetime as dt
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop.actions.changes import changes
from desktop.actions.headquarters.queued import posted
from desktop.actions.statements import deemed_acceptance, papers
from desktop.ui.replies.dialog import AllSilentDialog, ReplyDialog, SilenceDialog
from desktop.ui.replies.objections import ObjectionDialog, ObjectionLine
from desktop.ui.tables.model import SECOND
from tests.building.desktop.fitting import SCREEN, misfits
from tests.desktop.ui.frame.test_pages import open_page
from tests.desktop.ui.statements.test_statements import shot


def dialog():
    return QApplication.activeModalWidget()


def back(hands, dialog):
    """What a window manager does when the inner of two dialogs is gone."""
    hands.settle()
    dialog.activateWindow()
    hands.settle()


def issue_some(hands):
    """Two statements through the window's own worker; the second one's reply day is long past."""

    @changes("statements")
    def make(desk):
        numbers = [
            posted(papers.issue_statement(desk, buyer, dt.date(2026, 11, 1), dt.date(2026, 11, 22))).number
            for buyer in ("GD01:FX001", "GD01:YX003")
        ]
        with desk.book.writing() as writing:
            sql = "UPDATE statement SET reply_by = '2026-11-02' WHERE number = ?"
            writing.connection.exec_driver_sql(sql, (numbers[1],))
        return numbers

    found: list[str] = []
    hands.program.worker.write(make, then=found.extend)
    hands.settle()
    return found


def states(page):
    return {page.window_.row(place).number: page.window_.row(place).state for place in range(page.model.rowCount())}


def blamed(slip):
    """What stands beside the fields."""
    return " ".join(each.text() for each in slip.findChildren(QLabel) if each.isVisible())


def fill(hands):
    """What every slip says: who signed it and to which balance, and where it is."""
    slip = dialog()
    slip.by.setText("王会计")
    slip.closing.setText(str(slip.statement.closing))
    slip.original.setChecked(True)


def test_tab_goes_through_the_lines_of_a_slip_that_differs(hands):
    one, _ = issue_some(hands)
    open_page(hands, "replies", one)
    hands.settle()
    hands.press("Return")
    hands.settle()
    slip = dialog()
    hands.press("F4", "Tab", "Tab", "Tab", "Tab", "Tab")
    assert slip.lines.view.hasFocus()
    rows = slip.lines.view.model().rowCount()
    assert rows > 1
    for place in range(rows):
        assert slip.lines.view.currentIndex().row() == place
        hands.press("Tab")
    assert slip.do.hasFocus()
    hands.press("Backtab")
    assert slip.lines.view.hasFocus()
    slip.remark.setFocus()
    hands.press("Return", "Return", "Return")  # past the slip on paper to the lines, and into the first
    assert dialog() is not slip
    dialog().reject()
    back(hands, slip)
    slip.reject()


def test_statements_are_listed_by_their_state_and_age(hands, qtmodeltester):
    one, late = issue_some(hands)
    page = open_page(hands, "statements")
    hands.press("F10")
    hands.settle()
    page = hands.page
    assert states(page) == {one: "waiting", late: "late"}
    qtmodeltester.check(page.model)
    page.filters.pick("late")
    hands.settle()
    assert states(page) == {late: "late"}
    assert page.model.index(0, 2).data(SECOND) == "超 21 天"
    assert "21" in page.said.text()
    hands.press("Escape")
    hands.settle()
    assert hands.shell.current_name == "statements"


def test_a_slip_that_agrees_is_recorded(hands):
    one, _ = issue_some(hands)
    page = open_page(hands, "replies", one)
    hands.settle()
    hands.press("F8")
    hands.settle()
    reply = dialog()
    assert isinstance(reply, ReplyDialog)
    hands.press("F8", "F8")
    hands.settle()
    assert "回执上的期末余额" in blamed(reply)
    reply.closing.setText(str(reply.statement.closing))
    hands.press("F8")
    hands.settle()
    assert "请填对方经办人" in blamed(reply)
    hands.type("王会计")
    hands.press("F8")
    hands.settle()
    assert "扫描件" in reply.banner.text
    assert states(page)[one] == "waiting"  # nothing is recorded before all is told
    reply.original.setFocus()
    hands.press("Space")
    shot("reply-agrees", reply)
    hands.press("F8")
    hands.settle()
    assert dialog() is None
    assert states(page)[one] == "agrees"
    assert "纸质回执" in page.scans.text()
    assert "王会计" in page.said.text()


def test_a_slip_that_differs_has_lines_reasons_and_its_scan(hands, tmp_path, monkeypatch):
    one, _ = issue_some(hands)
    page = open_page(hands, "replies", one)
    hands.settle()
    hands.press("Return")
    hands.settle()
    fill(hands)  # it agrees unless it is turned
    hands.press("F8")
    hands.settle()
    hands.press("F8")
    hands.settle()
    reply = dialog()
    assert "再登记会取代它" in reply.banner.text
    hands.press("F4")
    reply.closing.setText("1.00")
    hands.press("F3")
    assert reply.lines.view.hasFocus()
    assert reply.lines.view.model().rowCount() > 1
    hands.press("Return")
    line = dialog()
    assert line is not reply
    line.reason.setCurrentIndex(line.reason.findData("short_delivery"))
    hands.type("12.5")
    hands.press("Return")
    hands.type("少两箱")
    hands.press("F8")
    back(hands, reply)
    assert dialog() is reply
    hands.press("Insert")
    hands.type("YH-88")
    hands.press("Return")
    hands.type("-500")
    hands.press("F8")
    back(hands, reply)
    assert reply.lines.objections[0].number == "YH-88"
    assert len(reply.lines.objections) == 2
    scan = tmp_path / "回执.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    reply.attach(scan)
    shot("reply-dialog", reply)
    hands.press("F8")
    hands.settle()
    assert states(page)[one] == "differs"
    assert "少两箱" in page.lines.text()
    assert "还有" in page.said.text()
    opened: list[Any] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    hands.press("F7")
    assert opened[0].toLocalFile().endswith(".pdf")
    shot("replies", hands.shell)


def test_money_that_differs_is_no_goods_that_did_not_come(hands):
    def line(ours):
        return ObjectionLine("N", "2026-11-30", "money_receipt", Decimal(ours), on_it=True)

    reasons = [ObjectionDialog(line(ours), hands.shell).reason.currentData() for ours in ("100", "-100")]
    assert reasons == ["not_received", "amount"]


def test_a_line_is_let_stand_again(hands):
    one, _ = issue_some(hands)
    open_page(hands, "replies", one)
    hands.settle()
    hands.press("Return")
    hands.settle()
    reply = dialog()
    hands.press("F4", "F3", "Return")
    hands.type("1")
    hands.press("F8")
    back(hands, reply)
    assert len(reply.lines.objections) == 1
    hands.press("Delete")
    assert reply.lines.objections == ()
    fill(hands)
    hands.press("F8")
    hands.settle()
    assert dialog() is reply  # what differs has to be said
    assert reply.banner.text
    reply.reject()


def test_silence_is_recorded_as_agreement_only_by_hand_and_as_agreed(hands):
    _, late = issue_some(hands)
    page = open_page(hands, "replies", "late")
    hands.press("Shift+F8")
    hands.settle()
    assert dialog() is None  # nothing is agreed on with anybody
    assert "没有可按默认相符" in page.banner.text
    hands.press("F11")
    hands.settle()
    assert isinstance(dialog(), SilenceDialog)
    for typed, told in (("900", "366"), ("30", "12-03")):
        hands.focus.selectAll()
        hands.type(typed)
        hands.press("F8")
        hands.settle()
        assert told in dialog().fields.itemAt(1).widget().wrong.text()
        assert states(page) == {late: "late"}
    dialog().days.selectAll()
    hands.type("20")
    shot("silence", dialog())
    hands.press("Return", "Return")
    hands.settle()
    assert dialog() is None
    assert "2026-11-02 没有回函" in page.banner.text
    page.filters.pick("agrees_by_silence")
    hands.settle()
    assert states(page) == {late: "agrees_by_silence"}
    assert "没有回函，按约定" in page.said.text()
    shot("silence-recorded", hands.shell)
    hands.press("F8")
    hands.settle()
    assert "会取代它" in dialog().banner.text
    fill(hands)
    hands.press("F8")
    hands.settle()
    page.filters.pick("")
    hands.settle()
    assert states(page)[late] == "agrees"


def test_all_that_is_due_is_recorded_in_one_go(hands):
    one, late = issue_some(hands)
    hands.program.worker.write(changes()(lambda desk: deemed_acceptance.agree(desk, "YX003", 5)), then=print)
    page = open_page(hands, "replies", one)
    page.search.clear()
    hands.settle()
    hands.press("Shift+F8")
    hands.settle()
    assert isinstance(dialog(), AllSilentDialog)
    shot("silence-all", dialog())
    hands.press("F8", "F8")
    hands.settle()
    assert "1 份记为默认相符" in page.banner.text
    assert states(page) == {one: "waiting", late: "agrees_by_silence"}


def test_a_slip_that_differs_is_whole_on_a_small_screen_and_keeps_its_size_whatever_is_told(hands):
    hands.shell.resize(SCREEN)
    one, _ = issue_some(hands)
    open_page(hands, "replies", one)
    hands.settle()
    hands.press("F8")
    hands.settle()
    reply = dialog()
    hands.press("F4")
    hands.settle()
    before = reply.size()
    assert before.height() <= SCREEN.height() - 24
    assert misfits(reply) == []
    reply.banner.say("这一步没有做成，因为总部还没有答复上一次的申请。" * 5, "bad")
    hands.settle()
    assert reply.size() == before
    assert misfits(reply) == []
    reply.reject()


def test_lines_of_a_slip_are_added_and_let_stand_by_the_mouse(hands):
    one, _ = issue_some(hands)
    open_page(hands, "replies", one)
    hands.settle()
    hands.press("F8")
    hands.settle()
    reply = dialog()
    hands.press("F4")
    add, let = (each for each in reply.lines.findChildren(QPushButton) if each.isVisible())
    QTest.mouseClick(add, Qt.MouseButton.LeftButton)
    line = dialog()
    assert line is not reply
    line.number.setText("YH-88")
    line.confirm()
    back(hands, reply)
    assert [each.number for each in reply.lines.objections] == ["YH-88"]
    reply.lines.view.selectRow(0)
    QTest.mouseClick(let, Qt.MouseButton.LeftButton)
    assert reply.lines.objections == ()
    reply.reject()
