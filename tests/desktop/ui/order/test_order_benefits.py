"""Gifts, hints, coupons, the wallet and explanations in an order, by keyboard alone."""

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop.ui.order.benefits.hints import tell_hints
from desktop.ui.order.lines.model import At
from desktop.ui.order.lines.rows import GridRow, changes, laid_out
from desktop.ui.tables.model import SECOND, TONE
from desktop.ui.widgets.parts import ElidedLabel
from desktop.wording import say_reason
from domain.explain import Reason
from domain.promotions.lines import Hint
from tests.building.desktop.order_makers import a_gift, a_line

CRACKERS, MILK, NOODLES = "SP10243", "SP10280", "SP10354"


def text(page, row, column, role=0):
    return page.model.index(row, column).data(role)


def told_in_dialog():
    dialog: Any = QApplication.activeModalWidget()
    return dialog.texts


def shown(page):
    return [(text(page, row, At.PRODUCT), text(page, row, At.QUANTITY)) for row in range(page.model.rowCount() - 1)]


def test_goods_on_top_stand_under_what_brings_them_and_are_passed_over(hands, qtmodeltester):
    hands.new_order()
    page = hands.page
    qtmodeltester.check(page.model)
    hands.line(CRACKERS, "10箱")
    hands.settle()
    hands.line("SP10021", "1箱")
    hands.settle()
    assert shown(page) == [("旺旺雪饼 84g", "10箱"), ("旺旺雪饼 84g", "1箱"), ("农夫山泉饮用天然水 550ml", "1箱")]
    assert (text(page, 1, At.WHY), text(page, 1, At.PRODUCT, SECOND)) == ("赠", "雪饼十搭一")
    assert text(page, 1, At.AMOUNT, SECOND) == "99.12"
    assert page.totals.gifts.text() == "99.12"
    page.grid.start_line(0)
    hands.press("Return", "Return", "Return")
    assert page.grid.currentIndex().row() == 2
    hands.press("Up", "Delete")  # nothing on top can be typed over or taken away
    hands.type("9")
    assert not page.grid.editing
    assert len(page.entry.lines) == 2
    hands.press("Up", "Ctrl+Delete")
    hands.settle()
    assert shown(page) == [("农夫山泉饮用天然水 550ml", "1箱")]
    qtmodeltester.check(page.model)


def test_one_key_reaches_the_next_step(hands):
    hands.new_order()
    page = hands.page
    hands.line(MILK, "9箱")
    hands.settle()
    assert any("再加 1箱 蒙牛纯牛奶 250ml" in told for told in page.checks.texts)
    assert page.keys.hint.isVisible()
    hands.press("Ctrl+J")
    hands.settle()
    assert text(page, 0, At.QUANTITY) == "10箱"
    assert text(page, 0, At.WHY) == "牛奶量大价"
    assert text(page, 0, At.AMOUNT, SECOND) == "652.20"
    assert page.totals.saved.text().startswith("−")


def test_f7_says_why_with_policy_and_version(hands):
    hands.new_order()
    hands.line(MILK, "10箱")
    hands.settle()
    hands.page.grid.start_line(0)
    hands.press("F7")
    told = "\n".join(told_in_dialog())
    assert "JG2026 第 2 版" in told
    assert "牛奶量大价（CX-NN 第 3 版）" in told
    assert "10箱（240瓶） × 2.7175 652.20" in told
    hands.press("F7")
    assert QApplication.activeModalWidget() is None


def test_f7_on_what_was_bought_says_what_is_given_on_top(hands):
    """Not “no promotion”: the policy that gives goods, what it counts, and what comes of it; placed as well."""
    hands.new_order()
    hands.line(CRACKERS, "10箱")
    hands.settle()
    hands.page.grid.start_line(0)
    hands.press("F7")
    first = "\n".join(told_in_dialog())
    hands.press("F7", "F8")
    hands.settle()
    hands.shell.go("orderview", "XSDD-01-261123-0004")
    hands.settle()
    hands.press("F7")
    for told in (first, "\n".join(told_in_dialog())):
        assert "没有促销" not in told
        assert "赠品：旺旺雪饼 84g 1箱" in told
        assert "雪饼十搭一：送 旺旺雪饼 84g 1箱" in told
        assert "买 200，每满 200 送 20" in told
    hands.press("F7")


