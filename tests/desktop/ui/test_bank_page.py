"""A bank's file in the window, by keyboard: recognised, ticked, booked once; an unknown layout mapped once."""

import csv
from decimal import Decimal

from PySide6.QtWidgets import QApplication

from desktop.ui import words
from desktop.ui.bank.dialogs import MappingDialog, PayerDialog
from tests.desktop.ui.test_pages import open_page
from tests.desktop.ui.test_settling import shot

HEAD = ["顺序号", "交易日期", "交易类型", "存入金额", "取出金额", "余额", "交易对手名称", "交易对手账号", "附言"]
ODD = ["入账日", "客户付款金额", "谁付的", "备注"]


def a_file(folder, name="浦发流水.csv"):
    path = folder / name
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["账号", "6200000000001230", "账户类型", "借记卡"])
        writer.writerow(HEAD)
        for place, (payer, amount, memo) in enumerate(
            (
                ("福星便利连锁（深圳南山）", "3000.00", "货款"),
                ("珠海海湾商行", "12500.00", "11 月货款"),
                ("王小明", "466.00", "代付"),
                ("某物业公司", "88.00", "退押金"),
            )
        ):
            writer.writerow(
                [place, f"2026/11/20  14:06:5{place}", "汇入", amount, "", "1000.00", payer, f"6222{place}", memo]
            )
        writer.writerow([9, "2026/11/21  09:00:00", "支付", "", "12.00", "988.00", "电信", "", "话费"])
    return path


def an_odd_file(folder, name="农商行.csv"):
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(ODD)
        writer.writerow(["2026-11-19", "700.00", "越秀超市有限公司", "货款"])
    return path


def opened(hands, path):
    page = open_page(hands, "money")
    hands.press("F8")
    hands.settle()
    page = hands.page
    page.open_file(path)
    hands.settle()
    return page


def test_a_file_is_recognised_ticked_and_booked_once(hands, tmp_path):
    path = a_file(tmp_path)
    page = opened(hands, path)
    assert "浦发银行" in page.told.text()
    rows = page.list.rows.rows
    assert [each.ticked for each in rows] == [True, True, False, False]
    shot("bank", hands.shell)
    hands.press("F8")
    hands.settle()
    assert "已入账 2 笔，共 15,500.00" in page.banner.text
    assert {each.line.state for each in page.list.rows.rows} == {"booked", "payer_unclear", "not_received"}
    page.open_file(path)
    hands.settle()
    assert "先前已入账 2 笔" in page.told.text()
    assert not page.book_action.isEnabled()


def test_a_payer_is_named_and_money_of_nobody_left_out(hands, tmp_path):
    page = opened(hands, a_file(tmp_path))
    hands.press("Space", "Down", "Space", "Down", "Return")
    hands.settle()
    box = QApplication.activeModalWidget()
    assert isinstance(box, PayerDialog)
    hands.type("thxmb")
    hands.settle()
    hands.press("Return")
    shot("bank-payer", box)
    hands.press("F8")
    hands.settle()
    assert page.list.current_row().line.payer.code == "TH002"
    hands.press("Down", "F7")
    assert page.list.current_row().skipped
    hands.press("F8")
    hands.settle()
    assert "已入账 1 笔，共 466.00" in page.banner.text
    states = {each.line.payer_name: each.line.state for each in page.list.rows.rows}
    assert states["某物业公司"] == "skipped"
    assert states["珠海海湾商行"] in ("proposed", "payer_unclear")
    shot("bank-booked", hands.shell)


def test_an_unknown_layout_is_mapped_once_and_remembered(hands, tmp_path):
    page = opened(hands, an_odd_file(tmp_path))
    box = QApplication.activeModalWidget()
    assert isinstance(box, MappingDialog)
    assert box.name.text() == "农商行"
    for meaning, title in (("date", "入账日"), ("amount", "客户付款金额"), ("name", "谁付的")):
        box.boxes[meaning].setCurrentIndex(box.boxes[meaning].findData(title))
    shot("bank-mapping", box)
    hands.press("F8")
    hands.settle()
    assert [each.line.amount for each in page.list.rows.rows] == [Decimal("700.00")]
    hands.press("F8")
    hands.settle()
    assert f"共 {words.money(Decimal(700))}" in page.banner.text
    page.open_file(an_odd_file(tmp_path, "下个月.csv"))
    hands.settle()
    assert QApplication.activeModalWidget() is None
    assert "先前已入账 1 笔" in page.told.text()


def test_a_file_that_is_none_is_told(hands, tmp_path):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"nothing of the kind")
    page = opened(hands, path)
    assert page.banner.text
    assert not page.book_action.isEnabled()
    hands.press("Escape")
    hands.settle()
    assert hands.page is hands.shell.page("money")
