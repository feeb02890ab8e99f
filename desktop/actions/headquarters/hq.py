"""HQ's end: founding its books, loading them, serving desks, answering and shipping."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.people.users import first_person
from desktop.desk import DESK_FILE, HQ_ADDRESS, HQ_FILE, Desk, open_desk
from desktop.gc_tuning import look_seldom
from desktop.shared_folders import check_place
from domain.errors import RefusedError, UsageError
from domain.parties.users import check_name, check_password
from sync.owner_only import make_folder, write_file

if TYPE_CHECKING:
    from sync.hq.loading.loading import Loaded
    from sync.hq.service.certificate import Fit, Tls
    from sync.hq.service.enrolment import EnrolCode
    from sync.hq.service.service import Options
    from sync.hq.taking.pruning import Pruning
    from sync.hq.web.application import Application


def found_hq(
    folder: Path, database: str = "", dealer: str = "", *, user: str | None = None, password: str = ""
) -> Path:
    """Makes HQ's books: the file `hq.db` in the folder, or the database of a URL, which an owner-only file names.

    `user` becomes its first administrator. Doing it again changes nothing, but makes no second administrator.

    Raises RefusedError `folder_is_a_desk`, `folder_in_cloud`, `folder_on_network`, `people_known`; UsageError
    `database_url_unknown`, `user_name_…`, `password_…`; UnreachableError `database_unreachable`.
    """
    from sync.hq.service.founding import found
    from sync.records.books.database import open_sqlite, open_url
    from sync.records.books.settings import moment
    from sync.records.copies.nameplate import keep_nameplate

    if (folder / DESK_FILE).exists():
        raise RefusedError("folder_is_a_desk", folder=str(folder))
    if not database:
        check_place(folder.absolute())
    if user is not None:
        check_name(user)
        check_password(password, needed=True)
    make_folder(folder)
    book = open_url(database, create=True) if database else open_sqlite(folder / HQ_FILE, create=True)
    try:
        found(book, moment(), dealer=dealer)
        if book.is_sqlite:
            keep_nameplate(book, folder)
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
    from sync.hq.loading.loading import load

    loaded = load(desk.book, folder, desk.today(), desk.now())
    settle(desk)
    return loaded


def make_code(desk: Desk, dealer: str, machine: str = "", certificate: Path | None = None) -> EnrolCode:
    """A one-time code; `machine` is the desk whose place a new machine takes. UsageError `dealer_unknown`.

    The print of HQ's key comes with it where HQ vouches for itself, as it serves now or by the file `certificate`.
    """
    desk.need("user_manage")
    from sync.hq.service.certificate import print_of_file
    from sync.hq.service.enrolment import make_code as make

    told = print_of_file(certificate) if certificate else ""
    return make(desk.book, dealer, desk=machine or None, now=datetime.now(UTC), key_print=told)


def make_certificate(desk: Desk, names: Sequence[str]) -> tuple[Tls, Fit]:
    """Writes a certificate HQ signs itself into its folder; a key that is there is kept. Raises as `check_tls`."""
    desk.need("user_manage")
    from sync.hq.service.certificate import keep_print, make_files

    tls, made = make_files(desk.folder, names, datetime.now(UTC))
    keep_print(desk.book, made.print)
    return tls, made


def check_tls(database: str | Path, host: str, certificate: str, key: str, *, insecure: bool) -> Tls | None:
    """The files to serve with, proved, and what codes have to say of them remembered; None to serve in clear.

    Raises UsageError `tls_both`, `tls_missing`, `tls_certificate_unreadable`, `tls_key_unreadable`, `tls_mismatched`,
    `tls_expired`; RefusedError `serve_insecure` where others could read what is sent, and nobody said that this is
    meant.
    """
    from sync.hq.service.certificate import Tls, check_files, is_near, keep_print
    from sync.hq.service.roster import keep_roster
    from sync.hq.service.service import open_book
    from sync.records.copies.nameplate import keep_nameplate

    if isinstance(database, Path):
        check_place(database.absolute().parent)
    if bool(certificate) != bool(key):
        raise UsageError("tls_both")
    tls = Tls(Path(certificate).absolute(), Path(key).absolute()) if certificate else None
    told = check_files(tls, datetime.now(UTC)).print if tls else ""
    if tls is None and not (insecure or is_near(host)):
        raise RefusedError("serve_insecure", host=host)
    book = open_book(database)
    try:
        keep_print(book, told)
        if isinstance(database, Path):  # before the service begins, so that a lost file can be made anew
            keep_nameplate(book, database.absolute().parent)
            keep_roster(book)
    finally:
        book.close()
    return tls


def revoke(desk: Desk, machine: str) -> None:
    """Shuts a desk out; UsageError `desk_unknown`."""
    desk.need("user_manage")
    from sync.hq.service.enrolment import revoke_desk

    revoke_desk(desk.book, machine)


def prune(desk: Desk, days: int, *, check: bool) -> Pruning:
    """Drops what HQ's streams said so many days ago and later entries replaced; with `check` only counts it.

    RefusedError `prune_days`.
    """
    desk.need("books_care")
    from sync.hq.taking import pruning

    return pruning.prune(desk.book, desk.clock(), days, check=check)


def settle(desk: Desk) -> None:
    """What follows from a change at HQ: what waited is taken, orders answered, papers passed on, stock published."""
    from desktop.actions.headquarters.asked_acts import verbs
    from sync.hq.taking.following import follow_up
    from sync.hq.taking.moot import settle_moot
    from sync.hq.taking.newly_known import judge_known
    from sync.hq.taking.waiting import judge_all_again

    judge_known(desk.book, datetime.now(UTC))
    judge_all_again(desk.book, datetime.now(UTC))
    settle_moot(desk.book, datetime.now(UTC))
    follow_up(desk.book, datetime.now(UTC), verbs())


def serve(
    database: str | Path,
    host: str,
    port: int,
    workers: int,
    on_ready: Callable[[str], None],
    tls: Tls | None = None,
    *,
    options: Options | None = None,
) -> None:
    """Serves desks until the process is told to stop; RefusedError `port_in_use`, UsageError `hq_not_founded`."""
    from desktop.actions.headquarters.asked_acts import verbs
    from sync.hq.service.service import Options
    from sync.hq.service.service import serve as serve_book
    from sync.hq.web.plan import Certificate

    if tls is not None:
        options = replace(options or Options(), certificate=Certificate(str(tls.certificate), str(tls.key)))
    worker = f"{app_of_worker.__module__}:{app_of_worker.__name__}"
    serve_book(database, host, port, workers, on_ready, verbs=verbs(), worker=worker, options=options)


def app_of_worker() -> Application:
    """What each of several processes builds for itself."""
    from desktop.actions.headquarters.asked_acts import verbs
    from sync.hq.service import service

    look_seldom()  # as the first process did when its command began
    return service.app_of_worker(verbs())


def _keep_address(path: Path, database: str) -> None:
    """The URL may hold a password."""
    quoted = database.replace("\\", "\\\\").replace('"', '\\"')
    write_file(path, f'database = "{quoted}"\n'.encode())
