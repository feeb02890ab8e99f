"""HQ's account work at the desk of its people, by keyboard: asked for, told on the page, refused with its reason."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop.actions.changes import changes
from desktop.actions.documents.money import receive_money
from desktop.actions.headquarters import requests
from domain.errors import RefusedError
from domain.parties.users import HQ_ROLES
from sync.keys import DeviceKey, save_key
from sync.records.bodies.accounts import ConfirmationBody, ObjectionBody
from sync.records.bodies.body import ReasonBody
from sync.records.bodies.policies import RequestAnswerBody
from sync.records.bodies.records import AnswerBody, LineBody
from tests.building.desktop.sample_accounts import NUMBER, put_statements
from tests.building.sync.books import NOW, an_order, rows

BEFORE = dt.date(2026, 10, 31)


@pytest.fixture
def hq(at_hq):
    return at_hq("周会计", "finance", lambda desk: save_key(desk.folder, "H1", DeviceKey.make()))


def book_of(hands):
    return hands.program.worker.desk.book


def asked(hands):
    return rows(book_of(hands), "SELECT verb, subject FROM request ORDER BY pk")


def take_receipt(hands, amount="1200", dealer="GX01"):
    hands.shell.go("money")
    hands.settle()
    hands.press("F9")
    hands.settle()
    hands.type(dealer)
    hands.settle()
    hands.press("Return")
    hands.settle()
    hands.type(amount)
    hands.press("F8")
    hands.settle()


def answer(hands, state, code="", **facts):
    """HQ's answer to the newest request comes with an exchange."""

    @changes("requests", "accounts")
    def put(desk):
        ((request,),) = rows(desk.book, "SELECT id FROM request ORDER BY pk DESC LIMIT 1")
        told = [ReasonBody(code, "stop", facts)] if code else []
        with desk.book.writing() as writing:
            writing.put("hq", "request_answer", request, RequestAnswerBody(request, state, NOW, told))

    hands.program.worker.write(put, then=lambda _: None)
    hands.settle()


def test_a_receipt_is_asked_for_and_waits_on_the_page(hq):
    take_receipt(hq)
    assert QApplication.activeModalWidget() is None
    assert asked(hq) == [("receive_money", "GX01")]
    assert "已提交总部" in hq.page.banner.text
    (line,) = hq.page.requested.texts
    assert line.startswith("等总部")
    assert "广西桂海" in line
    assert "1,200.00" in line
    answer(hq, "done")
    assert hq.page.requested.isHidden()


def test_a_refusal_stands_with_its_reason_until_it_is_read(hq):
    take_receipt(hq)
    answer(hq, "refused", "date_closed", date="2026-11-23", closed_through="2026-11-30")
    (line,) = hq.page.requested.texts
    assert line.startswith("被拒")
    assert "2026-11-30" in line
    hq.press("Ctrl+Shift+D")
    hq.settle()
    assert hq.page.requested.isHidden()


def test_the_same_twice_is_warned_about_in_the_dialog(hq):
    take_receipt(hq)
    take_receipt(hq)
    dialog: Any = QApplication.activeModalWidget()
    assert "已经提交" in dialog.banner.text
    hq.press("F8")  # and once more, because it really is another one
    hq.settle()
    assert QApplication.activeModalWidget() is None
    assert len(asked(hq)) == 2


def test_what_hq_would_refuse_is_said_in_the_dialog(hq):
    take_receipt(hq, amount="0")
    dialog: Any = QApplication.activeModalWidget()
    assert dialog.isVisible()
    assert asked(hq) == []
    dialog.close()


def test_a_statement_is_issued_from_its_page(hq):
    hq.shell.go("statements", "GX01")
    hq.settle()
    hq.press("F8")
    hq.settle()
    assert asked(hq) == [("issue_statement", "GX01")]
    (line,) = hq.page.requested.texts
    assert "对账单" in line


def test_a_month_is_closed_from_the_money_page(hq):
    hq.shell.go("money")
    hq.settle()
    hq.press("Ctrl+M")
    hq.settle()
    dialog: Any = QApplication.activeModalWidget()
    assert dialog.standing.coming is not None
    dialog.anyway.setChecked(True)
    hq.press("F8")
    hq.settle()
    assert QApplication.activeModalWidget() is None
    assert [verb for verb, _ in asked(hq)] == ["close_month"]


def test_a_delivery_is_taken_back_by_whoever_moves_goods(at_hq):
    keeper = at_hq("仓管", "keeper")
    keeper.shell.go("papers")
    keeper.settle()
    keeper.press("F9")
    keeper.settle()
    keeper.press("F8")
    keeper.settle()
    assert asked(keeper) == []  # nothing is taken back that nobody counted
    keeper.type("1")
    keeper.press("F8")
    keeper.settle()
    assert QApplication.activeModalWidget() is None
    assert [verb for verb, _ in asked(keeper)] == ["return_goods"]
    assert keeper.page.requested.texts[0].startswith("等总部")


