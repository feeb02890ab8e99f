"""The registry of document kinds: what each does to account and stock, whom it concerns, what it follows, its number.

Whatever lists kinds asks here. A kind is added by one entry, and by a face that says what people call it
(`desktop.documents`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

Family = Literal["order", "goods", "stock", "money", "note"]
Side = Literal["seller", "buyer"]


@dataclass(frozen=True, slots=True)
class StockMove:
    """What each line does to the stock of one side: +1 comes in, -1 goes out; `place` is the field naming where."""

    side: Side
    sign: int
    place: str = "warehouse"


@dataclass(frozen=True, slots=True)
class Following:
    """What a kind follows by its `source`, or by its `order`.

    Attributes:
        relation: it `takes_up` lines, is `about` a document, `pays_for` one, `answers` or `closes` an order.
        kinds: what it may follow; none: any document that posts.
        too_much: what is said to whoever takes more lines up than are left.
        beyond: what HQ says of a record that does.
    """

    relation: Literal["takes_up", "about", "pays_for", "answers", "closes"]
    kinds: tuple[str, ...] = ()
    too_much: str = ""
    beyond: str = ""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind of document, or of word about an order (which has no number).

    Attributes:
        prefix: what its numbers begin with.
        posts: the sign with which an ordinary one raises what the buyer owes: +1, -1 or 0. A reversal carries negated
            amounts, and so undoes it.
        moves: what its lines do to stock; a transfer would have two.
        writer: in whose books it is at home.
        copied: whether its other side gets a copy where it can't read the writer's stream.
        right: what whoever writes or undoes one must be allowed.
        source: what it follows.
        amount: how it comes about: out of its `lines`, as a person `said`, `reckoned` by the program; "" for none.
        below_zero: what one below zero is: it `undoes` another, `takes_back`, or is so `by_nature`.
        falls_due: whether it is to be paid by the buyer's terms.
        alone: of what only one desk may say it, and says how far it had heard the others: an `account`, some `goods`.
    """

    code: str
    prefix: str
    family: Family
    posts: int = 0
    moves: tuple[StockMove, ...] = ()
    writer: Literal["seller", "buyer", "either"] = "seller"
    copied: bool = True
    right: str = "money_write"
    source: Following | None = None
    amount: Literal["lines", "said", "reckoned", ""] = ""
    below_zero: Literal["undoes", "takes_back", "by_nature"] = "undoes"
    falls_due: bool = False
    alone: Literal["", "account", "goods"] = ""

    @property
    def settles(self) -> bool:
        """Whether it is set against what raises the debt."""
        return self.posts < 0

    @property
    def relation(self) -> str:
        """How it stands to what it follows; "" where it follows nothing."""
        return self.source.relation if self.source else ""

    @property
    def takes_off(self) -> bool:
        """Whether it lowers the very document it is about."""
        return self.settles and self.relation in ("takes_up", "about")


_OUT, _BACK, _IN = StockMove("seller", -1), StockMove("seller", +1), StockMove("buyer", +1)
_ABOUT = Following("about")
_GOODS: Literal["goods_move"] = "goods_move"

