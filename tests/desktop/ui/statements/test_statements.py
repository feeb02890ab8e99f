"""Statements in the window: first page first, issued by a key, proved by a scan, all customers in one go."""

import datetime as dt
import os

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from desktop.actions.statements import batches
from desktop.actions.statements.papers import issued_statements
from desktop.printing.spooler import PrinterGoneError
from desktop.ui.paper.layout import LayoutDialog
from desktop.ui.paper.pages import Pages
from desktop.ui.paper.printing import Printing, QtPagePrinter
from desktop.ui.setup.profile import ProfileDialog
from desktop.ui.statements.batch import BatchDialog, VerifyDialog
from sync.records.statements.issued import StatementRow
from tests.desktop.ui.paper.test_paper import open_page, print_to, text_of


def shot(name, widget):
    folder = os.environ.get("SHOTS")
    if folder:
        widget.grab().save(f"{folder}/{name}.png")


def october(hands):
    page = open_page(hands, "statements", "GD01:FX001")
    page.choice.periods.pick("year")
    page.choice.end.set_day(dt.date(2026, 11, 22))
    hands.settle()
    return page


def test_a_statement_is_issued_printed_and_proved(hands, qtbot, tmp_path):
    page = october(hands)
    assert "未编号" in text_of(page.preview.paper.pdf)
    assert page.preview.whole
    hands.press("F8")
    hands.settle()
    assert "DZD-01-202611-0001" in page.banner.text
    assert page.preview.number == "DZD-01-202611-0001"
    assert not page.issue_action.isEnabled()
    shot("issued", hands.shell)
    assert "第 1 次" in text_of(page.preview.paper.pdf)
    assert print_to(hands, page.preview.paper, tmp_path / "out.pdf", qtbot)[1] == "good"
    page._printed("已交给打印机", "good")
    hands.settle()
    assert "第 2 次" in text_of(page.preview.paper.pdf)
    hands.press("F7")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, VerifyDialog)
    for text, said in (("nonsense", "不是对账单"), ("DZD-01-202611-0001|1.00|" + "0" * 64, "不同")):
        dialog.text.setText(text)
        hands.press("Return")
        hands.settle()
        assert said in dialog.banner.text
    shot("verify", dialog)
    dialog.reject()


def test_the_form_is_chosen_by_a_key(hands):
    page = october(hands)
    hands.press("Shift+F4")
    hands.settle()
    assert page.choice.layouts.code == "lines"
    assert "瓶" in text_of(page.preview.paper.pdf) or "箱" in text_of(page.preview.paper.pdf)
    shot("detail", hands.shell)
    hands.press("Shift+F4", "Shift+F4")
    hands.settle()
    assert "未结合计" in text_of(page.preview.paper.pdf)
    shot("open", hands.shell)


def test_all_customers_in_one_go(hands, tmp_path):
    october(hands)
    hands.press("Shift+F8")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, BatchDialog)
    dialog.run_to(tmp_path / "all.pdf")
    hands.settle()
    assert dialog.batch is not None
    assert dialog.batch.made == 8
    assert "8" in dialog.banner.text
    shot("batch", dialog)
    dialog.form.pick("files")
    dialog.run_to(tmp_path / "out")
    hands.settle()
    assert len(list((tmp_path / "out").glob("*_DZD-01-202611-*_20260101-20261122.pdf"))) == 8
    dialog.reject()


@pytest.mark.parametrize("form", ["merged", "printer"])
def test_a_batch_that_is_stopped_says_so_and_keeps_what_is_issued(hands, tmp_path, monkeypatch, form):
    october(hands)
    hands.press("Shift+F8")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, BatchDialog)
    dialog.form.pick(form)
    asked: list[Pages] = []
    monkeypatch.setattr(Printing, "ask", lambda _printing, shown: asked.append(shown))
    real = batches._look

    def stop(watch, done, total, stage):
        if stage == "draw" and done == 3:
            assert dialog._task is not None
            dialog._task.cancel()
        real(watch, done, total, stage)

    monkeypatch.setattr(batches, "_look", stop)
    if form == "printer":
        dialog.run_to_printer()
    else:
        dialog.run_to(tmp_path / "all.pdf")
    hands.settle()
    assert dialog.go_action.isEnabled()
    assert (asked, (tmp_path / "all.pdf").exists()) == ([], False)
    assert prints(hands) == {0}  # all were issued, none came out
    dialog.reject()


def test_a_job_that_is_stopped_can_go_on(hands, tmp_path, monkeypatch, qtbot):
    page = october(hands)
    page.choice.paper.setCurrentIndex(page.choice.paper.findData("241x93"))
    hands.settle()
    page._printing = printing = Printing(hands.program.worker, page)
    printing.told.connect(page._printed)
    real = QtPagePrinter.print_page

    def stop(self, pdf, number):
        real(self, pdf, number)
        if number == 1:
            assert printing._task is not None
            printing._task.cancel()

    monkeypatch.setattr(QtPagePrinter, "print_page", stop)
    text, kind = print_to(hands, page.preview.paper, tmp_path / "one.pdf", qtbot, printing)
    hands.settle()
    assert ("已停下" in text, kind) == (True, "warn")
    assert page.resume_action.isVisible()
    assert page._jobs[0][0].done == 2


