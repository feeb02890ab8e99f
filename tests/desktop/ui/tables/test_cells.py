"""Cells that can't say their text whole: a sentence goes over two lines, and the tip under the pointer tells it all."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from desktop.ui.frame.style import font_of
from desktop.ui.frame.work import Worker
from desktop.ui.tables.cells import cut_text, paint_lines
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import CLOSE_ROW, ListView

LONG = "另一方可能已记入前一期。请看前一期的账。"


@pytest.fixture
def view(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    worker = Worker()
    rows = FixedRows(worker, parent)
    columns = (Column("短", lambda row: row[0], 120), Column("长", lambda row: row[1], 160, look="flow"))
    shown = ListView(ListModel(rows, columns, parent), parent, row=46)
    shown.resize(300, 200)
    rows.show_rows([("一", LONG)])
    yield shown
    worker.stop()


def test_only_what_is_cut_short_has_a_tip(view):
    model = view.model()
    assert cut_text(model.index(0, 0), 96) == ""
    assert cut_text(model.index(0, 1), 136) == LONG
    assert cut_text(model.index(0, 1), 900) == ""


def test_the_tip_tells_the_whole_text_where_the_pointer_rests(view):
    view.show()
    spot = view.visualRect(view.model().index(0, 1)).center()
    event = QHelpEvent(QEvent.Type.ToolTip, spot, view.viewport().mapToGlobal(QPoint(spot)))
    QApplication.sendEvent(view.viewport(), event)
    assert QToolTip.text() == LONG


def test_a_sentence_is_painted_over_two_lines(view):
    """The lower half of its cell is inked too."""
    view.show()
    area = view.visualRect(view.model().index(0, 1))
    picture = view.viewport().grab(area).toImage()
    ground = picture.pixelColor(1, 1)
    lower = range(picture.height() * 7 // 10, picture.height() - 4)
    assert any(picture.pixelColor(x, y) != ground for y in lower for x in range(14, picture.width() - 14))


def painted(room, second):
    """A low row's cell of this room (px) with a figure, and what is said beside it."""
    picture = QImage(room, CLOSE_ROW, QImage.Format.Format_RGB32)
    picture.fill(0)
    painter = QPainter(picture)
    paint_lines(painter, picture.rect(), ("200,841.00", second), Qt.AlignmentFlag.AlignRight, "text", bold=True)
    painter.end()
    return picture


def test_what_stands_beside_a_figure_is_left_out_before_only_dots_of_it_are_left(view):
    second = "接受 0.00"
    figure = QFontMetrics(font_of(13, bold=True)).horizontalAdvance("200,841.00")
    beside = QFontMetrics(font_of(11)).horizontalAdvance(second)
    assert painted(figure + beside - 8, second) == painted(figure + beside - 8, "")
    assert painted(figure + beside + 24, second) != painted(figure + beside + 24, "")
