"""HQ's answers: price, stock and credit judged together, under locks, one order at a time."""

import contextlib
import threading
import time
import tracemalloc
from decimal import Decimal

import msgspec
import pytest

from domain.errors import RefusedError, UsageError
from sync.hq.deciding import orders, verdicts
from sync.hq.deciding.orders import approve, decide_orders, decide_waiting, refuse
from sync.hq.deciding.shipping import ship
from sync.hq.deciding.verdicts import make_answer
from sync.records.bodies.records import DealerBody, DocumentBody, PeriodBody
from sync.records.books import locking
from sync.records.books.database import open_url
from sync.records.repair.checking import check
from tests.building.sync.books import (
    AGENT,
    HQ,
    NOW,
    SHOP,
    TODAY,
    a_line,
    a_price,
    an_order,
    enrol,
    found_desk,
    found_hq,
    order_of,
    put,
    row,
    rows,
    stock_of,
    stock_up,
)


def order(book, record="o1", stream="desk/d1", **fields):
    put(book, stream, "order", record, an_order(**fields))
    return record


def decide(book):
    return decide_waiting(book, TODAY, NOW)


def reasons(book, record="o1"):
    """Code and line of each reason of an order's answer."""
    stored = row(book, "SELECT reasons FROM answer WHERE id = :record", record=record)[0]
    return [(reason["code"], reason.get("line")) for reason in msgspec.json.decode(stored)]


def codes(book, record="o1"):
    return [code for code, _ in reasons(book, record)]


def owe(book, amount, due=""):
    """The agent's debt to HQ from an earlier delivery."""
    fen = round(Decimal(amount) * 100)
    body = DocumentBody("XSCK-1", HQ, AGENT, TODAY.isoformat(), NOW, fen, due=due)
    put(book, f"dealer/{AGENT}", "delivery", "q1", body)


def test_order_within_stock_and_credit_is_accepted_and_reserved(book):
    found_hq(book, limit="100")
    stock_up(book, {"A": 30})
    order(book)
    assert decide(book) == ["o1"]
    assert order_of(book, "o1") == ("accepted", [(10, 0, 10)])
    assert stock_of(book, "A") == (30, 10)
    assert codes(book) == ["stock_ok", "credit_ok"]
    assert row(book, "SELECT name FROM stream s JOIN entry e ON e.stream = s.id WHERE e.kind = 'answer'") == (
        f"dealer/{AGENT}",
    )


def test_answered_order_is_not_answered_again(book):
    found_hq(book)
    stock_up(book, {"A": 30})
    order(book)
    decide(book)
    entries = row(book, "SELECT count(*) FROM entry")
    assert decide(book) == []
    assert row(book, "SELECT count(*) FROM entry") == entries


def test_orders_are_answered_in_the_order_they_came(book):
    found_hq(book)
    stock_up(book, {"A": 15})
    order(book, "z")
    order(book, "a", number="XSDD-01-261123-0002")
    assert decide(book) == ["z", "a"]
    assert order_of(book, "z")[1] == [(10, 0, 10)]
    assert order_of(book, "a") == ("accepted_in_part", [(5, 0, 5)])


def test_earlier_order_is_not_refused_for_one_that_still_waits(book):
    found_hq(book, limit="30")
    stock_up(book, {"A": 100})
    order(book, "o1")
    order(book, "o2", number="XSDD-01-261123-0002")
    decide(book)
    assert (order_of(book, "o1")[0], order_of(book, "o2")[0]) == ("accepted", "needs_approval")
    assert "credit_over" in codes(book, "o2")
    assert stock_of(book, "A") == (100, 10)  # what waits for a person holds no goods


@pytest.mark.parametrize(("owed", "state"), [("75", "accepted"), ("75.01", "needs_approval")])
def test_credit_is_judged_to_the_fen(book, owed, state):
    found_hq(book, limit="100")
    stock_up(book, {"A": 30})
    owe(book, owed)
    order(book)
    decide(book)
    assert order_of(book, "o1")[0] == state


def test_overdue_debt_asks_for_approval_and_a_person_gives_it(book):
    found_hq(book)
    stock_up(book, {"A": 30})
    owe(book, "1", due="2026-11-01")
    order(book)
    decide(book)
    assert order_of(book, "o1") == ("needs_approval", [(10, 0, 0)])
    assert stock_of(book, "A") == (30, 0)
    assert approve(book, "XSDD-01-261123-0001", NOW, "李总") == "accepted"
    assert order_of(book, "o1") == ("accepted", [(10, 0, 10)])
    assert codes(book) == ["stock_ok", "credit_overdue", "approved_by"]