KINDS: Mapping[str, DocumentKind] = MappingProxyType(
    {
        kind.code: kind
        for kind in (
            DocumentKind("order", "XSDD", "order", writer="either", right="order_write", amount="lines"),
            DocumentKind("answer", "", "order", right="order_approve", source=Following("answers", ("order",))),
            DocumentKind("order_closing", "", "order", right="order_approve", source=Following("closes", ("order",))),
            DocumentKind(
                "delivery", "XSCK", "goods", +1, (_OUT,), right=_GOODS, amount="lines", falls_due=True,
                source=Following("takes_up", ("order",), "delivery_too_much", "delivered_beyond"),
            ),
            DocumentKind(
                "goods_receipt", "CGRK", "goods", 0, (_IN,), "buyer", right=_GOODS, amount="lines",
                source=Following("takes_up", ("delivery",), "receipt_too_much", "received_beyond"),
            ),
            DocumentKind(
                "return", "XSTH", "goods", -1, (_BACK,), right=_GOODS, amount="lines",
                source=Following("takes_up", ("delivery",), "return_too_much", "returned_beyond"),
            ),
            DocumentKind("money_receipt", "SKD", "money", -1, source=Following("pays_for", ("order",)), amount="said"),
            DocumentKind(
                "opening", "QC", "note", +1, amount="said", below_zero="by_nature", falls_due=True, alone="account",
            ),
            DocumentKind(
                "adjustment", "PDD", "stock", 0, (_BACK,), right=_GOODS, copied=False, below_zero="by_nature",
                alone="goods",
            ),
            DocumentKind("payment", "FKD", "money", +1, source=_ABOUT, amount="said"),
            DocumentKind("discount", "ZKD", "note", -1, source=_ABOUT, amount="said"),
            DocumentKind("credit_note", "DXD", "note", -1, source=_ABOUT, amount="said"),
            DocumentKind("debit_note", "JXD", "note", +1, source=_ABOUT, amount="said", falls_due=True),
            DocumentKind(
                "rebate_settlement", "FLD", "note", -1, source=Following("pays_for", ("delivery",)), amount="reckoned",
                below_zero="takes_back",
            ),
        )
    }
)  # fmt: skip


def kinds_of(*families: Family) -> tuple[str, ...]:
    """The kinds of these families."""
    return tuple(kind.code for kind in KINDS.values() if kind.family in families)


def following(relation: str, of: str = "") -> tuple[str, ...]:
    """The kinds that follow others in this way (of one kind, where it is named); those that post come first."""
    found = [kind for kind in KINDS.values() if kind.source and kind.relation == relation]
    named = [kind for kind in found if not of or (kind.source and of in kind.source.kinds)]
    return tuple(kind.code for kind in sorted(named, key=lambda kind: not kind.posts))


def _depth(kind: DocumentKind) -> int:
    """How many documents stand before one of this kind; what is about any stands behind all that follow one kind."""
    if kind.source is None:
        return 0
    return 1 + max((_depth(KINDS[each]) for each in kind.source.kinds), default=len(KINDS))


DOCUMENTS = tuple(kind.code for kind in sorted(KINDS.values(), key=_depth) if kind.prefix)
"""What has a number and stands among the documents, in the order in which kinds build on each other."""
PAPERS = tuple(code for code, kind in KINDS.items() if kind.family != "order")
"""The documents that are posted as they are written: all but orders."""
POSTING = tuple(code for code, kind in KINDS.items() if kind.posts)
"""What changes an account."""
SETTLING = tuple(code for code, kind in KINDS.items() if kind.settles)
"""What lowers a debt."""
TAKING_OFF = tuple(code for code, kind in KINDS.items() if kind.takes_off)
"""What lowers the very document it is about."""
TRADED = tuple(code for code in kinds_of("goods") if KINDS[code].posts)
"""Goods bought and brought back, at what they cost."""
SAID = tuple(code for code, kind in KINDS.items() if kind.amount == "said")
"""What a person books on an account by saying how much."""
NOTES = tuple(code for code in SAID if KINDS[code].relation == "about")
"""What a person books on an account, about one of its documents or about none."""
ORDER_RECORDS = ("order", *following("answers", "order"))
"""What is kept under an order's own id."""


def sign_of(kind: str) -> int:
    """The sign with which a document of this kind posts: +1 the buyer owes more, -1 less, 0 nothing."""
    return KINDS[kind].posts


def document_number(kind: str, desk_prefix: str, on: date, sequence: int) -> str:
    """The number people read: `XSDD-01-261123-0042`. Raises ValueError for a kind that has no numbers."""
    prefix = KINDS[kind].prefix
    if not prefix:
        raise ValueError(f"documents of kind {kind} carry no number")
    return f"{prefix}-{desk_prefix}-{on.isoformat()[2:].replace('-', '')}-{sequence:04d}"
