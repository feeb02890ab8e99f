"""Orders: checked while they are typed, decided at once where this desk sells, asked of the seller where it buys."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.actions.catalog.cards import dealer_named, dealers_named, stranger
from desktop.actions.catalog.cost import check_cost, shown_order
from desktop.actions.changes import changes
from desktop.actions.documents.document_views import order_views
from desktop.actions.headquarters.lines import order_warnings
from desktop.actions.headquarters.requests import ask_hq
from desktop.actions.orders.approvers import check_approver
from desktop.actions.orders.drafts import (
    DRAFT,
    copy_draft,
    discard_draft,
    draft_number,
    drafts,
    id_for,
    save_draft,
)
from desktop.actions.orders.evaluation import (
    EvaluatedOrder,
    checked_order,
    evaluate_order,
    named_verdict,
    order_body,
    parties,
)
from desktop.actions.orders.order_views import CheckedOrder, DraftLine, OrderDraft, OrderView
from desktop.actions.orders.same_refs import draft_warnings
from desktop.actions.orders.shown_prices import SeenOrder, check_seen
from desktop.actions.policies.quotas import quotas_of_versions
from domain.catalog.products import Product
from domain.documents.verdict import credit_alone, stopping_reasons, warning_reasons
from domain.errors import DeskError, RefusedError, UsageError
from domain.explain import Fact, Reason
from domain.parties.dealers import Dealer
from sync.records.bodies.records import DocumentBody, decode
from sync.records.books import reading
from sync.records.books.bulk import rows_in, run_many
from sync.records.books.homes import home_of
from sync.records.books.numbering import next_number
from sync.records.documents.stored import document_row, find_document, with_lines
from sync.records.orders.evaluation import reason_body
from sync.records.orders.superseding import take_place
from sync.records.pricing.repricing import Repriced, reprice

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

__all__ = [
    "DRAFT", "approve_order", "cancel_order", "check_order", "copied_draft", "dealer_id", "decide_orders",
    "discard_draft", "draft_outline", "draft_view", "drafts", "find_draft", "new_draft", "order", "orders_of",
    "place_for_approval", "place_order", "place_refused", "product_named", "refuse_order", "reprice_order",
    "save_draft", "save_order", "warnings",
]  # fmt: skip


def new_draft(desk: Desk, seller: str, buyer: str, on: date | None = None) -> OrderDraft:
    """An empty order of today."""
    return OrderDraft(uuid.uuid4().hex, seller, buyer, on or desk.today())


def check_order(desk: Desk, draft: OrderDraft) -> CheckedOrder:
    """Prices and judges a draft by the books as they stand; nothing is saved.

    Raises UsageError for what can't be an order (`dealer_unknown`, `product_unknown`, `order_empty`, `quantity_…`,
    `order_not_below`) and RefusedError for what may not be one (`order_not_ours`, `date_closed`, `date_future`).
    """
    with _sight(desk, draft) as connection:
        weighed = evaluate_order(connection, desk, draft)
        checked = checked_order(connection, draft, weighed)
        warned = draft_warnings(connection, draft, (weighed.seller.id, weighed.buyer.id), checked.lines)
    if warned:
        checked = replace(checked, verdict=replace(checked.verdict, reasons=(*warned, *checked.verdict.reasons)))
    return shown_order(desk, weighed.seller, weighed.buyer, checked)


def warnings(desk: Desk) -> list[Reason]:
    """What whoever takes an order here must know: that HQ may never hear of it."""
    with desk.book.reading() as connection:
        return order_warnings(connection)


@contextmanager
def _sight(desk: Desk, draft: OrderDraft) -> Iterator[Connection]:
    """What a draft is judged by; one that is to replace another is judged as if that were gone, which takes a trial."""
    if draft.supersedes:
        with desk.book.writing() as writing:
            yield writing.connection
    else:
        with desk.book.reading() as connection:
            yield connection


@changes("orders", "stock", "accounts", "drafts")
def place_order(desk: Desk, draft: OrderDraft, *, stops: bool = False, seen: SeenOrder | None = None) -> OrderView:
    """Saves an order for good, and gives it as it then stands.

    It is judged anew inside the transaction that saves it. Where this desk sells, the verdict is its state (an order
    refused by the rules is kept as `refused`); where it buys, it is `submitted` and the verdict's reasons stand beside
    it until the seller answers. The draft it came from is gone afterwards. Raises as `check_order` does.

    `stops`: where this desk would refuse it, or one of its lines for another reason than its stock, nothing is saved
    and RefusedError `order_would_be_refused` tells why (`reasons`: what stops it, then what else is against it).
    `seen`: what a window showed of it last; where it comes to something else now, nothing is saved (OrderChangedError).
    """
    return order(desk, save_order(desk, draft, stops=stops, seen=seen))


@changes("orders", "stock", "accounts", "drafts")
def place_refused(desk: Desk, draft: OrderDraft, why: str) -> OrderView:
    """Keeps an order that the rules refuse as refused for good, with a person's reason beside the rules' own.

    Raises as `place_order`; RefusedError `order_not_refused` where the rules don't refuse it, UsageError
    `reason_missing`.
    """
    if not why.strip():
        raise UsageError("reason_missing")
    return order(desk, save_order(desk, draft, refusing=why.strip()))


@changes("orders", "stock", "accounts", "drafts")
def place_for_approval(desk: Desk, draft: OrderDraft, why: str, seen: SeenOrder | None = None) -> OrderView:
    """Keeps an order that only its credit refuses for somebody to let pass: he finds it under "needs a look".

    Raises as `place_order`; RefusedError `order_not_refused` where the rules don't refuse it, `approval_no_use`
    where something else than the credit does, UsageError `reason_missing`.
    """
    if not why.strip():
        raise UsageError("reason_missing")
    return order(desk, save_order(desk, draft, asking=why.strip(), seen=seen))


def save_order(
    desk: Desk,
    draft: OrderDraft,
    *,
    stops: bool = False,
    refusing: str = "",
    asking: str = "",
    seen: SeenOrder | None = None,
) -> str:
    """The saving itself: when it returns, the order is on the disk, twice; gives the order's id."""
    desk.need("order_write")
    with desk.book.writing() as writing:
        connection = writing.connection
        weighed = evaluate_order(connection, desk, draft)
        order_id = id_for(draft, taken=weighed.taken)
        if weighed.selling and (stops or refusing or asking):
            weighed = _with_a_decision(desk, weighed, refusing, asking)
        if seen is not None:
            checked = checked_order(connection, draft, weighed)
            check_seen(seen, shown_order(desk, weighed.seller, weighed.buyer, checked))
        number = next_number(connection, "order", desk.identity.prefix, draft.date)
        if draft.supersedes and weighed.selling:
            old = find_document(connection, draft.supersedes, "order")
            take_place(writing, home_of(connection), old, weighed.judged.verdict.state, number, desk.now())
        run_many(connection, "DELETE FROM draft WHERE id = ?", [(draft.id,)])
        writing.put_first(desk.stream, "order", order_id, order_body(desk, draft, weighed, number))
    return order_id


