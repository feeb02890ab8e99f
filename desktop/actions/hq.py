"""HQ's end: founding its books, loading them, serving desks, answering and shipping."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.users import first_person
from desktop.desk import DESK_FILE, HQ_ADDRESS, HQ_FILE, Desk, open_desk
from domain.errors import RefusedError
from domain.users import check_name, check_password
from sync.owner_only import make_folder, write_file

if TYPE_CHECKING:
    from sync.hq.enrolment import EnrolCode
    from sync.hq.loading import Loaded
    from sync.hq.web.application import Application


def found_hq(
    folder: Path, database: str = "", dealer: str = "", *, user: str | None = None, password: str = ""
) -> Path:
    """Makes HQ's books: the file `hq.db` in the folder, or the database of a URL, which an owner-only file names.

    `user` becomes its first administrator. Doing it again changes nothing, but makes no second administrator.

    Raises RefusedError `folder_is_a_desk`, `people_known`; UsageError `database_url_unknown`, `user_name_…`,
    `password_…`; UnreachableError `database_unreachable`.
    """
    from sync.hq.founding import found
    from sync.records.database import open_sqlite, open_url
    from sync.records.settings import moment

    if (folder / DESK_FILE).exists():
        raise RefusedError("folder_is_a_desk", folder=str(folder))
    if user is not None:
        check_name(user)
        check_password(password, needed=True)
    make_folder(folder)
    book = open_url(database, create=True) if database else open_sqlite(folder / HQ_FILE, create=True)
    try:
        found(book, moment(), dealer=dealer)
    finally:
        book.close()
    place = folder / (HQ_ADDRESS if database else HQ_FILE)
    if database:
        _keep_address(place, database)
    if user is not None:
        with open_desk(folder) as desk:
            first_person(desk, user, password)
    return place


def load_folder(desk: Desk, folder: Path) -> Loaded:
    """Publishes what changed in a folder of CSV files; a file with a bad row is told in the answer and left out whole.

    Raises UsageError `folder_missing`, `nothing_to_load`.
    """
    desk.need("card_write")
    from sync.hq.loading import load

    loaded = load(desk.book, folder, desk.today(), desk.now())
    settle(desk)
    return loaded


def make_code(desk: Desk, dealer: str, machine: str = "") -> EnrolCode:
    """A one-time code; `machine` is the desk whose place a new machine takes. UsageError `dealer_unknown`."""
    desk.need("user_manage")
    from sync.hq.enrolment import make_code as make

    return make(desk.book, dealer, desk=machine or None, now=datetime.now(UTC))


def revoke(desk: Desk, machine: str) -> None:
    """Shuts a desk out; UsageError `desk_unknown`."""
    desk.need("user_manage")
    from sync.hq.enrolment import revoke_desk

    revoke_desk(desk.book, machine)


def settle(desk: Desk) -> None:
    """What follows from a change at HQ: waiting orders answered, papers passed on, stock published."""
    from desktop.actions.asking import verbs
    from sync.hq.following import follow_up

    follow_up(desk.book, datetime.now(UTC), verbs())


def serve(database: str | Path, host: str, port: int, workers: int, on_ready: Callable[[str], None]) -> None:
    """Serves desks until the process is told to stop; RefusedError `port_in_use`, UsageError `hq_not_founded`."""
    from desktop.actions.asking import verbs
    from sync.hq.service import serve as serve_book

    worker = f"{app_of_worker.__module__}:{app_of_worker.__name__}"
    serve_book(database, host, port, workers, on_ready, verbs=verbs(), worker=worker)


def app_of_worker() -> Application:
    """What each of several processes builds for itself."""
    from desktop.actions.asking import verbs
    from sync.hq import service

    return service.app_of_worker(verbs())


def _keep_address(path: Path, database: str) -> None:
    """The URL may hold a password."""
    quoted = database.replace("\\", "\\\\").replace('"', '\\"')
    write_file(path, f'database = "{quoted}"\n'.encode())