@pytest.mark.parametrize(
    ("price", "chip", "tone"), [("2.7", "手工价", "muted"), ("2.6", "超出范围", "warn"), ("1", "低于底价", "bad")]
)
def test_a_hand_price_is_quiet_in_its_band_amber_outside_and_red_below_the_floor(hands, price, chip, tone):
    hands.new_order()
    page = hands.page
    hands.line(MILK, "1箱")
    hands.settle()
    page.grid.start_line(0)
    hands.press("F2")
    hands.type(price)
    hands.press("Return")
    hands.settle()
    assert (text(page, 0, At.WHY), text(page, 0, At.WHY, TONE)) == (chip, tone)
    if tone != "muted":
        assert text(page, 0, At.PRICE, SECOND) == "2.636–2.8534"


def test_the_wallet_pays_all_a_part_or_nothing(hands):
    hands.press("Ctrl+Shift+N")
    hands.settle()
    page = hands.page
    page.grid.start_line()
    hands.line("SP10021", "50箱")
    hands.settle()
    assert page.totals.wallet.text() == ""
    hands.press("F6")
    hands.settle()
    gross = Decimal("1325.04")
    assert page.totals.wallet.text() == "1,325.04"
    assert page.totals.total.text() == "¥0.00"
    hands.press("Shift+F2")
    hands.focus.selectAll()
    hands.type("100")
    hands.press("Return")
    hands.settle()
    assert page.totals.total.text() == f"¥{gross - 100:,.2f}"
    assert "季度进货返利 抵 100.00" in page.totals.wallet_note.text()
    hands.press("F6")
    hands.settle()
    assert page.totals.total.text() == f"¥{gross:,.2f}"
    hands.press("F6", "F8")
    hands.settle()
    assert "等待卖方答复" in page.banner.text


def test_a_coupon_nobody_knows_is_told(hands):
    hands.new_order()
    hands.line("SP10021", "1箱")
    hands.press("Ctrl+U")
    hands.type("NOSUCH")
    hands.press("Return")
    hands.settle()
    assert hands.page.entry.coupons == ("NOSUCH",)
    assert any("NOSUCH" in told for told in hands.page.checks.texts)


def test_an_order_as_it_stands_shows_gifts_and_explains(hands):
    hands.new_order()
    hands.line(CRACKERS, "10箱")
    hands.press("F8")
    hands.settle()
    hands.shell.go("orderview", "XSDD-01-261123-0004")
    hands.settle()
    page = hands.page
    lines = [each.line for each in page.view.rows.rows]
    assert [(line.gift, line.quantity_text) for line in lines] == [("", "10箱"), ("CX-XB", "1箱")]
    model = page.view.model()
    assert (model.index(1, 6).data(), model.index(1, 1).data(SECOND)) == ("赠", "雪饼十搭一")
    hands.press("F7")
    assert "CX-XB 第 1 版" in "\n".join(told_in_dialog())
    hands.press("Return")
    hands.press("Shift+F7")
    hands.settle()
    assert "分毫不差" in page.banner.text


def test_rows_come_and_go_with_their_lines():
    one, other = a_gift("A"), a_gift("B")
    before, after = laid_out(2, [(0, one)]), laid_out(2, [(0, other), (7, one)])
    assert before == [GridRow(0), GridRow(0, one), GridRow(1), GridRow(2)]
    assert changes(before, after) == ([1], [1, 3])
    assert changes(after, after) == ([], [])
    assert laid_out(0, []) == [GridRow(0)]


