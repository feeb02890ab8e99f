"""An order from Ctrl+N to F8 by keyboard alone, with everything that may go wrong in between."""

import time
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.order.lines.entry import EntryLine
from desktop.ui.order.lines.model import At
from desktop.ui.order.lines.numbered import failure_here
from domain.errors import RefusedError
from domain.explain import Reason
from sync.records.bodies.records import PriceBody, ProductBody


def text(page, row, column):
    return page.model.index(row, column).data()


def place(page):
    return page.grid.currentIndex().row(), page.grid.currentIndex().column()


def test_an_order_from_first_to_last_key(hands):
    hands.new_order("fxbl")
    assert hands.page.head.customer.text() == "福星便利连锁（深圳南山）"
    assert "可用" in hands.page.credit.chip_text
    assert hands.page.head.customer.cursorPosition() == 0  # of a long name its beginning is seen
    hands.line("SP10021", "12箱")
    hands.line("bhc", "20箱")
    hands.settle()
    page = hands.page
    assert [text(page, row, At.QUANTITY) for row in range(2)] == ["12箱", "20箱"]
    assert text(page, 1, At.PRODUCT) == "康师傅冰红茶 500ml"
    assert text(page, 0, At.AMOUNT) == "375.24"
    hands.press("Return")  # an empty line leads to the button
    assert hands.focus is page.totals.button
    hands.press("F8")
    hands.settle()
    assert "XSDD-01-261123-0004 已接受" in page.banner.text
    assert page.entry.lines == []
    assert hands.focus is page.head.customer
    hands.press("Escape")
    hands.settle()
    first = hands.page.window_.row(0)
    assert (first.number, first.state, first.lines) == ("XSDD-01-261123-0004", "accepted", 2)


@pytest.mark.parametrize("leaving", ["Return", "Tab"])
def test_what_is_typed_while_the_customer_is_looked_up_comes_where_it_belongs(hands, leaving):
    hands.press("Ctrl+N")
    hands.settle()
    head, page = hands.page.head, hands.page
    hands.program.worker.read(lambda _: time.sleep(0.6), then=print)  # a machine that has other things to do
    hands.type("fxbl")
    hands.press(leaving)
    hands.type("20261130" if leaving == "Tab" else "SP10021")
    hands.press("Return")
    hands.type("参考" if leaving == "Tab" else "12箱")
    hands.press("Return")
    hands.settle()
    assert head.customer.customer.name == "福星便利连锁（深圳南山）"
    assert head.customer.text() == head.customer.customer.name
    if leaving == "Tab":
        assert (head.day.text(), head.ref.text()) == ("2026-11-30", "参考")
    else:
        assert [text(page, 0, at) for at in (At.QUANTITY, At.AMOUNT)] == ["12箱", "375.24"]


def test_keys_ahead_of_a_customer_that_there_is_not_are_dropped_and_told(hands):
    hands.press("Ctrl+N")
    hands.settle()
    hands.program.worker.read(lambda _: time.sleep(0.6), then=print)
    hands.type("zzzz")
    hands.press("Return")
    hands.type("SP10021")
    hands.press("Return")
    hands.settle()
    head = hands.page.head
    assert (head.customer.text(), hands.focus) == ("zzzz", head.customer)
    assert "zzzz" in head.party.wrong.text()
    hands.type("x")  # the field takes keys again
    assert head.customer.text() == "zzzzx"


def test_enter_goes_through_the_editable_cells_and_back(hands):
    hands.new_order()
    hands.line("SP10021", "12")
    page = hands.page
    assert place(page) == (1, At.PRODUCT)
    hands.press("Shift+Return")
    assert place(page) == (0, At.PRICE)
    hands.press("Shift+Return", "Shift+Return")
    assert place(page) == (0, At.PRODUCT)
    hands.press("Return")
    assert place(page) == (0, At.QUANTITY)
    hands.press("Down")
    assert place(page) == (1, At.PRODUCT)


