"""Whether an answer of HQ's holds anything the desk doesn't know, and whether the power may take it back."""

from __future__ import annotations

from sync.streams import PUBLISHED
from sync.wire.messages import Acknowledged, ExchangeAnswer, ExchangeRequest


def brings_news(request: ExchangeRequest, answer: ExchangeAnswer) -> bool:
    """Whether taking this answer would change anything but when the desk was last at HQ."""
    if answer.pages or answer.removed or has_more(answer):
        return True
    if answer.held or answer.unknown or answer.wanted or answer.yours:
        return True
    return _asks(request, answer) or not stands_where(request, answer.own)


def is_sent_again(request: ExchangeRequest, answer: ExchangeAnswer) -> bool:
    """Whether all there is to take is what HQ publishes to many, and sends again to whoever stands before it.

    Of its dealer's stream HQ reckons with what a desk said it had heard, so that is never taken back.
    """
    beside = answer.removed or answer.snapshots or answer.held or answer.unknown or answer.wanted or answer.yours
    published = all(page.stream.startswith(PUBLISHED) for page in answer.pages)
    return published and not (beside or _asks(request, answer) or not stands_where(request, answer.own))


def _asks(request: ExchangeRequest, answer: ExchangeAnswer) -> bool:
    return bool(answer.restored) and answer.restored != request.returned


def has_more(answer: ExchangeAnswer) -> bool:
    """Whether HQ says that streams are left of which this answer doesn't hold all."""
    return bool(answer.more or answer.tell or answer.making or answer.snapshots)


def stands_where(request: ExchangeRequest, told: Acknowledged | None) -> bool:
    """Whether HQ acknowledges just what the desk said it had acknowledged before."""
    own = request.own
    return told is not None and own is not None and told == Acknowledged(own.epoch, own.previous, own.hash)