@pytest.mark.parametrize(
    ("code", "facts", "told"),
    [
        ("next_order_discount", {"percent": Decimal(5)}, "整单 95 折（省 5%）"),
        ("next_break", {"price": Decimal("2.4")}, "这项按 2.40"),
        ("next_save", {"spend": Decimal(1000), "save": Decimal(50)}, "满 1,000.00 减 50.00"),
        ("next_free", {"gift": "A", "quantity": Decimal(26)}, "送 商品A × 2箱2瓶"),
        ("next_free", {"gift": "B", "gift_name": "杯子", "quantity": Decimal(2)}, "送 杯子 × 2"),
        ("next_bundle", {"percent": Decimal(10)}, "凑成一套， 90 折（省 10%）"),
        ("condition", {}, "就能享受“政策”"),
    ],
)
def test_a_hint_says_what_is_missing_and_what_it_brings(qtbot, code, facts, told):
    line = a_line("A", quantity=24, pack=12, amount="48")
    by_count = Hint("P", 1, "政策", code, "quantity", Decimal(13), Decimal(24), ("A",), facts)
    by_money = Hint("P", 1, "政策", code, "amount", Decimal(30), Decimal(48), ("A",), facts)
    cases, money = tell_hints([by_count, by_money], [line], 1, {})
    assert cases.text == f"再加 2箱 商品A，{told}"
    assert (cases.line, cases.more) == (1, Decimal(24))
    assert money.text == f"再加 30.00 元（约 2箱 商品A），{told}"
    assert money.more == Decimal(24)


def test_what_an_order_takes_from_the_wallet_the_next_one_no_longer_has(hands):
    """What is promised isn't offered again, what is left can't pay for these goods, and both are told."""
    hands.press("Ctrl+Shift+N")
    hands.settle()
    page = hands.page
    before = page.benefits.wallet.left
    page.grid.start_line()
    hands.line("SP10021", "5000箱")
    hands.settle()
    hands.press("F6")
    hands.settle()
    paid, total = page.benefits.checked.paid, page.benefits.checked.total
    assert 0 < paid < before
    hands.press("F8")
    hands.settle()
    assert f"返利钱包付 {paid:,.2f}，其余 {total - paid:,.2f} 记账" in page.banner.text
    assert page.totals.wallet_note.text() == f"余额 {before - paid:,.2f}"
    hands.line("SP10021", "1箱")
    hands.settle()
    hands.press("F6")
    hands.settle()
    assert page.totals.wallet_note.text() == f"余额 {before - paid:,.2f}  ·  这张单抵不了"


def test_what_keeps_goods_on_top_back_names_them_and_no_line():
    """Nobody wrote that line: a number would be that of another, or of none."""
    reason = Reason("gift_short", "warn", {"name": "雪饼", "wanted": 20, "available": 3, "accepted": 3}, 2)
    assert say_reason(reason, "zh").startswith("雪饼：赠品库存不足")
    assert "第 2 行" not in say_reason(reason, "zh")
    assert "Line 2" not in say_reason(reason, "en")


def test_all_that_was_checked_is_counted_and_told_by_f7(hands):
    """A small screen shows the first reasons only; how many there are stands above, and a key tells them all."""
    hands.new_order()
    page = hands.page
    hands.line(MILK, "1箱")
    hands.settle()
    assert len(page.checks.texts) > 1
    assert page.checks._heading.text() == f"检查（{len(page.checks.texts)}）"
    page.grid.start_line(0)
    hands.press("F7")
    told = "\n".join(told_in_dialog())
    assert all(each in told for each in page.checks.texts)
    hands.press("F7")


def test_goods_on_top_are_told_from_what_is_bought_where_they_are_delivered(hands):
    hands.new_order()
    hands.line(CRACKERS, "10箱")
    hands.press("F8")
    hands.settle()
    hands.shell.go("orderview", "XSDD-01-261123-0004")
    hands.settle()
    hands.press("F8")
    hands.settle()
    dialog: Any = QApplication.activeModalWidget()
    shown = [each.text() for each in dialog.findChildren(ElidedLabel)]
    assert shown == ["旺旺雪饼 84g   SP10243", "旺旺雪饼 84g   SP10243   赠（雪饼十搭一）"]
    hands.press("Escape")
