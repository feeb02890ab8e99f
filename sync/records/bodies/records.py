"""What an entry's body holds, kind by kind: whole records in stored units, unknown fields skipped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from domain.documents.kinds import DOCUMENTS
from sync.records.bodies.accounts import ACCOUNT_BODIES
from sync.records.bodies.body import Body, ReasonBody
from sync.records.bodies.policies import POLICY_BODIES
from sync.records.bodies.tree import TREE_BODIES

__all__ = [
    "BODY_TYPES",
    "DOCUMENT_KINDS",
    "AnswerBody",
    "AvailabilityBody",
    "Body",
    "CopyBody",
    "DealerBody",
    "DocumentBody",
    "LineBody",
    "PeriodBody",
    "PriceBody",
    "ProductBody",
    "ReasonBody",
    "ReleaseBody",
    "StepBody",
    "UseBody",
    "WalletUseBody",
    "decode",
    "encode",
]


class DealerBody(Body):
    """Anyone in the channel; money in fen."""

    code: str
    name: str
    tier: str
    parent: str | None = None
    territory: str = ""
    price_list: str = ""
    credit_limit: int | None = None
    credit_days: int | None = None
    status: str = "active"
    pinyin: str = ""
    contact: str = ""
    phone: str = ""
    address: str = ""
    tags: list[str] = msgspec.field(default_factory=list)
    terms: str = ""
    status_since: str = ""
    status_reason: str = ""
    tax_id: str = ""
    remark: str = ""
    # The card that goes on for this one, where two were made of one customer; its papers stay its own.
    merged_into: str = ""


class ProductBody(Body):
    """A product; pack size in 1/1000 base units, tax rate in 1/10000."""

    sku: str
    name: str
    unit: str
    pinyin: str = ""
    barcode: str = ""
    pack_unit: str = ""
    pack_size: int = 0
    tax_rate: int = 0
    category: str = ""
    brand: str = ""
    owner: str = ""
    active: bool = True
    spec: str = ""
    status_reason: str = ""


class PriceBody(Body):
    """One product's price in one list; 1/10000 yuan per base unit, tax included; empty dates are open ends."""

    price_list: str
    product: str
    unit_price: int
    valid_from: str = ""
    valid_to: str = ""


class AvailabilityBody(Body):
    """What HQ could still promise of a product when it last said so; 1/1000 base units."""

    warehouse: str
    product: str
    available: int
    as_of: str


class PeriodBody(Body):
    """The last day of a dealer's books as one of its desks closed them; what any of them closed is closed for all.

    `known` is how far that desk had the dealer's other desks' streams then: `desk/<id>#<number>`, apart by spaces.
    """

    dealer: str
    closed_through: str
    known: str = ""


class StepBody(Body):
    """One step of a price's explanation; prices in 1/10000 yuan."""

    code: str
    before: int | None = None
    after: int | None = None
    facts: Mapping[str, str] = {}


class LineBody(Body):
    """One line; quantity and pack in 1/1000 base units, price in 1/10000 yuan, amount in fen."""

    product: str
    sku: str
    quantity: int
    amount: int
    unit_price: int | None = None
    unit: str = ""
    pack: int = 1000
    # The name as written, where the reader may not know the product.
    name: str = ""
    order_line: int | None = None
    # Orders decided by their own writer: the quantity accepted, and what that costs where promotions lowered it.
    accepted: int | None = None
    net: int | None = None
    # The policy that gives these goods on top of what was bought.
    gift: str = ""
    by_hand: bool = False
    why: list[StepBody] = msgspec.field(default_factory=list)


class UseBody(Body):
    """What an order takes of a policy's limits; quantity in 1/1000 base units, of a quota only."""

    policy: str
    version: int
    quantity: int = 0


class WalletUseBody(Body):
    """So much of a wallet credit on one line of an order, counted from 1; in fen."""

    entry: str
    line: int
    amount: int


