"""A desk whose costs can't be mistaken: whatever it buys costs 7,777.77, a figure that is found anywhere."""

import re
from datetime import date
from decimal import Decimal

import msgspec

from desktop.actions.documents import deliveries
from desktop.actions.documents.views import DraftLine, OrderDraft
from desktop.actions.orders import orders
from desktop.actions.reconciliation import kept_books, reconciliation
from domain.policies.file import write_policy
from domain.policies.policy import Policy
from domain.policies.price_terms import PriceList, PriceRule
from domain.policies.promotion_terms import Promotion
from domain.policies.rebate_terms import Rebate, Tier
from domain.policies.scopes import Period, only
from domain.promotions.templates.quota_price import QuotaPrice
from sync.records.bodies.policies import PolicyBody, RebatePayoutBody
from sync.records.bodies.records import AnswerBody, DocumentBody, LineBody, PriceBody
from sync.records.pricing.policy_forms import stream_of
from tests.building.sync.statements import a_statement

COST = Decimal("7777.77")
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")
_FORBIDDEN = {f"{COST * times:.2f}" for times in range(1, 61)}
STATEMENT, DELIVERY, WAITING = "DZD-00-202611-0077", "XSCK-00-261120-0077", "XSCK-00-261121-0078"
MONTH = (date(2026, 11, 1), date(2026, 11, 22))


def costs_in(text):
    """The costs that stand in a text: sums of purchases with or without separators, also as stored."""
    plain = re.sub(r"(?<=\d)[,，](?=\d{3})", "", text)
    return {each for each in _NUMBERS.findall(plain) if each in _FORBIDDEN or ("7777" in each and "." in each)}


def buy_dearly(desk, sku):
    """Puts into a desk's books what it paid for one product, in every kind of record that says so; the order's number.

    HQ's price, a purchase that waits and one that was answered at another price, a delivery received and one that
    waits, HQ's statement of both, a signed reconciliation, a price list, a special price, a rebate and a credit.
    """
    with desk.book.writing() as writing:
        writing.put("prices/P", "price", f"P/{sku}/dear", PriceBody("P", sku, int(COST * 10_000), "2026-11-02"))
        for policy in _policies(sku):
            form = msgspec.Raw(msgspec.json.encode(write_policy(policy)))
            body = PolicyBody(policy.id, policy.version, form, "d", "甲", "乙", "2026-10-01T00:00:00Z")
            writing.put(stream_of(policy), "policy", f"{policy.id}/{policy.version}", body)
        stored = int(COST * 10_000)
        payout = RebatePayoutBody(
            "FLJS-77", "FL7", 1, desk.dealer_id, "2026-10", "credit", stored, stored, stored,
            "2026-11-01T00:00:00Z", "甲", scope=msgspec.Raw(b"null"),
        )  # fmt: skip
        writing.put("dealer/GD01", "rebate_payout", "payout-77", payout)
        for number, day in ((DELIVERY, "2026-11-20"), (WAITING, "2026-11-21")):
            writing.put("dealer/GD01", "delivery", number, _delivery(number, day, sku))
        rows = [(day, "delivery", number, str(COST)) for number, day in ((DELIVERY, "2026-11-20"),)]
        paper = a_statement(STATEMENT, rows, days=("2026-11-20", "2026-11-20"), issued="2026-11-21")
        writing.put("dealer/GD01", "statement", STATEMENT, paper)
    deliveries.receive(desk, DELIVERY)
    waiting = orders.place_order(desk, _purchase(desk, sku, "bought-1"))
    answered = orders.place_order(desk, _purchase(desk, sku, "bought-2"))
    with desk.book.writing() as writing:
        dearer = int(COST * 20_000)
        answer = AnswerBody(answered.id, "accepted", "2026-11-22T01:00:00Z", [1000], unit_prices=[dearer])
        writing.put("dealer/GD01", "answer", answered.id, answer)
    orders.save_draft(desk, _purchase(desk, sku, "bought-3"))
    found = reconciliation.reconcile_account(desk, "HQ", *MONTH)
    kept_books.sign_off(desk, found, found.adjusted)
    return waiting.number, answered.number


def _policies(sku):
    since = Period(date(2026, 1, 1), date(2026, 12, 31))
    goods = only(sku)
    return (
        Policy("JG7", 1, "进价表", PriceList((PriceRule("fixed", COST),)), period=since, products=goods),
        Policy("TJ7", 1, "特价", Promotion(QuotaPrice(COST, Decimal(50))), period=since, products=goods),
        Policy("FL7", 1, "年返", Rebate((Tier(COST, Decimal(2)),)), period=since, products=goods),
    )


def _purchase(desk, sku, name):
    line = DraftLine(sku, Decimal(1), "瓶", Decimal(1))
    return OrderDraft(name, "HQ", desk.dealer_id, desk.today(), lines=(line,))


def _delivery(number, day, sku):
    fen = int(COST * 100)
    line = LineBody(sku, sku, 1000, fen, int(COST * 10_000), "瓶", 1000, sku)
    return DocumentBody(
        number, "HQ", "GD01", day, f"{day}T02:00:00Z", fen, [line], due="2026-11-22", author="总部", warehouse="总仓"
    )