def _with_a_decision(desk: Desk, weighed: EvaluatedOrder, refusing: str, asking: str) -> EvaluatedOrder:
    """The order as it may be saved: not one that would be refused, unless a person refuses it or asks another one."""
    verdict = weighed.judged.verdict
    named = named_verdict(weighed)
    stopping = stopping_reasons(named)
    if not refusing and not asking:
        if stopping:
            raise RefusedError("order_would_be_refused", reasons=(*stopping, *warning_reasons(named)))
        return weighed
    if verdict.state != "refused":
        raise RefusedError("order_not_refused", state=verdict.state)
    said: dict[str, Fact] = {"by": desk.operator, "at": desk.now(), "reason": refusing or asking}
    if refusing:
        told = replace(verdict, reasons=(Reason("refused_by", "stop", said), *verdict.reasons))
    elif credit_alone(verdict):
        asked = Reason("approval_asked", "warn", said)
        told = replace(verdict, state="needs_approval", reasons=(asked, *verdict.reasons))
    else:
        raise RefusedError("approval_no_use", reasons=stopping)
    return weighed._replace(judged=weighed.judged._replace(verdict=told))


def order(desk: Desk, number: str) -> OrderView:
    """The order of this number or id; UsageError `document_unknown`."""
    with desk.book.reading() as connection:
        view = order_views(desk, connection, [document_row(connection, number, "order")])[0]
        return replace(view, quotas=quotas_of_versions(connection, desk, view.policies))


