"""The layout editor by keyboard and mouse: what is selected moves by half a millimetre, is widened, hidden, kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.actions.documents import overlays
from desktop.ui.paper.layout import LayoutDialog
from desktop.ui.paper.offsets import OffsetEdit
from tests.desktop.ui.paper.test_paper import note_dialog, open_page


@pytest.fixture
def editor(hands):
    open_page(hands, "settings")
    hands.press("Ctrl+L")
    hands.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LayoutDialog)
    yield dialog
    dialog.reject()


def spot(dialog, name, *, column=False):
    overlay = dialog.current()
    return next(each for each in (overlay.columns if column else overlay.spots) if each.field == name)


def test_arrow_keys_move_what_is_selected(editor):
    before = spot(editor, "total")
    editor.select("total")
    editor.view.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Up):
        QTest.keyClick(editor.view, key)
    after = spot(editor, "total")
    assert (after.x, after.y) == (before.x + 0.5, before.y - 0.5)
    assert "毫米" in editor.place.text()


def test_a_field_is_found_by_a_click_and_tells_what_it_is(editor, qtbot):
    item = next(each for each in editor.view.scene().spots() if each.spot.field == "words")
    place = editor.view.mapFromScene(item.mapToScene(item.rect().center()))
    qtbot.mouseClick(editor.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert editor.chosen.text() == editor.names["words"]
    editor.width_.setValue(66)
    editor.size_.setValue(12)
    editor.aligned.setChecked(True)
    after = spot(editor, "words")
    assert (after.width, after.size, after.right) == (66.0, 12.0, True)


def test_fields_are_chosen_by_keys_in_the_order_of_the_form(editor, hands):
    hands.press("F3")
    assert editor.chosen.text() == editor.names["customer"]
    hands.press("F3")
    assert editor.chosen.text() == editor.names["number"]
    hands.press("Shift+F3", "Shift+F3")
    assert editor.chosen.text() == editor.names["amount"]


def test_every_kind_of_document_has_its_form(editor, hands, desk):
    for place in range(editor.kind.count()):
        editor.kind.setCurrentIndex(place)
        hands.settle()
        kind = editor.kind.currentData()
        assert editor.overlay.kind == kind
        hands.press("Ctrl+S")
        hands.settle()
        assert overlays.layout(desk, kind) == editor.overlay
    assert not editor.banner.isHidden()


def test_lines_have_a_pitch_and_a_number_unless_the_form_has_none(editor, hands):
    assert editor.step.isEnabled()
    editor.kind.setCurrentIndex(editor.kind.findData("money_receipt"))
    hands.settle()
    assert not editor.step.isEnabled()
    assert not editor.lines.isEnabled()


def test_enter_in_an_offset_keeps_it_and_prints_nothing(hands, monkeypatch):
    open_page(hands, "papers")
    hands.press("Ctrl+P")
    hands.settle()
    dialog = note_dialog()
    asked = []
    monkeypatch.setattr(dialog, "_print", lambda: asked.append(1))
    dialog.print_action.triggered.connect(lambda: asked.append(1))
    hands.press("Ctrl+T")
    hands.settle()
    assert isinstance(dialog.offsets, OffsetEdit)
    dialog.offsets.right.setFocus()
    dialog.offsets.right.selectAll()
    QTest.keyClicks(dialog.offsets.right, "1.5")
    QTest.keyClick(dialog.offsets.right, Qt.Key.Key_Return)
    hands.settle()
    assert dialog.offsets.right.value() == 1.5
    assert asked == []
    dialog.reject()