def test_an_order_over_the_limit_waits_for_a_person_who_lets_it_pass_as_far_as_stock_goes(book):
    found_hq(book, limit="0")
    stock_up(book, {"A": 7})
    order(book)
    decide(book)
    assert order_of(book, "o1") == ("needs_approval", [(7, 0, 0)])
    assert approve(book, "o1", NOW, "李总") == "accepted_in_part"
    assert order_of(book, "o1")[1] == [(7, 0, 7)]
    assert "credit_over" in codes(book)


def test_what_nobody_may_let_pass_is_refused_though_it_is_over_the_limit_too(book):
    found_hq(book, limit="0")
    order(book)
    decide(book)
    assert order_of(book, "o1")[0] == "refused"


def test_approval_can_not_make_stock(book):
    found_hq(book)
    order(book)
    decide(book)
    with pytest.raises(RefusedError) as refused:
        approve(book, "o1", NOW, "李总")
    assert (refused.value.code, refused.value.facts["codes"]) == ("approve_not_possible", "stock_none")


def test_accepted_order_needs_no_approval(book):
    found_hq(book)
    stock_up(book, {"A": 30})
    order(book)
    decide(book)
    with pytest.raises(RefusedError, match="order_not_open"):
        approve(book, "o1", NOW, "李总")
    with pytest.raises(RefusedError, match="order_not_open"):
        refuse(book, "o1", "不发", NOW, "李总")


def test_person_refuses_with_his_reason(book):
    found_hq(book)
    order(book)
    assert refuse(book, "o1", "停产", NOW, "李总") == "refused"
    assert codes(book) == ["refused_by"]
    assert decide(book) == []


def test_hq_price_holds_and_the_difference_is_told(book):
    found_hq(book)
    stock_up(book, {"A": 30})
    order(book, lines=[a_line(price="2.40")])
    decide(book)
    assert row(
        book, "SELECT unit_price, answered_price FROM document_line WHERE product = 'A' AND accepted = 10000"
    ) == (
        24000,
        25000,
    )
    assert ("price_changed", 1) in reasons(book)
    assert order_of(book, "o1")[0] == "accepted"
    ship(book, "o1", on=TODAY, now=NOW)
    assert row(book, "SELECT amount FROM posting") == (2500,)


def test_price_of_the_orders_day_holds(book):
    found_hq(book, prices=())
    with book.writing() as writing:
        old, new = a_price(price="2.00", valid_to="2026-11-22"), a_price(price="3.00", valid_from="2026-11-23")
        writing.put_all("prices/P1", "price", [("old", old[1]), ("new", new[1])])
    stock_up(book, {"A": 30})
    order(book, lines=[a_line(price="2.00")], on=TODAY.replace(day=22))
    decide(book)
    assert "price_changed" not in codes(book)


def test_line_without_price_is_left_out(book):
    found_hq(book, prices=("A",))
    stock_up(book, {"A": 30, "B": 30})
    order(book, lines=[a_line("A"), a_line("B")])
    decide(book)
    assert order_of(book, "o1")[1] == [(10, 0, 10), (0, 0, 0)]
    assert ("price_missing", 2) in reasons(book)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"lines": [a_line("Z")]}, "product_unknown"),
        ({"buyer": "NOBODY"}, "dealer_unknown"),
        ({"buyer": SHOP}, "order_not_below"),
        ({"buyer": HQ}, "order_to_oneself"),
        ({"on": TODAY.replace(month=10)}, "date_closed"),
        ({"on": TODAY.replace(year=2027)}, "date_future"),
        ({"lines": [a_line(quantity=0)]}, "quantity_zero"),
        ({"lines": [a_line(quantity=-1)]}, "quantity_negative"),
    ],
)
def test_order_that_can_not_stand_is_refused_with_its_reason(book, fields, code):
    found_hq(book)
    put(book, "hq", "period", HQ, PeriodBody(HQ, "2026-10-31"))
    stock_up(book, {"A": 30})
    order(book, **fields)
    decide(book)
    assert order_of(book, "o1")[0] == "refused"
    assert code in codes(book)
    assert stock_of(book, "A") == (30, 0)


def test_every_objection_is_told(book):
    found_hq(book)
    order(book, lines=[a_line("Z"), a_line("A"), a_line("Y")], on=TODAY.replace(year=2027), buyer=SHOP)
    decide(book)
    assert reasons(book) == [
        ("product_unknown", 1), ("product_unknown", 3), ("order_not_below", None), ("date_future", None),
    ]  # fmt: skip


