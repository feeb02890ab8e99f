"""What nobody may write of a closed dealer any more who has heard that it is closed: new business, on either side."""

from __future__ import annotations

from sync.hq.admission.standing import Candidate
from sync.records.bodies.records import AnswerBody, DealerBody, DocumentBody
from sync.records.log.holding import Held

_ENDED = frozenset({"cancelled", "refused"})


def trades_on(asked: Candidate) -> Held | None:
    """An order, what lets goods go, or a new customer of a closed dealer; what winds up its accounts passes."""
    if not _is_new_business(asked):
        return None
    if asked.standing.is_wound_up():
        return Held("closed_dealer_trades", {"dealer": asked.standing.dealer})
    buyer = _buyer(asked)
    if buyer and asked.standing.is_closed_customer(buyer):
        return Held("closed_customer_trades", {"buyer": buyer}, ("dealer", buyer))
    return None


def _buyer(asked: Candidate) -> str:
    """To whom goods go by it; "" where it is no paper about goods."""
    match asked.body:
        case DocumentBody() as body:
            return body.buyer
        case AnswerBody() as body:
            order = asked.standing.papers.get(body.order)
            return order.buyer if order else ""
    return ""


def _is_new_business(asked: Candidate) -> bool:
    match asked.body:
        case DocumentBody(reverses=None) as body:
            return asked.entry.kind == "delivery" or (asked.entry.kind == "order" and body.state not in _ENDED)
        case AnswerBody() as body:
            return asked.before is None and body.state not in _ENDED
        case DealerBody():
            return asked.before is None
    return False
