"""What the story tells of policies: they reach the desk, explain each price, and a rebate pays a later order."""

from __future__ import annotations

from desktop.actions.headquarters import exchange
from desktop.actions.policies import policies
from desktop.actions.rebates import rebates, wallets
from desktop.demo.sample import APPROVER, sample_files
from desktop.demo.telling import Telling
from desktop.wording import say_step
from domain.rebates.periods import period_key
from domain.values.money import format_money

_REBATE = "FL-01"


def tell_policies(story: Telling) -> None:
    """What holds for the agent, as his desk knows it after its first exchange; opening them is told to HQ."""
    desk = story.stage.desk()
    rows = policies.policy_rows(desk, "mine")
    for row in rows:
        policies.mark_read(desk, row.policy, row.version)
    story.say(
        "policies",
        len(rows) == len(sample_files()),
        f"政策 {len(rows)} 项已到工作台并已阅读：{'、'.join(row.name for row in rows)}",
        f"{len(rows)} policies have reached the desk and were read: {', '.join(row.policy for row in rows)}",
    )


def tell_prices(story: Telling, number: str) -> None:
    """Why one order costs what it costs: each line's steps, with policy and version."""
    from desktop.actions.orders.orders import order

    placed = order(story.stage.desk(), number)
    story.say(
        "why",
        any(line.steps for line in placed.lines),
        f"订单 {number} 每一行都说得清价格：",
        f"Every line of {number} explains its price:",
    )
    for line in placed.lines:
        told = "；".join(say_step(step, story.language) for step in line.steps)
        story.remark(f"{line.sku} {line.name} {line.quantity_text}：{told}")


def settle_rebate(story: Telling) -> None:
    """HQ settles the quarter so far, and the credit arrives in the agent's wallet with the next exchange."""
    stage = story.stage
    desk = stage.desk()
    here = rebates.rebate_rows(desk, policy=_REBATE)[0]
    with stage.hq() as hq:
        there = rebates.rebate_rows(hq, here.dealer.id, policy=_REBATE)[0]
        story.say(
            "rebate",
            here.earned == there.earned and here.earned > 0,
            f"{here.name}：进货 {format_money(here.total)} 元，已得 {format_money(here.earned)} 元，"
            f"再进 {format_money(here.ahead[0].missing)} 元到下一档；两端算得一样",
            f"{here.policy}: bought {format_money(here.total)}, earned {format_money(here.earned)}, "
            f"{format_money(here.ahead[0].missing)} to the next step; both ends reckon the same",
        )
        hq.operator = APPROVER
        period = period_key(hq.today(), "quarter")
        settled = rebates.settle(hq, _REBATE, period, (here.dealer.id,), interim=True)
    exchange.exchange(desk)
    wallet = wallets.wallet(desk)
    story.say(
        "wallet",
        len(settled.payouts) == 1 and wallet.left == settled.payouts[0].payable,
        f"总部中期结算 {settled.payouts[0].number}，返利钱包到账 {format_money(wallet.left)} 元",
        f"HQ settles {settled.payouts[0].number}; the wallet holds {format_money(wallet.left)} yuan",
    )