def orders_of(desk: Desk, pks: Sequence[int]) -> list[OrderView]:
    """Whole orders by key, in the order asked for."""
    with desk.book.reading() as connection:
        found = {row.pk: row for row in rows_in(connection, "SELECT * FROM document WHERE pk IN (?*)", list(pks))}
        return order_views(desk, connection, [found[pk] for pk in pks if pk in found])


def find_draft(desk: Desk, named: str) -> OrderDraft:
    """The kept draft of this id or shown number; UsageError `draft_unknown`."""
    wanted = named.removeprefix(DRAFT)
    found = [draft for draft in drafts(desk) if wanted and draft.id.startswith(wanted)]
    if len(found) != 1:
        raise UsageError("draft_unknown", number=named)
    return found[0]


def draft_view(desk: Desk, draft: OrderDraft) -> OrderView:
    """A draft as an order of the state `draft`, with what the books say of it today; raises as `check_order`."""
    checked = check_order(desk, draft)
    with desk.book.reading() as connection:
        seller, buyer = parties(connection, desk, draft)
    told = [*checked.verdict.reasons, *(reason for line in checked.verdict.lines for reason in line.reasons)]
    return replace(
        _outline(desk, draft, seller, buyer, told),
        total=checked.total,
        lines=tuple(replace(line, accepted=None, net=None) for line in checked.lines),
        gross=checked.gross,
        discounts=checked.discounts,
        wallet=checked.wallet,
        coupons=draft.coupons,
        policies=checked.policies,
        hints=checked.hints,
        quotas=checked.quotas,
    )


def _outline(desk: Desk, draft: OrderDraft, seller: Dealer, buyer: Dealer, reasons: Sequence[Reason]) -> OrderView:
    """A draft without what the books say of it."""
    return OrderView(
        id=draft.id,
        number=draft_number(draft),
        kind="order",
        seller=seller,
        buyer=buyer,
        date=draft.date,
        state="draft",
        total=Decimal(0),
        warehouse=draft.warehouse,
        ref=draft.ref,
        remark=draft.remark,
        author=desk.operator,
        recorded_at="",
        reasons=tuple(reasons),
        lines=(),
    )


def draft_outline(desk: Desk, draft: OrderDraft) -> OrderView:
    """A draft as `draft_view` shows it; where it can't be judged yet, what is known of it, and why not."""
    try:
        return draft_view(desk, draft)
    except DeskError as unfit:
        reason = Reason(unfit.code, "stop", {name: str(value) for name, value in unfit.facts.items()})
    with desk.book.reading() as connection:
        known = dealers_named(connection, [draft.seller, draft.buyer], desk.dealer_id)
    seller, buyer = (known.get(each) or stranger(each) for each in (draft.seller, draft.buyer or draft.party_text))
    return _outline(desk, draft, seller, buyer, [reason])


def copied_draft(desk: Desk, number: str) -> OrderDraft:
    """A new draft with the goods of a draft or an order, at today's prices; raises as `order` and `find_draft`."""
    desk.need("order_write")
    if number.startswith(DRAFT):
        return copy_draft(desk, find_draft(desk, number))
    view = order(desk, number)
    lines = tuple(
        DraftLine(line.product, line.quantity, line.unit, line.pack_size) for line in view.lines if not line.gift
    )
    draft = replace(new_draft(desk, view.seller.id, view.buyer.id), lines=lines)
    save_draft(desk, draft)
    return draft


def product_named(desk: Desk, named: str) -> Product:
    """The product of this SKU, barcode or id; UsageError `product_unknown`."""
    with desk.book.reading() as connection:
        return reading.product(connection, named, desk.dealer_id)


def dealer_id(desk: Desk, named: str) -> str:
    """The id of the dealer of this code or id; UsageError `dealer_unknown`, `dealer_ambiguous`."""
    with desk.book.reading() as connection:
        return dealer_named(connection, named, desk.dealer_id).id


def reprice_order(desk: Desk, number: str) -> Repriced:
    """An order reckoned again with the versions it was made with; UsageError `document_unknown`."""
    with desk.book.reading() as connection:
        check_cost(desk, document_row(connection, number, "order").buyer)
        return reprice(connection, number)