def test_desk_orders_only_for_its_own_dealer(book):
    found_hq(book)
    put(book, "dealer/SX01", "dealer", "SX01", DealerBody("SX01", "山西", "province", HQ, price_list="P1"))
    enrol(book, "d1", AGENT)
    stock_up(book, {"A": 30})
    order(book, buyer="SX01")
    decide(book)
    assert codes(book) == ["order_of_another"]


def test_inactive_dealer_is_refused_even_with_approval(book):
    found_hq(book, agent_status="stopped")
    stock_up(book, {"A": 30})
    order(book)
    decide(book)
    assert "dealer_inactive" in codes(book)
    with pytest.raises(RefusedError) as refused:
        approve(book, "o1", NOW, "李总")
    assert refused.value.facts["codes"] == "dealer_inactive"


def test_warehouse_that_serves_the_most_is_chosen(book):
    found_hq(book)
    stock_up(book, {"A": 30}, "W1")
    stock_up(book, {"A": 10, "B": 10}, "W2")
    order(book, lines=[a_line("A"), a_line("B")])
    decide(book)
    assert order_of(book, "o1")[0] == "accepted"
    assert (stock_of(book, "A", "W1"), stock_of(book, "A", "W2"), stock_of(book, "B", "W2")) == (
        (30, 0), (10, 10), (10, 10),
    )  # fmt: skip


def test_warehouse_asked_for_is_kept(book):
    found_hq(book)
    stock_up(book, {"A": 30}, "W1")
    stock_up(book, {"A": 4}, "W2")
    order(book, warehouse="W2")
    decide(book)
    assert order_of(book, "o1")[1] == [(4, 0, 4)]
    assert stock_of(book, "A", "W2") == (4, 4)


def test_cancelled_order_gives_its_goods_back(book):
    found_hq(book)
    stock_up(book, {"A": 30})
    order(book)
    decide(book)
    order(book, state="cancelled")
    assert order_of(book, "o1")[0] == "cancelled"
    assert stock_of(book, "A") == (30, 0)


def decide_one_of_two(book, monkeypatch, failure):
    """Two orders wait, and judging one of them fails: it alone is held."""
    found_hq(book)
    stock_up(book, {"A": 30})
    order(book, "bad")
    order(book, "good", number="XSDD-01-261123-0002")

    def breaks(connection, home, filed, today, **more):
        if filed.id == "bad":
            raise failure
        return make_answer(connection, home, filed, today, **more)

    monkeypatch.setattr(orders, "make_answer", breaks)
    assert decide(book) == ["good"]
    assert rows(book, "SELECT record, code FROM problem") == [("bad", "order_not_decided")]


def test_order_that_breaks_the_program_is_held_and_stops_no_other(book, monkeypatch):
    decide_one_of_two(book, monkeypatch, ZeroDivisionError("one of those days"))
    assert decide(book) == []
    monkeypatch.setattr(orders, "make_answer", make_answer)
    assert decide(book) == ["bad"]
    assert rows(book, "SELECT record FROM problem") == []


def test_an_order_that_a_rule_of_the_books_cant_judge_is_held_and_stops_no_other(book, monkeypatch):
    decide_one_of_two(book, monkeypatch, UsageError("dealer_unknown", dealer="nobody"))


def test_an_order_that_could_not_be_made_use_of_is_told_once_and_decided_by_nobody(book, caplog):
    found_hq(book)
    stock_up(book, {"A": 30})
    order(book, "good", number="XSDD-01-261123-0002")
    found = orders.decide_orders(book, ["never applied", "good"], TODAY, NOW)
    assert (found.answered, found.held) == (["good"], [])
    assert rows(book, "SELECT record FROM problem") == []


def test_a_full_disk_says_nothing_about_an_order(book, monkeypatch):
    found_hq(book)
    order(book, "o1")

    def breaks(*_, **__):
        raise RefusedError("disk_full")

    monkeypatch.setattr(orders, "make_answer", breaks)
    with pytest.raises(RefusedError, match="disk_full"):
        decide(book)
    assert rows(book, "SELECT record FROM problem") == []


def test_desk_answers_orders_of_the_dealers_below_it(book):
    found_hq(book)
    found_desk(book)
    stock_up(book, {"A": 30}, owner=AGENT, stream="desk/d1")
    order(book, stream="desk/shop", seller=AGENT, buyer=SHOP)
    order(book, "to-hq", number="XSDD-01-261123-0002")
    assert decide(book) == ["o1"]
    assert order_of(book, "o1")[0] == "accepted"
    assert row(book, "SELECT name FROM stream s JOIN entry e ON e.stream = s.id WHERE e.kind = 'answer'") == (
        "desk/d1",
    )
    assert order_of(book, "to-hq")[0] == "submitted"


