"""How many statements the PostgreSQL server itself sees of an exchange with one new order, by its own log."""

import re
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import urlsplit

import pytest

from domain.policies.promotion_terms import Limits, Promotion
from domain.policies.scopes import ProductGroup, ProductScope
from domain.promotions.templates.percent_off import PercentOff
from sync.hq.deciding.shipping import ship
from sync.hq.taking import following
from sync.records.bodies.records import ProductBody
from sync.records.books.database import open_url
from tests.building.sync.books import a_line, a_price, found_hq, row, stock_up
from tests.building.sync.ends import a_desk
from tests.building.sync.policies import a_policy, publish_now
from tests.conftest import run_sql

MOST, MOST_OF_A_POLL = 30, 3
GOODS = [f"Z{place}" for place in range(10)]
_LINE = re.compile(r"LOG:  (?:execute [^:]*|statement): (.*)")
# How a transaction is held together is no statement about anything in it.
_AROUND = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ", "DEALLOCATE", "LISTEN")

pytestmark = pytest.mark.postgres


def among(goods):
    return ProductScope(include=(ProductGroup(products=frozenset(goods)),))


class Log:
    """What the server writes down of the statements that reach one database."""

    def __init__(self, path):
        self._path = path

    @contextmanager
    def noting(self):
        start = self._path.stat().st_size
        found: list[str] = []
        yield found
        with self._path.open("rb") as file:
            file.seek(start)
            lines = file.read().decode(errors="replace").splitlines()
        told = [match[1] for line in lines if (match := _LINE.search(line))]
        found += [each for each in told if not each.startswith(_AROUND)]


@pytest.fixture
def watched(postgres_server, postgres_url):
    """HQ with ten products under promotions, one of them limited, in a database whose statements are logged."""
    name = urlsplit(postgres_url).path.strip("/")
    run_sql(postgres_server, f"ALTER DATABASE {name} SET log_statement = 'all'")
    with closing(open_url(postgres_url)) as hq:
        hq.after_writing = lambda _: None  # a service tells its news to others by a thread of its own
        found_hq(hq)
        with hq.writing() as writing:
            goods = [(each, ProductBody(each, f"商品{each}", "瓶")) for each in GOODS]
            writing.put_all("catalog", "product", goods)
            writing.put_all("prices/P1", "price", [a_price(each) for each in GOODS])
        stock_up(hq, dict.fromkeys(GOODS, 100_000))
        publish_now(hq, a_policy("CX1", products=among(GOODS[:5])))
        following.follow_up(hq, datetime.now(UTC))
        yield hq, Log(postgres_server.log)


def an_exchange_with_an_order(hq, log, desk):
    """The statements of one, once its desk has exchanged before; the order is decided and its answer is in the page."""
    today = datetime.now().astimezone().date()
    order = desk.order(lines=[a_line(each) for each in GOODS], on=today)
    with log.noting() as statements:
        desk.exchange()
    assert row(hq, "SELECT state FROM document WHERE id = :order", order=order) == ("accepted",)
    assert row(desk.book, "SELECT state FROM document WHERE id = :order", order=order) == ("accepted",)
    return statements


def told(statements):
    return "\n".join(f"{place}: {each[:300]}" for place, each in enumerate(statements, 1))


@pytest.fixture
def desk(watched, tmp_path):
    made = a_desk(watched[0], tmp_path / "desk")
    made.exchange()
    made.order(lines=[a_line(each) for each in GOODS])
    made.exchange()
    made.exchange()
    yield made
    made.book.close()


def test_an_order_of_ten_lines_takes_no_more_than_thirty_statements(watched, desk):
    hq, log = watched
    statements = an_exchange_with_an_order(hq, log, desk)
    assert 10 < len(statements) <= MOST, told(statements)


def test_neither_does_one_under_a_limit_of_a_buyer_who_owes(watched, desk):
    hq, log = watched
    terms = Promotion(PercentOff(Decimal(3)), limits=Limits(uses=1000))
    publish_now(hq, replace(a_policy("CX9", products=among(GOODS[5:])), terms=terms))
    first = desk.order(lines=[a_line(each) for each in GOODS])
    desk.exchange()
    ship(hq, first, on=datetime.now(UTC).date(), now="2026-11-23T09:00:00Z")
    desk.exchange()
    statements = an_exchange_with_an_order(hq, log, desk)
    assert 10 < len(statements) <= MOST, told(statements)


def test_a_question_with_nothing_new_takes_three(watched, desk):
    desk.exchange()
    with watched[1].noting() as statements:
        desk.exchange()
    assert 0 < len(statements) <= MOST_OF_A_POLL, told(statements)
