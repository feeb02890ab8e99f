"""What actions about orders return: drafts as they are written, orders as checked, stored and listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from desktop.actions.orders.shown_prices import ShownOrder
from domain.accounts.credit import CreditPosition
from domain.catalog.stock import StockLevel
from domain.documents.fulfilment import OPEN_STATES
from domain.documents.order_progress import OrderProgress
from domain.documents.verdict import Verdict
from domain.explain import Reason, Step
from domain.parties.dealers import Dealer
from domain.promotions.lines import Hint
from domain.rebates.wallet import Spending
from domain.values.quantities import Pack


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line being typed: `product` is an id, `quantity` in base units, `unit` and `pack_size` as typed in, `agreed` a
    unit price (per base unit) settled by hand.
    """

    product: str
    quantity: Decimal
    unit: str
    pack_size: Decimal
    agreed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A row as it stands in the grid, readable or not.

    `product` is an id ("" where none is known) and `text` what was typed for it, or its code; `quantity` in base units;
    `quantity_text` and `price_text` are what was typed and can't be read yet.
    """

    product: str = ""
    text: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    pack_size: Decimal = Decimal(1)
    agreed: Decimal | None = None
    quantity_text: str = ""
    price_text: str = ""


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order being written; `seller` and `buyer` are ids or codes, `warehouse` "" takes the desk's main one.

    `lines` are what of it can be judged, `rows` all that stands in the grid (none where it was not typed there).
    `use_wallet`: pay from the rebate wallet what it can pay, no more than `wallet_most` where that is said.
    `supersedes`: the id of the order this one is to be taken instead of. `party_text` is what was typed for the
    customer and names nobody (yet). `shown`: the prices its writer saw when it was kept.
    """

    id: str
    seller: str
    buyer: str
    date: dt.date
    warehouse: str = ""
    ref: str = ""
    remark: str = ""
    lines: tuple[DraftLine, ...] = ()
    coupons: tuple[str, ...] = ()
    use_wallet: bool = False
    wallet_most: Decimal | None = None
    supersedes: str = ""
    rows: tuple[DraftRow, ...] = ()
    party_text: str = ""
    shown: ShownOrder | None = None


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft in the list of those kept: whose it is, how many rows stand in it, and how many can't be read yet.

    `first` names the goods of its first row, or what was typed there: what tells two drafts of one customer apart.

    `selling`: to one's own customer; `party` is the other side, None where none is named yet.
    """

    draft: OrderDraft
    number: str
    selling: bool
    party: Dealer | None
    rows: int
    unread: int
    kept_at: str
    first: str = ""


@dataclass(frozen=True, slots=True)
class PolicyDiscount:
    """What one version of a policy took off a line, or off all lines together."""

    policy: str
    version: int
    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class QuotaLeft:
    """What is left of a special price's quota: as HQ said at `as_of` ("" never), less own orders since."""

    policy: str
    name: str
    quota: Decimal
    left: Decimal
    as_of: str


@dataclass(frozen=True, slots=True)
class OrderLineView:
    """One line; quantities in base units, `quantity_text` as people count (30箱5瓶), `accepted` None until answered.

    `list_price` is the price before any policy; `unit_price` after price lists and hand; `amount` what the whole line
    costs after promotions, `net` what the accepted part costs (None until answered); `gift` the policy that gives these
    goods on top, "" for what was ordered, `gift_name` what it is called. `steps` tell the price, its rounding, and each
    promotion. `asked_price` is what the order's writer stated, `added` says that the seller's answer put the line on
    the order; `closed` is what of the accepted quantity the seller won't deliver any more.

    `taken` is what of it stands as accepted, less what was closed, and `due` what that costs; both None while the order
    waits for its answer or an approval. `delivered_amount` is what the deliveries were posted at.
    """

    line: int
    product: str
    sku: str
    name: str
    quantity: Decimal
    unit: str
    pack_size: Decimal
    quantity_text: str
    unit_price: Decimal | None
    amount: Decimal
    accepted: Decimal | None
    delivered: Decimal
    steps: tuple[Step, ...]
    base_unit: str = ""
    packs: tuple[Pack, ...] = ()
    list_price: Decimal | None = None
    discounts: tuple[PolicyDiscount, ...] = ()
    gift: str = ""
    by_hand: bool = False
    net: Decimal | None = None
    asked_price: Decimal | None = None
    added: bool = False
    closed: Decimal = Decimal(0)
    taken: Decimal | None = None
    due: Decimal | None = None
    delivered_amount: Decimal = Decimal(0)
    gift_name: str = ""

    @property
    def left(self) -> Decimal:
        """What of it is still to be delivered, in base units."""
        return max((self.accepted or Decimal(0)) - self.closed - self.delivered, Decimal(0))


