"""How far an order is on its way between buyer and seller, and since when, from plain facts: one rule for both ends."""

from __future__ import annotations

from typing import Literal, NamedTuple

Stage = Literal[
    "queued", "sent", "held", "accepted", "changed", "needs_approval", "refused", "superseded", "cancelled",
    "partly_delivered", "delivered", "closed",
]  # fmt: skip


class OrderProgress(NamedTuple):
    """Where an order is.

    Attributes:
        stage: `queued` (written here, not sent yet) → `sent` (its seller has it and has not answered) → `accepted`,
            `changed` (accepted, but not as asked), `needs_approval`, `refused`, `held` (kept without being believed),
            `superseded`, `cancelled`, `partly_delivered`, `delivered`, `closed` (its seller delivers no more of it).
        since: the moment it came to be so (UTC), "" where nobody here can know.
        code: why it is held.
        successor: number of the order that asks to be taken instead of this one, and waits or was taken.
    """

    stage: Stage
    since: str
    code: str = ""
    successor: str = ""


class KnownOrder(NamedTuple):
    """What is known of an order here.

    Attributes:
        state, recorded_at: as the order stands, and when it was written.
        queued: whether this desk wrote it and its seller's end has not acknowledged it.
        passed: when it went over, "" where nobody here can know.
        answer: when it was answered, and whether otherwise than asked.
        delivered: when its latest delivery was written.
        held: why and since when it is held.
        successor: number and state of the newest order that asks to be taken instead.
        closed: when its seller last closed what was left of it.
        spoken: when a person last said what it is (let it pass, refused or cancelled it), "" where nobody did.
    """

    state: str
    recorded_at: str
    queued: bool = False
    passed: str = ""
    answer: tuple[str, bool] | None = None
    delivered: str = ""
    held: tuple[str, str] | None = None
    successor: tuple[str, str] = ("", "")
    closed: str = ""
    spoken: str = ""


_WAITING = ("refused", "cancelled", "submitted")


def progress_of(order: KnownOrder) -> OrderProgress:
    """Where the order is: what was delivered says most, then what is held, then its answer."""
    number, after = order.successor
    decided, differs = order.answer or (order.recorded_at, False)
    decided = max(decided, order.spoken)
    state = order.state
    if order.closed and state in ("delivered", "cancelled"):
        return OrderProgress("closed", order.closed, "", number)
    if state in ("partly_delivered", "delivered"):
        return OrderProgress(state, order.delivered or decided, "", number)  # type: ignore[arg-type]
    if order.held is not None:
        return OrderProgress("held", order.held[1], order.held[0], number)
    if state == "submitted":
        since = order.recorded_at if order.queued else order.passed
        return OrderProgress("queued" if order.queued else "sent", since, "", number)
    if state == "cancelled":
        taken = bool(number) and after not in _WAITING
        return OrderProgress("superseded" if taken else "cancelled", decided, "", number)
    if state in ("accepted", "accepted_in_part"):
        same = state == "accepted" and not differs
        return OrderProgress("accepted" if same else "changed", decided, "", number)
    return OrderProgress(state, decided, "", number)  # type: ignore[arg-type]
