"""Exchanging with HQ, and where the desk stands: online or not, what waits, what a person should look at."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.cards import own_dealer
from desktop.actions.lists import incoming_ids
from desktop.actions.views import Attention, Status
from domain.errors import DamagedError, DeskError, RefusedError, UnreachableError
from sync.records.bulk import query_rows
from sync.records.settings import read_setting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from sync.client.enrolling import Enrolled
    from sync.client.exchanging import Exchanged, Progress
    from sync.keys import DeviceKey

_MOST_ATTENTION = 100


def enrol(folder: Path, hq_url: str, code: str, machine: str = "") -> Enrolled:
    """Makes this machine a desk in an empty folder.

    Raises RefusedError `desk_enrolled`, `code_wrong`, `code_used`, `code_expired`, `code_tries`; UsageError
    `hq_url_wrong`; UnreachableError as `exchange`.
    """
    from sync.client.enrolling import enrol as enrol_machine

    return enrol_machine(folder, hq_url, code, machine or socket.gethostname())


def exchange(
    desk: Desk,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exchanged:
    """One exchange with HQ; orders of others that came with it are answered, and the answers sent at once.

    Raises UnreachableError (`hq_unreachable`, `hq_timeout`, `hq_nonsense`, …), RefusedError (`exchange_at_hq`,
    `desk_revoked`, …), DamagedError `key_missing`. What was taken and what waits is kept whatever happens.
    """
    from sync.client.exchanging import exchange as exchange_book

    if desk.is_hq:
        raise RefusedError("exchange_at_hq")
    key = device_key(desk)
    asked = cancelled or (lambda: False)
    done = exchange_book(desk.book, key, progress=progress, cancelled=asked)
    if _answer_others(desk) and not asked():
        again = exchange_book(desk.book, key, progress=progress, cancelled=asked)
        done = type(done)(
            sent=done.sent + again.sent,
            received=done.received + again.received,
            pending=again.pending,
            rounds=done.rounds + again.rounds,
            removed=(*done.removed, *again.removed),
            notices=(*done.notices, *again.notices),
        )
    return done


def device_key(desk: Desk) -> DeviceKey:
    """The key this desk signs with; DamagedError `key_missing`, `key_unreadable`."""
    from sync.keys import load_key

    key = load_key(desk.folder, desk.identity.desk_id)
    if key is None:
        raise DamagedError("key_missing", folder=str(desk.folder))
    return key


def status(desk: Desk, *, ask: bool = True) -> Status:
    """Where the desk stands; `ask` tries whether HQ answers, otherwise `online` is None."""
    with desk.book.reading() as connection:
        own = own_dealer(connection, desk)
        waiting = 0 if desk.is_hq else _pending(connection)
        last = read_setting(connection, "last_exchange")
        needs = tuple(attention(connection, desk))
    return Status(
        role=desk.identity.role,
        dealer=own.code,
        dealer_name=own.name,
        hq_url=desk.identity.hq_url,
        online=online(desk) if ask and not desk.is_hq else None,
        pending=waiting,
        attention=needs,
        last_exchange=last,
        incoming=0 if desk.is_hq else len(incoming_ids(desk)),
        key_in_file=(desk.folder / "device.key").exists(),
    )


def online(desk: Desk) -> bool:
    """Whether HQ answers now, and is an HQ."""
    from sync.client.asking import Line, Patience
    from sync.client.transport import HttpTransport
    from sync.wire.messages import Hello

    transport = HttpTransport(desk.identity.hq_url)
    try:
        Line(transport, patience=Patience(tries=1)).ask("/v1/hello", None, Hello, "GET")
    except (UnreachableError, DeskError):
        return False
    finally:
        transport.close()
    return True


def attention(connection: Connection, desk: Desk) -> list[Attention]:
    """Orders that wait for a person or came back cut or refused by HQ, and records that could not be taken in."""
    sql = (
        "SELECT d.number, d.state, d.date, COALESCE(p.name, '') AS party FROM document d LEFT JOIN dealer p "
        "ON p.id = CASE d.buyer WHEN ? THEN d.seller ELSE d.buyer END "
        "WHERE d.kind = 'order' AND (d.state = 'needs_approval' "
        "OR (d.buyer = ? AND d.state IN ('refused', 'accepted_in_part'))) ORDER BY d.date DESC, d.pk DESC LIMIT ?"
    )
    rows = query_rows(connection, sql, desk.dealer_id, desk.dealer_id, _MOST_ATTENTION)
    found = [
        Attention(
            "order", row.number, f"order_{row.state}", {"number": row.number, "party": row.party, "date": row.date}
        )
        for row in rows
    ]
    problems = query_rows(connection, "SELECT * FROM problem ORDER BY id DESC LIMIT ?", _MOST_ATTENTION)
    for row in problems:
        facts = {"stream": row.stream, "number": str(row.number), "kind": row.kind, "detail": row.detail}
        found.append(Attention("problem", row.record, row.code, facts))
    if desk.book.outbox is not None and desk.book.outbox.failure:
        found.append(Attention("outbox", "", "outbox_failed", {"detail": desk.book.outbox.failure}))
    return found


def _pending(connection: Connection) -> int:
    from sync.client.waiting import pending

    return pending(connection)


def _answer_others(desk: Desk) -> list[str]:
    from sync.hq.deciding import decide_waiting

    return decide_waiting(desk.book, desk.today(), desk.now())
