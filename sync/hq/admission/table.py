"""The table: for each kind of record who may write it, over what, under which id, and what it rests on.

Nothing else decides. What each field may hold stands in the table of bounds (`sync.records.bounds.fields`), which the
desks read as well; the rules named here are carried out one by one in `sync.hq.admission.judging`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from domain.documents.kinds import KINDS, PAPERS, DocumentKind


class Writer(Enum):
    """Whose program an entry comes from."""

    DESK = auto()  # a dealer's desk, as seller or as buyer
    PEOPLE = auto()  # a desk of HQ's own people: they prepare and ask, and HQ does it
    HQ = auto()  # HQ itself, whose entries no desk can bring


class Over(Enum):
    """Over which earlier version of the same record a new one is taken, and whether it may be deleted."""

    FREE = auto()  # over any of the same author; deleted as long as nothing rests on it
    NEVER = auto()  # written once; neither changed nor deleted
    ONCE = auto()  # written once; never changed, but its author may take it back
    ORDER = auto()  # until it is answered; then only taken back, and only until something was delivered
    ANSWER = auto()  # until it lets goods go; then only lowered, and never below what was delivered
    DRAFT = auto()  # until it is published
    SIGNED = auto()  # as the two sides of a statement take turns (`sync.hq.admission.signatures`)


class Id(Enum):
    """What the id of a record looks like, so that it is never taken for another's."""

    RANDOM = auto()  # a word: no colon, no slash, no blank, not like a document's number
    OWN = auto()  # the writing dealer's id, a colon, the code the record gives itself (a price: list, slash, code)
    PLACE = auto()  # the writing dealer's id, alone or with a slash and more
    NUMBER = auto()  # the number it gives itself, or a word
    ORDER = auto()  # that of the order it answers
    STATEMENT = auto()  # that of the statement it answers
    ACT = auto()  # statement, place, side and signer
    READ = auto()  # policy, version and desk
    SEEN = auto()  # whatever was seen, a slash, and the desk


class Whose(Enum):
    """What the parties a record names must be to the writing dealer."""

    SELLS = auto()  # it is the seller; the buyer is itself, or stands below it
    SELLS_TO_OTHERS = auto()  # it is the seller; the buyer stands below it
    BUYS = auto()  # it is the buyer
    TRADES = auto()  # it is the seller (as SELLS), or the buyer of someone above it, who only asks
    EITHER = auto()  # it is the seller or the buyer
    SPEAKS = auto()  # it is the side of the account whose word it is
    ANSWERS = auto()  # it is the seller of the order that is answered
    REPLIED_TO = auto()  # it issued the statement that is replied to
    ACTS = auto()  # it is the side of the statement that acts, with the very desk's signature
    BELOW = auto()  # a card of someone right below it or below its own
    OWNS = auto()  # it is the owner, of a price the owner of its product
    DEALER = auto()  # it is the dealer that is named
    DESK = auto()  # it is the dealer, and the desk is the very one
    ANYBODY = auto()  # nothing is named


class Within(Enum):
    """What a record may take of those it speaks of, so that nothing is undone, delivered or settled twice."""

    UNDOING = auto()  # a paper that undoes another is all of it, negated, and the only one that does
    ORDERED = auto()  # an answer accepts no more of a line than was ordered
    PROMISED = auto()  # a delivery stays within what its order accepts
    SOURCED = auto()  # goods are received of a delivery
    REPLACING = auto()  # an order its seller decided takes the place of one whose place no other took
    NOTED = auto()  # what is taken off a document is no more than it still comes to
    DELIVERED = auto()  # what is received or taken back stays within its delivery, which wasn't undone
    UNCOUNTED = auto()  # stock is counted where no other desk did since this one last heard of it
    UNOPENED = auto()  # an account is opened by one desk of its seller
    GENUINE = auto()  # a statement is what it says of itself, under the very desk's signature
    PAST = auto()  # books are closed through a day that has come
    OPEN = auto()  # a settlement takes of a credit and of a debt what is open of both


@dataclass(frozen=True, slots=True)
class Rest:
    """A record that must be there: the field that names it, its kinds (none: any document), all the same where `same`.

    `account` asks for the same seller and buyer; `line` says that each of the lines names one.
    """

    field: str
    kinds: tuple[str, ...] = ()
    same: bool = False
    account: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """What is taken of one kind of record.

    Attributes:
        writers: whose desks may write it; a kind that none may is HQ's alone.
        stream: where it then stands.
        whose: what its parties must be to the writer; `refusal` is what it is held for otherwise.
        rests: what must be there; where something isn't, the record waits for it.
        prefix: what its number begins with, before the desk's own prefix; "" where it has none.
        goods: whether each line's product must be there.
        within: what it may take of those it rests on (`sync.hq.admission.within`).
    """

    writers: frozenset[Writer] = frozenset()
    stream: str = "desk/<desk>"
    over: Over = Over.FREE
    id: Id = Id.RANDOM
    whose: Whose = Whose.ANYBODY
    refusal: str = "record_not_yours"
    rests: tuple[Rest, ...] = ()
    prefix: str = ""
    goods: bool = False
    within: tuple[Within, ...] = ()


