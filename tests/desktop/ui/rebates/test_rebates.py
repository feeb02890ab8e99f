"""Rebates by keyboard: one dealer's bars and wallet, everybody's table, the explanation, and what HQ's people do."""

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from desktop.actions.people.users import first_person
from desktop.app import Program
from desktop.desk import Desk, Identity
from desktop.pictures import wait
from desktop.ui.rebates import bar, telling
from desktop.ui.rebates.settle import periods_back
from desktop.ui.tables.habits import COMPACT
from desktop.ui.tables.model import SECOND
from desktop.ui.tables.view import CLOSE_ROW
from sync.records.books.database import open_sqlite
from sync.records.books.settings import write_setting
from tests.building.desktop.closing import close_program
from tests.building.desktop.sample_desk import NOW
from tests.desktop.ui.conftest import Hands


def dialog():
    return QApplication.activeModalWidget()


def open_rebates(hands):
    hands.shell.go("rebates")
    hands.settle()
    return hands.page


def choose(page, name):
    """The caret on the rebate of this name."""
    rows = page.bars.rows.rows
    page.bars.selectRow([row.name for row in rows].index(name))


@pytest.fixture
def at_hq(qtbot, built_folder, tmp_path):
    """The same books opened as HQ's own, where rebates are settled."""
    folder = Path(shutil.copytree(built_folder, tmp_path / "hq"))
    book = open_sqlite(folder / "desk.db")
    with book.writing() as writing:
        for key, value in {"role": "hq", "desk_id": "", "dealer_id": "HQ", "prefix": "00"}.items():
            write_setting(writing.connection, key, value)
    desk = Desk(book, Identity("hq", "", "HQ", "00", ""), folder, clock=lambda: NOW)
    first_person(desk, "周会计", "a-password")
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    program = Program(application, folder)
    program.begin(desk)
    wait(program.worker, 140)  # the window is built for HQ's people once it is known that they work here
    shell = program.shell
    assert shell is not None
    shell.exchanger.quiet()
    with qtbot.waitActive(shell):
        shell.activateWindow()
    hands = Hands(program)
    hands.settle()
    yield hands
    close_program(program)


def test_bars_tell_how_far_each_is_and_the_wallet_what_is_left(hands, qtmodeltester):
    page = open_rebates(hands)
    qtmodeltester.check(page.bars.model())
    rows = {row.name: row for row in page.bars.rows.rows}
    assert set(rows) == {"季度进货返利", "月度数量奖", "年度任务达成", "进货送旅游", "动销返利"}
    quarter = rows["季度进货返利"]
    assert (telling.stands(quarter), telling.missing(quarter)) == ("7,694.00  ·  第 1 档", "306.00")
    assert telling.stands(rows["年度任务达成"]) == "64.1%  ·  未达起步档"
    assert telling.missing(rows["月度数量奖"]) == "420瓶"
    assert telling.missing(rows["进货送旅游"]) == "2,306.00"
    assert page.bars.rows.rows[0].name == "月度数量奖"  # what ends soonest and can bring more
    assert page.card.left.text() == "¥2,745.00"
    assert (page.card.soon.text(), page.card.soon_day.text()) == ("1,860.00", "最早 2026-12-15 到期")
    hands.press("F7")
    assert dialog().view.model().rowCount() == 3
    hands.press("Escape")
    assert dialog() is None


def test_every_step_is_marked_on_the_bar(hands):
    page = open_rebates(hands)
    row = next(row for row in page.bars.rows.rows if row.name == "季度进货返利")
    full, marks = bar.places(row)
    assert [round(at * 21200) for at in marks] == [5000, 8000, 20000]
    assert marks[0] < full < marks[1]
    assert bar.next_step(row) == 1
    nothing = replace(row, starts=(), reached=Decimal(-5), ahead=(), tier=None)
    assert bar.places(nothing) == (0.0, ())
    widget = bar_of(nothing)
    assert not widget.isNull()


def bar_of(row):
    from desktop.ui.rebates.reckoning import RebateBar

    widget = RebateBar()
    widget.show_row(row)
    widget.resize(300, 56)
    picture: QImage = widget.grab().toImage()
    return picture


