"""Where the desk stands: online or not, what waits, what a person should look at.

Asked by a command at any moment and by the window all day, so it loads only what it needs.
"""

from __future__ import annotations

import os
import socket
import sys
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop.actions.headquarters.attention import attention
from desktop.actions.headquarters.status_views import Status, StreamFill
from domain.errors import DeskError
from sync.client.line.address import read_address
from sync.client.streams.waiting import pending
from sync.records.books.bulk import query_rows
from sync.records.books.settings import read_setting
from sync.records.documents.transit import count_awaited
from sync.records.log.alarms import OVER_BY_ITSELF

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from sync.client.streams.exchange_log import Failing

_CONNECT_SECONDS = 6.0


def status(desk: Desk, *, ask: bool = True) -> Status:
    """Where the desk stands; `ask` tries whether HQ answers, otherwise `online` is None.

    Where the books have people and nobody has signed in, nothing that stands in them is told.
    """
    with desk.book.reading() as connection:
        code, name = _own_card(connection, desk)
        waiting = 0 if desk.is_hq else pending(connection)
        incoming = 0 if desk.is_hq else count_awaited(connection, desk.dealer_id)
        last = read_setting(connection, "last_exchange")
        needs = tuple(attention(connection, desk))
        broken = None if desk.is_hq else _failing(connection)
    person = desk.user
    stranger = desk.peopled and person is None
    reached = online(desk) if ask and not desk.is_hq else None
    return Status(
        role=desk.identity.role,
        dealer=code,
        dealer_name=name,
        hq_url=desk.identity.hq_url,
        online=reached and broken is None,
        pending=waiting,
        attention=tuple(each for each in needs if each.kind == "line") if stranger else needs,
        last_exchange=last,
        incoming=0 if stranger else incoming,
        key_in_file=(desk.folder / "device.key").exists(),
        user=person.name if person else "",
        user_role=person.role if person else "",
        at_hq=desk.at_hq,
        filling=() if desk.is_hq else _filling(desk),
        reached=bool(reached),
        failing=broken,
        turned_away=any(each.code in OVER_BY_ITSELF for each in needs),
    )


def _failing(connection: Connection) -> Failing | None:
    """Whether the latest exchange failed; as a rule it didn't, and what tells of failures stays unloaded."""
    latest = query_rows(connection, "SELECT ok FROM exchange_log ORDER BY id DESC LIMIT 1")
    if not latest or latest[0].ok:
        return None
    from sync.client.streams.exchange_log import failing

    return failing(connection)


def _filling(desk: Desk) -> tuple[StreamFill, ...]:
    if not (desk.folder / "filling").exists():  # as a rule: the exchange's own modules stay unloaded
        return ()
    from sync.client.streams.filling import on_their_way

    return tuple(StreamFill(each.stream, each.done, each.total) for each in on_their_way(desk.folder))


def online(desk: Desk) -> bool:
    """Whether HQ answers now, and is an HQ."""
    with desk.book.reading() as connection:
        address = read_address(connection)
    if not desk.practice and not _may_answer(address.url):
        return False
    from sync.client.line.asking import HqLine, Patience
    from sync.client.line.open_lines import OpenLines
    from sync.wire.messages import Hello

    try:
        with closing(OpenLines(make=desk.carrier)) as lines, lines.line_to(address) as line:
            HqLine(line, patience=Patience(tries=1)).ask("/v1/hello", None, Hello, "GET")
    except DeskError:  # it isn't there, or may not be used like this; the exchange tells why
        return False
    return True


def _may_answer(url: str) -> bool:
    """False where nobody listens at HQ's address, told without the library that asks; True where it isn't known."""
    found = urlsplit(url)
    here = found.hostname in ("localhost", "127.0.0.1", "::1")
    if not here and (sys.platform != "linux" or any(name.lower().endswith("_proxy") for name in os.environ)):
        return True  # a proxy may lie between, which alone knows
    try:
        port = found.port or (443 if found.scheme == "https" else 80)
        socket.create_connection((found.hostname or "", port), timeout=_CONNECT_SECONDS).close()
    except (OSError, ValueError):
        return False
    return True


def _own_card(connection: Connection, desk: Desk) -> tuple[str, str]:
    """Code and name of the dealer this book belongs to; without its card both are out of its id."""
    for row in query_rows(connection, "SELECT code, name FROM dealer WHERE id = ?", desk.dealer_id):
        return str(row.code), str(row.name)
    code = desk.dealer_id.rpartition(":")[2]
    return code, code
