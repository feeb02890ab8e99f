"""Asks HQ one thing that changes nothing, for a person who looks at it now."""

from __future__ import annotations

from contextlib import ExitStack, closing

from sync.client.line.address import address_in
from sync.client.line.asking import HqLine
from sync.client.line.open_lines import OpenLines
from sync.client.line.proof import proof_in
from sync.client.line.transport import Transport
from sync.keys import DeviceKey
from sync.records.books.database import Book
from sync.records.books.settings import read_settings
from sync.wire.people import ReturnedList, ReturnedListRequest


def look_at_returned(
    book: Book, key: DeviceKey, *, transport: Transport | None = None, lines: OpenLines | None = None
) -> ReturnedList:
    """What desks gave back to HQ and waits for a person; for HQ's people only.

    Raises UnreachableError and RefusedError as an exchange; RefusedError `not_found` from an HQ of an older version,
    `not_readable` where this is no desk of HQ's people.
    """
    with book.reading() as connection:
        settings = read_settings(connection)
    with ExitStack() as opened:
        carrier = transport
        if carrier is None:
            known = lines or opened.enter_context(closing(OpenLines()))
            carrier = opened.enter_context(known.line_to(address_in(settings)))
        line = HqLine(
            carrier,
            desk=settings.get("desk_id", ""),
            key=key,
            nonce=settings.get("nonce", ""),
            proof=proof_in(settings),
        )
        return line.ask("/v1/returned-list", ReturnedListRequest(), ReturnedList)
