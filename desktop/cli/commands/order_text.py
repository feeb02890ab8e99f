"""An order as people read it in a terminal: its lines, how each came to its amount, and every reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop.actions.orders.order_differences import order_differences
from desktop.cli.shown import beside, local_time, named, table, written_by
from desktop.wording import name_of, say, say_reason, say_step
from domain.values.money import ZERO, format_money
from domain.values.quantities import format_quantity, plain_number

if TYPE_CHECKING:
    from desktop.actions.orders.order_views import OrderLineView, OrderView
    from desktop.cli.calls import Language
    from domain.promotions.lines import Hint
    from sync.records.pricing.repricing import Repriced


def order_text(order: OrderView, language: Language) -> str:
    """An order with its lines, what the policies did to each, and every reason."""
    zh = language == "zh"
    state = name_of("stage", order.stage, language)
    head = (
        f"{'订单' if zh else 'Order'} {order.number}  {order.date}  {order.seller.name} → {order.buyer.name}  "
        f"{state}  {format_money(order.total)}{written_by(order.author, language)}"
    )
    reasons = [f"- {say_reason(each, language)}" for each in order.reasons]
    noted = beside(language, warehouse=order.warehouse, ref=order.ref, remark=order.remark)
    parts = [*noted, *_stood(order, language), _lines(order, language), *_differing(order, language)]
    return "\n".join([head, *parts, *_explained(order, language), *_totals(order, language), *reasons])


def _stood(order: OrderView, language: Language) -> Iterable[str]:
    """Where the order is on its way, and since when."""
    progress = order.progress
    if progress is None:
        return
    since = local_time(progress.since) if progress.since else ""
    yield say("order_progress", language, stage=progress.stage, since=since)
    if progress.successor and progress.stage != "superseded":
        yield say("order_successor", language, by=progress.successor)


def _differing(order: OrderView, language: Language) -> Iterable[str]:
    """What was answered otherwise than asked, line by line."""
    for each in order_differences(order):
        asked, answered = plain_number(each.asked), plain_number(each.answered)
        unit = each.unit if each.what in ("quantity", "gift") else ""
        facts = {"line": each.line, "name": each.name, "what": each.what}
        yield say("order_difference", language, **facts, asked=f"{asked}{unit}", answered=f"{answered}{unit}")


def _lines(order: OrderView, language: Language) -> str:
    heads = list(_HEADS[language])
    rows = [
        [
            str(line.line),
            line.sku,
            named(line.name, line.gift, language),
            line.quantity_text,
            "" if line.unit_price is None else f"{line.unit_price:f}",
            _discount(line),
            format_money(line.amount),
            _accepted(line),
            _delivered(line),
            _closed(line),
        ]
        for line in order.lines
    ]
    for place in (9, 5):  # columns that say nothing are left out
        if not any(row[place] for row in rows):
            del heads[place]
            rows = [[*row[:place], *row[place + 1 :]] for row in rows]
    return table(heads, rows, (0, *range(3, len(heads))))


_HEADS = {
    "zh": ("行", "货号", "品名", "数量", "单价", "优惠", "金额", "接受", "已发", "结单"),
    "en": ("#", "SKU", "Name", "Quantity", "Price", "Discount", "Amount", "Accepted", "Delivered", "Closed"),
}


def _discount(line: OrderLineView) -> str:
    saved = sum((each.amount for each in line.discounts), ZERO)
    return f"-{format_money(saved)}" if saved else ""


def _accepted(line: OrderLineView) -> str:
    return "–" if line.taken is None else format_quantity(line.taken, line.base_unit, line.packs)


def _delivered(line: OrderLineView) -> str:
    return format_quantity(line.delivered, line.base_unit, line.packs) if line.delivered else "–"


def _closed(line: OrderLineView) -> str:
    return format_quantity(line.closed, line.base_unit, line.packs) if line.closed else ""


def _explained(order: OrderView, language: Language) -> Iterable[str]:
    """How a line came to its amount, where there is more to tell than one plain price."""
    for line in order.lines:
        if len(line.steps) < 2 and not line.gift and not line.by_hand:
            continue
        told = [say_step(step, language) for step in line.steps]
        yield f"{line.line}. {named(line.name, line.gift, language)}: {' → '.join(told)}"


def _totals(order: OrderView, language: Language) -> Iterable[str]:
    zh = language == "zh"
    for each in order.discounts:
        yield say("order_discount", language, name=each.name, policy=each.policy, version=each.version, off=each.amount)
    if order.coupons:
        yield f"{'券' if zh else 'Coupons'}: {', '.join(order.coupons)}"
    taken = order.accepted_total
    if taken is not None:
        yield say("order_taken", language, taken=taken, delivered=order.delivered_total, total=order.total)
    if order.paid:
        stands = order.total if taken is None else taken
        yield say("order_paid", language, paid=order.paid, left=stands - order.paid)
    for quota in order.quotas:
        when = local_time(quota.as_of) if quota.as_of else None
        yield say("quota_left", language, name=quota.name, policy=quota.policy, left=quota.left, as_of=when)
    for hint in order.hints[:3]:
        yield _hint(hint, language)


def _hint(hint: Hint, language: Language) -> str:
    code = "hint_amount" if hint.measure.startswith("amount") else "hint_quantity"
    missing = format_money(hint.missing) if code == "hint_amount" else plain_number(hint.missing)
    return say(code, language, name=hint.name, policy=hint.policy, version=hint.version, missing=missing)


def repriced_text(found: Repriced, language: Language) -> str:
    """Whether an order comes out the same, and line by line what stands and what comes out."""
    zh = language == "zh"
    heads = (
        ["行", "货号", "金额", "重算", "接受部分", "重算"]
        if zh
        else ["#", "SKU", "Amount", "Again", "Accepted", "Again"]
    )
    rows = [
        [str(line.line), line.sku, *(format_money(each) for each in (*line.amount, *line.accepted))]
        for line in found.lines
    ]
    versions = ", ".join(f"{policy}/{version}" for policy, version in sorted(found.versions.items()))
    said = [
        say("repriced_same" if found.same else "repriced_differs", language, number=found.number, versions=versions)
    ]
    if found.missing:
        names = ", ".join(f"{policy}/{version}" for policy, version in found.missing)
        said.append(say("repriced_missing", language, versions=names))
    return "\n".join([table(heads, rows, (0, 2, 3, 4, 5)), *said])
