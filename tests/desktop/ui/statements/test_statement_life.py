"""An issued statement in the window: printed again as it was, taken back with a reason, put onto a pre-printed form."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QApplication, QLabel

from desktop.actions.changes import changes
from desktop.actions.documents import money, overlays
from desktop.ui.frame.preferences import Preferences
from desktop.ui.paper.layout import LayoutDialog
from desktop.ui.statements.withdrawing import ReissueDialog, WithdrawDialog
from desktop.ui.widgets import formatting
from tests.building.desktop.papers import drawing_orders
from tests.desktop.ui.paper.test_paper import note_dialog, open_page, print_to, text_of
from tests.desktop.ui.statements.test_statements import october, shot

NUMBER = "DZD-01-202611-0001"


def issued_page(hands):
    page = october(hands)
    hands.press("F8")
    hands.settle()
    assert page.preview.number == NUMBER
    return page


def modal(kind):
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def take_back(hands, reason="漏记一张出库单"):
    dialog = modal(WithdrawDialog)
    dialog.confirm()  # nothing happens without a reason
    assert dialog.isVisible()
    assert not dialog.do.isEnabled()
    dialog.reason.setText(reason)
    dialog.confirm()
    hands.settle()


def test_a_statement_is_taken_back_with_a_reason_and_the_next_has_another_number(hands):
    page = issued_page(hands)
    assert (page._withdraw_button.isHidden(), page._issue_button.isHidden()) == (False, True)
    hands.press("Ctrl+W")
    take_back(hands)
    assert "已撤回" in page.banner.text
    assert page.preview.number == ""
    assert (page._withdraw_button.isHidden(), page._issue_button.isHidden()) == (True, False)
    hands.press("F8")
    hands.settle()
    assert page.preview.number == "DZD-01-202611-0002"


def test_another_statement_of_a_period_is_told_and_asks_why(hands):
    page = issued_page(hands)
    first = page.preview.statement.closing
    book = hands.program.worker.write

    @changes("accounts", "papers")
    def late(desk):
        money.book_note(desk, "debit_note", "FX001", Decimal(70), dt.date(2026, 11, 20))

    book(late, then=lambda _: None)
    hands.settle()
    page = october(hands)
    page.choice.periods.pick("this")
    page = october(hands)
    assert page.preview.number == ""
    assert NUMBER in page.banner.text
    assert formatting.money(first) in page.banner.text
    hands.press("F8", "F8")
    hands.settle()
    asked = modal(ReissueDialog)
    assert NUMBER in " ".join(each.text() for each in asked.findChildren(QLabel))
    assert page.preview.number == ""
    shot("reissue", asked)
    hands.type("漏记借项单")
    hands.press("F8")
    hands.settle()
    assert page.preview.number == "DZD-01-202611-0002"
    assert f"它代替 {NUMBER}" in page.banner.text


def test_the_list_shows_what_was_withdrawn_and_why(hands):
    issued_page(hands)
    hands.press("F10")
    hands.settle()
    page = hands.page
    assert "还没有打印" in page.whose.text()
    page.withdraw_action.trigger()
    take_back(hands)
    assert page.view.current_row().state == "withdrawn"
    assert "漏记一张出库单" in page.said.text()
    assert not page.withdraw_action.isEnabled()
    assert not page.record_action.isEnabled()
    page.filters.pick("waiting")
    hands.settle()
    assert page.model.rowCount() == 0
    page.filters.pick("withdrawn")
    hands.settle()
    assert page.model.rowCount() == 1
    hands.press("Escape")
    hands.settle()
    assert "已撤回" in hands.page.banner.text  # the page that still showed it knows
    open_page(hands, "replies").again_action.trigger()
    hands.settle()
    assert "已撤回" in hands.page.banner.text
    assert "漏记一张出库单" in hands.page.banner.text


def test_one_from_the_list_is_printed_again_as_it_was_but_for_its_count(hands, tmp_path, qtbot):
    page = issued_page(hands)
    first = page.preview.paper.pdf
    assert print_to(hands, page.preview.paper, tmp_path / "one.pdf", qtbot)[1] == "good"
    page.choice.periods.pick("this")  # something else was looked at meanwhile
    hands.settle()
    open_page(hands, "replies")
    hands.press("Ctrl+P")
    hands.settle()
    page = hands.page
    assert page.preview.number == NUMBER
    assert page.choice.days == (dt.date(2026, 1, 1), dt.date(2026, 11, 22))
    assert page.choice.buyer == "GD01:FX001"
    again = text_of(page.preview.paper.pdf)
    assert "第 2 次" in again
    assert again.replace("第 2 次", "第 1 次") == text_of(first)
    page.choice.layouts.pick("lines")  # another form is another statement
    hands.settle()
    assert page.preview.number == ""


def test_a_statement_goes_onto_a_pre_printed_form_with_the_printers_offset(hands, desk, tmp_path, qtbot):
    page = issued_page(hands)
    hands.press("Ctrl+T")
    hands.settle()
    choice = page.choice
    assert (choice.offsets.isHidden(), choice._papers.isHidden()) == (False, True)
    text = text_of(page.preview.paper.pdf)
    assert NUMBER in text
    assert "往来对账单" not in text
    before = drawing_orders(page.preview.paper.pdf)
    choice.offsets.printer.setCurrentText("LQ-630K")
    choice.offsets.right.setValue(2.5)
    choice.offsets.down.setValue(-1)
    hands.settle()
    assert page.preview.paper.printer == "LQ-630K"
    assert drawing_orders(page.preview.paper.pdf) != before
    assert overlays.layout(desk, "statement").offset("LQ-630K") == (2.5, -1.0)
    assert Preferences(desk.folder).remembered("form_printer") == "LQ-630K"
    page.save_to(tmp_path / "form.pdf")
    hands.settle()
    assert text_of((tmp_path / "form.pdf").read_bytes()) == text
    hands.press("Ctrl+L")
    hands.settle()
    dialog = modal(LayoutDialog)
    assert dialog.kind.currentData() == "statement"
    assert (dialog.right.value(), dialog.printer.currentText()) == (2.5, "LQ-630K")
    dialog.select("customer")
    dialog.shown.setChecked(False)
    dialog.lines.setValue(3)
    dialog.step.setValue(7.5)
    hands.press("Ctrl+S")
    hands.settle()
    dialog.reject()
    hands.settle()
    kept = overlays.layout(desk, "statement")
    assert (kept.lines, kept.step, kept.spots[0].shown) == (3, 7.5, False)
    assert "福星便利连锁" not in text_of(page.preview.paper.pdf)
    assert len(page.preview.paper.sizes) > 1


def test_the_test_page_tells_the_printer_and_its_offset(hands, monkeypatch):
    from desktop.ui.paper.printing import Printing

    monkeypatch.setattr(Printing, "ask", lambda _printing, _shown: None)
    open_page(hands, "settings")
    hands.press("Ctrl+L")
    hands.settle()
    dialog = modal(LayoutDialog)
    dialog.printer.setCurrentText("LQ")
    dialog.right.setValue(1.5)
    hands.press("Ctrl+P")
    hands.settle()
    assert dialog.test_pages.printer == "LQ"
    text = text_of(dialog.test_pages.pdf)
    assert "LQ　右移 1.5　下移 0" in text
    assert "20, 10" in text
    dialog.paper.setCurrentIndex(dialog.paper.findData("a4"))
    dialog.paper.activated.emit(dialog.paper.currentIndex())
    assert dialog.current().paper == "a4"
    assert all(spot.x + spot.width <= 195 for spot in dialog.current().spots)
    dialog.reject()


def test_paper_chosen_in_one_place_is_chosen_in_the_other(hands):
    page = october(hands)
    settings = open_page(hands, "settings")
    settings.paper.setCurrentIndex(settings.paper.findData("241x140"))
    settings.paper.activated.emit(settings.paper.currentIndex())
    hands.settle()
    assert page.choice.paper.currentData() == "241x140"
    page.choice.paper.setCurrentIndex(page.choice.paper.findData("241x93"))
    hands.settle()
    assert settings.paper.currentData() == "241x93"


def test_an_order_tells_how_its_prices_came_where_that_is_ticked(hands):
    hands.page.filters.pick("accepted")
    hands.settle()
    hands.press("Return")
    hands.settle()
    hands.press("Ctrl+P")
    hands.settle()
    dialog = note_dialog()
    assert dialog.why.isVisible()
    plain = text_of(dialog.shown.pdf)
    hands.press("F7")
    hands.settle()
    assert dialog.why.isChecked()
    assert len(text_of(dialog.shown.pdf)) > len(plain)
    hands.press("Ctrl+T")
    hands.settle()
    assert dialog.offsets.isVisible()
    dialog.reject()


def test_a_delivery_has_no_reasons_to_tell(hands):
    open_page(hands, "papers")
    hands.press("Ctrl+P")
    hands.settle()
    dialog = note_dialog()
    assert not dialog.why.isVisible()
    hands.press("Ctrl+T")
    hands.settle()
    assert "欠款" not in text_of(dialog.shown.pdf)
    priced = text_of(dialog.shown.pdf)
    hands.press("F4")
    hands.settle()
    assert len(text_of(dialog.shown.pdf)) < len(priced)  # a driver's form has no prices either
    dialog.reject()


def test_a_refused_order_shows_that_nothing_is_owed(hands):
    hands.page.filters.pick("refused")
    hands.settle()
    hands.press("Return")
    hands.settle()
    sums = hands.page.sums
    assert sums.total.text() == "¥0.00"
    assert "不产生应收" in sums.nothing.text()
    hands.press("Ctrl+P")
    hands.settle()
    assert "本单已拒绝，不产生欠款" in text_of(note_dialog().shown.pdf)
    note_dialog().reject()


def test_a_draft_of_what_is_issued_already_says_so(hands):
    """Whoever comes back to an account reads that its statement is there, and F8 brings up that one."""
    page = issued_page(hands)
    number, whose = page.preview.number, page.choice.buyer
    page._changed()
    hands.settle()
    assert (page.choice.buyer, page.preview.number) == (whose, "")
    assert page.banner.text.startswith(f"{number} 已开具，与这份一字不差")
    hands.press("F8")
    hands.settle()
    assert page.preview.number == number


def test_a_statement_that_the_supplier_issued_is_no_matter_of_the_key_that_issues(hands):
    page = issued_page(hands)
    theirs: Any = SimpleNamespace(alike="DZD-00-1", statement=SimpleNamespace(seller=SimpleNamespace(id="HQ")))
    told = page._said_already(theirs)
    assert "F11" in told
    assert "F8" not in told
