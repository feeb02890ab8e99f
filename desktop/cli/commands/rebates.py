"""Commands about rebates: how they stand and why, settling them, corrections, rewards and the wallet."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.documents.json_forms import reason_form
from desktop.actions.rebates import rebates, wallets
from desktop.actions.rebates.json_forms import adjustment_form, figure, payout_form, row_form, view_form, wallet_form
from desktop.actions.rebates.steps import next_of, per_full, tier_reached
from desktop.actions.rebates.units import in_their_units
from desktop.cli.calls import Call, CommandResult
from desktop.cli.commands.notes import lacking
from desktop.cli.shown import table
from desktop.wording import name_of, say, say_reason, say_step
from domain.errors import UsageError
from domain.values.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.actions.policies.views import AdjustmentView, PayoutView, RebateRow, RebateView, WalletView
    from desktop.cli.calls import Language
    from desktop.desk import Desk


def status(call: Call) -> CommandResult:
    """How the rebates stand."""
    args = call.args
    with call.desk() as desk:
        rows = rebates.rebate_rows(desk, args.dealer, call.day(desk, "on"), args.period, args.policy)
        rows = in_their_units(desk, rows)
    return CommandResult([row_form(row) for row in rows], _rows_text(call, rows))


def explain(call: Call) -> CommandResult:
    """One rebate, document by document."""
    args = call.args
    with call.desk() as desk:
        view = rebates.rebate(desk, args.policy, args.dealer, args.period, call.day(desk, "on"))
        view = replace(view, row=in_their_units(desk, [view.row])[0])
        file = _file(call, desk, view) if args.out else None
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
    return CommandResult(value, _view_text(call, view))


def _file(call: Call, desk: Desk, view: RebateView) -> tuple[bytes, tuple[str, ...]]:
    """The explanation as PDF or workbook, by the file's name, with the characters the paper's font lacks."""
    if call.args.out.lower().endswith(".pdf"):
        from desktop.actions.rebates.papers import rebate_bytes

        printed = rebate_bytes(desk, view, call.args.paper, call.language)
        return printed.pdf, printed.missing
    from desktop.listings.rebate_lines import lines_of_rebate
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
        "payouts": [payout_form(each) for each in made.payouts],
        "request": "",
        "reasons": [reason_form(each) for each in made.reasons],
    }
    notes = [say_reason(each, call.language) for each in made.reasons]
    if not made.payouts:
        nothing = say("rebate_nothing_to_settle", call.language, policy=args.policy, period=args.period)
        return CommandResult(value, "\n".join(notes) or nothing)
    return CommandResult(value, _payouts_text(call, made.payouts), notes=notes)


def payouts(call: Call) -> CommandResult:
    """What was settled."""
    with call.desk() as desk:
        found = rebates.payouts(desk, call.args.dealer, call.args.policy)
    return CommandResult([payout_form(each) for each in found], _payouts_text(call, found))


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
    return CommandResult(adjustment_form(made), _adjustments_text(call, [made]))


def adjustments(call: Call) -> CommandResult:
    """Corrections by hand."""
    with call.desk() as desk:
        found = rebates.adjustments(desk, call.args.dealer, call.args.policy)
    return CommandResult([adjustment_form(each) for each in found], _adjustments_text(call, found))


def approve(call: Call) -> CommandResult:
    """Lets a correction count."""
    with call.desk(writing=True) as desk:
        made = rebates.approve_adjustment(desk, call.args.adjustment)
    if isinstance(made, str):
        return _asked(call, made)
    return CommandResult(adjustment_form(made), _adjustments_text(call, [made]))


def hand_over(call: Call) -> CommandResult:
    """Moves a reward on."""
    args = call.args
    with call.desk(writing=True) as desk:
        made = rebates.move_reward(desk, args.payout, args.to, args.note)
        if not isinstance(made, str):
            _follow_up(desk)
    if isinstance(made, str):
        return _asked(call, made)
    return CommandResult(payout_form(made), _payouts_text(call, [made]))


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


def _rows_text(call: Call, rows: Sequence[RebateRow]) -> str:
    if not rows:
        return say("rebate_none", call.language)
    zh = ["返利", "名称", "经销商", "期间", "累计", "档", "已得", "已付", "还差", "下一档多得", "剩余天数"]
    en = ["Rebate", "Name", "Dealer", "Period", "Total", "Tier", "Earned", "Paid", "Missing", "At stake", "Days left"]
    shown = [
        [
            row.policy,
            row.name,
            row.dealer.code,
            row.period,
            figure(row.total),
            _tier(row, call.language),
            figure(row.earned),
            figure(row.paid),
            *(("", "") if coming is None else (figure(coming.missing), figure(coming.brings))),
            "" if row.days_left is None else str(row.days_left),
        ]
        for row in rows
        for coming in (next_of(row),)
    ]
    return table(zh if call.language == "zh" else en, shown, (4, 6, 7, 8, 9, 10))


def _tier(row: RebateRow, language: Language) -> str:
    number = tier_reached(row)
    if number is not None:
        return f"{number}/{len(row.starts)}"
    return say("rebate_below_first" if per_full(row) is None else "rebate_no_full", language)


def _view_text(call: Call, view: RebateView) -> str:
    language, row = call.language, view.row
    steps = [f"- {say_step(step, language)}" for step in row.steps]
    reasons = [f"- {say_reason(reason, language)}" for reason in row.reasons]
    zh = ["日期", "单号", "商品", "计入", "计返利", "计提", "原因"]
    en = ["Date", "Number", "Product", "Counted", "Earns", "Accrued", "Why"]
    lines = [
        [
            line.fact.on.isoformat(),
            line.fact.number,
            line.fact.product,
            figure(line.counted),
            figure(line.earning),
            figure(accrued),
            say_reason(line.reason, language),
        ]
        for line, accrued in zip(view.lines, view.accruals, strict=True)
    ]
    told = [_rows_text(call, [row]), *steps, *reasons, table(zh if language == "zh" else en, lines, (3, 4, 5))]
    accrued = sum(view.accruals, ZERO)
    if accrued != row.earned:
        facts = {"accrued": accrued, "earned": row.earned, "difference": row.earned - accrued}
        told.append(say("rebate_accrued_apart", language, **facts))
    if view.payouts:
        told.append(_payouts_text(call, view.payouts))
    if view.adjustments:
        told.append(_adjustments_text(call, view.adjustments))
    return "\n".join(told)


def _payouts_text(call: Call, found: Sequence[PayoutView]) -> str:
    language = call.language
    zh = ["单号", "返利", "经销商", "期间", "已得", "应付", "兑付方式", "状态", "有效期至"]
    en = ["Number", "Rebate", "Dealer", "Period", "Earned", "Payable", "Reward", "State", "Expires"]
    rows = [
        [
            each.number,
            each.policy,
            each.dealer.code,
            each.period,
            figure(each.final),
            figure(each.payable),
            name_of("reward_kind", each.reward, language),
            name_of("reward", each.state, language),
            "" if each.expires is None else each.expires.isoformat(),
        ]
        for each in found
    ]
    return table(zh if language == "zh" else en, rows, (4, 5))


def _adjustments_text(call: Call, found: Sequence[AdjustmentView]) -> str:
    zh = ["编号", "返利", "经销商", "期间", "金额", "原因", "提出人", "批准人"]
    en = ["Id", "Rebate", "Dealer", "Period", "Amount", "Reason", "Made by", "Approved by"]
    rows = [
        [
            each.id[:8],
            each.policy,
            each.dealer.code,
            each.period,
            figure(each.amount),
            each.reason,
            each.made_by,
            each.approved_by,
        ]
        for each in found
    ]
    return table(zh if call.language == "zh" else en, rows, (4,))


def _wallet_text(call: Call, view: WalletView) -> str:
    zh = ["返利", "名称", "期间", "金额", "已占用", "已使用", "可用", "有效期至", "可买"]
    en = ["Rebate", "Name", "Period", "Amount", "Reserved", "Spent", "Left", "Expires", "Buys"]
    rows = [
        [
            row.policy,
            row.name,
            row.period,
            figure(row.amount),
            figure(row.reserved),
            figure(row.spent),
            figure(row.left),
            "" if row.expires is None else row.expires.isoformat(),
            "、".join(row.buys) or call.say("全部商品", "everything"),
        ]
        for row in view.rows
    ]
    head = say("wallet_left", call.language, dealer=view.dealer.name, left=view.left)
    return "\n".join([head, table(zh if call.language == "zh" else en, rows, (3, 4, 5, 6))] if rows else [head])
