"""Whether an answer of HQ's holds anything the desk doesn't know, and whether the power may take it back."""

from __future__ import annotations

from sync.wire.messages import Acknowledged, ExchangeAnswer, ExchangeRequest

_PUBLISHED = ("catalog", "prices/", "policies/", "stock")


def brings_news(request: ExchangeRequest, answer: ExchangeAnswer) -> bool:
    """Whether taking this answer would change anything but when the desk was last at HQ."""
    if answer.pages or answer.removed or answer.more or answer.snapshots or answer.making or answer.tell:
        return True
    if answer.held or answer.unknown or answer.wanted or answer.yours:
        return True
    return _asks(request, answer) or _moves_own(request, answer)


def is_sent_again(request: ExchangeRequest, answer: ExchangeAnswer) -> bool:
    """Whether all there is to take is what HQ publishes to many, and sends again to whoever stands before it.

    Of its dealer's stream HQ reckons with what a desk said it had heard, so that is never taken back.
    """
    beside = answer.removed or answer.snapshots or answer.held or answer.unknown or answer.wanted or answer.yours
    published = all(page.stream.startswith(_PUBLISHED) for page in answer.pages)
    return published and not (beside or _asks(request, answer) or _moves_own(request, answer))


def _asks(request: ExchangeRequest, answer: ExchangeAnswer) -> bool:
    return bool(answer.restored) and answer.restored != request.returned


def _moves_own(request: ExchangeRequest, answer: ExchangeAnswer) -> bool:
    own, told = request.own, answer.own
    return own is None or told is None or (told.epoch, told.number, told.hash) != (own.epoch, own.previous, own.hash)


def stands_where(request: ExchangeRequest, told: Acknowledged | None) -> bool:
    """Whether HQ acknowledges just what the desk said it had acknowledged before."""
    own = request.own
    return told is not None and own is not None and told == Acknowledged(own.epoch, own.previous, own.hash)
