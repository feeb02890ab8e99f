"""What the actions about policies and rebates return: frozen values that window, paper and JSON show alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from domain.explain import Reason, Step
from domain.parties.dealers import Dealer
from domain.policies.policy import Policy
from domain.rebates.facts import CountedLine
from domain.rebates.period_rebate import IfReached
from domain.rebates.settlement import SettlementLine
from domain.values.quantities import Pack

if TYPE_CHECKING:
    from desktop.actions.documents.views import DealerHit
    from desktop.wording.policies.policy_text import PolicyText

PolicyState = Literal["draft", "proposed", "refused", "coming", "in_force", "ended", "superseded", "withdrawn"]


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One version in a list: published (`draft` is ""), or a draft (`draft` is its record id).

    `template` is the tag of a promotion's template (`SpendSave`), else "". `start` and `end` are the days it really
    holds; None is open. `unread`: nobody at this dealer has opened it yet. `mine`: it holds for this desk's dealer.
    """

    policy: str
    version: int
    name: str
    kind: str
    template: str
    start: dt.date | None
    end: dt.date | None
    state: PolicyState
    author: str
    approver: str
    published_at: str
    draft: str
    unread: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class ReadReceipt:
    """Whether a dealer addressed by a version has opened it: when and who, "" while not."""

    dealer: Dealer
    read_at: str
    by: str


@dataclass(frozen=True, slots=True)
class PolicyView:
    """One version with everything about it; `reasons` say why a draft was refused, `form` is its JSON form."""

    row: PolicyRow
    policy: Policy
    form: Mapping[str, Any]
    reasons: tuple[Reason, ...]
    versions: tuple[PolicyRow, ...]
    receipts: tuple[ReadReceipt, ...]
    withdrawn_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class SimulatedDealer:
    """What a dealer would get over the simulated days: with the policies in force, and with the candidate instead.

    Money given: discounts, free goods at their price, rebates. `documents` counts those that come out otherwise.
    """

    dealer: Dealer
    documents: int
    turnover: Decimal
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        """What the candidate costs more (negative: less)."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Simulation:
    """A candidate tried on real documents; `against` is the version in force that it would follow, if any."""

    policy: Policy
    against: Policy | None
    first_day: dt.date
    last_day: dt.date
    documents: int
    dealers: tuple[SimulatedDealer, ...]
    reasons: tuple[Reason, ...]

    @property
    def before(self) -> Decimal:
        return sum((each.before for each in self.dealers), Decimal(0))

    @property
    def after(self) -> Decimal:
        return sum((each.after for each in self.dealers), Decimal(0))


# ---- rebates ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RebateRow:
    """One rebate of one dealer in one period as it stands on a day.

    `unit` is `amount`, `amount_untaxed` or `quantity`; `reached` picked the tier (`tier` from 0, None: none yet).
    `starts` are the bounds of all tiers in the terms of `reached`. `earned` is what real conditions give so far,
    `paid` what was settled before, `held` what a year-to-date rule holds back. `ahead` are the steps above, nearest
    first; `at_stake` is what the nearest brings on top. `reward` is credit, account, goods, cash or thing. `base_unit`
    and `packs` say how quantities are counted, where all products of the policy are counted alike.
    """

    policy: str
    version: int
    name: str
    dealer: Dealer
    period: str
    first_day: dt.date | None
    last_day: dt.date | None
    unit: str
    method: str
    reward: str
    reward_name: str
    total: Decimal
    base: Decimal
    target: Decimal | None
    reached: Decimal
    tier: int | None
    starts: tuple[Decimal, ...]
    earned: Decimal
    paid: Decimal
    held: Decimal
    ahead: tuple[IfReached, ...]
    at_stake: Decimal
    days_left: int | None
    steps: tuple[Step, ...]
    reasons: tuple[Reason, ...]
    base_unit: str = ""
    packs: tuple[Pack, ...] = ()


@dataclass(frozen=True, slots=True)
class PayoutView:
    """One formal settlement and what became of its reward; `history` are (state, moment, by)."""

    id: str
    number: str
    policy: str
    version: int
    name: str
    dealer: Dealer
    period: str
    reward: str
    reward_name: str
    earned: Decimal
    final: Decimal
    payable: Decimal
    lines: tuple[SettlementLine, ...]
    state: str
    history: tuple[tuple[str, str, str], ...]
    settled_at: str
    settled_by: str
    expires: dt.date | None


@dataclass(frozen=True, slots=True)
class AdjustmentView:
    """A correction by hand; it counts once `approved_by` names a second person."""

    id: str
    policy: str
    dealer: Dealer
    period: str
    amount: Decimal
    reason: str
    made_by: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class RebateView:
    """A rebate down to each line that counted or didn't, with its settlements and corrections.

    `accruals` are what each line accrues at the present rate, in the order of `lines`.
    """

    row: RebateRow
    policy: Policy
    lines: tuple[CountedLine, ...]
    payouts: tuple[PayoutView, ...]
    adjustments: tuple[AdjustmentView, ...]
    accruals: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class WalletRow:
    """One credit of a wallet: what it was, what orders hold of it, what was spent, what is left to spend today.

    `buys` names what its scope takes in: categories, brands and products as people call them; empty is everything.
    """

    id: str
    policy: str
    version: int
    name: str
    period: str
    amount: Decimal
    reserved: Decimal
    spent: Decimal
    left: Decimal
    scope: Any
    expires: dt.date | None
    orders: tuple[tuple[str, Decimal], ...]
    buys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WalletView:
    """A dealer's wallet; `left` is all that can be spent today in some order."""

    dealer: Dealer
    rows: tuple[WalletRow, ...]

    @property
    def left(self) -> Decimal:
        return sum((row.left for row in self.rows), Decimal(0))


class Rights(NamedTuple):
    """What whoever works here may do about policies, and what day it is."""

    today: dt.date
    at_hq: bool
    may_write: bool
    may_approve: bool
    name: str


class Look(NamedTuple):
    """A form looked at: what is wrong with it, and how it reads (None as long as it can't be read at all).

    `effects` are what a sound one would do all the same, `counted` by path the quantities that were typed in packs, in
    base units.
    """

    reasons: Sequence[Reason]
    text: PolicyText | None
    effects: Sequence[Reason] = ()
    counted: Mapping[str, str] = {}


class Reading(NamedTuple):
    """A version as the page shows it; `before` is the form of the version in force where this is a draft."""

    view: PolicyView
    text: PolicyText | None
    before: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """Whose desk this is, and what whoever works here may do with rebates."""

    own: DealerHit
    at_hq: bool
    may_settle: bool
    today: dt.date
    sees_own: bool = True
    """Whether whoever works here may see what this dealer buys, and so what it earns by that."""


@dataclass(frozen=True, slots=True)
class DealerRebates:
    """Where one dealer stands: its rebates and its wallet."""

    rows: Sequence[RebateRow]
    wallet: WalletView


@dataclass(frozen=True, slots=True)
class Explained:
    """A rebate with the names of the products its lines speak of: name, SKU, base unit by id."""

    view: RebateView
    products: Mapping[str, tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Due:
    """What a settlement now would pay a dealer, line by line; nothing is written."""

    dealer: Dealer
    payable: Decimal
    lines: Sequence[SettlementLine]
    reward: str
    reward_name: str