def test_a_correction_an_undo_and_a_redo(hands):
    hands.new_order()
    hands.line("SP10021", "12箱")
    page = hands.page
    hands.press("Up", "Return")
    hands.type("15")
    hands.press("Escape")
    assert text(page, 0, At.QUANTITY) == "12箱"
    hands.type("15")
    hands.press("Return")
    assert text(page, 0, At.QUANTITY) == "15箱"
    hands.press("Ctrl+Z")
    assert text(page, 0, At.QUANTITY) == "12箱"
    hands.press("Ctrl+Y")
    assert text(page, 0, At.QUANTITY) == "15箱"
    page.grid.start_line(0)
    hands.press("Ctrl+Delete")
    assert page.entry.lines == []
    hands.press("Ctrl+Z")
    assert text(page, 0, At.QUANTITY) == "15箱"


def test_unknown_product_is_said_and_kept(hands):
    hands.new_order()
    hands.type("nosuch")
    hands.press("Return")
    hands.settle()
    page = hands.page
    assert place(page) == (0, At.PRODUCT)
    assert text(page, 0, At.PRODUCT) == "nosuch"
    assert any("nosuch" in told for told in page.checks.texts)
    hands.press("F8")
    assert page.banner.text
    assert place(page) == (0, At.PRODUCT)
    hands.type("SP10058")
    hands.settle()
    hands.press("Return")
    assert text(page, 0, At.PRODUCT) == "康师傅冰红茶 500ml"


@pytest.mark.parametrize("typed", ["0", "-3", "1.2345", "abc", "3桶", "0.5"])
def test_a_quantity_that_is_none_stays_with_its_reason(hands, typed):
    hands.new_order()
    hands.type("SP10021")
    hands.settle()
    hands.press("Return")
    hands.type(typed)
    hands.press("Return")
    hands.settle()
    page = hands.page
    assert place(page) == (0, At.QUANTITY)
    assert text(page, 0, At.QUANTITY) == typed
    assert page.checks.texts[0].startswith("第 1 行：")
    hands.press("F8")
    hands.settle()
    assert page.entry.lines  # nothing was submitted, nothing lost
    hands.type("2箱")
    hands.press("Return")
    hands.settle()
    assert text(page, 0, At.AMOUNT) == "62.54"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("30箱5瓶", "30箱5瓶"),
        ("=3*4箱", "12箱"),
        ("=2+3", "5瓶"),
        ("２４瓶", "1箱"),
        ("48", "2箱"),
        ("3+5", "3箱5瓶"),
        ("3/5", "3箱5瓶"),
        ("3x", "3箱"),
    ],
)
def test_quantities_as_people_type_them(hands, typed, shown):
    hands.new_order()
    hands.type("SP10021")
    hands.settle()
    hands.press("Return")
    hands.type(typed)
    hands.press("Return")
    assert text(hands.page, 0, At.QUANTITY) == shown


def test_short_stock_and_credit_are_told_together(hands):
    hands.new_order("thxmb")  # 6,000 at most, and overdue
    hands.line("SP10095", "90箱")
    hands.line("SP10465", "20箱")
    hands.settle()
    told = " ".join(hands.page.checks.texts)
    assert "库存不足" in told
    assert "逾期" in told
    assert text(hands.page, 0, At.WHY) == "缺货"
    hands.press("F8")
    hands.settle()
    assert "没有提交" in hands.page.banner.text
    assert "超出信用额度" in hands.page.banner.text
    assert len(hands.page.entry.lines) == 2


def test_over_credit_stops_by_name_and_figure(hands):
    hands.new_order("dghm")
    hands.line("SP10465", "20箱")
    hands.line("SP10391", "25箱")
    hands.line("SP10428", "40箱")
    hands.settle()
    assert "超出" in hands.page.credit.chip_text
    hands.press("F8")
    hands.settle()
    assert "没有提交" in hands.page.banner.text
    assert "超出信用额度" in hands.page.banner.text


def test_a_refusal_goes_with_the_next_thing_that_is_typed(hands):
    hands.new_order("dghm")
    hands.line("SP10465", "20箱")
    hands.line("SP10391", "25箱")
    hands.line("SP10428", "40箱")
    hands.settle()
    hands.press("F8")
    hands.settle()
    assert "没有提交" in hands.page.banner.text
    hands.press("F2")
    hands.type("5")
    assert hands.page.banner.text == ""