def test_own_order_keeps_its_agreed_price_when_approved(book):
    found_hq(book)
    found_desk(book)
    stock_up(book, {"A": 30}, owner=AGENT, stream="desk/d1")
    order(book, seller=AGENT, buyer=SHOP, lines=[a_line(price="2.10", accepted=0)], state="needs_approval")
    assert approve(book, "o1", NOW, "李总") == "accepted"
    assert row(book, "SELECT answered_price FROM document_line WHERE accepted = 10000") == (21000,)
    assert stock_of(book, "A", owner=AGENT) == (30, 10)


@pytest.mark.postgres
def test_two_deciders_never_sell_the_same_case_nor_pass_a_limit(postgres_url):
    books = [open_url(postgres_url) for _ in range(3)]
    found_hq(books[0], limit="250")
    stock_up(books[0], {"A": 95, "B": 1000})
    for number in range(40):
        lines = [a_line("A"), a_line("B")] if number % 2 else [a_line("B"), a_line("A")]
        put(books[0], f"desk/d{number % 4}", "order", f"o{number}", an_order(lines, f"N{number}"))
    failures = []

    def work(book):
        try:
            decide_waiting(book, TODAY, NOW)
            for (record,) in rows(book, "SELECT id FROM document WHERE state = 'accepted' ORDER BY id"):
                with contextlib.suppress(RefusedError):  # another shipped it first
                    ship(book, record, on=TODAY, now=NOW)
        except Exception as failure:  # noqa: BLE001 - told by the assertion below
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(book,)) for book in books]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert row(books[0], "SELECT count(*) FROM answer") == (40,)
    assert row(books[0], "SELECT count(*) FROM document WHERE state IN ('accepted', 'delivered')") == (5,)
    assert row(books[0], "SELECT sum(amount) FROM posting") == (25000,)
    assert stock_of(books[0], "A") == (45, 0)
    numbers = rows(
        books[0],
        "SELECT s.name, count(*), max(e.number), s.head FROM entry e JOIN stream s ON s.id = e.stream "
        "GROUP BY s.name, s.head",
    )
    assert all(count == newest == head for _, count, newest, head in numbers)
    for book in books:
        book.close()


@pytest.mark.postgres
def test_the_same_case_is_never_sold_to_two_dealers_at_once(postgres_url, monkeypatch):
    """Each dealer's account is its own, so only the stock itself makes one decision wait for the other."""
    books = [open_url(postgres_url) for _ in range(3)]
    found_hq(books[0])
    stock_up(books[0], {"A": 95})
    dealers = [f"GD0{place}" for place in range(2, 6)]
    for each in dealers:
        put(books[0], f"dealer/{each}", "dealer", each, DealerBody(each, each, "province", "HQ", "44", "P1"))
    for number in range(12):
        buyer = dealers[number % 4]
        put(books[0], f"desk/{buyer}", "order", f"o{number}", an_order(number=f"N{number}", buyer=buyer))
    whole = locking.lock_stock

    def slowly(*arguments):
        found = whole(*arguments)
        time.sleep(0.03)  # long enough for the others to look as well
        return found

    monkeypatch.setattr(verdicts, "lock_stock", slowly)
    parts = [[f"o{number}" for number in range(place, 12, 3)] for place in range(3)]
    threads = [
        threading.Thread(target=decide_orders, args=(book, part, TODAY, NOW))
        for book, part in zip(books, parts, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert row(books[0], "SELECT count(*) FROM answer") == (12,)
    assert stock_of(books[0], "A") == (95, 95)
    accepted = rows(books[0], "SELECT accepted FROM document_line WHERE accepted IS NOT NULL ORDER BY accepted DESC")
    assert [each for (each,) in accepted] == [10_000] * 9 + [5_000] + [0] * 2
    for book in books:
        book.close()


def test_an_order_of_thousands_of_lines_and_as_many_reasons_takes_the_room_of_its_lines(sqlite_book):
    """Its reasons read once with each of its lines would take gigabytes."""
    found_hq(sqlite_book)
    stock_up(sqlite_book, {"A": 10_000})
    many = 3_000
    order(sqlite_book, lines=[a_line("B" if place else "A", quantity=1) for place in range(many)])
    tracemalloc.start()
    decide(sqlite_book)
    assert len(reasons(sqlite_book)) >= many - 1
    ship(sqlite_book, "o1", on=TODAY, now=NOW)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100 * 1024 * 1024
    assert check(sqlite_book) == []