def test_a_dealer_below_is_found_by_initials(hands):
    page = open_rebates(hands)
    hands.press("F3")
    hands.type("fxbl")
    hands.settle()
    hands.press("Return")
    hands.settle()
    assert [row.name for row in page.bars.rows.rows] == ["门店月返"]
    assert page.bars.rows.rows[0].dealer.code == "FX001"
    assert page.bars.hasFocus()
    hands.press("F3")
    hands.type("nobody")
    hands.settle()
    hands.press("Return")
    hands.settle()
    assert hands.focus is page.dealer  # nobody is that: the field keeps the caret


def test_the_table_of_everybody_sorts_sifts_and_is_saved(hands, tmp_path, qtmodeltester):
    page = open_rebates(hands)
    hands.press("F4")
    hands.settle()
    qtmodeltester.check(page.table.model())
    assert page.table.model().rowCount() == 13
    chosen = page.table.current_row()
    for _ in range(4):
        hands.press("Ctrl+Shift+Down")
    earned = [row.earned for row in page.table.shown]
    assert earned == sorted(earned, reverse=True)
    assert page.table.current_row() is chosen
    hands.press("Ctrl+Shift+Up")
    assert [row.earned for row in page.table.shown] == sorted(earned)
    hands.press("F3")
    hands.type("fs")
    hands.settle()
    assert {row.dealer.code for row in page.table.shown} == {"FS005"}
    page.excel.save_to(tmp_path / "r.xlsx")
    hands.settle()
    assert (tmp_path / "r.xlsx").stat().st_size > 3000
    assert "r.xlsx" in page.banner.text


def test_a_rebate_is_explained_down_to_each_line(hands, qtmodeltester):
    page = open_rebates(hands)
    choose(page, "季度进货返利")
    hands.press("Return")
    hands.settle()
    view = hands.page
    qtmodeltester.check(view.lines.view.model())
    told = "\n".join(view.reckoning.texts)
    assert "按含税金额计入 7,694.00，其中计返 7,694.00。" in told
    assert "返 2%" in told
    assert "第 2 档：再加 306.00（共 8,000.00），一共得 240.00。" in told
    assert view.lines.shown == 6
    hands.press("F3")
    hands.type("青岛")
    hands.settle()
    assert view.lines.shown == 1
    hands.press("Escape", "Shift+F4", "Shift+F4")
    hands.settle()
    assert (view.lines.filters.code, view.lines.shown) == ("out", 0)
    hands.press("F4")
    model = view.settled.model()
    assert [model.index(row, 3).data() for row in range(model.rowCount())] == ["待批准"]
    assert not view.settle_action.isVisible()
    hands.press("Escape")
    hands.settle()
    assert hands.page is page


def test_thousands_of_lines_are_searched_at_once(hands):
    page = open_rebates(hands)
    choose(page, "季度进货返利")
    hands.press("Return")
    hands.settle()
    lines = hands.page.lines
    many = [each._replace(sought=f"{each.sought} nr{place}") for place in range(3000) for each in lines._all[:4]]
    lines.show_lines(many, quantity=False)
    lines.search.setText("nr2999")
    hands.settle()
    assert lines.shown == 4


def test_hq_sees_the_exact_figures_before_it_settles(at_hq):
    hands, page = at_hq, open_rebates(at_hq)
    assert page.mode == "all"
    place = [(row.dealer.code, row.name) for row in page.table.shown].index(("GD01", "动销返利"))
    page.table.selectRow(place)
    hands.press("F8")
    hands.settle()
    box = dialog()
    assert "2026-11" in box.banner.text  # the period is still running
    assert not box.do.isEnabled()
    assert (box.list._empty, box.total.text()) == ("", "–")  # it isn't reckoned: nobody reads that nothing is due
    box.early.setChecked(True)
    hands.settle()
    assert [due.payable for due in box.dues] == [Decimal("369.41")]
    hands.press("F8")
    hands.settle()
    assert "已结算 1 户，合计 369.41" in page.banner.text
    assert next(row for row in page.table.shown if row.name == "动销返利").paid == Decimal("369.41")