def test_f7_on_an_order_without_goods_says_that_nothing_is_to_be_explained(hands):
    hands.new_order()
    hands.press("F7")
    hands.settle()
    assert "没有可说明的价格" in hands.page.banner.text
    hands.line("SP10021", "1箱")
    hands.settle()
    assert hands.page.banner.text == ""


def test_a_price_by_hand_is_marked_and_taken_back(hands):
    hands.new_order()
    hands.line("SP10021", "1箱")
    page = hands.page
    hands.press("Up", "F2")
    hands.type("2")
    hands.press("Return")
    hands.settle()
    assert (text(page, 0, At.WHY), text(page, 0, At.AMOUNT)) == ("手工价", "48.00")
    page.grid.setCurrentIndex(page.model.index(0, At.PRICE))
    hands.press("Delete")
    hands.settle()
    assert (text(page, 0, At.WHY), text(page, 0, At.AMOUNT)) == ("", "31.27")


def test_unit_turns_with_one_key(hands):
    hands.new_order()
    hands.line("SP10021", "5")
    page = hands.page
    hands.press("Up", "F4")
    assert text(page, 0, At.QUANTITY) == "5箱"
    hands.press("F4")
    assert text(page, 0, At.QUANTITY) == "5瓶"


def test_a_scanner_adds_the_product_and_counts_it_again(hands):
    hands.new_order()
    page = hands.page
    for _ in range(2):
        hands.type("6901234500003")
        hands.press("Return")
        hands.settle()
    assert [(line.hit.sku, line.quantity) for line in page.entry.lines] == [("SP10132", Decimal(2))]
    assert place(page) == (1, At.PRODUCT)


def keys_without_a_pause(hands, text):
    """Every key before the first answer can come; a new line is Enter."""
    for letter in text:
        QTest.keyClick(hands.focus, Qt.Key.Key_Return if letter == "\n" else letter)


def test_what_a_quick_hand_types_ahead_of_the_answers_takes_effect_in_its_order(hands):
    hands.new_order()
    keys_without_a_pause(hands, "SP10021\n3x\n\nSP10058\n2x\n\n")
    hands.settle()
    lines = hands.page.entry.lines
    assert [(line.hit.sku, line.quantity_text) for line in lines] == [("SP10021", "3箱"), ("SP10058", "2箱")]
    assert place(hands.page) == (2, At.PRODUCT)


def test_two_scans_in_one_breath_are_two_products(hands):
    hands.new_order()
    hands.line("SP10021", "12箱")
    page = hands.page
    for column in (At.PRODUCT, At.QUANTITY):
        page.grid.start_place(1 if column is At.PRODUCT else 0, column)
        keys_without_a_pause(hands, "6901234500003\n6901234500003\n69999999\n6901234500003\n")
        hands.settle()
    assert [(line.hit.sku, line.quantity) for line in page.entry.lines] == [
        ("SP10021", Decimal(12 * 24)),
        ("SP10132", Decimal(6)),
    ]
    assert "69999999" in page.banner.text


def test_what_follows_an_unknown_product_is_not_typed_over_it(hands):
    hands.new_order()
    keys_without_a_pause(hands, "no such thing\n3x\n")
    hands.settle()
    assert [(line.typed, line.hit, line.quantity_text) for line in hands.page.entry.lines] == [
        ("no such thing", None, "")
    ]


def test_a_scan_of_nobody_s_code_adds_nothing_and_says_so(hands):
    hands.new_order()
    hands.line("SP10021", "12箱")
    page = hands.page
    for column in (At.PRODUCT, At.QUANTITY):
        page.grid.start_place(1 if column is At.PRODUCT else 0, column)
        hands.type("69999999")
        hands.press("Return")
        hands.settle()
        assert "69999999" in page.banner.text
        assert [line.quantity_text for line in page.entry.lines] == ["12箱"]


def test_a_code_is_no_part_of_a_name(hands):
    hands.new_order()
    QGuiApplication.clipboard().setText("500\t3箱\nｓｐ10021\t2箱\n")
    hands.press("Ctrl+Shift+V")
    hands.settle()
    assert [line.hit and line.hit.sku for line in hands.page.entry.lines] == [None, "SP10021"]


