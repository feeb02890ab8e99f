"""HQ of a whole channel to measure on: thousands of dealers with a desk each, price lists, policies and stock."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from domain.policies.policy import Policy
from domain.policies.promotion_terms import Limits, Promotion
from domain.policies.scopes import EVERYONE, Audience, DealerGroup, Period, ProductGroup, ProductScope
from domain.promotions.templates.percent_off import PercentOff
from domain.promotions.templates.quota_price import QuotaPrice
from sync.hq.deciding.availability import publish_availability
from sync.keys import DeviceKey
from sync.records.bodies.policies import PolicyBody
from sync.records.bodies.records import Body, DealerBody, DocumentBody, LineBody, PriceBody, ProductBody, encode
from sync.records.books.bulk import insert_rows, rows_in
from sync.records.books.database import Book
from sync.records.books.reading import dealer, product_of
from sync.records.books.settings import moment, write_setting
from sync.records.books.statistics import large_tables
from sync.records.orders.evaluation import Wanted, judge, line_bodies, price_lines, use_bodies, versions_of
from sync.records.pricing.context import Wishes, load_pricing_context
from sync.records.pricing.policy_forms import digest_of, stored_form, stream_of
from sync.records.schema import tables
from sync.streams import ZERO_DIGEST, ZERO_HASH, Entry, make_entry

HQ, WAREHOUSE, LINES, PRODUCTS = "HQ", "主仓", 10, 500
_LISTS = ("PROVINCE", "CITY", "STORE")
_TERRITORIES = [f"{11 + place}" for place in range(34)]
_STOCK = 10_000_000_000


@dataclass(frozen=True, slots=True)
class Station:
    """One desk of an agent right below HQ."""

    desk: str
    dealer: str
    key: DeviceKey


def found_channel(book: Book, *, dealers: int, policies: int, products: int = PRODUCTS) -> list[Station]:
    """Fills an empty book: one dealer in three stands right below HQ, the others below one of those.

    Returns the desks of those right below HQ; every dealer has one.
    """
    settings = {"role": "hq", "prefix": "00", "dealer_id": HQ, "secret": "a secret of the measurement"}
    with book.writing() as writing:
        for key, value in settings.items():
            write_setting(writing.connection, key, value)
        writing.put("catalog", "dealer", HQ, DealerBody(HQ, "总部", "hq"))
        for place in range(dealers):
            record, body = _dealer(place)
            writing.put(f"dealer/{record}", "dealer", record, body)
        writing.put_all("catalog", "product", [_product(place) for place in range(products)])
        for name in _LISTS:
            writing.put_all(f"prices/{name}", "price", [_price(name, place) for place in range(products)])
        goods = [LineBody(f"P{place:05d}", f"P{place:05d}", _STOCK, 0) for place in range(products)]
        count = DocumentBody("PDD-00-1", HQ, HQ, "2026-01-01", "2026-01-01T00:00:00Z", 0, goods, warehouse=WAREHOUSE)
        writing.put("hq", "adjustment", "count", count)
        for place in range(policies):
            policy = _policy(place, products)
            form = stored_form(policy)
            published = PolicyBody(policy.id, 1, form, digest_of(form), "王芳", "李强", "2026-01-01T00:00:00Z")
            writing.put(stream_of(policy), "policy", f"{policy.id}/1", published)
    stations = [_station(place) for place in range(dealers)]
    _enrol(book, stations)
    publish_availability(book, moment(datetime.now(UTC)))
    return [station for place, station in enumerate(stations) if place % 3 == 0]


def _dealer(place: int) -> tuple[str, Body]:
    record, territory = f"D{place:05d}", f"{_TERRITORIES[place % 34]}0000"
    if place % 3 == 0:
        return record, DealerBody(record, f"省代{place}", "province", HQ, territory, "PROVINCE", 10**13, 30)
    above = f"D{place - place % 3:05d}"
    return record, DealerBody(record, f"市代{place}", "city", above, territory, "CITY")


def _product(place: int) -> tuple[str, Body]:
    sku = f"P{place:05d}"
    brand, category = f"品牌{place % 20}", f"类别{place % 15}"
    body = ProductBody(sku, f"饮料{place}号500ml", "瓶", "", f"69{place:011d}", "箱", 24_000, 1300, category, brand)
    return sku, body


def _price(name: str, place: int) -> tuple[str, Body]:
    return f"{name}|P{place:05d}|", PriceBody(name, f"P{place:05d}", 2_0000 + place * 10)


def _policy(place: int, products: int) -> Policy:
    """One in ten speaks to all, the others to a province each; one in fifty shares a quota or counts its uses."""
    group = DealerGroup(territories=frozenset({f"{_TERRITORIES[place % 34]}0000"}))
    audience = EVERYONE if place % 10 == 0 else Audience(include=(group,))
    goods = frozenset({f"P{place % products:05d}"})
    terms = Promotion(PercentOff(Decimal(2 + place % 7)))
    if place % 100 == 50:
        terms = Promotion(QuotaPrice(Decimal("1.5"), Decimal(100_000)))
    elif place % 100 == 0:
        terms = Promotion(PercentOff(Decimal(3)), limits=Limits(uses=100_000))
    scope = ProductScope(include=(ProductGroup(products=goods),))
    return Policy(f"CX{place:04d}", 1, f"政策{place}", terms, audience, Period(date(2026, 1, 1), None), scope)


def _station(place: int) -> Station:
    seed = hashlib.sha256(f"desk {place}".encode()).digest()
    return Station(f"k{place:05d}", f"D{place:05d}", DeviceKey(seed))


def _enrol(book: Book, stations: Sequence[Station]) -> None:
    now = moment(datetime.now(UTC))
    with book.writing() as writing:
        rows: list[tuple[object, ...]] = [
            (each.desk, each.dealer, f"{place:05d}", each.key.public, now) for place, each in enumerate(stations)
        ]
        insert_rows(writing.connection, tables.desk, ("id", "dealer", "prefix", "public_key", "enrolled_at"), rows)
        heads: list[tuple[object, ...]] = [(f"desk/{each.desk}", ZERO_HASH, ZERO_DIGEST) for each in stations]
        insert_rows(writing.connection, tables.stream, ("name", "hash", "digest"), heads)


def priced_order(book: Book, station: Station, place: int, *, products: int = PRODUCTS) -> Entry:
    """An order of ten lines as the agent's desk would price and write it."""
    day = datetime.now(UTC).astimezone().date()
    skus = [f"P{(place * 7 + line * 31) % products:05d}" for line in range(LINES)]
    with book.writing() as writing:  # where limits are touched they are locked
        connection = writing.connection
        rows = {row.id: row for row in rows_in(connection, "SELECT * FROM product WHERE id IN (?*)", skus)}
        cards = [product_of(rows[sku]) for sku in skus]
        buyer = dealer(connection, station.dealer)
        context = load_pricing_context(connection, book.policy_cache, HQ, buyer, cards, day, Wishes())
        lines = price_lines(connection, context, [Wanted(card, Decimal(24), "箱", Decimal(24)) for card in cards])
        judged = judge(connection, context, lines, day, selling=False)
    written = line_bodies(judged, decided=False)
    body = DocumentBody(
        number=f"XSDD-{station.desk}-{place:06d}",
        seller=HQ,
        buyer=station.dealer,
        date=day.isoformat(),
        recorded_at=moment(datetime.now(UTC)),
        amount=sum(line.amount for line in written),
        lines=written,
        author="陈静",
        state="submitted",
        policies=versions_of(judged.asked, lines=judged.lines),
        uses=use_bodies(judged.asked, context.limited),
    )
    record = hashlib.sha256(f"{station.desk}/{place}".encode()).hexdigest()[:32]
    return make_entry("order", record, encode(body))


def tidy(book: Book) -> None:
    """Lets PostgreSQL know how much there is, as its own keeper would within a minute; it passes over empty tables."""
    with book.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"VACUUM ANALYZE {', '.join(large_tables(connection))}")


__all__ = ["HQ", "LINES", "Station", "found_channel", "priced_order", "tidy"]
