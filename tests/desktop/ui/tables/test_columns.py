"""What a list is identified by is never cut: others are short, given up or scrolled to before it is."""

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from desktop.ui.frame.style import font_of
from desktop.ui.frame.work import Worker
from desktop.ui.tables.cells import PAD
from desktop.ui.tables.columns import Need, column_widths, need_of
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.footer import SumRow
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView

NUMBER = Column("Number", str, 180, whole=True)
NAME = Column("Name", str, 0, name=True)
WORDS = Column("Remark", str, 200)
STATE = Column("State", str, 140, look="chip")
FIGURE = Column("Amount", str, 120, right=True)
SPARE = Column("Lines", str, 64, right=True, spare=True)


def needs(**said):
    columns = {"number": NUMBER, "name": NAME, "words": WORDS, "state": STATE, "figure": FIGURE, "spare": SPARE}
    return [need_of(columns[name], 50, wide) for name, wide in said.items()]


def test_words_give_way_first_then_spare_columns_then_states_then_names():
    row = needs(number=170, name=200, words=190, state=130, figure=90, spare=60)
    wide = column_widths(row, 1000)
    assert sum(wide) == 1000
    assert wide[1] > 200  # the name takes what is left
    assert column_widths(row, 794) == [170, 200, 144, 130, 90, 60]
    assert column_widths(row, 793)[5] == 0
    assert column_widths(row, 780) == [170, 200, 190, 130, 90, 0]
    assert column_widths(row, 734) == [170, 200, 144, 130, 90, 0]
    assert column_widths(row, 704) == [170, 200, 144, 100, 90, 0]
    assert column_widths(row, 654) == [170, 150, 144, 100, 90, 0]
    assert column_widths(row, 500) == [170, 150, 144, 100, 90, 0]  # it is scrolled


@pytest.mark.parametrize("room", range(300, 1200, 7))
def test_no_number_and_no_figure_is_ever_narrower_than_what_it_says(room):
    row = needs(number=170, name=200, words=190, state=130, figure=90, spare=60)
    number, name, words, state, figure, spare = column_widths(row, room)
    assert number >= 170
    assert figure >= 90
    assert name >= 150
    assert not spare or spare >= 60
    assert min(words, state) >= 100
    if room >= 654:
        assert number + name + words + state + figure + spare <= room


def test_a_title_is_always_whole():
    assert all(low >= 90 for low in need_of(Column("…", str, 40), 90, 20)[1:5])
    assert all(low >= 90 for low in need_of(Column("…", str, 0, name=True), 90, 20)[1:5])


def test_a_name_longer_than_any_pushes_nobody_away():
    assert need_of(NAME, 50, 900) == Need(0, 280, 280, 280, 150)


@pytest.fixture
def listed(qtbot):
    """A list of numbers, amounts and remarks, as wide as one says."""
    worker = Worker()
    owner = QWidget()
    qtbot.addWidget(owner)
    rows = FixedRows(worker, owner)
    columns = (
        Column("Number", lambda row: row[0], 20, look="strong", whole=True),
        Column("Remark", lambda row: row[1]),
        Column("Amount", lambda row: row[2], 20, right=True),
        Column("Lines", lambda row: row[3], 60, right=True, spare=True),
    )
    view = ListView(ListModel(rows, columns, owner), owner)
    owner.resize(1000, 400)
    owner.show()
    yield rows, view
    worker.stop()


def test_columns_are_as_wide_as_what_is_in_sight(listed):
    rows, view = listed
    view.resize(320, 300)
    view.show()
    rows.show_rows([("1", "", "1.00", "1")])
    narrow = view.columnWidth(0)
    rows.show_rows([*[("1", "", "1.00", "1")] * 100, ("XSDD-01-261123-0003", "", "1.00", "1")])
    assert view.columnWidth(0) == narrow
    whole = QFontMetrics(font_of(13, bold=True)).horizontalAdvance("XSDD-01-261123-0003") + 2 * PAD
    view.scrollToBottom()
    assert view.columnWidth(0) >= whole > narrow
    view.scrollToTop()
    assert view.columnWidth(0) >= whole  # nothing jumps back and forth while one scrolls


def test_a_column_that_is_given_up_is_told_by_the_tip(listed):
    from desktop.ui.tables.cells import out_of_sight

    rows, view = listed
    view.resize(320, 300)
    view.show()
    rows.show_rows([("XSDD-01-261123-0003", "", "1,234,567.89", "17")])
    assert view.isColumnHidden(3)
    assert out_of_sight(view, view.model().index(0, 0)) == ["Lines  17"]
    view.resize(600, 300)
    assert not view.isColumnHidden(3)
    assert out_of_sight(view, view.model().index(0, 0)) == []


@pytest.mark.parametrize("width", [320, 460, 900])
def test_a_sum_stands_under_its_column_and_is_whole(listed, width):
    rows, view = listed
    foot = SumRow(view, [2])
    foot.setParent(view.parentWidget())
    view.resize(width, 300)
    foot.resize(width, 36)
    view.show()
    foot.show()
    rows.show_rows([("XSDD-01-261123-0003", "", "1.00", "1")])
    foot.show_sums("Total", ["1,234,567,890.00"])
    header = view.horizontalHeader()
    shown = foot.figures[2]
    assert shown.geometry().right() + 1 == header.sectionViewportPosition(2) + header.sectionSize(2) - 10
    assert shown.width() >= shown.sizeHint().width()
