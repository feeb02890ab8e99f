"""What a rebate says: what is measured over which period, the tiers, the caps, the rounding and the reward.

Money is yuan, quantities are base units, `percent` is out of a hundred.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from domain.policies.scopes import EVERYTHING, ProductScope

Source = Literal["purchases", "sell_through", "received"]
Unit = Literal["amount", "amount_untaxed", "quantity"]
Method = Literal["whole", "marginal", "increment", "per_full", "target_rate"]
RoundingMode = Literal["floor", "ceiling", "round", "keep"]


@dataclass(frozen=True, slots=True)
class Tier:
    """From `start` up to, not including, the next tier's start: `percent` of the base, or `each` per base unit.

    `once` is so much in all, whatever the base: one travel place for who reaches the tier. It goes with `whole` and
    `target_rate`, and nothing is given where nothing earns. With the method `per_full`, `each` is given for every full
    `per`. With `target_rate` and with growth, `start` is a percentage. `end` needn't be said; where it is, it must be
    the next tier's start.
    """

    start: Decimal
    percent: Decimal | None = None
    each: Decimal | None = None
    per: Decimal | None = None
    end: Decimal | None = None
    once: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A dealer's target in a period (`2026-Q4`); an empty `dealer` is everyone without one, an empty `period` all."""

    amount: Decimal
    dealer: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Mix:
    """At least so many percent of the total must be of these products."""

    least: Decimal
    products: ProductScope


@dataclass(frozen=True, slots=True)
class MarkUp:
    """The reward times `factor`: for this dealer and those below it, the nearest said, else for dealers of this tier.

    One that says neither is for everyone else.
    """

    factor: Decimal
    tier: str = ""
    dealer: str = ""


@dataclass(frozen=True, slots=True)
class Caps:
    """The most that is ever earned: `policy` and `dealer` over all periods together, `dealer_period` in each."""

    policy: Decimal | None = None
    dealer: Decimal | None = None
    dealer_period: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rounding:
    """To multiples of `unit`; `keep` keeps four decimals. Only `floor` leaves a remainder, carried on if `carry`.

    It holds for the amount of every method. With `per_full` the mode also says how shares are counted, and what is
    carried is the base that filled no share; a base that reached no tier, or missed its mix, leaves nothing.
    """

    mode: RoundingMode = "round"
    unit: Decimal = Decimal("0.01")
    carry: bool = False


@dataclass(frozen=True, slots=True)
class Reward:
    """How it is paid.

    Credit to the wallet, a credit on the account that is posted at once, goods (`product`; the earned figure is a
    quantity), cash, or a thing (`thing` names it: a travel place). Goods and things are given whole: unless the
    rounding says whole units itself, they are rounded down to one and the rest is carried. `scope` is what wallet
    credit may buy; it expires on `until` or `months` after the period's end (end of month), else never.
    """

    kind: Literal["credit", "account", "goods", "cash", "thing"] = "credit"
    product: str = ""
    thing: str = ""
    scope: ProductScope = EVERYTHING
    until: date | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Rebate:
    """One rebate.

    `to_date`: periods are judged together with the year so far; `all` pays nothing until the year's target is
    met and then everything held back, `met` pays each period that is met and holds back the others. `returns`
    count on their own day, or (`sale_date`) on the day of what they return, which claws back what was paid.
    `free_counts` lets free goods count to the target, `free_earns` lets them earn. `late_days`: a document
    paid more than so many days after it was due doesn't earn; None doesn't ask. `tier_by` says what picks the
    tier: the total, the growth on last year in percent (the method then applies to the total or, with
    `increment`, to the growth). `payable` says when: at the period's end, or as each document is paid. `negative` says
    what becomes of a period in which more came back than was bought: `carry` takes it off the next ones, `drop` forgets
    it.
    """

    tiers: tuple[Tier, ...]
    method: Method = "whole"
    source: Source = "purchases"
    unit: Unit = "amount"
    period: Literal["month", "quarter", "year", "whole"] = "month"
    to_date: Literal["", "all", "met"] = ""
    tier_by: Literal["total", "growth"] = "total"
    targets: tuple[Target, ...] = ()
    mix: tuple[Mix, ...] = ()
    late_days: int | None = None
    free_counts: bool = False
    free_earns: bool = False
    returns: Literal["return_date", "sale_date"] = "return_date"
    mark_ups: tuple[MarkUp, ...] = ()
    caps: Caps = Caps()
    rounding: Rounding = Rounding()
    reward: Reward = Reward()
    payable: Literal["period_end", "when_paid"] = "period_end"
    negative: Literal["carry", "drop"] = "carry"

    @property
    def goes_on(self) -> bool:
        """Whether what a period gave matters to those after it: a remainder, a deficit, or a cap over all of them."""
        if self.period == "whole":
            return False
        caps = self.caps.dealer is not None or self.caps.policy is not None
        return caps or self.rounding.carry or self.exact_rounding.carry or self.negative == "carry"

    @property
    def exact_rounding(self) -> Rounding:
        """How the amount is rounded: as the policy says, and goods and things never into pieces of one."""
        said = self.rounding
        if self.reward.kind in {"goods", "thing"} and (said.mode == "keep" or said.unit % 1):
            return Rounding("floor", Decimal(1), carry=True)
        return said

    def target_of(self, dealer: str, period: str) -> Decimal | None:
        """The dealer's target in a period: his own before everyone's, the period's own before the general one."""
        fitting = [
            ((target.dealer != "", target.period != ""), target.amount)
            for target in self.targets
            if target.dealer in {"", dealer} and target.period in {"", period}
        ]
        return max(fitting)[1] if fitting else None
