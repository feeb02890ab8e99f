"""What a formal settlement would pay, reckoned exactly as it would be and written nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.catalog.cards import products_by_id
from domain.parties.dealers import Dealer
from domain.policies.rebate_terms import Rebate
from domain.rebates.settlement import SettlementLine
from sync.hq.deciding.settling_rebates import SettlementOrder, due_within

if TYPE_CHECKING:
    from desktop.desk import Desk


@dataclass(frozen=True, slots=True)
class PayoutPreview:
    """One dealer's settlement: its lines and what they come to (negative: to be taken back)."""

    dealer: Dealer
    payable: Decimal
    lines: tuple[SettlementLine, ...]
    reward: str
    reward_name: str


def previews(
    desk: Desk, policy: str, period: str, dealers: Sequence[str] = (), *, interim: bool = False
) -> list[PayoutPreview]:
    """What settling a policy's period now would pay each dealer (none named: all); raises what settling would."""
    order = SettlementOrder(policy, period, desk.operator, desk.today(), desk.now(), tuple(dealers), interim=interim)
    with desk.book.reading() as connection:
        due = due_within(connection, order)
        rewards = [standing.policy.terms.reward for standing, _ in due if isinstance(standing.policy.terms, Rebate)]
        goods = products_by_id(connection, sorted({reward.product for reward in rewards if reward.product}))
    found = []
    for (standing, settlement), reward in zip(due, rewards, strict=True):
        name = goods[reward.product].name if reward.product in goods else reward.thing or reward.product
        found.append(PayoutPreview(standing.buyer.dealer, settlement.payable, settlement.lines, reward.kind, name))
    return found
