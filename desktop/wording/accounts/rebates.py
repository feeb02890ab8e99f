"""Sentences about settling rebates, corrections, rewards and the wallet."""

from __future__ import annotations

from collections.abc import Mapping

REBATES: Mapping[str, tuple[str, str]] = {
    "rebate_other_seller": (
        "不计：不是向总部进的货，政策只认总部的销售。",
        "Not counted: it was not bought from HQ, and the policy only looks at HQ's own sales.",
    ),
    "rebate_unknown": (
        "没有编号为“{policy}”的返利政策，请用 desk rebate status 查看现有的。",
        "There is no rebate policy “{policy}”; desk rebate status shows those there are.",
    ),
    "rebate_period_unknown": (
        "“{period}”不是返利{policy:aside}已开始的期间，请写成 2026-11、2026-Q4、2026 或 whole 的样子。",
        "“{period}” is no period of the rebate{policy:aside} that has begun; write 2026-11, 2026-Q4, 2026 or whole.",
    ),
    "rebate_not_yours": (
        "返利 {policy} 不适用于经销商 {dealer}。",
        "The rebate {policy} doesn't speak to dealer {dealer}.",
    ),
    "rebate_no_account": (
        "{dealers} 与总部没有往来账户，返利 {policy} 无法冲减欠款，没有结算。请把奖励改为返利钱包或现金。",
        "{dealers}: no account with HQ that the rebate {policy} could go onto, so it isn't settled. Pay it as credit.",
    ),
    "rebate_period_open": (
        "返利 {policy} 的 {period} 期还没有结束{end:aside:止于 }。到期后再结算，或注明是期中结算。",
        "Period {period} of rebate {policy} isn't over{end:aside:it ends on }. Settle then, or say that it is interim.",
    ),
    "rebate_version": (
        "返利 {policy} 的这一期由第 {reckons} 版计算，不是第 {version} 版。请按第 {reckons} 版结算。",
        "Version {reckons} of rebate {policy} reckons this period, not version {version}; settle by that one.",
    ),
    "adjustment_unknown": (
        "找不到返利调整“{adjustment}”，请核对编号。",
        "There is no rebate adjustment “{adjustment}”; check its id.",
    ),
    "adjustment_approved": (
        "返利调整“{reason}”已由 {by} 批准。",
        "The rebate adjustment “{reason}” was approved already, by {by}.",
    ),
    "adjustment_own": (
        "返利调整“{reason}”是 {by} 提出的，须由另一人批准。",
        "The rebate adjustment “{reason}” is {by}'s own; another person has to approve it.",
    ),
    "adjustment_reason": (
        "返利调整没有写原因，请填写。",
        "The rebate adjustment gives no reason; write one.",
    ),
    "payout_unknown": (
        "找不到返利结算单“{payout}”，请核对单号。",
        "There is no rebate settlement “{payout}”; check its number.",
    ),
    "reward_paid": (
        "返利结算单 {number} 已记入账户或返利钱包，不需要再兑付。",
        "The settlement {number} is in the account or the wallet already; there is nothing to hand over.",
    ),
    "reward_negative": (
        "返利结算单 {number} 是收回 {quantity}，不能发货。请在收回后登记。",
        "The settlement {number} takes back {quantity}; it can't be ordered. Note it once the goods are back.",
    ),
    "reward_state_unknown": (
        "没有奖品状态“{state}”，可用：{known}。",
        "There is no reward state “{state}”; known are: {known}.",
    ),
    "rebate_none": ("没有适用的返利。", "No rebate holds here."),
    "rebate_nothing_to_settle": (
        "返利 {policy} 的 {period} 期没有变动，不需要结算。",
        "Nothing has changed in period {period} of rebate {policy}; there is nothing to settle.",
    ),
    "rebate_asked": (
        "已向总部提出，下次交换后得到答复。",
        "HQ has been asked; its answer comes after the next exchange.",
    ),
    "rebate_written": (
        "返利明细 {lines} 行已写入 {path}。",
        "The {lines} lines of the rebate are in {path}.",
    ),
    "wallet_left": (
        "{dealer} 的返利钱包可用 {left:money}。",
        "{left:money} can be spent from the wallet of {dealer}.",
    ),
}
