"""An answer that differs is seen, amended or split from the order's page; the log of exchanges is a page of its own."""

import datetime as dt
import zipfile
from collections import Counter
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.actions.changes import changes
from desktop.actions.documents.deliveries import deliver
from desktop.actions.documents.money import book_note
from desktop.actions.orders import orders
from desktop.ui.frame import presses
from desktop.ui.tables.model import SECOND
from desktop.ui.widgets import formatting
from domain.errors import UnreachableError
from domain.explain import Reason
from sync.client.streams.exchange_log import Course, write_line
from sync.records.bodies.records import AnswerBody, AvailabilityBody, ReasonBody
from sync.records.books.bulk import query_rows
from sync.records.schema.tables import problem

ASKED = "XSDD-01-261123-0001"  # the sample desk's order to HQ that waits for its answer
AT = "2026-11-23T09:00:00Z"


def the_dialog() -> Any:
    return QApplication.activeModalWidget()


def on_the_books(hands, doing):
    """Does something in the books as if an exchange had brought it."""

    @changes("orders")
    def work(desk):
        return doing(desk)

    found: list[Any] = []
    hands.program.worker.write(work, then=found.append)
    hands.settle()
    return found[0]


def answer(hands, state, share=0, at=AT, code="stock_none"):
    """HQ's answer to the order that waits: so much of each line."""

    def put(desk):
        view = orders.order(desk, ASKED)
        accepted = [int(line.quantity * 1000) * share // 100 for line in view.lines]
        body = AnswerBody(view.id, state, at, accepted, [ReasonBody(code, "stop")], number=ASKED)
        with desk.book.writing() as writing:
            writing.put("dealer/GD01", "answer", view.id, body)

    on_the_books(hands, put)


def waiting(hands):
    return [each.number for each in hands.shell.status.status.attention if each.number == ASKED]


def the_order(hands):
    hands.shell.go("orderview", ASKED)
    hands.settle()
    return hands.page


def test_the_list_says_where_each_order_is_and_since_when(hands):
    page = hands.page
    shown = {page.window_.row(place).number: page.window_.row(place) for place in range(page.model.rowCount())}
    assert shown[ASKED].stage == "queued"
    assert shown[ASKED].since == shown[ASKED].recorded_at
    answer(hands, "accepted_in_part", 50)
    shown = {page.window_.row(place).number: page.window_.row(place) for place in range(page.model.rowCount())}
    assert (shown[ASKED].stage, shown[ASKED].since) == ("changed", AT)


def test_a_refusal_stays_in_the_list_until_a_person_says_that_he_saw_it(hands):
    answer(hands, "refused")
    assert waiting(hands) == [ASKED]
    the_order(hands)
    hands.shell.go("orders")
    hands.settle()
    assert waiting(hands) == [ASKED]  # looking alone doesn't clear it
    hands.press("Ctrl+D")
    dialog = the_dialog()
    place = [each.number for each in dialog.rows.rows].index(ASKED)
    dialog.view.setCurrentIndex(dialog.view.model().index(place, 0))
    hands.press("Delete")
    hands.settle()
    assert ASKED not in [each.number for each in dialog.rows.rows]
    hands.press("Escape")
    assert waiting(hands) == []
    # Another answer to the same order has to be seen again.
    answer(hands, "accepted_in_part", 50, at="2026-11-23T10:00:00Z")
    assert waiting(hands) == [ASKED]


def test_an_answer_is_marked_as_seen_from_its_order(hands):
    answer(hands, "accepted_in_part", 50)
    page = the_order(hands)
    assert page.seen_action.isVisible()
    hands.press("Ctrl+Shift+D")
    hands.settle()
    assert "已确认" in page.banner.text
    assert waiting(hands) == []
    seen = on_the_books(hands, _seen)
    assert [(row.decided_at, row.dealer) for row in seen] == [(AT, "GD01")]


def _seen(desk):
    with desk.book.reading() as connection:
        return query_rows(connection, "SELECT decided_at, dealer FROM verdict_seen")


def test_a_refused_order_is_amended_and_names_what_it_replaces(hands):
    answer(hands, "refused")
    page = the_order(hands)
    old = page.order
    hands.press("F2")
    hands.settle()
    entry = hands.page.entry
    assert hands.shell.current_name == "purchase"
    assert entry.supersedes == old.id
    assert [line.quantity for line in entry.lines] == [line.quantity for line in old.lines if not line.gift]
    assert "取代" in hands.page.banner.text
    hands.press("F8")
    hands.settle()
    stated = on_the_books(hands, lambda desk: _superseding(desk, old.id))
    assert [row.state for row in stated] == ["submitted"]
    told = the_order(hands).written.text()
    assert stated[0].number in told


def test_an_order_amended_as_it_stands_is_not_short_of_its_own_goods(hands):
    def take_all(desk):
        view = orders.order(desk, ASKED)
        taken = {line.sku: int(line.quantity * 1000) for line in view.lines}
        body = AnswerBody(view.id, "accepted", AT, list(taken.values()), number=ASKED, warehouse="HQ")
        with desk.book.writing() as writing:
            writing.put("dealer/GD01", "answer", view.id, body)
            for sku in taken:
                writing.put("stock", "availability", f"HQ/{sku}", AvailabilityBody("HQ", sku, 0, AT))

    on_the_books(hands, take_all)
    the_order(hands)
    hands.press("F2")
    hands.settle()
    verdict = hands.page.benefits.checked.verdict
    assert (verdict.state, {each.code for line in verdict.lines for each in line.reasons}) == ("accepted", set())


def _superseding(desk, old):
    with desk.book.reading() as connection:
        return query_rows(connection, "SELECT number, state FROM document WHERE supersedes = ?", old)


def test_a_refused_order_is_split_in_two(hands):
    answer(hands, "refused")
    page = the_order(hands)
    old = [line for line in page.order.lines if not line.gift]
    hands.press("Shift+F2")
    dialog = the_dialog()
    for _, edit in dialog._edits:
        edit.setText("")
    first = dialog._edits[0][1]
    first.setText("1")
    assert first.line.counted_in == "箱"  # which stands beside the field
    hands.press("F8")
    hands.settle()
    assert [line.quantity for line in hands.page.entry.lines] == [Decimal(24)]
    assert hands.page.entry.supersedes == page.order.id
    drafts = on_the_books(hands, orders.drafts)
    rest = next(each for each in drafts if not each.supersedes)
    assert sum(line.quantity for line in rest.lines) == sum(line.quantity for line in old) - 24


def test_of_an_order_accepted_in_part_only_the_rest_is_split_off(hands):
    answer(hands, "accepted_in_part", 50)
    page = the_order(hands)
    hands.press("Shift+F2")
    dialog = the_dialog()
    most = [edit.line.most for _, edit in dialog._edits]
    assert most == [line.quantity - line.accepted for line in page.order.lines if not line.gift]
    dialog._edits[0][1].setText("1")
    for _, edit in dialog._edits[1:]:
        edit.setText("")
    hands.press("F8")
    hands.settle()
    assert hands.page.entry.supersedes == ""


def test_the_rest_of_a_partly_delivered_order_is_closed_by_a_key_with_a_reason(hands, monkeypatch):
    def begin(desk):
        with desk.book.reading() as connection:
            sql = "SELECT number FROM document WHERE kind = 'order' AND seller = 'GD01' AND state = 'accepted'"
            found = orders.order(desk, query_rows(connection, sql)[0].number)
        deliver(desk, found.number, {found.lines[0].line: Decimal(1)})
        return found.number

    number = on_the_books(hands, begin)
    hands.shell.go("orderview", number)
    hands.settle()
    page = hands.page
    left = page.order.left
    hands.press("Ctrl+W")
    dialog = the_dialog()
    hands.press("F8")  # without a reason nothing is closed
    hands.settle()
    assert the_dialog() is dialog
    hands.type("停产")
    hands.press("F8")
    hands.settle()
    monkeypatch.setattr(presses, "MOMENT", 60.0)
    hands.press("F8")  # the second press of a double one is not meant for the page
    assert "结单" in page.banner.text
    assert "不适用" not in page.banner.text
    assert (page.order.state, page.order.left, sum(each.closed for each in page.order.lines)) == ("delivered", 0, left)
    assert page.state.text() == "已结单"
    assert not page.close_action.isVisible()
    assert not page.deliver_action.isVisible()
    assert not page.split_action.isVisible()  # a closed order is done with
    assert "结单" in page.banner.text
    assert any("停产" in formatting.tell(each) for each in page.order.reasons)
    closed = page.order
    hands.shell.go("orders", {"state": "closed"})
    hands.settle()
    rows = hands.page.view.model()
    heads = [rows.headerData(column, Qt.Orientation.Horizontal) for column in range(rows.columnCount())]
    index = {title: rows.index(0, heads.index(title)) for title in ("单号", "金额", "已发", "进度")}
    shown = {title: each.data() for title, each in index.items()}
    assert shown == {
        "单号": number,
        "金额": formatting.money(closed.total),
        "已发": formatting.money(closed.delivered_total),
        "进度": "已结单",
    }
    assert index["金额"].data(SECOND) == f"接受 {formatting.money(closed.accepted_total)}"
    assert closed.accepted_total == closed.delivered_total < closed.total


def test_splitting_into_all_and_nothing_is_refused_in_words(hands):
    answer(hands, "refused")
    the_order(hands)
    hands.press("Shift+F2")
    dialog = the_dialog()
    hands.press("F8")
    hands.settle()
    assert the_dialog() is dialog
    assert "没有可拆的" in dialog.banner.text
    dialog.reject()


def test_past_exchanges_stand_on_a_page_with_what_failed_and_a_bundle(hands, tmp_path):
    def note(desk):
        course = Course(Counter({"order": 2}), Counter({"price": 7}), bytes_up=900, bytes_down=5_000)
        refilled = Reason("stream_refilled", "info", {"stream": "prices/P1"})
        gone = UnreachableError("hq_unreachable", url="http://127.0.0.1:9", detail="refused")
        with desk.book.noting() as connection:
            write_line(connection, course, [refilled], None)
            write_line(connection, Course(), [], gone)

    on_the_books(hands, note)
    hands.shell.go("settings")
    hands.settle()
    hands.press("Ctrl+H")
    hands.settle()
    page = hands.page
    shown = [[page.view.model().index(row, column).data() for column in range(7)] for row in range(2)]
    assert [row[1] for row in shown] == ["没有完成", "完成"]
    assert "连不上总部" in shown[0][6]
    assert "订单 2" in shown[1][6]
    assert shown[1][3:5] == ["2", "7"]
    file = tmp_path / "bundle.zip"
    page.write_support(file)
    hands.settle()
    assert str(file) in page.banner.text
    with zipfile.ZipFile(file) as bundle:
        text = "".join(bundle.read(name).decode() for name in bundle.namelist())
    assert "hq_unreachable" in text
    for named in ("农夫山泉", "福星便利", "李堃", "11042", "1.1042", "广州主仓"):
        assert named not in text
    hands.press("Escape")
    assert hands.shell.current_name == "settings"


def test_a_held_record_is_put_away_by_a_person(hands):
    def hold(desk):
        row = {"stream": "dealer/GD01", "number": 7, "kind": "delivery", "record": "x7", "at": AT}
        with desk.book.writing() as writing:
            writing.connection.execute(problem.insert(), {**row, "code": "record_unreadable", "detail": "第 3 字节"})

    on_the_books(hands, hold)
    hands.press("Ctrl+D")
    dialog = the_dialog()
    place = [each.code for each in dialog.rows.rows].index("record_unreadable")
    dialog.view.setCurrentIndex(dialog.view.model().index(place, 0))
    hands.press("Delete")
    hands.settle()
    assert "record_unreadable" not in [each.code for each in dialog.rows.rows]


def test_an_order_passes_by_a_person_who_says_why(hands):
    page = hands.page
    rows = [page.window_.row(place) for place in range(page.model.rowCount())]
    order = next(each for each in rows if each.state == "needs_approval")

    def fall_behind(desk):
        return book_note(desk, "debit_note", order.buyer_code, Decimal(900), dt.date(2026, 11, 1))

    on_the_books(hands, fall_behind)
    hands.shell.go("orderview", order.number)
    hands.settle()
    hands.press("F11")
    hands.settle()
    dialog = the_dialog()
    assert order.number in dialog._heading.text()
    hands.press("F8")
    hands.settle()
    assert dialog.isVisible()  # nothing passes without a reason
    assert dialog._by_fact["reason_missing"].wrong.text()
    hands.type("老客户，月底回款")
    hands.press("F8")
    hands.settle()
    assert the_dialog() is None
    assert hands.page.order.state in ("accepted", "accepted_in_part")
    assert any("老客户，月底回款" in formatting.tell(each) for each in hands.page.order.reasons)
    assert not any("需要审批" in text or "申请特批" in text for text in hands.page.checks.texts)
    assert not any("需要审批" in text or "申请特批" in text for text in [hands.page.banner.text])
    assert any("逾期" in text and "已审批放行" in text for text in hands.page.checks.texts)


def test_a_key_that_holds_for_another_state_of_an_order_says_why_not_now(hands):
    page = hands.page
    rows = [page.window_.row(place) for place in range(page.model.rowCount())]
    order = next(each for each in rows if each.state == "needs_approval")
    hands.shell.go("orderview", order.number)
    hands.settle()
    hands.press("F8")
    hands.settle()
    assert the_dialog() is None
    assert hands.page.banner.text == f"订单 {order.number} 现为“待审批”，接受后才能发货。"
    accepted = next(each for each in rows if each.state == "accepted")
    hands.shell.go("orderview", accepted.number)
    hands.settle()
    hands.press("F11")
    assert hands.page.banner.text == f"订单 {accepted.number} 现为“已接受”，“审批通过”不适用。"