@pytest.mark.parametrize("role", HQ_ROLES)
def test_each_role_finds_the_pages_it_has_a_use_for(at_hq, role):
    hands = at_hq("某人", role)
    names = {name for name, _, _ in hands.shell.places}
    assert "incoming" not in names
    assert ("money" in names) is (role in ("finance", "admin"))
    assert ("papers" in names) is (role != "channel_manager")


def test_nobody_without_the_right_gets_a_request_out(at_hq):
    manager = at_hq("周敏", "channel_manager")
    take_receipt(manager)  # the page isn't offered, and its keys do nothing
    assert QApplication.activeModalWidget() is None
    desk = manager.program.worker.desk
    with pytest.raises(RefusedError, match="not_permitted"):
        receive_money(desk, "GX01", Decimal("120.00"))
    assert requests.requests(manager.program.worker.desk) == []


def test_credit_is_agreed_anew_from_the_list_of_dealers(hq):
    hq.shell.go("customers", "GX01")
    hq.settle()
    hq.press("Shift+F2")
    hq.settle()
    hq.type("80000")
    hq.press("Return")
    hq.type("45")
    hq.press("F8")
    hq.settle()
    assert QApplication.activeModalWidget() is None
    ((verb, form),) = [(verb, facts) for verb, facts in rows(book_of(hq), "SELECT verb, facts FROM request")]
    assert verb == "set_terms"
    assert '\\"credit_limit\\":\\"80000\\",\\"credit_days\\":45' in form
    assert "信用" in hq.page.requested.texts[0]


def test_an_opening_balance_is_asked_for(hq):
    hq.shell.go("money")
    hq.settle()
    hq.press("Shift+F9")
    hq.settle()
    dialog: Any = QApplication.activeModalWidget()
    dialog.kind.setCurrentIndex(dialog.kind.findData("opening"))
    dialog.customer.setFocus()
    hq.type("GX01")
    hq.settle()
    hq.press("Return")
    hq.settle()
    hq.type("-250")
    hq.press("F8")
    hq.settle()
    assert asked(hq) == [("book_opening", "GX01")]
    assert "-250.00" in hq.page.requested.texts[0]


def test_an_order_is_shipped_from_its_page_and_waits_there(at_hq):
    keeper = at_hq("仓管", "keeper", _an_order)
    keeper.shell.go("orderview", "XSDD-01-261120-0009")
    keeper.settle()
    keeper.press("F8")
    keeper.settle()
    keeper.press("F8")
    keeper.settle()
    assert QApplication.activeModalWidget() is None
    assert asked(keeper) == [("deliver", "XSDD-01-261120-0009")]
    assert "发货" in keeper.page.banner.text


def _an_order(desk):
    """One of Guangxi's that HQ accepted, and the goods for it."""
    with desk.book.writing() as writing:
        goods = LineBody("SP10021", "SP10021", 99_000_000, 0)
        count = an_order([goods], "PDD-00-261101-0009", "HQ", "HQ", state="", warehouse="总仓")
        writing.put("hq", "adjustment", "count-9", count)
        line = LineBody("SP10021", "SP10021", 24_000, 24_00, 1_0000, "瓶", 1000)
        writing.put("desk/GX", "order", "o9", an_order([line], "XSDD-01-261120-0009", "HQ", "GX01"))
        answer = AnswerBody("o9", "accepted", NOW, accepted=[24_000], warehouse="总仓")
        writing.put("dealer/GX01", "answer", "o9", answer)


def test_a_disputed_line_is_answered(at_hq):
    finance = at_hq("周会计", "finance", _disputed)
    finance.shell.go("confirming", NUMBER)
    finance.settle()
    finance.press("F9")
    finance.settle()
    finance.press("Space", "F8")
    finance.settle()
    assert QApplication.activeModalWidget() is None
    assert asked(finance) == [("answer_dispute", NUMBER)]
    assert "答复异议" in finance.page.requested.texts[0]


def _disputed(desk):
    """Guangdong's agent disputes the delivery on HQ's statement."""
    save_key(desk.folder, "H1", DeviceKey.make())
    put_statements(desk)
    with desk.book.writing() as writing:
        digest = writing.connection.exec_driver_sql(
            "SELECT digest FROM statement WHERE number = ?", (NUMBER,)
        ).scalar_one()
        line = ObjectionBody("XSCK-00-261103-0001", "not_received", 700_00, None)
        body = ConfirmationBody(NUMBER, "dispute", "buyer", digest, "2026-11-22", "李堃", lines=[line], place=1)
        writing.put("desk/D1", "confirmation", f"{NUMBER}/1/buyer", body)