@dataclass(frozen=True, slots=True)
class RestClosingView:
    """Somebody's word that no more of an order is to be delivered: its seller's holds, its buyer's asks for it."""

    by_seller: bool
    by: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class OrderView:
    """A stored order; `total` is the sum of its lines as ordered, `reasons` speak of the order and of its lines.

    `gross` is the total before promotions, `discounts` what each policy took off, `wallet` what the rebate wallet pays,
    `policies` the versions it was priced with, as the seller's answer says where there is one; `hints` speak
    of drafts only, `quotas` tell what is left now, where one order is looked at; `progress` where it is and since when
    (None for drafts); `closings` are in the order in which they were said.
    """

    id: str
    number: str
    kind: str
    seller: Dealer
    buyer: Dealer
    date: dt.date
    state: str
    total: Decimal
    warehouse: str
    ref: str
    remark: str
    author: str
    recorded_at: str
    reasons: tuple[Reason, ...]
    lines: tuple[OrderLineView, ...]
    gross: Decimal = Decimal(0)
    discounts: tuple[PolicyDiscount, ...] = ()
    wallet: tuple[Spending, ...] = ()
    coupons: tuple[str, ...] = ()
    policies: Mapping[str, int] = field(default_factory=dict)
    hints: tuple[Hint, ...] = ()
    quotas: tuple[QuotaLeft, ...] = ()
    progress: OrderProgress | None = None
    closings: tuple[RestClosingView, ...] = ()

    @property
    def paid(self) -> Decimal:
        """What the rebate wallet pays of it."""
        return sum((each.amount for each in self.wallet), Decimal(0))

    @property
    def accepted_total(self) -> Decimal | None:
        """What the accepted part costs, less what of it was closed; None while it waits for an answer or approval."""
        due = [line.due for line in self.lines]
        return None if None in due else sum((each for each in due if each is not None), Decimal(0))

    @property
    def delivered_total(self) -> Decimal:
        """What its deliveries were posted at, those that were reversed left out."""
        return sum((line.delivered_amount for line in self.lines), Decimal(0))

    @property
    def stage(self) -> str:
        """How far it is on its way; where that was not asked for, its state."""
        return self.progress.stage if self.progress else self.state

    @property
    def left(self) -> Decimal:
        """How much of it is still to be delivered, whatever it is; 0 where nothing is promised."""
        return sum((each.left for each in self.lines), Decimal(0)) if self.state in OPEN_STATES else Decimal(0)


@dataclass(frozen=True, slots=True)
class CheckedOrder:
    """A draft priced and judged by today's books; nothing was saved. `stock` is by product id.

    `lines` are the draft's, then the goods on top. `gross`, `discounts`, `wallet` and `policies` as in `OrderView`, for
    the whole of what was asked; `hints` tell what is missing to more, the nearest first; `quotas` what is left.
    """

    draft: OrderDraft
    lines: tuple[OrderLineView, ...]
    verdict: Verdict
    stock: Mapping[str, StockLevel]
    credit: CreditPosition
    total: Decimal
    gross: Decimal = Decimal(0)
    discounts: tuple[PolicyDiscount, ...] = ()
    hints: tuple[Hint, ...] = ()
    wallet: tuple[Spending, ...] = ()
    policies: Mapping[str, int] = field(default_factory=dict)
    quotas: tuple[QuotaLeft, ...] = ()

    @property
    def paid(self) -> Decimal:
        """What the rebate wallet pays of it."""
        return sum((each.amount for each in self.wallet), Decimal(0))


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One row of the orders list."""

    pk: int
    id: str
    number: str
    date: dt.date
    seller_code: str
    seller_name: str
    buyer_code: str
    buyer_name: str
    state: str
    total: Decimal
    lines: int
    ref: str
    recorded_at: str
    attention: bool
    """Whether a reason of it stops or warns."""
    stage: str = ""
    since: str = ""
    """Where it is on its way, and since when (UTC; "" where nobody here can know), as `order_progress` tells it."""
    accepted_amount: Decimal | None = None
    delivered_amount: Decimal = Decimal(0)
    """`accepted_total` and `delivered_total` of the order."""
