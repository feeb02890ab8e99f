"""What a closed dealer's desks may not write any more: new business, once they have heard that it is closed."""

from __future__ import annotations

from sync.hq.admission.standing import Asked
from sync.records.bodies import AnswerBody, DealerBody, DocumentBody
from sync.records.holding import Held

_ENDED = frozenset({"cancelled", "refused"})


def trades_on(asked: Asked) -> Held | None:
    """An order, what lets goods go, or a new customer of a closed dealer; what winds up its accounts passes."""
    if _is_new_business(asked) and asked.standing.is_wound_up():
        return Held("closed_dealer_trades", {"dealer": asked.standing.dealer})
    return None


def _is_new_business(asked: Asked) -> bool:
    match asked.body:
        case DocumentBody(reverses=None) as body:
            return asked.entry.kind == "delivery" or (asked.entry.kind == "order" and body.state not in _ENDED)
        case AnswerBody() as body:
            return asked.before is None and body.state not in _ENDED
        case DealerBody():
            return asked.before is None
    return False
