"""What HQ's people ask for is done once, in the order it came, by whom it may be asked, and never stops the rest."""

from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from sqlalchemy.exc import InterfaceError, OperationalError

from domain.errors import DeskError, RefusedError
from sync.hq.deciding import requests
from sync.hq.deciding.orders import decide_waiting
from sync.hq.deciding.requests import VERBS, Verb, do_now, do_requests
from sync.records.bodies.policies import GrantBody, RequestAnswerBody, RequestBody, UserBody
from sync.records.books.bulk import query_rows, run_many
from sync.records.people.requesting import Request, asked
from tests.building.sync.books import NOW, TODAY, an_order, found_hq, order_of, put, rows, stock_up

MANAGER = UserBody("HQ", "h1", "周敏", "channel_manager")


@pytest.fixture
def asking(book):
    """HQ with an order beyond its buyer's credit, and a channel manager at a desk of HQ's."""
    found_hq(book, limit="10")
    stock_up(book, {"A": 30})
    put(book, "desk/d1", "order", "o1", an_order())
    decide_waiting(book, TODAY, NOW)
    assert order_of(book, "o1")[0] == "needs_approval"
    put(book, "desk/h1", "user", "u-1", MANAGER)
    put(book, "hq", "grant", "h1/周敏", GrantBody("h1", "周敏", "channel_manager", NOW, "陈总"))
    return book


def ask(book, record="r1", verb="approve_order", subject="o1", by="周敏", stream="desk/h1", **facts):
    put(book, stream, "request", record, RequestBody(verb, subject, by, NOW, facts))


def do(book):
    return do_requests(book, TODAY, NOW)


def answers(book):
    found = rows(book, "SELECT request, state, reasons, result FROM request_answer ORDER BY pk")
    return [
        (request, state, [reason["code"] for reason in msgspec.json.decode(reasons)], result)
        for request, state, reasons, result in found
    ]


def test_an_order_is_approved_as_asked_and_only_once(asking):
    ask(asking)
    assert do(asking) == ["r1"]
    assert do(asking) == []
    assert order_of(asking, "o1")[0] == "accepted"
    assert answers(asking) == [("r1", "done", [], "accepted")]
    [(by,)] = rows(asking, "SELECT decided_by FROM answer")
    assert by == "周敏"
    assert rows(
        asking, "SELECT s.name FROM entry e JOIN stream s ON s.id = e.stream WHERE kind = 'request_answer'"
    ) == [("hq",)]


def test_an_order_is_refused_with_its_reason(asking):
    put(asking, "desk/d1", "order", "o2", an_order(number="XSDD-01-261123-0002"))
    ask(asking, verb="refuse_order", subject="o2", reason="窜货")
    do(asking)
    assert order_of(asking, "o2")[0] == "refused"
    [(reasons,)] = rows(asking, "SELECT reasons FROM answer WHERE id = 'o2'")
    assert "窜货" in reasons


@pytest.mark.parametrize(
    ("user", "by", "code"),
    [
        (MANAGER, "无名氏", "request_author_unknown"),
        (UserBody("HQ", "h1", "周敏", "finance"), "周敏", "not_permitted"),
        (UserBody("HQ", "h1", "周敏", "emperor"), "周敏", "not_permitted"),
        (UserBody("HQ", "h1", "周敏", "admin", active=False), "周敏", "request_author_unknown"),
        (UserBody("HQ", "h2", "周敏", "admin"), "周敏", "request_author_unknown"),
    ],
)
def test_who_may_not_ask_is_refused_at_hq_too(asking, user, by, code):
    put(asking, "desk/h1", "user", "u-1", user)
    ask(asking, by=by)
    do(asking)
    assert answers(asking) == [("r1", "refused", [code], "")]
    assert order_of(asking, "o1")[0] == "needs_approval"


def test_a_desks_own_record_gives_nobody_more_than_hq_granted(asking):
    put(asking, "desk/h1", "user", "u-1", UserBody("HQ", "h1", "周敏", "admin"))
    ask(asking, verb="confirm_user")
    do(asking)
    assert answers(asking) == [("r1", "refused", ["not_permitted"], "")]


def test_whom_hq_granted_nothing_may_ask_for_nothing(asking):
    put(asking, "desk/h1", "user", "u-2", UserBody("HQ", "h1", "路人", "admin"))
    ask(asking, by="路人")
    do(asking)
    assert answers(asking) == [("r1", "refused", ["request_author_unconfirmed"], "")]
    assert order_of(asking, "o1")[0] == "needs_approval"


@pytest.mark.parametrize(
    ("verb", "subject", "code"),
    [
        ("crown_emperor", "o1", "request_unknown"),
        ("approve_order", "o9", "document_unknown"),
        ("refuse_order", "o1", "order_not_open"),
    ],
)
def test_what_can_not_be_done_is_told_and_the_next_goes_on(asking, verb, subject, code):
    ask(asking, "r0", "refuse_order")
    do(asking)
    ask(asking, "r1", verb, subject)
    ask(asking, "r2")
    assert do(asking) == ["r1", "r2"]
    assert answers(asking)[1:] == [("r1", "refused", [code], ""), ("r2", "done", [], "accepted")]


