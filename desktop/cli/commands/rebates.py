"""Commands about rebates: how they stand and why, settling them, corrections, rewards and the wallet."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.documents.json_forms import reason_form
from desktop.actions.rebates import rebates, wallets
from desktop.actions.rebates.json_forms import adjustment_form, payout_form, row_form, view_form, wallet_form
from desktop.actions.rebates.units import in_their_units
from desktop.cli.calls import Call, CommandResult
from desktop.cli.commands.notes import lacking
from desktop.cli.listed import listed, listing_forms, listing_text
from desktop.listings.rebate_lines import REBATE_LINES, AccruedLine, lines_of_rebate
from desktop.listings.rebates import PAYOUTS, REBATES, WALLET, credits_of
from desktop.wording import say, say_reason, say_step
from domain.errors import UsageError
from domain.values.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.actions.policies.views import RebateView, WalletView
    from desktop.desk import Desk


def status(call: Call) -> CommandResult:
    """How the rebates stand."""
    args = call.args
    with call.desk() as desk:
        rows = rebates.rebate_rows(desk, args.dealer, call.day(desk, "on"), args.period, args.policy)
        rows = in_their_units(desk, rows)
    return listed(call, REBATES, rows, forms=map(row_form, rows), nothing=say("rebate_none", call.language))


def explain(call: Call) -> CommandResult:
    """One rebate, document by document."""
    args = call.args
    with call.desk() as desk:
        view = rebates.rebate(desk, args.policy, args.dealer, args.period, call.day(desk, "on"))
        view = replace(view, row=in_their_units(desk, [view.row])[0])
        file = _file(call, desk, view) if args.out else None
        lines = lines_of_rebate(desk, view)
    value = view_form(view)
    if file is not None:
        from desktop.actions.documents.saving import write_whole

        content, missing = file
        written = write_whole(Path(args.out).absolute(), content)
        value["file"] = str(written)
        told = say("rebate_written", call.language, path=str(written), lines=len(view.lines))
        return CommandResult(value, told, notes=lacking(call, missing))
    for line, form in zip(view.lines, value["lines"], strict=True):
        form["message"] = say_reason(line.reason, call.language)
    return CommandResult(value, _view_text(call, view, lines))


def _file(call: Call, desk: Desk, view: RebateView) -> tuple[bytes, tuple[str, ...]]:
    """The explanation as PDF or workbook, by the file's name, with the characters the paper's font lacks."""
    if call.args.out.lower().endswith(".pdf"):
        from desktop.actions.rebates.papers import rebate_bytes

        printed = rebate_bytes(desk, view, call.args.paper, call.language)
        return printed.pdf, printed.missing
    from desktop.listings.workbooks import ShownList, shown_bytes

    settled = [*view.payouts, *view.adjustments]
    shown = [ShownList("rebate_lines", lines_of_rebate(desk, view)), ShownList("rebate_payouts", settled)]
    return shown_bytes(desk, shown, call.language), ()


def settle(call: Call) -> CommandResult:
    """Settles a period formally."""
    args = call.args
    with call.desk(writing=True) as desk:
        made = rebates.settle(desk, args.policy, args.period, args.dealer, interim=args.interim, version=args.version)
    if made.request:
        return _asked(call, made.request)
    value = {
        "payouts": listing_forms(call, PAYOUTS, made.payouts, map(payout_form, made.payouts)),
        "request": "",
        "reasons": [reason_form(each) for each in made.reasons],
    }
    notes = [say_reason(each, call.language) for each in made.reasons]
    if not made.payouts:
        nothing = say("rebate_nothing_to_settle", call.language, policy=args.policy, period=args.period)
        return CommandResult(value, "\n".join(notes) or nothing)
    return CommandResult(value, listing_text(PAYOUTS, made.payouts, call.language), notes=notes)


def payouts(call: Call) -> CommandResult:
    """What was settled."""
    with call.desk() as desk:
        found = rebates.payouts(desk, call.args.dealer, call.args.policy)
    return listed(call, PAYOUTS, found, forms=map(payout_form, found))


def adjust(call: Call) -> CommandResult:
    """Proposes a correction."""
    args = call.args
    try:
        amount = Decimal(args.amount)
    except InvalidOperation as unreadable:
        raise UsageError("amount_unreadable", text=args.amount) from unreadable
    if not amount.is_finite():
        raise UsageError("amount_unreadable", text=args.amount)
    with call.desk(writing=True) as desk:
        made = rebates.adjust(desk, args.policy, args.dealer, args.period, amount, args.reason)
    return CommandResult(adjustment_form(made), listing_text(PAYOUTS, [made], call.language))


def adjustments(call: Call) -> CommandResult:
    """Corrections by hand."""
    with call.desk() as desk:
        found = rebates.adjustments(desk, call.args.dealer, call.args.policy)
    return listed(call, PAYOUTS, found, forms=map(adjustment_form, found))


def approve(call: Call) -> CommandResult:
    """Lets a correction count."""
    with call.desk(writing=True) as desk:
        made = rebates.approve_adjustment(desk, call.args.adjustment)
    if isinstance(made, str):
        return _asked(call, made)
    return CommandResult(adjustment_form(made), listing_text(PAYOUTS, [made], call.language))


def hand_over(call: Call) -> CommandResult:
    """Moves a reward on."""
    args = call.args
    with call.desk(writing=True) as desk:
        made = rebates.move_reward(desk, args.payout, args.to, args.note)
        if not isinstance(made, str):
            _follow_up(desk)
    if isinstance(made, str):
        return _asked(call, made)
    return CommandResult(payout_form(made), listing_text(PAYOUTS, [made], call.language))


def wallet(call: Call) -> CommandResult:
    """The rebate wallet."""
    with call.desk() as desk:
        view = wallets.wallet(desk, call.args.dealer, call.day(desk, "on"))
    return CommandResult(wallet_form(view), _wallet_text(call, view))


def _asked(call: Call, request: str) -> CommandResult:
    return CommandResult({"request": request}, say("rebate_asked", call.language))


def _follow_up(desk: Desk) -> None:
    from desktop.actions.headquarters import hq

    hq.settle(desk)


def _view_text(call: Call, view: RebateView, lines: Sequence[AccruedLine]) -> str:
    language, row = call.language, view.row
    steps = [f"- {say_step(step, language)}" for step in row.steps]
    reasons = [f"- {say_reason(reason, language)}" for reason in row.reasons]
    table = listing_text(REBATE_LINES, lines, language)
    told = [listing_text(REBATES, [row], language), *steps, *reasons, table]
    accrued = sum(view.accruals, ZERO)
    if accrued != row.earned:
        facts = {"accrued": accrued, "earned": row.earned, "difference": row.earned - accrued}
        told.append(say("rebate_accrued_apart", language, **facts))
    if view.payouts:
        told.append(listing_text(PAYOUTS, view.payouts, call.language))
    if view.adjustments:
        told.append(listing_text(PAYOUTS, view.adjustments, call.language))
    return "\n".join(told)


def _wallet_text(call: Call, view: WalletView) -> str:
    head = say("wallet_left", call.language, dealer=view.dealer.name, left=view.left)
    said = ("dealer", "dealer_name")
    return "\n".join(
        [head, *([listing_text(WALLET, credits_of(view), call.language, without=said)] if view.rows else [])]
    )
