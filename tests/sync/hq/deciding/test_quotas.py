"""Limits that dealers share hold at HQ under locks, and HQ tells what is used."""

import threading
from decimal import Decimal

import msgspec
import pytest

from domain.policies.scopes import only
from domain.promotions.templates.quota_price import QuotaPrice
from sync.hq.deciding.orders import decide_waiting
from sync.hq.deciding.quotas import publish_quotas
from sync.hq.deciding.shipping import ship
from sync.records.bodies.records import DealerBody
from sync.records.books.database import open_url
from sync.records.documents.builders import make_follow_up
from sync.records.documents.posting import put_document
from sync.records.repair.checking import check
from tests.building.domain.policy_makers import a_promotion
from tests.building.sync.books import AGENT, NOW, TODAY, a_clerk, a_line, an_order, found_hq, put, row, rows, stock_up
from tests.building.sync.rebate_books import publish

QUOTA = a_promotion(QuotaPrice(Decimal(1), Decimal(45)), "TJ", products=only("A"))


def a_quota(book, dealers=4):
    found_hq(book)
    stock_up(book, {"A": 10_000})
    for place in range(dealers):
        put(
            book,
            f"dealer/G{place}",
            "dealer",
            f"G{place}",
            DealerBody(f"G{place}", "总代", "province", "HQ", "44", "P1"),
        )
    publish(book, QUOTA)


@pytest.mark.postgres
def test_two_dealers_never_get_the_same_last_of_a_quota(postgres_url):
    books = [open_url(postgres_url) for _ in range(3)]
    a_quota(books[0])
    for number in range(24):
        order = an_order([a_line("A", 10)], f"N{number}", buyer=f"G{number % 4}")
        put(books[0], f"desk/d{number % 4}", "order", f"o{number}", order)
    failures = []

    def work(book):
        try:
            decide_waiting(book, TODAY, NOW)
        except Exception as failure:  # noqa: BLE001 - told by the assertion below
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(book,)) for book in books]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert row(books[0], "SELECT count(*) FROM answer WHERE state = 'accepted'") == (24,)
    assert row(books[0], "SELECT sum(quantity) FROM policy_use") == (45_000,)
    # 45 at 1.00 and 195 at 2.50: what was charged says the same.
    charged = rows(books[0], "SELECT COALESCE(l.net, l.quantity * l.unit_price / 100000) FROM document_line l "
                   "JOIN document d ON d.pk = l.document WHERE d.kind = 'order'")  # fmt: skip
    assert sum(amount for (amount,) in charged) == 45_00 + 487_50
    assert check(books[0]) == []
    for book in books:
        book.close()


def test_what_is_used_is_told_once_in_the_policys_own_stream(book):
    a_quota(book)
    assert publish_quotas(book, NOW) == 0
    put(book, "desk/d1", "order", "o1", an_order([a_line("A", 10)]))
    assert publish_quotas(book, NOW) == 0  # an order that waits was promised nothing
    decide_waiting(book, TODAY, NOW)
    assert (publish_quotas(book, NOW), publish_quotas(book, NOW)) == (1, 0)
    assert rows(book, "SELECT id, used, times, as_of FROM quota") == [("TJ", 10_000, 1, NOW)]
    assert rows(book, "SELECT s.name FROM entry e JOIN stream s ON s.id = e.stream WHERE e.kind = 'quota'") == [
        ("policies/all",)
    ]
    assert row(book, 'SELECT uses FROM answer WHERE "order" = :id', id="o1") == (
        msgspec.json.encode([{"policy": "TJ", "version": 1, "quantity": 10_000}]).decode(),
    )
    assert AGENT in row(book, "SELECT buyer FROM document WHERE id = 'o1'")


def test_what_came_back_is_told_as_free_again(book):
    """10 at the quota's price, 4 come back: 6 are used. All come back: none, and no order counts as a use."""
    a_quota(book)
    put(book, "desk/d1", "order", "o1", an_order([a_line("A", 10)]))
    decide_waiting(book, TODAY, NOW)
    delivery = ship(book, "o1", on=TODAY, now=NOW)
    publish_quotas(book, NOW)
    for quantity, told in ((4, (6_000, 1)), (6, (0, 0))):
        with book.writing() as writing:
            made = make_follow_up(
                writing.connection, a_clerk(), "return", delivery, on=TODAY, quantities={1: Decimal(quantity)}
            )
            put_document(writing, made)
        publish_quotas(book, NOW)
        assert row(book, "SELECT used, times FROM quota") == told
    assert check(book) == []
