"""Each page does its part of the business: money, goods in and out, reversals, statements, care of the books."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from desktop.actions.changes import changes
from desktop.actions.documents import lists
from desktop.actions.documents.lists import customer_account
from desktop.ui.order.lines.model import At
from desktop.ui.tables.model import SECOND
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import ElidedLabel
from domain.errors import UsageError
from sync.records.bodies.records import DocumentBody


def dialog():
    return QApplication.activeModalWidget()


def open_page(hands, name, given=None):
    hands.shell.go(name, given)
    hands.settle()
    return hands.page


def test_orders_are_listed_newest_first_filtered_and_searched(hands):
    page = hands.page
    rows = [page.window_.row(place) for place in range(page.model.rowCount())]
    assert [row.date for row in rows] == sorted((row.date for row in rows), reverse=True)
    hands.press("F4")
    hands.settle()
    assert {page.window_.row(place).state for place in range(page.model.rowCount())} == {"submitted"}
    page.filters.pick("")
    hands.press("F3")
    hands.type("PO-26013")
    hands.settle()
    assert [page.window_.row(place).ref for place in range(page.model.rowCount())] == ["PO-26013"]


def test_the_chosen_order_survives_a_refresh(hands):
    page = hands.page
    hands.press("Down", "Down")
    chosen = page.view.current_row().number
    page.refresh()
    hands.settle()
    assert page.view.current_row().number == chosen


def test_an_accepted_order_is_delivered_from_its_page(hands):
    page = hands.page
    page.filters.pick("accepted")
    hands.settle()
    number = page.view.current_row().number
    hands.press("Return")
    hands.settle()
    hands.press("F8")
    assert dialog() is not None
    hands.press("F8")
    hands.settle()
    assert "已发货" in hands.page.banner.text
    assert hands.page.order.number == number
    assert hands.page.order.state == "delivered"
    assert not hands.page.deliver_action.isVisible()


def test_every_reason_of_an_order_is_seen_where_there_is_room(hands):
    hands.shell.resize(1366, 768)
    hands.page.filters.pick("needs_approval")
    hands.settle()
    hands.press("Return")
    hands.settle()
    area = hands.page.checks._area
    assert len(hands.page.checks.texts) > 1
    assert not area.verticalScrollBar().isVisible()
    assert area.widget().height() <= area.viewport().height()


def test_enter_leads_to_a_quantity_that_what_is_typed_replaces(hands):
    hands.page.filters.pick("accepted")
    hands.settle()
    hands.press("Return")
    hands.settle()
    hands.press("F8")
    fields = [edit for _, edit in dialog()._edits]
    assert len(fields) > 1
    hands.type("1")
    hands.press("Return")
    hands.type("1")
    hands.press("Return")
    assert [edit.text() for edit in fields[:2]] == ["1", "1"]
    dialog().reject()


def test_a_quantity_that_cant_be_read_is_told_under_its_line_and_pushes_no_name_away(hands):
    hands.page.filters.pick("accepted")
    hands.settle()
    hands.press("Return")
    hands.settle()
    hands.press("F8")
    box = dialog()
    hands.settle()
    inner = box._rows.widget()
    before = [name.width() for name in inner.findChildren(ElidedLabel)]
    hands.type("3箱半瓶多一点")
    hands.settle()
    assert "3箱半瓶多一点" in box._wrong[0].text()
    assert box._wrong[0].isVisible()
    assert [name.width() for name in inner.findChildren(ElidedLabel)] == before
    assert not box._rows.horizontalScrollBar().isVisible()
    hands.press("Ctrl+A")
    hands.type("1")
    assert not box._wrong[0].isVisible()
    box.reject()


def test_too_much_is_not_delivered_and_the_dialog_says_why(hands):
    hands.page.filters.pick("accepted")
    hands.settle()
    hands.press("Return")
    hands.settle()
    hands.press("F8")
    box = dialog()
    box._edits[0][1].setText("99999箱")
    hands.press("F8")
    hands.settle()
    assert dialog() is box
    assert box.banner.text
    box.reject()


def test_an_order_that_waits_is_approved(hands):
    page = hands.page
    page.filters.pick("needs_approval")
    hands.settle()
    hands.press("Return")
    hands.settle()
    hands.press("F11")
    hands.type("本周结清欠款")
    hands.press("F8")
    hands.settle()
    assert hands.page.order.state in ("accepted", "accepted_in_part")


def test_an_order_is_cancelled(hands):
    hands.page.filters.pick("submitted")
    hands.settle()
    hands.press("Return")
    hands.settle()
    hands.press("Ctrl+Delete")
    hands.settle()
    assert hands.page.order.state == "submitted"  # one key alone takes nothing back
    assert hands.page.order.number in dialog().windowTitle()
    hands.press("F8")
    hands.settle()
    assert hands.page.order.state == "cancelled"


def test_goods_on_their_way_are_received(hands):
    page = open_page(hands, "incoming")
    assert page.model.rowCount() == 2
    hands.press("Return")
    hands.settle()
    assert dialog().place.currentText() == "广州主仓"
    hands.press("F8")
    hands.settle()
    assert "已收货" in page.banner.text
    assert page.model.rowCount() == 1


def test_goods_are_received_in_part_and_the_rest_waits(hands):
    page = open_page(hands, "incoming")
    hands.press("Return")
    hands.settle()
    first = dialog()._edits[0][1]
    assert first.text() == "20箱"
    hands.type("15+2")
    assert dialog()._coming[0].text() == "15箱2瓶  ·  余 4箱22瓶"
    hands.press("F8")
    hands.settle()
    assert "已收货" in page.banner.text
    assert page.model.rowCount() == 2
    row, line = page.view.current_row(), page.rows.rows[0]
    assert [each for each in (column.second(row) for column in page.model.columns) if each.startswith("已收 ")]
    name, left = page.inside.model().columns
    assert left.text(line) == "4箱22瓶"
    assert name.second(line).endswith("共 20箱，已收 15箱2瓶")
    hands.press("Return")
    hands.settle()
    assert [edit.text() for _, edit in dialog()._edits] == ["4箱22瓶"]
    first = dialog()._edits[0][1]
    first.setText("0")
    hands.press("F8")
    assert "一件都没有收" in dialog().banner.text
    first.setText("5箱")
    assert dialog()._coming[0].text() == "5箱  ·  多 2瓶"


def test_money_is_received_by_keyboard_and_reversed(hands):
    page = open_page(hands, "money")
    before = page.model.rowCount()
    hands.press("F9")
    hands.type("thxmb")
    hands.settle()
    hands.press("Return")
    hands.type("abc")
    hands.press("Return")
    assert dialog() is not None
    hands.focus.selectAll()
    hands.type("=100*3.5")
    hands.press("Return", "Return", "Return", "Return")
    hands.press("F8")
    hands.settle()
    assert "已收款 350.00" in page.banner.text
    assert page.model.rowCount() == before + 1
    hands.press("Ctrl+R")
    hands.type("收错了")
    hands.press("F8")
    hands.settle()
    assert "已红冲" in page.banner.text
    assert page.window_.row(0).amount == Decimal("-350.00")
    number = page.window_.row(0).number
    page.view.selectRow(0)
    hands.press("Ctrl+R")  # what reverses isn't reversed again, and the key says so
    assert dialog() is None
    assert page.banner.text == f"{number} 本身就是红冲单，不能再红冲。请重新开单。"


def test_goods_come_back_from_a_delivery_and_other_papers_say_so(hands):
    page = open_page(hands, "papers")
    assert page.return_action.isVisible()
    page.filters.pick("adjustment")
    page.refresh()
    hands.settle()
    page.view.setFocus()
    number = page.view.current_row().number
    assert not page.return_action.isVisible()
    hands.press("F9")
    assert page.banner.text.startswith(f"{number} 不是销售出库单")
    page.filters.pick("delivery")
    page.refresh()
    hands.settle()
    assert page.banner.text == ""
    assert page.return_action.isVisible()


def test_orders_that_were_cancelled_have_a_filter_of_their_own(hands):
    page = hands.page
    page.filters.pick("cancelled")
    page.refresh()
    hands.settle()
    assert page.filters.code == "cancelled"
    assert {page.window_.row(place).state for place in range(page.model.rowCount())} <= {"cancelled"}


def test_pasting_nothing_says_what_to_copy(hands):
    QApplication.clipboard().clear()
    hands.new_order()
    hands.press("Ctrl+Shift+V")
    assert hands.page.banner.text.startswith("剪贴板里没有可粘贴的行")


def test_delivered_goods_come_back(hands):
    page = open_page(hands, "papers")
    assert page.paper.kind == "delivery"
    hands.press("F9")
    hands.settle()
    assert [edit.text() for _, edit in dialog()._edits] == [""] * 3  # nothing comes back that isn't asked for
    hands.press("F8")
    assert "一行数量都没有填" in dialog().banner.text
    hands.type("1")  # a bare number counts in the unit beside the field
    assert dialog()._edits[0][1].line.counted_in == "箱"
    assert dialog()._coming[0].text().startswith("1箱  ·  余 ")
    hands.press("F8")
    hands.settle()
    assert "已退货" in page.banner.text
    hands.press("F4")
    hands.settle()
    assert page.window_.row(0).kind == "return"


def test_a_customer_is_added_and_found(hands):
    page = open_page(hands, "customers")
    hands.press("Insert")
    hands.settle()
    box = dialog()
    box.cells["code"].setText("NEW1")
    hands.press("F8")
    hands.settle()
    assert dialog() is box  # a name is missing, and it says so beside the field
    box.cells["name"].setText("新客户")
    box.cells["credit_limit"].setText("5000")
    days = box.cells["credit_days"]
    told: list[UsageError] = []
    days.wronged.connect(told.append)
    for wrong in ("2.5", "一个月", "-3"):
        days.setText(wrong)
        hands.press("F8")
        assert (dialog(), told[-1].code, told[-1].facts["text"]) == (box, "credit_days_unreadable", wrong)
    days.setText("30天")
    hands.press("F8")
    hands.settle()
    assert page.view.current_row().name == "新客户"
    assert page.view.current_row().credit_days == 30
    assert page.view.current_row().credit_limit == Decimal(5000)


def test_late_customers_are_shown_alone(hands, desk):
    @changes("accounts")
    def send(desk):
        body = DocumentBody(
            "XSCK-99-1", "GD01", "GD01:YX003", "2026-10-03", "2026-10-03T02:00:00Z", 9_000_000, [], due="2026-11-03"
        )
        with desk.book.writing() as writing:
            writing.put("desk/D1", "delivery", "old", body)

    page = open_page(hands, "customers")
    everybody = page.model.rowCount()
    hands.program.worker.write(send, then=lambda _: None)
    hands.settle()
    page.filters.pick("overdue")
    hands.settle()
    late = [page.window_.row(place) for place in range(page.model.rowCount())]
    assert "YX003" in [row.code for row in late]
    assert 0 < len(late) < everybody
    place = [row.code for row in late].index("YX003")
    assert page.model.index(place, 3).data() == formatting.money(late[place].overdue)
    assert page.model.index(place, 3).data(SECOND) == "超 20 天"
    hands.press("F4")
    hands.settle()
    assert page.filters.code == "over_limit"
    assert all(row.available < 0 for row in map(page.window_.row, range(page.model.rowCount())))
    hands.press("F4")
    hands.settle()
    assert page.model.rowCount() == everybody


def test_money_and_orders_begin_at_the_customer(hands):
    page = open_page(hands, "customers")
    row = page.view.current_row()
    hands.press("F6")
    assert dialog().customer.customer.id == row.id
    dialog().reject()
    hands.press("F9")
    hands.settle()
    assert hands.page.head.customer.customer.id == row.id
    assert hands.page.grid.hasFocus()


def test_stock_is_counted(hands):
    page = open_page(hands, "products")
    before = page.view.current_row().on_hand
    hands.press("Shift+F2")
    hands.settle()
    assert "账上" in dialog().difference.text()
    hands.type("100箱")
    assert "实盘 100箱" in dialog().difference.text()
    hands.press("F8")
    hands.settle()
    assert "已按盘点调整" in page.banner.text
    assert page.view.current_row().on_hand != before


def test_products_are_found_by_initials(hands):
    page = open_page(hands, "products")
    hands.press("F3")
    hands.type("qdpj")
    hands.settle()
    assert [page.window_.row(place).sku for place in range(page.model.rowCount())] == ["SP10169"]


def test_a_statement_is_shown_as_it_will_be_printed(hands, tmp_path):
    page = open_page(hands, "statements", "GD01:FX001")
    image = page.pages.images[0]
    assert image.height() > image.width() > 800
    shades = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert len(shades) > 5  # something is printed on it
    statement = page.preview.statement
    assert statement.buyer.code == "FX001"
    assert statement.opening + statement.debit_total - statement.credit_total == statement.closing
    page.save_to(tmp_path / "s.pdf")
    hands.settle()
    assert (tmp_path / "s.pdf").read_bytes().startswith(b"%PDF")


def test_a_period_that_ends_before_it_begins_is_said(hands):
    page = open_page(hands, "statements")
    page.choice.start.setText("2026-11-20")
    page.choice.start.settle()
    page.choice.end.setText("2026-11-10")
    page.choice.end.settle()
    hands.settle()
    assert page.banner.text
    assert not page.print_action.isEnabled()


def test_books_are_checked_and_backed_up(hands, tmp_path):
    page = open_page(hands, "settings")
    hands.press("F7")
    hands.settle()
    assert "全部相符" in page.banner.text
    page.back_up_to(tmp_path / "copy.db")
    hands.settle()
    assert (tmp_path / "copy.db").stat().st_size > 100_000


@pytest.mark.parametrize("name", ["orders", "customers", "products", "incoming", "papers", "money"])
def test_list_models_keep_their_promises(hands, qtmodeltester, name):
    page = open_page(hands, name)
    qtmodeltester.check(page.model)
    page.search.setText("2")
    hands.settle()
    page.search.clear()
    hands.settle()
    qtmodeltester.check(page.model)
    assert page.model.rowCount(page.model.index(0, 0)) == 0
    assert page.model.data(QModelIndex()) is None


def test_the_order_model_keeps_its_promises_through_every_change(hands, qtmodeltester):
    hands.new_order()
    tester: ModelTester = qtmodeltester
    tester.check(hands.page.model)
    hands.line("SP10021", "1箱")
    hands.line("SP10058", "2箱")
    hands.settle()
    hands.press("Up", "Ctrl+Delete", "Ctrl+Z")
    hands.settle()
    tester.check(hands.page.model)
    assert hands.page.model.index(1, At.QUANTITY).data() == "2箱"


def test_what_was_done_is_told_once_and_what_is_wrong_as_long_as_it_may_be(hands):
    """Who comes back to a page doesn't read again what he did there before; what came meanwhile he does."""
    page = hands.shell.page("customers")
    hands.shell.go("customers")
    hands.settle()
    page.banner.say("已收款 1,550.00。", "good")
    hands.shell.go("products")
    hands.settle()
    hands.shell.go("customers")
    assert page.banner.text == ""
    page.banner.say("没有保存。", "bad")
    hands.shell.go("products")
    hands.shell.go("customers")
    assert page.banner.text == "没有保存。"
    hands.shell.go("products")
    page.banner.say("全部已出。", "good")
    hands.shell.go("customers")
    assert page.banner.text == "全部已出。"


def test_goods_received_are_no_document_of_an_account(hands, monkeypatch):
    """Beside their delivery they owe nothing: HQ's list of a dealer's account showed each amount twice."""
    rows = lists.paper_rows
    monkeypatch.setattr(
        lists,
        "paper_rows",
        lambda *asked: [replace(each, kind="goods_receipt") for each in rows(*asked)] + rows(*asked),
    )
    found: list[Any] = []
    hands.program.worker.read(customer_account, "FX001", then=found.append)
    hands.settle()
    _, papers = found[0]
    assert {each.kind for each in papers} & {"delivery", "opening"}
    assert "goods_receipt" not in {each.kind for each in papers}