@changes("orders", "stock", "accounts")
def cancel_order(desk: Desk, number: str) -> OrderView:
    """Takes back an order this desk wrote, as long as nothing was delivered and the seller has not answered.

    Raises RefusedError `order_not_written_here`, `order_delivered`, `order_closed`, `order_answered`,
    `order_cancelled`.
    """
    desk.need("order_write")
    with desk.book.writing() as writing:
        row = document_row(writing.connection, number, "order")
        body = _own_body(writing.connection, desk, row)
        if with_lines(writing.connection, row).closed and row.state in ("delivered", "cancelled"):
            raise RefusedError("order_closed", number=row.number)
        if row.state == "cancelled":
            raise RefusedError("order_cancelled", number=row.number)
        if row.state in ("partly_delivered", "delivered"):
            raise RefusedError("order_delivered", number=row.number, state=row.state)
        if row.seller != desk.dealer_id and row.state != "submitted":
            raise RefusedError("order_answered", number=row.number, state=row.state)
        body.state = "cancelled"
        body.reasons = [
            *body.reasons,
            reason_body(Reason("cancelled_by", "info", {"by": desk.operator, "at": desk.now()})),
        ]
        writing.put(desk.stream, "order", row.id, body)
    return order(desk, row.id)


@changes("orders", "stock", "accounts")
def approve_order(desk: Desk, number: str, why: str) -> OrderView:
    """Lets an order pass in spite of the account: as seller, one that needs approval or was refused by credit.

    `why` is read by both sides. A desk of HQ's people asks HQ for it; the order is then still as it was. Raises
    UsageError `reason_missing`; RefusedError `not_permitted`, `not_yours`, `order_not_open`, `approve_not_possible`,
    and `approver_wrote_order` where somebody else of this place could let it pass.
    """
    desk.need("order_approve")
    if not why.strip():
        raise UsageError("reason_missing")
    check_approver(desk, order(desk, number))
    if desk.asks:
        return _ask(desk, "approve_order", number, ("needs_approval", "refused"), reason=why.strip())
    from sync.hq.deciding.orders import approve

    approve(desk.book, number, desk.now(), desk.operator, why.strip(), today=desk.today())
    return order(desk, number)


@changes("orders", "stock", "accounts")
def refuse_order(desk: Desk, number: str, why: str = "") -> OrderView:
    """Refuses, as seller, an order that waits or needs approval; raises as `approve_order`."""
    desk.need("order_approve")
    if desk.asks:
        return _ask(desk, "refuse_order", number, ("needs_approval", "submitted"), reason=why)
    from sync.hq.deciding.orders import refuse

    refuse(desk.book, number, why, desk.now(), desk.operator)
    return order(desk, number)


def decide_orders(desk: Desk) -> list[OrderView]:
    """Answers, as seller, the orders that others wrote and that wait for a verdict."""
    desk.need("order_approve")
    from sync.hq.deciding.orders import decide_waiting

    return [order(desk, each) for each in decide_waiting(desk.book, desk.today(), desk.now())]


def _ask(desk: Desk, verb: str, number: str, states: Sequence[str], **facts: str) -> OrderView:
    """HQ is asked to answer an order that it sold; RefusedError `not_yours`, `order_not_open`."""
    found = order(desk, number)
    if found.seller.id != desk.dealer_id:
        raise RefusedError("not_yours", number=found.number, kind="order")
    if found.state not in states:
        raise RefusedError("order_not_open", number=found.number, state=found.state)
    ask_hq(desk, verb, found.id, **facts)
    return order(desk, found.id)


def _own_body(connection: Connection, desk: Desk, row: Any) -> DocumentBody:
    """The record of an order whose home is this desk; RefusedError `order_not_written_here`."""
    sql = (
        "SELECT e.body, s.name FROM entry e JOIN stream s ON s.id = e.stream "
        "WHERE e.live = 1 AND e.kind = 'order' AND e.record IN (?*)"
    )
    found = [] if desk.is_hq else rows_in(connection, sql, [row.id])
    if not found or found[0].name != desk.stream:
        raise RefusedError("order_not_written_here", number=row.number)
    body = decode("order", bytes(found[0].body))
    assert isinstance(body, DocumentBody)
    return body
