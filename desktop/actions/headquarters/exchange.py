"""Exchanging with HQ, and where the desk stands: online or not, what waits, what a person should look at."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.changes import changes
from desktop.actions.headquarters.lines import clock_trouble
from desktop.actions.headquarters.status import online, status
from desktop.actions.people.keys import PASSPHRASE
from desktop.actions.people.users import first_person
from desktop.actions.statements.signer import device_key
from desktop.desk import open_desk
from desktop.shared_folders import check_place
from domain.errors import DeskError, RefusedError, UsageError
from domain.explain import Reason
from domain.parties.users import check_name, check_password
from sync.practice import is_practice

if TYPE_CHECKING:
    from desktop.desk import Desk
    from sync.client.line.listening import Heard
    from sync.client.line.transport import Transport
    from sync.client.streams.enrolling import Enrolled
    from sync.client.streams.outcome import Exchanged
    from sync.client.streams.progress import ExchangeProgress

__all__ = ["enrol", "exchange", "exchange_watched", "listen", "online", "status"]


def enrol(  # noqa: PLR0913 -- most are said by name
    folder: Path,
    hq_url: str,
    code: str,
    machine: str = "",
    *,
    user: str | None = None,
    password: str = "",
    insecure: bool = False,
    again: bool = False,
    transport: Transport | None = None,
) -> Enrolled:
    """Makes this machine a desk in an empty folder, and its first person where one is named.

    With `again` a folder that is a desk already gets a new key, and keeps its books and its people. `transport` leads
    to HQ where that isn't over the network.

    Where the machine takes a dead one's place, its books come first, so that whoever wrote there is known again.

    Raises RefusedError `folder_in_cloud`, `folder_on_network`, `desk_enrolled`, `code_wrong`, `code_used`,
    `code_expired`, `code_tries`, `hq_insecure`; UsageError `hq_url_wrong`, `code_incomplete`, `user_name_…`,
    `password_…`; UnreachableError as `exchange`. `enrolled_without_user` (`reason`) says that only the person is
    missing yet; `practice_alone` for the practice company, which has its own HQ.
    """
    from sync.client.streams.enrolling import enrol as enrol_machine

    check_place(folder.absolute())
    if transport is None and is_practice(folder):
        raise RefusedError("practice_alone")
    if user is not None:
        check_name(user)
        check_password(password, needed=False)
    named = check_name(user) if user is not None else ""
    done = enrol_machine(
        folder,
        hq_url,
        code,
        machine or socket.gethostname(),
        user=named,
        insecure=insecure,
        passphrase=os.environ.get(PASSPHRASE, ""),
        again=again,
        transport=transport,
    )
    if user is not None:
        try:
            _make_first(folder, user, password, filled=done.held == 0)
        except DeskError as failure:
            raise UsageError("enrolled_without_user", user=user, reason=failure) from failure
    return done


@changes("orders")
def rejoin(desk: Desk, hq_url: str, code: str) -> Enrolled:
    """Gives this desk a new key that HQ knows, by a code HQ made for it; books and what waits stay.

    Raises as `enrol` with `again`, and RefusedError `not_permitted`.
    """
    desk.need("books_care")
    done = enrol(desk.folder, hq_url, code, again=True)
    desk.key = None
    desk.lines.close()
    return done


def _make_first(folder: Path, user: str, password: str, *, filled: bool) -> None:
    with open_desk(folder) as desk:
        if not filled:
            exchange(desk)
        first_person(desk, user, password)


def exchange(
    desk: Desk,
    progress: Callable[[ExchangeProgress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exchanged:
    """One exchange with HQ; others' orders that came with it are answered, and the answers sent at once.

    Statements wait for a person: a signature is never made by itself.

    Raises UnreachableError (`hq_unreachable`, `hq_timeout`, `hq_nonsense`, …), RefusedError (`exchange_at_hq`,
    `desk_revoked`, …), DamagedError `key_missing`. What was taken and what waits is kept whatever happens.
    """
    from sync.client.streams.exchanging import exchange as exchange_book

    if desk.is_hq:
        raise RefusedError("exchange_at_hq")
    key = device_key(desk)
    asked = cancelled or (lambda: False)
    done = exchange_book(desk.book, key, progress=progress, cancelled=asked, lines=desk.lines)
    if _answer_others(desk) and not asked():
        again = exchange_book(desk.book, key, progress=progress, cancelled=asked, lines=desk.lines)
        done = type(done)(
            sent=done.sent + again.sent,
            received=done.received + again.received,
            pending=again.pending,
            rounds=done.rounds + again.rounds,
            removed=(*done.removed, *again.removed),
            notices=(*done.notices, *again.notices),
        )
    return done


def exchange_watched(
    desk: Desk, *, progress: Callable[[int, int, str], None], cancelled: Callable[[], bool]
) -> Exchanged:
    """An exchange whose steps somebody watches."""

    def tell(step: ExchangeProgress) -> None:
        progress(step.done, step.total, step.stage)

    return exchange(desk, tell, cancelled)


def clock_notices(desk: Desk) -> tuple[Reason, ...]:
    """What somebody who asked for an exchange is told of the clocks; the window shows it as long as it is so."""
    with desk.book.reading() as connection:
        return tuple(Reason(code, "warn", facts) for code, facts in clock_trouble(connection, desk))


def listen(desk: Desk, cancelled: Callable[[], bool]) -> Heard:
    """Waits at HQ until there is something for this desk, for half a minute at most, and writes nothing.

    Raises as `exchange`.
    """
    from sync.client.line.listening import listen as listen_for

    if desk.is_hq:
        raise RefusedError("exchange_at_hq")
    return listen_for(desk.book, device_key(desk), cancelled=cancelled, lines=desk.lines)


def _answer_others(desk: Desk) -> list[str]:
    from sync.hq.deciding.orders import decide_waiting

    return decide_waiting(desk.book, desk.today(), desk.now())
