"""HQ's book and an agent's desk side by side, the records of one put into the other as the exchange would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import msgspec

from desktop.actions.documents.views import DraftLine, OrderDraft
from desktop.desk import Desk, Identity
from domain.policies.file import write_policy
from sync.hq.deciding.orders import decide_waiting
from sync.hq.deciding.shipping import ship
from sync.records.bodies.policies import PolicyBody, RebatePayoutBody
from sync.records.bodies.records import AvailabilityBody, DealerBody, PriceBody, ProductBody, decode
from sync.records.books.database import Book, open_sqlite
from sync.records.books.settings import write_setting
from sync.records.pricing.policy_forms import stream_of
from tests.building.sync.books import NOW, TODAY, put, row, rows, stock_up

CLOCK = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SKUS = ("A", "B", "C", "D")
PRICES = {"A": 10_0000, "B": 2_5000, "C": 33_3333, "D": 1_0500}
AGENTS = ("GD01", "GD02")


@dataclass
class Trade:
    """Both ends; `desk` is the first agent's, `other` the second's where it is wanted."""

    hq: Book
    desk: Desk
    other: Desk | None = None

    def publish(self, *policies, until=""):
        for policy in policies:
            form = msgspec.Raw(msgspec.json.encode(write_policy(policy)))
            body = PolicyBody(policy.id, policy.version, form, "d", "甲", "乙", NOW, until=until)
            self.everywhere(stream_of(policy), "policy", f"{policy.id}/{policy.version}", body)

    def everywhere(self, stream, kind, record, body):
        for book in self.books():
            put(book, stream, kind, record, body)

    def books(self):
        return [self.hq, self.desk.book, *([self.other.book] if self.other else [])]

    def send(self, order_id, desk=None):
        """The order goes up, HQ answers, the answer comes down; its state."""
        sender = desk or self.desk
        body = body_of(sender.book, "order", order_id)
        put(self.hq, sender.stream, "order", order_id, body)
        decide_waiting(self.hq, TODAY, NOW)
        self.fetch("answer", order_id, desk=sender)
        return row(self.hq, "SELECT state FROM document WHERE id = :id", id=order_id)[0]

    def fetch(self, kind, record, desk=None):
        receiver = desk or self.desk
        put(receiver.book, f"dealer/{receiver.dealer_id}", kind, record, body_of(self.hq, kind, record))

    def ship(self, order_id, quantities=None):
        """HQ ships; the delivery and what the wallet pays of it come down. The delivery's id."""
        delivery = ship(self.hq, order_id, on=TODAY, now=NOW, quantities=quantities)
        self.fetch("delivery", delivery)
        for (paid,) in rows(self.hq, "SELECT id FROM document WHERE source = :id AND method = 'wallet'", id=delivery):
            self.fetch("rebate_settlement", paid)
        return delivery

    def credit(self, amount, record="p1", *, dealer="GD01", scope=b"null", expires=""):
        """A formal settlement gave the dealer so much to spend."""
        stored = int(Decimal(amount).scaleb(4))
        body = RebatePayoutBody(
            f"FLJS-{record}", "FL", 1, dealer, "2026-10", "credit", stored, stored, stored, NOW, "甲",
            scope=msgspec.Raw(scope), expires=expires,
        )  # fmt: skip
        self.everywhere(f"dealer/{dealer}", "rebate_payout", record, body)


def body_of(book, kind, record):
    raw = row(book, "SELECT body FROM entry WHERE kind = :kind AND record = :record ORDER BY id DESC LIMIT 1",
              kind=kind, record=record)[0]  # fmt: skip
    return decode(kind, bytes(raw))


def a_trade(folder, hq=None, *, stock=1000, limit=None, other=False):
    """HQ with goods and two agents, each with a desk; the first agent has a customer of his own."""
    hq = hq or open_sqlite(folder / "hq.db", create=True)
    settings(hq, role="hq", prefix="00", dealer_id="HQ", secret="s")
    desk = a_desk(folder / "one", "GD01", "D1", "01")
    trade = Trade(hq, desk, a_desk(folder / "two", "GD02", "D2", "02") if other else None)
    for stream, kind, record, body in masters(limit):
        trade.everywhere(stream, kind, record, body)
    stock_up(hq, dict.fromkeys(SKUS, stock))
    for sku in SKUS:
        trade.everywhere("stock", "availability", f"W1|{sku}", AvailabilityBody("W1", sku, stock * 1000, NOW))
    stock_up(desk.book, dict.fromkeys(SKUS, stock), owner="GD01", stream="desk/D1", warehouse="主仓")
    return trade


def a_desk(folder, dealer, desk, prefix):
    folder.mkdir(parents=True, exist_ok=True)
    book = open_sqlite(folder / "desk.db", create=True)
    settings(book, role="desk", prefix=prefix, dealer_id=dealer, desk_id=desk)
    return Desk(book, Identity("desk", desk, dealer, prefix, "http://127.0.0.1:1"), folder, clock=lambda: CLOCK)


def settings(book, **values):
    with book.writing() as writing:
        for key, value in values.items():
            write_setting(writing.connection, key, value)


def masters(limit):
    yield "catalog", "dealer", "HQ", DealerBody("HQ", "总部", "hq")
    for agent in AGENTS:
        card = DealerBody(agent, f"总代{agent}", "province", "HQ", "44", "P", limit, 30)
        yield f"dealer/{agent}", "dealer", agent, card
    yield "desk/D1", "dealer", "GD01:C1", DealerBody("C1", "小卖部", "store", "GD01", "44", "P")
    for place, sku in enumerate(SKUS):
        product = ProductBody(sku, f"商品{sku}", "瓶", pack_unit="箱", pack_size=12_000, category=f"类{place % 2}",
                           brand="甲牌", tax_rate=1300)  # fmt: skip
        yield "catalog", "product", sku, product
        yield "prices/P", "price", f"P|{sku}|", PriceBody("P", sku, PRICES[sku])


def line(sku="A", quantity="10", agreed="", unit="瓶", size="1"):
    return DraftLine(sku, Decimal(quantity), unit, Decimal(size), Decimal(agreed) if agreed else None)


def a_draft(*lines, seller="HQ", buyer="GD01", on=TODAY, **fields):
    return OrderDraft("draft-1", seller, buyer, on, lines=lines or (line(),), **fields)