def test_requests_are_done_in_the_order_they_came(asking, monkeypatch):
    done: list[str] = []
    monkeypatch.setattr(requests, "VERBS", {"note": _Noting(done)})
    for record in ("r9", "r1", "r5"):
        ask(asking, record, "note", record)
    assert do(asking) == ["r9", "r1", "r5"] == done


def test_a_defect_is_held_tried_again_and_stops_nothing(asking, monkeypatch):
    done: list[str] = []
    monkeypatch.setattr(requests, "VERBS", {"note": _Noting(done, ZeroDivisionError("fault")), **VERBS})
    ask(asking, "r1", "note", "x")
    ask(asking, "r2")
    assert do(asking) == ["r2"]
    [(record, code, detail)] = rows(asking, "SELECT record, code, detail FROM problem")
    assert (record, code) == ("r1", "request_not_done")
    assert "fault" in detail
    monkeypatch.setattr(requests, "VERBS", {"note": _Noting(done)})
    assert do(asking) == ["r1"]
    assert rows(asking, "SELECT record FROM problem") == []


def test_what_the_database_refuses_is_held_and_stops_nothing(asking, monkeypatch):
    """A value that one engine can't even be asked for (NUL), and one that neither takes."""

    def refused(writing, request, today, now):
        query_rows(writing.connection, "SELECT id FROM dealer WHERE id = ?", "GD\0")
        run_many(writing.connection, "INSERT INTO setting (key, value) VALUES (?, NULL)", [(request.id,)])
        return "done"

    monkeypatch.setattr(requests, "VERBS", {"refused": _Doing(refused), **VERBS})
    ask(asking, "r1", "refused")
    ask(asking, "r2")
    assert do(asking) == ["r2"]
    assert rows(asking, "SELECT record, code FROM problem") == [("r1", "request_not_done")]


@pytest.mark.parametrize("failure", [OperationalError, InterfaceError])
def test_a_database_that_is_gone_says_nothing_about_a_request(asking, monkeypatch, failure):
    monkeypatch.setattr(requests, "VERBS", {"note": _Noting([], failure("x", {}, Exception("gone")))})
    ask(asking, "r1", "note")
    with pytest.raises(failure):
        do(asking)
    assert rows(asking, "SELECT record FROM problem") == []


def test_what_is_done_before_a_refusal_is_undone_with_it(asking, monkeypatch):
    def half(writing, request, today, now):
        writing.put("hq", "user", "u-half", MANAGER)
        raise RefusedError("not_yours", number="1")

    monkeypatch.setattr(requests, "VERBS", {"half": _Doing(half)})
    ask(asking, "r1", "half")
    do(asking)
    assert answers(asking) == [("r1", "refused", ["not_yours"], "")]
    assert rows(asking, "SELECT id FROM desk_user WHERE id = 'u-half'") == []


def test_an_answer_that_came_meanwhile_is_not_given_again(asking, monkeypatch):
    """As when another process of HQ did the same request between the look and the lock."""
    done: list[str] = []
    monkeypatch.setattr(requests, "VERBS", {"note": _Noting(done)})
    ask(asking, "r1", "note")
    put(asking, "hq", "request_answer", "r1", RequestAnswerBody("r1", "done", NOW))
    assert requests._do_one(asking, "r1", TODAY, NOW, requests.VERBS) is False
    assert done == []


def test_a_full_disk_says_nothing_about_a_request(asking, monkeypatch):
    monkeypatch.setattr(requests, "VERBS", {"note": _Noting([], RefusedError("database_busy"))})
    ask(asking, "r1", "note")
    with pytest.raises(DeskError):
        do(asking)
    assert answers(asking) == []


def test_at_hq_itself_it_is_done_at_once_or_not_at_all(asking):
    wish = Request("x", "approve_order", "o1", "陈总", NOW)
    assert do_now(asking, wish, TODAY, NOW) == "accepted"
    with pytest.raises(DeskError) as told:
        do_now(asking, wish, TODAY, NOW)
    assert told.value.code == "order_not_open"
    assert answers(asking) == []


def test_requests_are_shown_with_what_became_of_them(asking):
    ask(asking, "r1")
    ask(asking, "r2", "crown_emperor", "x")
    do(asking)
    ask(asking, "r3", "refuse_order", "o1")
    with asking.reading() as connection:
        every = [(each.request.id, each.state) for each in asked(connection)]
        still = [each.request.id for each in asked(connection, open_only=True)]
        of_one = [each.request.id for each in asked(connection, subject="o1")]
    assert every == [("r3", "waiting"), ("r2", "refused"), ("r1", "done")]
    assert still == ["r3", "r2"]
    assert of_one == ["r3", "r1"]


@dataclass(frozen=True)
class _Noting(Verb):
    """A verb that only notes what it was asked about, or fails."""

    done: list[str]
    failure: Exception | None

    def __init__(self, done, failure=None):
        super().__init__("order_approve", "", "")
        object.__setattr__(self, "done", done)
        object.__setattr__(self, "failure", failure)

    def __call__(self, writing, request, today, now):
        if self.failure is not None:
            raise self.failure
        self.done.append(request.id)
        return ""


@dataclass(frozen=True)
class _Doing(Verb):
    """A verb that does what a test gives it."""

    doing: Any

    def __init__(self, doing):
        super().__init__("order_approve", "", "")
        object.__setattr__(self, "doing", doing)

    def __call__(self, writing, request, today, now):
        return str(self.doing(writing, request, today, now))