def prints(hands):
    """The counts of all issued statements, asked beside the window."""
    found: list[list[StatementRow]] = []
    hands.program.worker.read(issued_statements, then=found.append)
    hands.settle()
    return {row.prints for row in found[0]}


def test_all_customers_go_straight_to_a_printer_that_fails_and_comes_back(hands, tmp_path, monkeypatch, qtbot):
    page = october(hands)
    hands.press("Shift+F8")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, BatchDialog)
    dialog.form.pick("printer")
    asked: list[Pages] = []
    monkeypatch.setattr(Printing, "ask", lambda _printing, shown: asked.append(shown))
    hands.press("F8")
    hands.settle()
    (shown,) = asked
    assert (len(shown.papers), shown.length >= 8, shown.images) == (8, True, ())
    taken: list[int] = []
    real = QtPagePrinter.print_page
    breaks = [3]

    def fragile(self, pdf, number):
        if number in breaks:
            breaks.clear()
            raise PrinterGoneError
        taken.append(number)
        real(self, pdf, number)

    monkeypatch.setattr(QtPagePrinter, "print_page", fragile)
    text, kind = print_to(hands, shown, tmp_path / "one.pdf", qtbot)
    dialog._printed(text, kind)
    hands.settle()
    assert (kind, "第 4 页" in dialog.banner.text) == ("bad", True)
    assert page.resume_action.isVisible()
    dialog.reject()
    assert prints(hands) == {0}
    printing = Printing(hands.program.worker, page)
    printing.printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printing.printer.setOutputFileName(str(tmp_path / "two.pdf"))
    with qtbot.waitSignal(printing.told) as told:
        printing.resume(*page._jobs[0])
    assert told.args[1] == "good"
    assert taken == list(range(shown.length))
    assert prints(hands) == {1}


def test_the_heading_is_set_in_settings(hands):
    open_page(hands, "settings")
    hands.press("Ctrl+I")
    hands.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ProfileDialog)
    dialog.fields["bank"].setText("工商银行广州天河支行")
    hands.press("Ctrl+S")
    hands.settle()
    assert "已保存" in dialog.banner.text
    shot("profile", dialog)
    dialog.reject()
    assert "工商银行广州天河支行" in text_of(october(hands).preview.paper.pdf)


def test_a_pre_printed_form_is_laid_out_by_keys(hands, desk):
    open_page(hands, "settings")
    hands.press("Ctrl+L")
    hands.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LayoutDialog)
    assert dialog.overlay is not None
    before = dialog.overlay.spots[0]
    dialog.select("customer")
    for dx, dy in ((0.5, 0.0), (0.5, 0.0), (0.0, 0.5)):
        dialog.move_selected(dx, dy)
    assert "毫米" in dialog.place.text()
    dialog.right.setValue(1.5)
    hands.press("Ctrl+S")
    hands.settle()
    assert "已保存" in dialog.banner.text
    kept = dialog.overlay
    assert (kept.spots[0].x, kept.spots[0].y) == (before.x + 1.0, before.y + 0.5)
    assert kept.offsets[""] == (1.5, 0.0)
    assert (desk.folder / "layouts" / "delivery.json").is_file()
    shot("layout", dialog)
    dialog.reject()


def test_a_job_goes_on_at_the_page_where_its_printer_vanished(hands, desk, tmp_path, monkeypatch, qtbot):
    page = october(hands)
    page.choice.paper.setCurrentIndex(page.choice.paper.findData("241x93"))
    hands.settle()
    assert len(page.preview.paper.sizes) == 4
    taken: list[object] = []
    real = QtPagePrinter.print_page

    def fragile(self, pdf, number):
        if number == 1 and not taken.count("back"):
            raise PrinterGoneError
        taken.append(number)
        real(self, pdf, number)

    monkeypatch.setattr(QtPagePrinter, "print_page", fragile)
    text, kind = print_to(hands, page.preview.paper, tmp_path / "one.pdf", qtbot)
    assert (kind, "第 2 页" in text) == ("bad", True)
    page._resumed(text, kind)
    hands.settle()
    assert page.resume_action.isVisible()
    taken.append("back")
    printing = Printing(hands.program.worker, page)
    printing.printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printing.printer.setOutputFileName(str(tmp_path / "two.pdf"))
    with qtbot.waitSignal(printing.told) as told:
        printing.resume(*page._jobs[0])
    assert told.args[1] == "good"
    assert taken == [0, "back", 1, 2, 3]
    page._resumed(*told.args)
    hands.settle()
    assert not page.resume_action.isVisible()
