"""Commands about orders."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from desktop.actions.documents import lists
from desktop.actions.documents.json_forms import reason_form
from desktop.actions.documents.views import DraftLine, OrderDraft, OrderRow, OrderView
from desktop.actions.headquarters.queued import Queued
from desktop.actions.orders import amending, order_closings, orders, verdicts
from desktop.actions.orders.order_forms import order_form, repriced_form
from desktop.actions.orders.same_refs import same_refs
from desktop.actions.orders.shown_prices import changes_since, shown_of
from desktop.actions.orders.states import ORDER_STATES
from desktop.cli.calls import Call, CommandResult
from desktop.cli.commands.order_text import order_text, repriced_text
from desktop.cli.commands.papers import order_units
from desktop.cli.grammar.choices import code_named, codes_told
from desktop.cli.listed import listing_text
from desktop.listings.orders import ORDER_HEADS
from desktop.wording import say, say_reason
from domain.errors import DeskError, RefusedError, UsageError
from domain.values.quantities import read_quantity

if TYPE_CHECKING:
    from desktop.desk import Desk


def new(call: Call) -> CommandResult:
    """Writes an order; with `--submit` it is placed, without it is kept as a draft."""
    args = call.args
    with call.desk(writing=True) as desk:
        draft = orders.new_draft(desk, args.seller, args.buyer, call.day(desk))
        lines = tuple(_line(desk, place, typed) for place, typed in enumerate(args.line, 1))
        draft = replace(draft, ref=args.ref, remark=args.remark, warehouse=args.warehouse, lines=lines)
        draft = replace(draft, coupons=tuple(args.coupon), **_wallet(args.wallet))
        if args.instead_of:
            draft = replace(draft, supersedes=orders.order(desk, args.instead_of).id)
        if not (args.submit or args.refuse or args.ask_approval):
            view = orders.draft_view(desk, draft)
            orders.save_draft(desk, replace(draft, shown=shown_of(draft, view.lines)))
            hint = call.say(
                f"已存为草稿；提交用：desk order submit {view.number}",
                f"Kept as a draft; place it with: desk order submit {view.number}",
            )
            return CommandResult(order_form(view), order_text(view, call.language), notes=(hint,))
        return _place(call, desk, draft)


def submit(call: Call) -> CommandResult:
    """Places a draft."""
    with call.desk(writing=True) as desk:
        return _place(call, desk, orders.find_draft(desk, call.args.number))


def listed(call: Call) -> CommandResult:
    """Lists orders, the newest first, with all their lines, and the drafts behind them."""
    args = call.args
    with call.desk() as desk:
        state = _state(call)
        chosen = lists.OrderFilter(args.text, state, _id(desk, args.buyer), _id(desk, args.seller))
        pks = lists.order_ids(desk, chosen)
        pks = pks[: args.limit] if args.limit > 0 else pks
        views = orders.orders_of(desk, pks) if call.in_json else []
        rows = [] if call.in_json else lists.order_rows(desk, pks)
        wanted = not (args.text or args.buyer or args.seller) and state in ("", "draft")
        drafts = [orders.draft_outline(desk, each) for each in orders.drafts(desk)] if wanted else []
    value = [order_form(each) for each in (*views, *drafts)]
    shown = [*rows, *map(_draft_row, drafts)]
    return CommandResult(value, listing_text(ORDER_HEADS, shown, call.language))


def _draft_row(draft: OrderView) -> OrderRow:
    """A draft as the list of orders shows one."""
    return OrderRow(
        pk=0,
        id=draft.id,
        number=draft.number,
        date=draft.date,
        seller_code=draft.seller.code,
        seller_name=draft.seller.name,
        buyer_code=draft.buyer.code,
        buyer_name=draft.buyer.name,
        state="draft",
        total=draft.total,
        lines=len(draft.lines),
        ref=draft.ref,
        recorded_at="",
        attention=False,
        stage="draft",
    )


def _state(call: Call) -> str:
    """The state that is asked for, by its code or its name."""
    typed, known = call.args.state, ("draft", *ORDER_STATES)
    found = code_named(_STATES, typed, known) if typed else ""
    if found is None:
        raise UsageError("state_unknown", text=typed, known=codes_told(_STATES, known, call.language))
    return found


_STATES = ("state", "stage")


def show(call: Call) -> CommandResult:
    """Shows one order or draft."""
    with call.desk() as desk:
        if call.args.number.startswith(orders.DRAFT):
            view = orders.draft_outline(desk, orders.find_draft(desk, call.args.number))
        else:
            view = orders.order(desk, call.args.number)
    return _told(call, view)


def copy(call: Call) -> CommandResult:
    """Copies an order, or a draft, into a new draft."""
    with call.desk(writing=True) as desk:
        return _told(call, orders.draft_outline(desk, orders.copied_draft(desk, call.args.number)))


def reprice(call: Call) -> CommandResult:
    """Reckons an order again with the policy versions it was made with; status 1 where it comes out otherwise."""
    with call.desk() as desk:
        found = orders.reprice_order(desk, call.args.number)
    return CommandResult(repriced_form(found), repriced_text(found, call.language), 0 if found.same else 1)


def cancel(call: Call) -> CommandResult:
    """Takes an order back, or throws a draft away."""
    with call.desk(writing=True) as desk:
        if call.args.number.startswith(orders.DRAFT):
            draft = orders.find_draft(desk, call.args.number)
            view = orders.draft_outline(desk, draft)
            orders.discard_draft(desk, draft.id)
            return _told(call, view)
        return _told(call, orders.cancel_order(desk, call.args.number))


def approve(call: Call) -> CommandResult:
    """Lets an order pass in spite of its credit."""
    with call.desk(writing=True) as desk:
        return _told(call, orders.approve_order(desk, call.args.number, call.args.reason))


def refuse(call: Call) -> CommandResult:
    """Refuses, as seller, an order that waits."""
    with call.desk(writing=True) as desk:
        return _told(call, orders.refuse_order(desk, call.args.number, call.args.reason))


def close(call: Call) -> CommandResult | Queued:
    """Closes what of an order isn't delivered; a buyer asks its seller to."""
    with call.desk(writing=True) as desk:
        view = order_closings.close_rest(desk, call.args.number, call.args.reason)
        if isinstance(view, Queued):
            return view
        code = "rest_was_closed" if view.seller.id == desk.dealer_id else "closing_was_asked"
    told = _told(call, view)
    return CommandResult(told.value, told.text, notes=(say(code, call.language, number=view.number),))


