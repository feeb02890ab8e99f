"""What the parties a record names must be to the desk that writes it: one function for each word of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from domain.values.quantities import from_milli, plain_number
from sync.hq.admission.standing import Candidate
from sync.hq.admission.table import Whose
from sync.records.bodies.accounts import OrderClosingBody, ReplyBody
from sync.records.bodies.policies import RebateAdjustmentBody, UserBody
from sync.records.bodies.records import AnswerBody, DealerBody, DocumentBody, PriceBody, ProductBody, UseBody
from sync.records.log.holding import Held

_ASKING = frozenset({"submitted", "cancelled"})


def refuse_party(asked: Candidate, dealer: str) -> Held:
    """A party that isn't the desk's to trade with; if HQ comes to know it as such, the record is judged again."""
    return Held(asked.rule.refusal, {"dealer": dealer}, ("dealer", dealer) if dealer else None)


def sells(asked: Candidate) -> Held | None:
    seller, buyer = asked.body.seller, asked.body.buyer  # type: ignore[attr-defined]
    if seller != asked.standing.dealer:
        return Held(asked.rule.refusal, {"dealer": seller})
    to_others = asked.rule.whose is Whose.SELLS_TO_OTHERS
    body = asked.body
    trades = (
        asked.standing.may_trade(asked.entry, body)
        if isinstance(body, DocumentBody)
        else asked.standing.tree.is_account(seller, buyer)
    )
    if (to_others and buyer == seller) or (buyer and not trades):
        return refuse_party(asked, buyer)
    if not to_others and not buyer and asked.entry.kind != "adjustment":
        return refuse_party(asked, buyer)
    if buyer and not asked.standing.knows_dealer(buyer):
        return Held("dealer_missing", {"dealer": buyer}, ("dealer", buyer))
    return None


def buys(asked: Candidate) -> Held | None:
    buyer: str = asked.body.buyer  # type: ignore[attr-defined]
    return None if buyer == asked.standing.dealer else Held(asked.rule.refusal, {"dealer": buyer})


def trades(asked: Candidate) -> Held | None:
    assert isinstance(asked.body, DocumentBody)
    if asked.body.seller == asked.body.buyer:
        return Held("order_to_oneself", {"dealer": asked.body.seller})
    if asked.body.wallet and asked.body.seller != asked.standing.hq:
        return Held("wallet_of_another", {"dealer": asked.body.seller})
    goods = sum(line.quantity for line in asked.body.lines)
    if asked.body.seller == asked.standing.dealer and (beyond := _uses_beyond(asked.body.uses, goods)):
        return beyond
    if asked.body.seller == asked.standing.dealer:
        return sells(asked)
    if asked.body.buyer != asked.standing.dealer:
        return Held(asked.rule.refusal, {"dealer": asked.body.buyer})
    if not asked.standing.may_trade(asked.entry, asked.body):
        return refuse_party(asked, asked.body.seller)
    return None if asked.body.state in _ASKING else Held("order_decided_by_buyer", {"state": asked.body.state})


def either(asked: Candidate) -> Held | None:
    sides = (asked.body.seller, asked.body.buyer)  # type: ignore[attr-defined]
    return None if asked.standing.dealer in sides else Held(asked.rule.refusal, {"dealer": sides[0]})


def speaks(asked: Candidate) -> Held | None:
    assert isinstance(asked.body, OrderClosingBody)
    whose = asked.body.seller if asked.body.side == "seller" else asked.body.buyer
    return None if whose == asked.standing.dealer else Held(asked.rule.refusal, {"dealer": whose})


def answers(asked: Candidate) -> Held | None:
    assert isinstance(asked.body, AnswerBody)
    order = asked.standing.papers.get(asked.body.order)
    if order is None:
        return Held(asked.rule.refusal, {"order": asked.body.order}, ("order", asked.body.order))
    if order.kind != "order" or order.seller != asked.standing.dealer:
        return Held(asked.rule.refusal, {"order": asked.body.order})
    # What HQ sells HQ answers itself; nobody else gave the buyer a wallet.
    if asked.body.wallet:
        return Held("wallet_of_another", {"dealer": order.seller})
    goods = sum(asked.standing.ordered(asked.body.order)) + sum(line.quantity for line in asked.body.added)
    return _uses_beyond(asked.body.uses, goods)


def _uses_beyond(uses: Iterable[UseBody], goods: int) -> Held | None:
    """Of a limit that all dealers share, an order takes no more than it has pieces; 1/1000 base units."""
    for use in uses:
        if use.quantity > goods:
            facts = {"policy": use.policy, "wanted": _quantity(use.quantity), "left": _quantity(goods)}
            return Held("uses_beyond", facts)
    return None


def _quantity(milli: int) -> str:
    return plain_number(from_milli(milli))


def replied_to(asked: Candidate) -> Held | None:
    assert isinstance(asked.body, ReplyBody)
    statement = asked.standing.statements.get(asked.body.statement)
    if statement is None:
        return Held(asked.rule.refusal, {"statement": asked.body.statement}, ("statement", asked.body.statement))
    return (
        None
        if statement.seller == asked.standing.dealer
        else Held(asked.rule.refusal, {"statement": asked.body.statement})
    )


def below(asked: Candidate) -> Held | None:
    assert isinstance(asked.body, DealerBody)
    parent = asked.body.parent or ""
    strange = parent == asked.entry.record or not asked.standing.tree.is_own(asked.standing.dealer, parent)
    if not asked.entry.record.startswith(f"{asked.standing.dealer}:"):
        return Held(asked.rule.refusal, {"id": asked.entry.record})
    if not parent or strange:
        return refuse_party(asked, parent)
    if asked.entry.record in asked.standing.tree.chain(parent):
        return Held("cards_in_circle", {"id": asked.entry.record, "parent": parent})
    return Held(asked.rule.refusal, {"tier": asked.body.tier}) if asked.body.tier == "hq" else None


def owns(asked: Candidate) -> Held | None:
    if isinstance(asked.body, PriceBody):
        owner = asked.body.product.rpartition(":")[0]
    else:
        assert isinstance(asked.body, ProductBody)
        owner = asked.body.owner
    return None if owner == asked.standing.dealer else Held(asked.rule.refusal, {"owner": owner})


def dealer(asked: Candidate) -> Held | None:
    dealer: str = asked.body.dealer  # type: ignore[attr-defined]
    return None if dealer == asked.standing.dealer else Held(asked.rule.refusal, {"dealer": dealer})


def desk(asked: Candidate) -> Held | None:
    assert isinstance(asked.body, UserBody)
    mine = (asked.body.dealer, asked.body.desk) == (asked.standing.dealer, asked.standing.desk)
    return None if mine else Held(asked.rule.refusal, {"dealer": asked.body.dealer, "desk": asked.body.desk})


def anybody(asked: Candidate) -> Held | None:
    """Nobody is named; a correction that says of itself that somebody approved it is none a desk may write."""
    if isinstance(asked.body, RebateAdjustmentBody) and asked.body.approved_by:
        return Held("approved_by_itself", {"by": asked.body.approved_by})
    return None


PARTIES: Mapping[Whose, Callable[[Candidate], Held | None]] = {
    Whose.SELLS: sells,
    Whose.SELLS_TO_OTHERS: sells,
    Whose.BUYS: buys,
    Whose.TRADES: trades,
    Whose.EITHER: either,
    Whose.SPEAKS: speaks,
    Whose.ANSWERS: answers,
    Whose.REPLIED_TO: replied_to,
    Whose.ACTS: anybody,
    Whose.BELOW: below,
    Whose.OWNS: owns,
    Whose.DEALER: dealer,
    Whose.DESK: desk,
    Whose.ANYBODY: anybody,
}
