"""HQ's finance at her desk: what was asked for and waits, what was refused and why, on the pages it belongs to."""

import datetime as dt
from decimal import Decimal

from desktop.actions.accounts import settling
from desktop.actions.documents import money
from desktop.actions.headquarters.asked_acts import verbs
from desktop.actions.rebates import rebates
from desktop.actions.statements import confirming, papers
from domain.parties.users import Person
from sync.hq.deciding.requests import do_requests
from sync.keys import DeviceKey, save_key
from sync.records.bodies.body import ReasonBody
from sync.records.bodies.policies import RequestAnswerBody, UserBody
from sync.records.books.settings import write_setting
from sync.records.people.grants import give
from tests.building.domain.rebate_makers import a_rebate
from tests.building.sync.rebate_books import publish, sold
from tests.pictures.accounts import _go, _over

OCTOBER = (dt.date(2026, 10, 1), dt.date(2026, 10, 31))


def prepare_hq(desk):
    """Some done by HQ, some waiting, one refused."""
    desk.user = Person("u-money", "周会计", "finance", dealer="HQ", desk="H1")
    save_key(desk.folder, "H1", DeviceKey.make())
    with desk.book.writing() as writing:
        writing.put(desk.stream, "user", "u-money", UserBody("HQ", "H1", "周会计", "finance"))
        give(writing, "H1", "周会计", "finance", active=True, now=desk.now(), by="陈总")
    publish(desk.book, a_rebate(code="FLX"))
    sold(desk.book, "1000", sku="SP10021")
    money.receive_money(desk, "GX01", Decimal("18600.00"), dt.date(2026, 11, 18), "bank", "招行 8817", "十一月货款")
    money.book_note(desk, "discount", "FJ02", Decimal("320.50"), dt.date(2026, 11, 20))
    papers.issue_statement(desk, "GD01", *OCTOBER)
    _as_hq(desk)
    (number,) = [row.number for row in papers.issued_statements(desk)][:1]
    money.receive_money(desk, "GD01", Decimal("45000.00"), dt.date(2026, 11, 22), "bank", "工行 0913")
    money.receive_money(desk, "FJ02", Decimal("7200.00"), dt.date(2026, 11, 22), "wechat")
    settling.settle(desk, "GX01")
    rebates.settle(desk, "FLX", "2026-11", interim=True)
    papers.issue_statement(desk, "GX01", *OCTOBER)
    confirming.withdraw(desk, number)
    with desk.book.writing() as writing:
        row = writing.connection.exec_driver_sql(
            "SELECT id FROM request WHERE subject = 'FJ02' ORDER BY pk DESC"
        ).first()
        told = [ReasonBody("date_closed", "stop", {"date": "2026-11-22", "closed_through": "2026-11-22"})]
        writing.put("hq", "request_answer", row[0], RequestAnswerBody(row[0], "refused", "2026-11-23T03:00:00Z", told))


def _as_hq(desk):
    """This very book does what it was asked, as HQ's would."""
    with desk.book.writing() as writing:
        for key, value in (("role", "hq"), ("secret", "s")):
            write_setting(writing.connection, key, value)
    do_requests(desk.book, desk.today(), desk.now(), verbs())
    with desk.book.writing() as writing:
        for key, value in (("role", "desk"), ("secret", "")):
            write_setting(writing.connection, key, value)


def visit_hq_accounts(shell):
    """The pages of money, papers and statements as HQ's finance sees them."""
    page = _go(shell, "money")
    yield "h1-money"
    yield from _over(shell, page, "F9", "h2-receipt")
    yield from _over(shell, page, "Shift+F9", "h2-note", lambda dialog: dialog.kind.setCurrentIndex(4))
    yield from _over(shell, _go(shell, "customers", "GX01"), "Shift+F2", "h2-terms")
    _go(shell, "settling", "GX01")
    yield "h3-settling"
    for name in ("papers", "rebates", "statements", "replies", "confirming", "bank", "customers", "orders"):
        _go(shell, name)
        yield f"h4-{name}"
