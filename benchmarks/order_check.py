"""Checking a 200-line order in a real book with 500 live policies after each edit, beside its promotions alone."""

from __future__ import annotations

import gc
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import msgspec

from benchmarks import pricing
from benchmarks.desks import sample_desk
from desktop.actions.documents.views import DraftLine, OrderDraft
from desktop.actions.orders.orders import check_order, place_order
from desktop.desk import Desk
from domain.catalog.products import Product
from domain.policies.file import write_policy
from domain.policies.policy import Policy
from domain.promotions.compiled import CompiledPolicies
from domain.promotions.lines import OrderLine, PromotedOrder
from domain.promotions.pricing import price_order
from sync.records.bodies.policies import PolicyBody
from sync.records.bodies.records import Body, DocumentBody, LineBody, PriceBody, ProductBody
from sync.records.books.reading import dealer
from sync.records.pricing.policy_cache import buyer_of
from sync.records.pricing.policy_forms import stream_of

LINES, EDITS, TRIES, OPEN_ORDERS = 200, 40, 8, 200
REQUIRED = 4.0
_PRICE = Decimal("1.5")


def run() -> dict[str, object]:
    """Edits one line after the other; each edit is checked several times, in turns with the reference, the best counts.

    The reference reckons the promotions of the same lines, compiled once, and reads no book.
    """
    with tempfile.TemporaryDirectory() as place, closing(sample_desk(Path(place), products=0)) as desk:
        products = _fill(desk)
        promotions = _publish(desk, products)
        for turn in range(OPEN_ORDERS):
            place_order(desk, _draft(desk, products, turn, lines=5))
        with desk.book.reading() as connection:
            buyer = buyer_of(connection, dealer(connection, f"{desk.dealer_id}:C0"))
        compiled = CompiledPolicies(promotions)
        draft = _draft(desk, products, 0, lines=LINES)
        check_order(desk, draft)
        gc.collect()
        ours, reference = [], []
        for edit in range(EDITS):
            lines = list(draft.lines)
            lines[edit % LINES] = replace(lines[edit % LINES], quantity=Decimal(edit + 2))
            draft = replace(draft, lines=tuple(lines))
            order = PromotedOrder(
                buyer,
                draft.date,
                tuple(OrderLine(products[line.product], line.quantity, _PRICE) for line in draft.lines),
            )
            pairs = [(_timed(check_order, desk, draft), _timed(price_order, order, compiled)) for _ in range(TRIES)]
            ours.append(min(mine for mine, _ in pairs))
            reference.append(min(other for _, other in pairs))
        applied = len(check_order(desk, draft).discounts)
    ratio = statistics.median(ours) / statistics.median(reference)
    return {
        "name": "order_check",
        "what": "an edited 200-line order checked in its book / its promotions reckoned in memory",
        "policies_applied": applied,
        "ours_ms": round(statistics.median(ours), 2),
        "ours_p99_ms": round(statistics.quantiles(ours, n=100)[98], 2),
        "reference_ms": round(statistics.median(reference), 2),
        "ratio": round(ratio, 2),
        "required": REQUIRED,
        "ok": ratio <= REQUIRED,
    }


def _timed(act: Callable[..., object], *given: object) -> float:
    began = time.perf_counter()
    act(*given)
    return (time.perf_counter() - began) * 1000


def _fill(desk: Desk) -> dict[str, Product]:
    """Products with categories and brands, each with a price and plenty in stock; by id."""
    products = pricing.catalogue()
    with desk.book.writing() as writing:
        cards: list[tuple[str, Body]] = [
            (each.id, ProductBody(each.sku, each.name, each.unit, category=each.category, brand=each.brand))
            for each in products
        ]
        writing.put_all("catalog", "product", cards)
        prices: list[tuple[str, Body]] = [(f"CITY/{each.id}", PriceBody("CITY", each.id, 1_5000)) for each in products]
        writing.put_all("prices/CITY", "price", prices)
        lines = [LineBody(each.id, each.sku, 10_000_000, 0) for each in products]
        dealer_id = desk.dealer_id
        count = DocumentBody("PDD-1", dealer_id, dealer_id, "2026-01-01", "2026-01-01T00:00:00Z", 0, lines)
        count.warehouse = "主仓"
        writing.put("desk/D1", "adjustment", "count", count)
    return {each.id: each for each in products}


def _publish(desk: Desk, products: dict[str, Product]) -> list[Policy]:
    """The policies of the benchmark of pure pricing, holding for every sale in the channel."""
    policies = [replace(each, channel=True) for each in pricing.policies(list(products.values()))]
    with desk.book.writing() as writing:
        for policy in policies:
            form = msgspec.Raw(msgspec.json.encode(write_policy(policy)))
            body = PolicyBody(policy.id, policy.version, form, "", "甲", "乙", "2026-01-01T00:00:00Z")
            writing.put(stream_of(policy), "policy", f"{policy.id}/{policy.version}", body)
    return policies


def _draft(desk: Desk, products: dict[str, Product], turn: int, *, lines: int) -> OrderDraft:
    ids = list(products)
    typed = tuple(
        DraftLine(ids[(turn + place * 13) % len(ids)], Decimal(place % 60 + 1), "瓶", Decimal(1))
        for place in range(lines)
    )
    return OrderDraft(f"draft-{turn}", desk.dealer_id, f"{desk.dealer_id}:C0", desk.today(), lines=typed)


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False))
