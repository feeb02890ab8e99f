"""HQ's people take, take over what stands against, or leave what came back; a desk HQ forgot joins again."""

import pytest
from PySide6.QtWidgets import QApplication

from desktop.actions.changes import changes
from desktop.actions.headquarters import restored
from desktop.ui.headquarters.rejoining import RejoinDialog
from tests.building.desktop.fitting import SCREEN, misfits
from tests.building.sync.books import rows

FOUND = [
    restored.ReturnedView(1, "dealer/GX01", "delivery", "d1", "XSCK-00-261120-0001", True, "H7", ""),
    restored.ReturnedView(2, "dealer/GX01", "answer", "o1", "XSDD-05-261120-0002", True, "", "decided"),
    restored.ReturnedView(3, "dealer/GX01", "money_receipt", "m1", "SKD-00-261120-0003", False, "H7", ""),
]


@pytest.fixture
def hq(at_hq, monkeypatch):
    monkeypatch.setattr(restored, "returned_list", lambda _: restored.ReturnedOverview(tuple(FOUND), 3, 0))
    hands = at_hq("老总", "admin")
    hands.shell.resize(SCREEN)
    hands.shell.go("returned")
    hands.settle()
    return hands


def asked(hq):
    return rows(hq.program.worker.desk.book, "SELECT verb, subject FROM request ORDER BY pk")


def test_each_record_is_taken_taken_over_or_left(hq):
    page = hq.page
    assert [each.number for each in page.rows.rows] == [each.number for each in FOUND]
    assert misfits(hq.shell) == []
    page.view.selectRow(0)
    hq.press("F8")
    hq.settle()
    assert asked(hq) == [("take_returned", "XSCK-00-261120-0001")]
    page.view.selectRow(0)
    hq.press("F8")  # what was decided since is against it: that is said first
    hq.settle()
    assert len(asked(hq)) == 1
    hq.press("F8")
    hq.settle()
    assert asked(hq)[1] == ("take_returned", "XSDD-05-261120-0002")
    page.view.selectRow(0)
    hq.press("Shift+F11")
    hq.settle()
    assert asked(hq)[2] == ("leave_returned", "SKD-00-261120-0003")
    assert page.rows.rows == []


def test_a_desk_joins_again_from_the_settings(hands, monkeypatch):
    from desktop.actions.headquarters import exchange

    said = []

    @changes("orders")
    def rejoin(_, url, code):
        said.append((url, code))
        return _Done()

    monkeypatch.setattr(exchange, "rejoin", rejoin)
    hands.shell.go("settings")
    hands.settle()
    hands.press("Ctrl+Shift+R")
    hands.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RejoinDialog)
    hands.press("F8")  # nothing typed
    assert said == []
    hands.type("ABCDE-FGHJK")
    hands.press("F8")
    hands.settle()
    assert said == [("", "ABCDE-FGHJK")]
    assert "07" in hands.page.banner.text


class _Done:
    dealer_name, prefix = "粤海", "07"