DESKS, PEOPLE, ALL = frozenset({Writer.DESK}), frozenset({Writer.PEOPLE}), frozenset({Writer.DESK, Writer.PEOPLE})
HQ_ONLY = Rule(stream="hq, catalog, dealer/<id> …")
_REVERSES = Rest("reverses", same=True)
_ACCOUNT = "account_not_yours"
HOLLOW = "body_missing"
"""What is held because only its leaf was sent: by a desk that got its own stream back without the bodies."""


def _paper(kind: DocumentKind) -> Rule:
    """A posted document: it never changes, and is undone by another, once and whole."""
    source = kind.source.kinds if kind.source and kind.relation == "takes_up" else ()
    return Rule(
        DESKS, over=Over.NEVER, whose=Whose.BUYS if kind.writer == "buyer" else Whose.SELLS,
        refusal="document_not_yours", rests=(Rest("source", source), _REVERSES), prefix=kind.prefix,
        goods=bool(kind.moves), within=(Within.UNDOING, *_within(kind, source)),
    )  # fmt: skip


def _within(kind: DocumentKind, source: tuple[str, ...]) -> Iterator[Within]:
    """What a paper may take of those it speaks of, by what its kind does."""
    if "order" in source:
        yield Within.PROMISED
    if kind.writer == "buyer":
        yield Within.SOURCED
    if "delivery" in source:
        yield Within.DELIVERED
    elif kind.takes_off:
        yield Within.NOTED
    if kind.alone:
        yield Within.UNOPENED if kind.alone == "account" else Within.UNCOUNTED


RULES: Mapping[str, Rule] = {
    "dealer": Rule(DESKS, id=Id.OWN, whose=Whose.BELOW),
    "product": Rule(DESKS, id=Id.OWN, whose=Whose.OWNS),
    "price": Rule(DESKS, id=Id.OWN, whose=Whose.OWNS),
    "availability": HQ_ONLY,
    "period": Rule(DESKS, id=Id.PLACE, whose=Whose.DEALER, within=(Within.PAST,)),
    "user": Rule(ALL, whose=Whose.DESK),
    "policy_draft": Rule(PEOPLE, over=Over.DRAFT),
    "policy": HQ_ONLY,
    "quota": HQ_ONLY,
    "policy_read": Rule(ALL, id=Id.READ, whose=Whose.DEALER),
    "verdict_seen": Rule(DESKS, id=Id.SEEN, whose=Whose.DEALER),
    "dismissal": Rule(ALL, id=Id.SEEN, whose=Whose.DEALER),
    "choice": Rule(ALL, id=Id.SEEN, whose=Whose.DEALER),
    "request": Rule(PEOPLE, over=Over.NEVER),
    "request_answer": HQ_ONLY,
    "grant": HQ_ONLY,
    "move": HQ_ONLY,
    "release": HQ_ONLY,
    "held_reason": HQ_ONLY,
    "rebate_adjustment": Rule(PEOPLE, over=Over.NEVER),
    "rebate_payout": HQ_ONLY,
    "order": Rule(
        DESKS, over=Over.ORDER, whose=Whose.TRADES, refusal="document_not_yours", prefix=KINDS["order"].prefix,
        within=(Within.REPLACING,),
    ),
    **{kind: _paper(KINDS[kind]) for kind in PAPERS},
    "answer": Rule(
        DESKS, over=Over.ANSWER, id=Id.ORDER, whose=Whose.ANSWERS, refusal="answer_not_yours",
        rests=(Rest("order", ("order",), account=False),), within=(Within.ORDERED,),
    ),
    "order_closing": Rule(
        DESKS, over=Over.NEVER, whose=Whose.SPEAKS, refusal="document_not_yours", rests=(Rest("order", ("order",)),),
    ),
    "profile": Rule(DESKS, id=Id.PLACE, whose=Whose.DEALER, refusal=_ACCOUNT),
    "settlement": Rule(
        DESKS, over=Over.ONCE, whose=Whose.SELLS_TO_OTHERS, refusal=_ACCOUNT, rests=(Rest("credit"), Rest("debt")),
        within=(Within.OPEN,),
    ),
    "statement": Rule(
        DESKS, over=Over.NEVER, id=Id.NUMBER, whose=Whose.SELLS_TO_OTHERS, refusal=_ACCOUNT, prefix="DZD",
        within=(Within.GENUINE,),
    ),
    "reply": Rule(
        DESKS, id=Id.STATEMENT, whose=Whose.REPLIED_TO, refusal="statement_not_yours",
        rests=(Rest("statement", ("statement",), account=False),),
    ),
    "confirmation": Rule(
        DESKS, over=Over.SIGNED, id=Id.ACT, whose=Whose.ACTS, refusal="statement_not_yours",
        rests=(Rest("statement", ("statement",), account=False),),
    ),
    "bank_line": Rule(DESKS),
    "reconciled": Rule(DESKS, over=Over.ONCE, whose=Whose.EITHER, refusal=_ACCOUNT),
    "copy": HQ_ONLY,
}  # fmt: skip
"""Every kind this program knows; of any other, HQ holds so many of a desk (`sync.hq.admission.strangers`)."""
