"""Whether an answer of HQ's holds anything the desk doesn't know; as a rule it doesn't."""

from __future__ import annotations

from sync.wire.messages import ExchangeAnswer, ExchangeRequest


def brings_news(request: ExchangeRequest, answer: ExchangeAnswer) -> bool:
    """Whether taking this answer would change anything but when the desk was last at HQ."""
    if answer.pages or answer.removed or answer.more or answer.snapshots or answer.making or answer.tell:
        return True
    if answer.held or answer.unknown or answer.wanted or answer.yours:
        return True
    if answer.restored and answer.restored != request.returned:
        return True
    own, told = request.own, answer.own
    return own is None or told is None or (told.epoch, told.number, told.hash) != (own.epoch, own.previous, own.hash)
