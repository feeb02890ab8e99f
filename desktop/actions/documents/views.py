"""What actions return: frozen values that windows, papers and JSON show alike, amounts and quantities as Decimal.

Those of orders stand in `order_views` and are named here too.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from desktop.actions.headquarters.status_views import Attention, Status
from desktop.actions.orders.order_views import (
    CheckedOrder,
    DraftLine,
    DraftRow,
    KeptDraft,
    OrderDraft,
    OrderLineView,
    OrderRow,
    OrderView,
    PolicyDiscount,
    QuotaLeft,
)
from domain.accounts.credit import CreditPosition
from domain.catalog.stock import StockLevel
from domain.explain import Reason
from domain.parties.dealers import Dealer
from domain.values.quantities import Pack

__all__ = [
    "Attention",
    "CheckedOrder",
    "CustomerRow",
    "CustomerView",
    "DealerHit",
    "DraftLine",
    "DraftRow",
    "IncomingRow",
    "KeptDraft",
    "OrderDraft",
    "OrderLineView",
    "OrderRow",
    "OrderView",
    "PaperLineView",
    "PaperRow",
    "PaperView",
    "PastSale",
    "PolicyDiscount",
    "ProductHit",
    "ProductRow",
    "ProductStrip",
    "QuotaLeft",
    "Status",
    "StockRow",
]

# ---- other documents --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One row of a list of documents of any kind; `amount` as the document says it (a reversal's is negative)."""

    pk: int
    id: str
    kind: str
    number: str
    date: dt.date
    seller_code: str
    seller_name: str
    buyer_code: str
    buyer_name: str
    state: str
    amount: Decimal
    ref: str
    remark: str
    method: str
    source_number: str
    reverses_number: str
    recorded_at: str
    buyer_id: str = ""


@dataclass(frozen=True, slots=True)
class PaperLineView:
    """One line of a posted document; in base units; `gift` is the policy that gives it, `gift_name` its name."""

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
    order_line: int | None
    base_unit: str = ""
    gift: str = ""
    by_hand: bool = False
    gift_name: str = ""
    packs: tuple[Pack, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperView:
    """A posted document with its lines.

    A return that was just made tells what was charged with it for lost benefits (below zero: given back), and the note.
    `told` is what else a person should know of a document that was just made.
    """

    id: str
    kind: str
    number: str
    seller: Dealer
    buyer: Dealer
    date: dt.date
    due: dt.date | None
    state: str
    amount: Decimal
    warehouse: str
    ref: str
    remark: str
    method: str
    source_number: str
    reverses_number: str
    author: str
    recorded_at: str
    lines: tuple[PaperLineView, ...]
    charge: Decimal = Decimal(0)
    charge_number: str = ""
    told: tuple[Reason, ...] = ()

    @property
    def charge_told(self) -> str:
        """The sentence that tells of the charge; "" where nothing was charged."""
        if not self.charge_number:
            return ""
        return "return_charged" if self.charge > 0 else "return_charge_back"


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """A delivery on its way to this desk, which waits to be received."""

    pk: int
    id: str
    number: str
    date: dt.date
    seller_code: str
    seller_name: str
    amount: Decimal
    lines: int
    order_number: str
    partly: bool = False
    """Whether some of it was received already, and only the rest is still on its way."""
    received_amount: Decimal = Decimal(0)
    """What was received of it, at the delivery's amounts."""

    @property
    def outstanding_amount(self) -> Decimal:
        """What is still on its way."""
        return self.amount - self.received_amount


# ---- parties, goods, stock --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A buyer with the account it has with its seller; `available` None means no limit, `overdue` is what of the
    balance is past its due date.
    """

    pk: int
    id: str
    code: str
    name: str
    tier: str
    status: str
    price_list: str
    phone: str
    credit_limit: Decimal | None
    credit_days: int | None
    balance: Decimal
    committed: Decimal
    available: Decimal | None
    seller: str
    overdue: Decimal = Decimal(0)
    overdue_days: int = 0
    terms: str = ""


@dataclass(frozen=True, slots=True)
class MergedAccount:
    """A card that was merged into another, with what stands on its account still."""

    code: str
    name: str
    balance: Decimal


@dataclass(frozen=True, slots=True)
class CustomerView:
    """A buyer's card with its credit position today; `notes` say why no order is written for it."""

    dealer: Dealer
    seller: Dealer
    credit: CreditPosition
    last_order: dt.date | None
    last_payment: dt.date | None
    notes: tuple[Reason, ...] = ()
    merged: tuple[MergedAccount, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product with this desk's own stock, what HQ says it could still promise, and this desk's own buying price."""

    pk: int
    id: str
    sku: str
    name: str
    unit: str
    packs: tuple[Pack, ...]
    barcode: str
    category: str
    brand: str
    active: bool
    on_hand: Decimal
    reserved: Decimal
    available: Decimal
    seller_available: Decimal | None
    unit_price: Decimal | None
    available_text: str
    spec: str = ""


@dataclass(frozen=True, slots=True)
class ProductHit:
    """What type-ahead found; `available` and `unit_price` are the asked seller's and buyer's, None where unknown."""

    product: str
    sku: str
    name: str
    barcode: str
    unit: str
    packs: tuple[Pack, ...]
    available: Decimal | None
    unit_price: Decimal | None


@dataclass(frozen=True, slots=True)
class DealerHit:
    """A dealer found by what was typed."""

    id: str
    code: str
    name: str
    tier: str


@dataclass(frozen=True, slots=True)
class PastSale:
    """One earlier line of the same product to the same buyer."""

    date: dt.date
    number: str
    quantity: Decimal
    quantity_text: str
    unit_price: Decimal | None


@dataclass(frozen=True, slots=True)
class ProductStrip:
    """The facts of the row under the caret: stock by warehouse, what is on its way, the last sales to this buyer."""

    product: str
    sku: str
    name: str
    unit: str
    packs: tuple[Pack, ...]
    stock: tuple[tuple[str, StockLevel], ...]
    seller_available: StockLevel | None
    in_transit: Decimal
    sales: tuple[PastSale, ...]


@dataclass(frozen=True, slots=True)
class StockRow:
    """One product's stock in one warehouse, in base units; the texts as people count (30箱5瓶)."""

    owner: str
    warehouse: str
    product: str
    sku: str
    name: str
    on_hand: Decimal
    reserved: Decimal
    available: Decimal
    quantity_text: str
    reserved_text: str
    available_text: str


# ---- exchange and care ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeptView:
    """A record out of the second copy that the books could not take in by themselves: entry `place` of `desk`.

    `ours` says that it is this dealer's, so that a person may take it in.
    """

    desk: str
    place: int
    kind: str
    record: str
    number: str
    ours: bool