def test_a_scan_that_means_two_products_is_asked_about(hands):
    def one_more(desk):
        with desk.book.writing() as writing:
            twin = ProductBody("TWIN", "雪花纯生啤酒 促销装", "瓶", "xhcspjcxz", "6901234500003", "箱", 12_000, 1300)
            writing.put("catalog", "product", "TWIN", twin)

    hands.program.worker.read(one_more, then=lambda _: None)
    hands.new_order()
    page = hands.page
    hands.type("6901234500003")
    hands.press("Return")
    hands.settle()
    assert page.entry.lines == []
    assert page.grid.popup.isVisible()
    hands.press("Down", "Return")
    assert [line.hit.sku for line in page.entry.lines] in (["TWIN"], ["SP10132"])
    assert place(page) == (0, At.QUANTITY)


def test_a_price_below_cost_waits_for_whoever_may(hands):
    hands.new_order()
    hands.line("SP10021", "1箱")
    page = hands.page
    hands.press("Up", "F2")
    hands.type("0.01")
    hands.press("Return")
    hands.settle()
    assert any("低于成本" in told for told in page.checks.texts)
    assert not any("1.1042" in told for told in page.checks.texts)  # the cost itself is told to nobody
    hands.press("F8")
    hands.settle()
    assert "需要审批" in page.banner.text


def test_enter_that_ends_a_composition_stays_in_the_cell(hands):
    hands.new_order()
    hands.type("x")
    page, editor = hands.page, hands.focus
    QApplication.sendEvent(editor, QInputMethodEvent("xue hua", []))
    commit = QInputMethodEvent()
    commit.setCommitString("雪花")
    QApplication.sendEvent(editor, commit)
    hands.press("Return")
    assert page.grid.editing
    assert editor.text() == "x雪花"


def test_a_verdict_waits_while_an_editor_is_open(hands):
    hands.new_order()
    hands.line("SP10021", "1箱")
    page = hands.page
    hands.settle()
    hands.press("Up", "Return")
    hands.type("9")
    page.checker.look(page.entry)
    with hands_signal(page):
        hands.settle()
    assert hands.focus.text() == "9"
    hands.press("Return")
    hands.settle()
    assert text(page, 0, At.AMOUNT) == "281.43"


class hands_signal:  # noqa: N801 -- reads as a sentence where it is used
    """No verdict comes through inside."""

    def __init__(self, page):
        self.page, self.came = page, []

    def __enter__(self):
        self.page.checker.checked.connect(self.take)

    def take(self, *_):
        self.came.append(1)

    def __exit__(self, *_):
        self.page.checker.checked.disconnect(self.take)
        assert self.came == []


def test_a_block_from_a_spreadsheet(hands):
    hands.new_order()
    QGuiApplication.clipboard().setText("SP10021\t3箱\nSP10169\t5\t3.2\nwrong code\t1\n")
    hands.press("Ctrl+Shift+V")
    hands.settle()
    page = hands.page
    assert [text(page, row, At.QUANTITY) for row in range(2)] == ["3箱", "5瓶"]
    assert text(page, 1, At.WHY) == "手工价"
    assert any("wrong code" in told for told in page.checks.texts)


def test_the_last_order_is_copied(hands):
    hands.new_order()
    hands.press("Shift+F9")
    hands.settle()
    assert [line.hit.sku for line in hands.page.entry.lines] == ["SP10317", "SP10502"] or hands.page.entry.lines


def test_a_draft_is_kept_and_gone_on_with(hands):
    hands.new_order()
    hands.line("SP10021", "7箱")
    hands.settle()
    hands.press("Escape")
    hands.settle()
    assert hands.page.draft_action.isVisible()
    hands.press("Ctrl+G")
    hands.settle()
    hands.press("Return")
    hands.settle()
    assert text(hands.page, 0, At.QUANTITY) == "7箱"
    assert hands.page.head.customer.text().startswith("福星")


def test_dates_by_shorthand(hands):
    hands.new_order()
    head = hands.page.head
    head.day.setFocus()
    hands.type("+")
    assert head.day.text() == "2026-11-24"
    head.day.selectAll()
    hands.type("5-2")
    hands.press("Return")
    assert head.day.text() == "2026-05-02"
    head.day.setFocus()
    head.day.selectAll()
    hands.type("+5")
    hands.press("Return")
    assert head.day.text() == "2026-11-28"
    head.day.setFocus()
    head.day.selectAll()
    hands.type("soon")
    hands.press("Return")
    assert head.day_field.wrong.text()
    assert hands.focus is head.day


