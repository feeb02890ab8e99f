"""Builders for books with rebates: policies, deliveries, returns and receipts, every default said."""

from datetime import date
from decimal import Decimal
from itertools import count

import msgspec

from domain.policies.file import write_policy
from sync.hq.deciding.settling_rebates import SettlementOrder, settle_rebates, settle_within
from sync.records.bodies.policies import PolicyBody
from sync.records.bodies.records import DocumentBody, LineBody
from sync.records.rebates.standing import RebateQuestion, Standings
from tests.building.sync.books import AGENT, HQ, NOW, put, rows

_COUNTER = count(1)
JAN_2027 = date(2027, 1, 15)


def publish(book, *policies, until=""):
    for policy in policies:
        form = msgspec.Raw(msgspec.json.encode(write_policy(policy)))
        body = PolicyBody(policy.id, policy.version, form, "d", "甲", "乙", NOW, until=until)
        put(book, "policies/all", "policy", f"{policy.id}/{policy.version}", body)


def fen(yuan):
    return round(Decimal(str(yuan)) * 100)


def a_document(yuan, on, *, sku="A", pieces=1, seller=HQ, buyer=AGENT, source=None, reverses=None, due="", lines=None):
    number = next(_COUNTER)
    line = LineBody(sku, sku, round(Decimal(str(pieces)) * 1000), fen(yuan), unit_price=10_000)
    return DocumentBody(
        number=f"N-{number:05d}", seller=seller, buyer=buyer, date=on.isoformat(), recorded_at=NOW, amount=fen(yuan),
        lines=[line] if lines is None else lines, source=source, reverses=reverses, due=due,
    )  # fmt: skip


def post(book, kind, yuan, on, *, record="", stream="", **more):
    """Writes a posted document into the stream its buyer reads; its id."""
    record = record or f"{kind}-{next(_COUNTER)}"
    body = a_document(yuan, on, **more)
    if kind == "money_receipt":
        body.lines = []
    put(book, stream or f"dealer/{body.buyer}", kind, record, body)
    return record


def sold(book, yuan, on=date(2026, 11, 10), **more):
    return post(book, "delivery", yuan, on, **more)


def came_back(book, yuan, on, source=None, **more):
    return post(book, "return", yuan, on, source=source, **more)


def received(book, yuan, on, **more):
    return post(book, "money_receipt", yuan, on, **more)


def standing(book, policy="R", dealer=AGENT, on=date(2026, 11, 30), period=""):
    """The only standing of a policy for a dealer."""
    with book.reading() as connection:
        (found,) = Standings(connection, RebateQuestion(on, period, policy)).of([dealer])
    return found


def standings(book, *dealers, on=date(2026, 11, 30), period=""):
    with book.reading() as connection:
        return list(Standings(connection, RebateQuestion(on, period)).of(dealers))


def earned(book, **more):
    return standing(book, **more).result.earned


def an_order(policy="R", period="2026-11", *, today=date(2026, 12, 5), dealers=(), **more):
    return SettlementOrder(policy, period, "王芳", today, NOW, tuple(dealers), **more)


def settle(book, *args, **more):
    """Settles; what was made as (dealer, payable) in order of number."""
    made = settle_rebates(book, an_order(*args, **more))
    return payouts(book, made)


def settle_in_one(book, *args, **more):
    with book.writing() as writing:
        made = settle_within(writing, an_order(*args, **more))
    return payouts(book, made)


def payouts(book, made=None):
    found = rows(book, "SELECT id, dealer, payable FROM rebate_payout ORDER BY number")
    return [
        (dealer, Decimal(payable).scaleb(-4)) for record, dealer, payable in found if made is None or record in made
    ]