def seen(call: Call) -> CommandResult:
    """Confirms that a person has seen the answers that differ from what was asked."""
    args = call.args
    if bool(args.number) == args.all:
        raise UsageError("seen_which")
    with call.desk(writing=True) as desk:
        count = verdicts.see_verdicts(desk, args.number)
    return CommandResult({"seen": count}, say("verdicts_seen", call.language, count=count))


def split(call: Call) -> CommandResult:
    """Splits an order into two drafts."""
    args = call.args
    with call.desk(writing=True) as desk:
        wanted = call.quantities(lambda: order_units(desk, args.number))
        first, rest = amending.split_order(desk, args.number, wanted or {})
        views = [orders.draft_view(desk, each) for each in (first, rest)]
    names = {"first": views[0].number, "rest": views[1].number}
    return CommandResult([order_form(each) for each in views], say("order_split", call.language, **names))


def _place(call: Call, desk: Desk, draft: OrderDraft) -> CommandResult:
    """Places a draft, unless this desk would refuse it: then it stays a draft and tells why, with exit status 1."""
    args, warned = call.args, [say(each, call.language) for each in orders.warnings(desk)]
    if args.refuse and args.ask_approval:
        raise UsageError("refuse_or_ask")
    try:
        if args.refuse:
            view, code = orders.place_refused(desk, draft, args.reason), "order_kept_refused"
        elif args.ask_approval:
            view, code = orders.place_for_approval(desk, draft, args.reason), "order_waits_for_approval"
        else:
            view, code = orders.place_order(desk, draft, stops=True), ""
    except RefusedError as refused:
        if refused.code != "order_would_be_refused":
            raise
        orders.save_draft(desk, draft)
        view, code = orders.draft_view(desk, draft), "order_not_placed"
    again, changed = same_refs(desk, view, draft.supersedes), list(changes_since(draft, view.lines))
    if code == "order_not_placed":
        again, changed = [], []  # a draft tells it itself
    warned += [say_reason(each, call.language) for each in (*again, *changed)]
    value = order_form(view)
    if again:
        value["same_ref"] = [reason_form(each) for each in again]
    if changed:
        value["changed_since_draft"] = [reason_form(each) for each in changed]
    said = [say(code, call.language, number=view.number)] if code else []
    return CommandResult(
        value, order_text(view, call.language), 1 if code == "order_not_placed" else 0, (*warned, *said)
    )


def _told(call: Call, view: OrderView) -> CommandResult:
    return CommandResult(order_form(view), order_text(view, call.language))


def _line(desk: Desk, place: int, typed: str) -> DraftLine:
    """`SKU=QTY[unit][@price]`; the last `=` parts, because a SKU may hold one."""
    sku, found, rest = typed.rpartition("=")
    if not found or not sku.strip():
        raise UsageError("order_line_unreadable", text=typed, line=place)
    counted, _, priced = rest.partition("@")
    try:
        product = orders.product_named(desk, sku.strip())
        quantity, unit, size = read_quantity(counted, product.unit, product.packs)
    except DeskError as wrong:
        raise type(wrong)(wrong.code, **{**wrong.facts, "line": place}) from wrong
    agreed = None
    if priced:
        try:
            agreed = Decimal(priced)
        except InvalidOperation as unreadable:
            raise UsageError("price_unreadable", text=priced, line=place) from unreadable
        if not agreed.is_finite():
            raise UsageError("price_unreadable", text=priced, line=place)
    return DraftLine(product.id, quantity, unit, size, agreed)


def _wallet(typed: str) -> dict[str, Any]:
    """`--wallet all` or `--wallet 200.50`."""
    if not typed:
        return {}
    if typed.strip().lower() == "all":
        return {"use_wallet": True}
    try:
        most = Decimal(typed)
    except InvalidOperation as unreadable:
        raise UsageError("amount_unreadable", text=typed) from unreadable
    if not most.is_finite():
        raise UsageError("amount_unreadable", text=typed)
    return {"use_wallet": True, "wallet_most": most}


def _id(desk: Desk, named: str) -> str:
    return orders.dealer_id(desk, named) if named else ""
