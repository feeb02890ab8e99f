"""What needs a look is listed whole, each in a sentence, and Enter leads to the order."""

from typing import Any

from PySide6.QtWidgets import QApplication

from desktop.actions.changes import changes
from desktop.actions.documents.views import Attention
from desktop.actions.headquarters.asked_acts import verbs
from desktop.ui.frame.pages import elsewhere, pages
from desktop.ui.today.attention import AttentionDialog
from desktop.ui.today.attention_places import place_of
from domain.documents.kinds import KINDS
from sync.records.bodies.accounts import ACCOUNT_BODIES
from sync.records.log.alarms import raise_alarm
from sync.records.schema.tables import problem


def listed():
    dialog: Any = QApplication.activeModalWidget()
    assert isinstance(dialog, AttentionDialog)
    model = dialog.view.model()
    shown = [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]
    return dialog, shown


def test_every_item_stands_in_the_list_and_enter_opens_the_order(hands):
    status = hands.shell.status.status
    assert status.attention
    hands.press("Ctrl+D")
    dialog, shown = listed()
    assert [row[1] for row in shown] == [each.number for each in status.attention]
    assert all(row[1] in row[3] for row in shown)
    number = dialog.view.current_row().number
    hands.press("Return")
    hands.settle()
    assert QApplication.activeModalWidget() is None
    assert hands.page.order.number == number


SAID = "body: unreadable (Object missing required field `seller`)"


def test_a_record_that_is_held_is_listed_with_its_reason(hands):
    @changes("orders")
    def hold(desk):
        row = {"stream": "dealer/GD01", "number": 7, "kind": "delivery", "record": "x7", "at": "2026-11-23T00:00:00Z"}
        with desk.book.writing() as writing:
            writing.connection.execute(problem.insert(), {**row, "code": "record_unreadable", "detail": SAID})

    hands.program.worker.write(hold, then=lambda _: None)
    hands.settle()
    hands.shell.status.attention_wanted.emit()
    dialog, shown = listed()
    assert shown[-1][0] == "销售出库单"
    assert "原因：缺少必须有的一项。" in shown[-1][3]
    assert "Object" not in shown[-1][3]
    hands.press("End")
    assert "原因：缺少必须有的一项。" in dialog._whole.text()
    hands.press("Return")
    hands.settle()
    assert QApplication.activeModalWidget() is None
    assert hands.shell.current_name == "papers"  # where deliveries are


def test_every_line_leads_to_a_page_that_is_there(hands):
    listed_at_hq = {"returned"}  # only at desks of HQ's people, as the requests that lead there
    names = {name for name, _, _ in [*pages(), *elsewhere(hands.program.worker)]} | {"orderview"} | listed_at_hq
    kinds = (
        "order",
        "statement",
        "draft",
        "adjustment",
        "user",
        "folder",
        "line",
        "outbox",
        "restored",
        "dealer",
        "move",
    )
    lines = [Attention(kind, "N", "x", {}) for kind in kinds]
    lines += [Attention("request", "N", "x", {"verb": verb}) for verb in verbs()]
    for kind in (*ACCOUNT_BODIES, *KINDS, "product", "dealer", "policy", "copy", "new_kind"):
        lines += [Attention(each, "N", "x", {"kind": kind}) for each in ("problem", "late", "card", "contradiction")]
    assert {place_of(each)[0] for each in lines} <= names
    for name in sorted({place_of(each)[0] for each in lines} - {"orderview"}):
        hands.shell.go(name)
        hands.settle()
        assert hands.shell.current_name == name
    hands.press("Escape")
    assert QApplication.activeModalWidget() is None


def test_the_list_keeps_its_size_whatever_the_sentence(hands):
    hands.press("Ctrl+D")
    dialog, _ = listed()
    before = dialog.size()
    dialog._whole.setText("很长的一句话，说发生了什么、为什么、该怎么办。" * 60)
    hands.settle()
    assert dialog.minimumSizeHint().height() <= 500
    assert dialog.size() == before
    hands.press("Escape")


def test_what_was_approved_leaves_the_list(hands):
    hands.press("Ctrl+D")
    _, before = listed()
    hands.press("Return")
    hands.settle()
    hands.press("F11")
    hands.settle()
    hands.type("老客户，月底付")  # an approval has its reason
    hands.press("F8")
    hands.settle()
    hands.press("Ctrl+D")
    _, after = listed()
    assert len(after) == len(before) - 1
    hands.press("Escape")


def test_what_lasts_stands_first_and_goes_by_a_persons_hand_or_not_before_its_cause(hands):
    @changes("orders")
    def warn(desk):
        with desk.book.writing() as writing:
            raise_alarm(writing.connection, "desk_shut_out_here", "2026-11-23T08:00:00Z")
            raise_alarm(writing.connection, "two_machines", "2026-11-23T08:00:00Z")

    hands.program.worker.write(warn, then=lambda _: None)
    hands.settle()
    assert hands.shell.status.state_text == "总部不收"
    hands.press("Ctrl+D")
    dialog, shown = listed()
    assert [row[0] for row in shown[:2]] == ["与总部的线路"] * 2
    hands.press("Home", "Delete")
    hands.settle()
    assert "原因消除" in dialog.banner.text
    hands.press("Down", "Delete")
    hands.settle()
    assert [each.code for each in dialog.rows.rows[:2]].count("two_machines") == 0
    assert dialog.rows.rows[0].code == "desk_shut_out_here"
    hands.press("Escape")