def test_an_order_to_hq(hands):
    hands.press("Ctrl+Shift+N")
    hands.settle()
    hands.page.grid.start_line()
    hands.line("SP10021", "20箱")
    hands.settle()
    assert hands.page.head.seller.text() == "华南快消品总公司"
    assert "总部数据截至" in " ".join(label.text() for label in hands.page.credit.findChildren(type(hands.page.saved)))
    hands.press("F8")
    hands.settle()
    assert "等待卖方答复" in hands.page.banner.text


def test_strip_follows_the_caret(hands):
    hands.new_order()
    hands.line("SP10021", "1箱")
    hands.line("SP10058", "1箱")
    hands.press("Up")
    hands.settle()
    assert any("康师傅" in told for told in hands.page.strip.texts)
    hands.press("Up")
    hands.settle()
    assert any("农夫山泉" in told for told in hands.page.strip.texts)


def test_a_price_that_changed_since_it_was_shown_stops_f8_once_and_is_told(hands):
    hands.new_order("fxbl")
    hands.line("SP10021", "12箱")
    hands.settle()
    page = hands.page
    shown = text(page, 0, At.AMOUNT)

    def dearer(desk):
        with desk.book.writing() as writing:
            writing.put("prices/W", "price", "W/SP10021", PriceBody("W", "SP10021", 2_0000, "2026-11-01"))

    hands.program.worker.read(dearer, then=lambda _: None)
    hands.settle()
    assert text(page, 0, At.AMOUNT) == shown  # nobody looked since
    hands.press("F8")
    hands.settle()
    assert "还没有保存" in page.banner.text
    assert "第 1 行（农夫山泉饮用天然水 550ml）：单价变了" in page.banner.text
    assert text(page, 0, At.AMOUNT) != shown
    assert len(page.entry.lines) == 1
    hands.press("F8")
    hands.settle()
    assert "已接受" in page.banner.text
    assert page.entry.lines == []


def test_an_own_number_of_another_order_is_told_beside_the_order(hands):
    told = []
    for _ in range(2):
        hands.new_order("fxbl")
        hands.page.head.ref.setFocus()
        hands.type("PO-7")
        hands.page.grid.start_line()
        hands.line("SP10021", "12箱")
        hands.settle()
        told.append([each for each in hands.page.checks.texts if "参考号" in each])
        hands.press("F8")
        hands.settle()
        assert "已接受" in hands.page.banner.text  # it stops nothing
    before, [after] = told
    assert before == []
    assert "“PO-7”" in after
    assert "XSDD-01-261123-0004" in after


def test_the_checks_number_lines_as_the_table_does(hands):
    """Row 1 is no product yet and row 2 is empty: what speaks against row 3 says row 3, wherever it is told."""
    hands.new_order()
    hands.type("没有的货")
    hands.press("Return")
    hands.settle()
    page = hands.page
    page.model.add([EntryLine()])
    hands.press("Ctrl+End")
    page.grid.start_place(2)
    hands.line("SP10021", "9000箱")
    hands.settle()
    assert text(page, 2, At.PRODUCT) is not None
    said = [each for each in page.checks.texts if "库存" in each or "9000箱" in each]
    assert [each.split("（")[0].split("：")[0] for each in said] == ["第 3 行"]
    page.model.remove(0)
    hands.settle()
    said = [each for each in page.checks.texts if "库存" in each or "9000箱" in each]
    assert [each.split("（")[0].split("：")[0] for each in said] == ["第 2 行"]


def test_a_failure_that_carries_reasons_numbers_them_as_the_table_does():
    short = Reason("stock_short", "stop", {"name": "冰红茶"}, line=2)
    here = failure_here(RefusedError("order_stopped", line=1, reasons=(short,)), [1, 3])
    assert here.facts == {"line": 2, "reasons": (replace(short, line=4),)}
    gift = Reason("gift_short", "warn", {"name": "冰红茶"}, line=3)  # goods on top come after what is bought
    assert failure_here(RefusedError("order_stopped", reasons=(gift,)), [1, 3]).facts["reasons"] == (gift,)