def test_a_correction_needs_a_second_person_and_a_prize_is_moved_on(at_hq):
    hands, page = at_hq, open_rebates(at_hq)
    place = [(row.dealer.code, row.name) for row in page.table.shown].index(("GD01", "季度进货返利"))
    page.table.selectRow(place)
    hands.press("Return")
    hands.settle()
    view = hands.page
    hands.press("F2")
    hands.type("-12.345")
    hands.press("Return")
    hands.type("多计")
    hands.press("F8")
    hands.settle()
    assert dialog() is not None  # three decimals are no money
    dialog().amount.setText("-12.34")
    hands.press("F8")
    hands.settle()
    assert "请另一个人批准" in view.banner.text
    model = view.settled.model()
    assert [model.index(row, 3).data() for row in range(model.rowCount())] == ["待批准", "待批准"]
    view.settled.selectRow([row.made_by for row in view.settled.rows.rows].index("陈经理"))
    hands.press("F11")
    hands.settle()
    assert sorted(model.index(row, 3).data() for row in range(model.rowCount())) == ["已批准", "待批准"]
    view.settled.selectRow([bool(row.approved_by) for row in view.settled.rows.rows].index(False))
    hands.press("F11")
    hands.settle()
    assert "批准" in view.banner.text  # nobody approves what he proposed himself
    assert sorted(model.index(row, 3).data() for row in range(model.rowCount())) == ["已批准", "待批准"]


def test_a_prize_is_moved_until_it_is_handed_over(at_hq):
    hands, page = at_hq, open_rebates(at_hq)
    place = [(row.dealer.code, row.name) for row in page.table.shown].index(("GD01", "进货送旅游"))
    page.table.selectRow(place)
    hands.press("Return")
    hands.settle()
    view = hands.page
    hands.press("F4", "Shift+F2")
    assert [dialog().state.itemText(place) for place in range(3)] == ["已订购", "已交付", "已作废"]
    dialog().state.setCurrentIndex(1)
    dialog().note.setText("交王总")
    hands.press("F8")
    hands.settle()
    model = view.settled.model()
    assert model.index(0, 3).data() == "已交付"
    assert not view.move_action.isVisible()


@pytest.mark.parametrize(
    ("key", "before"),
    [("2026-02", "2026-01 2025-12"), ("2026-Q1", "2025-Q4 2025-Q3"), ("2026", "2025 2024"), ("whole", "")],
)
def test_one_may_go_back_some_periods(key, before):
    assert periods_back(key, 3) == [key, *before.split()]


@pytest.mark.parametrize(
    ("value", "told"), [("1500", "1,500"), ("20000", "2万"), ("155000", "15.5万"), ("320000000", "3.2亿"), ("0", "0")]
)
def test_figures_under_marks_are_short(qtbot, value, told):
    assert telling.short(Decimal(value)) == told


def test_second_lines_are_quiet(hands):
    page = open_rebates(hands)
    model = page.bars.model()
    place = [row.name for row in page.bars.rows.rows].index("进货送旅游")
    assert model.index(place, 2).data(SECOND) == "三亚旅游名额  已结 1"


def test_where_rows_stand_close_a_bar_keeps_to_its_row(hands):
    page = open_rebates(hands)
    page.bars.keep_density(COMPACT)
    hands.settle()
    assert page.bars.rowHeight(0) == CLOSE_ROW
    picture = QImage(400, 3 * CLOSE_ROW, QImage.Format.Format_RGB32)
    picture.fill(0)
    painter = QPainter(picture)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, CLOSE_ROW, 400, CLOSE_ROW)
    page.bars.itemDelegate().paint(painter, option, page.bars.list_model.index(0, 1))
    painter.end()
    blank = QImage(400, CLOSE_ROW, QImage.Format.Format_RGB32)
    blank.fill(0)
    above, within, under = (picture.copy(0, nth * CLOSE_ROW, 400, CLOSE_ROW) for nth in range(3))
    assert within != blank
    assert above == blank
    assert under == blank
