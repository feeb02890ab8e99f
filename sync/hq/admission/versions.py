"""Over which earlier version a record is taken: one function for each word of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from sync.hq.admission.standing import Candidate, decoded
from sync.hq.admission.table import Over
from sync.records.bodies.records import AnswerBody, DocumentBody
from sync.records.log.holding import Held

_UNDECIDED = frozenset({"needs_approval", "refused"})


def free(asked: Candidate) -> Held | None:
    """Over any version; deleted as long as nothing rests on it."""
    resting = asked.standing.resting_on(asked.entry.kind, asked.entry.record) if asked.read is None else ""
    return Held("record_rested_on", {"id": asked.entry.record, "by": resting}) if resting else None


def never(asked: Candidate) -> Held | None:
    """Over none."""
    return Held("record_frozen", {"id": asked.entry.record})


def once(asked: Candidate) -> Held | None:
    """Over none, but its author may take it back."""
    return None if asked.read is None else Held("record_frozen", {"id": asked.entry.record})


def order(asked: Candidate) -> Held | None:
    """Until it is answered; afterwards it may only be taken back, as long as nothing was delivered."""
    stands = asked.standing.papers.get(asked.entry.record)
    state = stands.state if stands else ""
    number = getattr(decoded(DocumentBody, asked.earlier), "number", "")
    resting = asked.standing.resting_on("order", asked.entry.record)
    if state == "submitted" and not resting:
        return None
    if asked.read is None:
        return Held("record_rested_on", {"id": asked.entry.record, "number": number, "by": resting or state})
    if isinstance(asked.body, DocumentBody) and _takes_back(asked.earlier, asked.body):
        delivered = any(asked.standing.delivered(asked.entry.record))
        return Held("order_frozen", {"number": number, "state": state}) if delivered else None
    return Held("order_frozen", {"number": number, "state": state})


def answer(asked: Candidate) -> Held | None:
    """Until it lets goods go; afterwards quantities may only be lowered, and never below what was delivered.

    Nothing else of it may change, its prices and what it adds least of all: the buyer has read them.
    """
    before, after = decoded(AnswerBody, asked.earlier), asked.read
    if not isinstance(after, AnswerBody) or before is None or before.order != after.order:
        return Held("answer_frozen", {"order": asked.entry.record})
    if before.state in _UNDECIDED:
        return None
    delivered = asked.standing.delivered(after.order)[: len(after.accepted)]
    lowered = len(after.accepted) == len(before.accepted) and all(
        now <= then for now, then in zip(after.accepted, before.accepted, strict=True)
    )
    enough = all(now >= done for now, done in zip(after.accepted, delivered, strict=False))
    stands = after.state not in _UNDECIDED
    same = _gives_up(after) or _only_lowers(before, after)
    fits = lowered and enough and stands and same
    return None if fits else Held("answer_frozen", {"order": after.order, "state": before.state})


def _gives_up(answer: AnswerBody) -> bool:
    """Whether an answer takes all of an order back, as the seller does who takes a newer one in its place."""
    return answer.state == "cancelled" and not any(answer.accepted) and not answer.added


_FREE = ("accepted", "state", "decided_at", "decided_by", "reasons", "amounts")


def _only_lowers(before: AnswerBody, after: AnswerBody) -> bool:
    """Whether nothing differs but quantities, what lower ones cost together, and who says so, when and why."""
    unlike = {name: getattr(before, name) for name in _FREE}
    costs = zip(after.amounts, before.amounts, strict=False)
    cheaper = len(after.amounts) == len(before.amounts) and all(
        now == then or (now is not None and then is not None and now < then) for now, then in costs
    )
    return bool(cheaper and before == msgspec.structs.replace(after, **unlike))


def draft(asked: Candidate) -> Held | None:
    """Until it is published."""
    published = asked.standing.draft_is_published(asked.entry.record)
    return Held("record_frozen", {"id": asked.entry.record}) if published else None


def signed(asked: Candidate) -> Held | None:
    """What was said once is neither changed nor taken away."""
    return Held("confirmation_out_of_turn", {"id": asked.entry.record})


def _takes_back(earlier: bytes, body: DocumentBody) -> bool:
    """Whether a version only takes an order back: nothing of it differs but its state, its number and the reasons."""
    before = decoded(DocumentBody, earlier)
    if before is None or body.state != "cancelled":
        return False
    return bool(
        before == msgspec.structs.replace(body, state=before.state, number=before.number, reasons=before.reasons)
    )


OVER: Mapping[Over, Callable[[Candidate], Held | None]] = {
    Over.FREE: free,
    Over.NEVER: never,
    Over.ONCE: once,
    Over.ORDER: order,
    Over.ANSWER: answer,
    Over.DRAFT: draft,
    Over.SIGNED: signed,
}