class DocumentBody(Body):
    """A document with all its lines; amounts in fen. `state` and `reasons` speak only on orders."""

    number: str
    seller: str
    buyer: str
    date: str
    recorded_at: str
    amount: int
    lines: list[LineBody] = msgspec.field(default_factory=list)
    author: str = ""
    state: str = ""
    reasons: list[ReasonBody] = msgspec.field(default_factory=list)
    due: str = ""
    warehouse: str = ""
    ref: str = ""
    remark: str = ""
    method: str = ""
    source: str | None = None
    reverses: str | None = None
    terms: str = ""
    # What an order was priced with: version by policy, what it takes of limits, what its wallet pays, coupons shown.
    policies: Mapping[str, int] = {}
    uses: list[UseBody] = msgspec.field(default_factory=list)
    wallet: list[WalletUseBody] = msgspec.field(default_factory=list)
    coupons: list[str] = msgspec.field(default_factory=list)
    # The order this one asks to be taken instead of.
    supersedes: str | None = None
    # Counts of stock and openings only: how far the desk had the other desks' streams then, as in `PeriodBody`.
    known: str = ""


class AnswerBody(Body):
    """The seller's verdict on an order: accepted quantities line by line, in the order's own order."""

    order: str
    state: str
    decided_at: str
    accepted: list[int] = msgspec.field(default_factory=list)
    reasons: list[ReasonBody] = msgspec.field(default_factory=list)
    number: str = ""
    decided_by: str = ""
    # The seller's unit prices line by line, None where he has none; they hold where the order says otherwise.
    unit_prices: list[int | None] = msgspec.field(default_factory=list)
    # The warehouse that serves the order, where the order named none.
    warehouse: str = ""
    # What the accepted quantity of each line costs where promotions lowered it; goods on top the order didn't name.
    amounts: list[int | None] = msgspec.field(default_factory=list)
    added: list[LineBody] = msgspec.field(default_factory=list)
    policies: Mapping[str, int] = {}
    uses: list[UseBody] = msgspec.field(default_factory=list)
    wallet: list[WalletUseBody] = msgspec.field(default_factory=list)


class ReleaseBody(Body):
    """HQ believes an entry that it had held: what it rests on has come. `stream` is a desk's, `number` the entry's.

    The entry itself comes with it, `body` null for a deletion: a copy that was filled meanwhile left it out.
    """

    stream: str
    number: int
    at: str
    kind: str
    record: str
    body: msgspec.Raw


class HeldReasonBody(Body):
    """HQ goes on holding an entry, for another reason than it told before: it was judged again. As `ReleaseBody`."""

    stream: str
    number: int
    at: str
    code: str
    facts: Mapping[str, str] = {}


class CopyBody(Body):
    """A document from a stream the reader may not read, passed on because the reader is its buyer."""

    kind: str
    id: str
    body: msgspec.Raw


DOCUMENT_KINDS = DOCUMENTS

# In the order in which kinds build on each other, so that a page is applied in this order.
BODY_TYPES: Mapping[str, type[Body]] = {
    "dealer": DealerBody,
    "product": ProductBody,
    "price": PriceBody,
    "availability": AvailabilityBody,
    "period": PeriodBody,
    **TREE_BODIES,
    **POLICY_BODIES,
    **dict.fromkeys(DOCUMENT_KINDS, DocumentBody),
    "answer": AnswerBody,
    **ACCOUNT_BODIES,
    "copy": CopyBody,
    "release": ReleaseBody,
    "held_reason": HeldReasonBody,
}

_ENCODER = msgspec.json.Encoder()
_DECODERS = {kind: msgspec.json.Decoder(body_type) for kind, body_type in BODY_TYPES.items()}


def encode(body: Body) -> bytes:
    """The bytes that are hashed, stored and sent."""
    return _ENCODER.encode(body)


def decode(kind: str, raw: bytes) -> Body | None:
    """The record an entry holds, or None for a kind this program doesn't know yet.

    Raises msgspec.ValidationError or msgspec.DecodeError where the body isn't of its kind.
    """
    decoder = _DECODERS.get(kind)
    return None if decoder is None else decoder.decode(raw)


def decode_all(kind: str, raws: Iterable[bytes]) -> list[Body] | None:
    """The same for many records of one kind; raises where one of them isn't of its kind."""
    decoder = _DECODERS.get(kind)
    return None if decoder is None else list(map(decoder.decode, raws))
