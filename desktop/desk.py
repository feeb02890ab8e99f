"""One opened folder: its book, whose it is, what day it is, and the lock that keeps a second program out."""

from __future__ import annotations

import getpass
import os
import threading
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from desktop.folder_lock import FolderLock
from desktop.folders import default_folder
from desktop.shared_folders import refusal, shared_by
from domain.errors import DamagedError, DeskError, RefusedError, UsageError
from domain.parties.users import may
from sync.owner_only import close_off_books
from sync.practice import is_practice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from domain.parties.users import Person
    from sync.client.line.address import Address
    from sync.client.line.open_lines import Line, OpenLines
    from sync.keys import DeviceKey
    from sync.records.books.database import Book

# What stands in documents and cards of HQ, so that a desk of its people can't write it.
_ONLY_HQ_WRITES = frozenset({"order_write", "goods_move", "money_write", "statement_write", "card_write"})

DESK_FILE, HQ_FILE, HQ_ADDRESS, OUTBOX_FILE = "desk.db", "hq.db", "hq.toml", "outbox.journal"
NAMEPLATE = "identity.json"


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose book this is; `prefix` stands in the numbers of the documents written here."""

    role: Literal["desk", "hq"]
    desk_id: str
    dealer_id: str
    prefix: str
    hq_url: str


class Desk:
    """An opened folder.

    Attributes:
        book: the database.
        identity: whose it is.
        folder: where it lies.
        user: who works here, once someone signed in; None in books that have no people.
        peopled: whether the books have people, so that someone has to sign in before anything is written.
        asks: whether HQ's people work here, whose documents HQ alone writes: this desk asks for them.
        insists: whether HQ is asked once more for what was asked already and waits.
        warned: what somebody was just told that it waits already; asking again then means it.
        closed_off: how many files stood open to other users of the machine and were closed just now.
        practice: whether this is the practice company, of which nothing counts and nothing leaves this machine.
        carrier: makes a line to HQ where that isn't one over the network.
        shared_by: whose folder this is where it isn't this machine's alone (`shared_folders`); only reading is safe.
        backup_failure: why today's backup could not be made, where that is so.
        key: the key this desk signs with, once a passphrase opened it.
        passphrase: asks for that passphrase; None where nobody can be asked.
        clock: gives the present moment; replaced in tests.
        who: finds out who works here where nobody signed in yet.
    """

    user: Person | None = None
    peopled: bool = False
    asks: bool = False
    insists: bool = False
    closed_off: int = 0
    practice: bool = False
    carrier: Callable[[Address], Line] | None = None
    shared_by: str = ""
    backup_failure: DeskError | None = None
    key: DeviceKey | None = None
    passphrase: Callable[[], str] | None = None

    def __init__(
        self,
        book: Book,
        identity: Identity,
        folder: Path,
        *,
        lock: FolderLock | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.book = book
        self.identity = identity
        self.folder = folder
        self.clock = clock
        self.warned: set[str] = set()
        self._named = system_user()
        self.who: Callable[[], Person | None] | None = None
        self._lock = lock
        self._lines: OpenLines | None = None
        self._lines_guard = threading.Lock()

    @property
    def is_hq(self) -> bool:
        return self.identity.role == "hq"

    @property
    def operator(self) -> str:
        """Who works here, as documents name the author."""
        return self.user.name if self.user else self._named

    @operator.setter
    def operator(self, name: str) -> None:
        self._named = name  # what counts in books without people

    @property
    def at_hq(self) -> bool:
        """Whether HQ's people work here, in HQ's own books or at a desk of theirs."""
        return self.is_hq or self.asks

    def need(self, action: str) -> None:
        """Goes on only where whoever works here may do this; called before a transaction begins.

        Raises RefusedError `not_permitted`, `login_needed`, and `not_at_hq_desk` for what HQ alone writes.
        """
        if self.asks and action in _ONLY_HQ_WRITES:
            raise RefusedError("not_at_hq_desk", action=action)
        self.need_right(action)

    def need_right(self, action: str) -> None:
        """Goes on only where whoever works here has the right, be it only to ask HQ for it.

        Raises RefusedError `not_permitted`, `login_needed`.
        """
        person = self.signed_in()
        if person is not None and not may(person.role, action):
            raise RefusedError("not_permitted", user=person.name, role=person.role, action=action)

    def signed_in(self) -> Person | None:
        """Who works here, asked for where it isn't known yet; None in books from before there were people.

        RefusedError `login_needed` where nobody can be asked.
        """
        if self.user is None and self.peopled:
            self.user = self.who() if self.who is not None else None
            if self.user is None:
                raise RefusedError("login_needed")
        return self.user

    @property
    def dealer_id(self) -> str:
        return self.identity.dealer_id

    @property
    def stream(self) -> str:
        """The stream this place is the home of."""
        return "hq" if self.is_hq else f"desk/{self.identity.desk_id}"

    def today(self) -> date:
        """The business date: this machine's day, or the one that DESK_TODAY fixes for demonstrations."""
        fixed = os.environ.get("DESK_TODAY", "")
        if not fixed:
            return self.clock().astimezone().date()
        try:
            return date.fromisoformat(fixed)
        except ValueError as unreadable:
            raise UsageError("date_unreadable", text=fixed) from unreadable

    def now(self) -> str:
        """The recording time, as stored: UTC to the second."""
        from sync.records.books.settings import moment

        return moment(self.clock())

    @property
    def lines(self) -> OpenLines:
        """The lines to HQ, which stay open as long as the folder is."""
        from sync.client.line.open_lines import OpenLines

        with self._lines_guard:  # exchanges and listening begin in threads of their own
            if self._lines is None:
                self._lines = OpenLines(make=self.carrier)
            return self._lines

    @contextmanager
    def beside(self) -> Iterator[Desk]:
        """The same open books for somebody else's command: who works there is found out anew, and nothing is closed."""
        other = Desk(self.book, self.identity, self.folder, clock=self.clock)
        other.asks, other.peopled, other.key = self.asks, self.peopled, self.key
        other.practice, other.carrier = self.practice, self.carrier
        try:
            yield other
        finally:
            self.peopled = self.peopled or other.peopled
            if other._lines is not None:
                other._lines.close()

    def close(self) -> None:
        """Closes the book and the lines to HQ, and lets the next program in."""
        if self._lines is not None:
            self._lines.close()
        self.book.close()
        if self._lock:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_desk(folder: Path | None = None, *, writing: bool = True) -> Desk:
    """Opens a folder: a desk's, or HQ's.

    `writing` takes the folder's lock, writes today's backup where there is none yet, and brings back what the second
    copy of unsent entries still knows. HQ's folder is served and commanded at the same time and is never locked.

    Raises UsageError `folder_empty`; RefusedError `folder_in_use`, and for a folder in which nothing may be written
    `folder_in_cloud`, `folder_on_network`; DamagedError `database_damaged` (fact `backups`), `book_gone`.
    """
    where = (folder or default_folder()).absolute()
    if not any((where / each).exists() for each in (HQ_ADDRESS, HQ_FILE, DESK_FILE)):
        if (where / NAMEPLATE).exists():
            raise DamagedError("book_gone", folder=str(where))
        raise UsageError("folder_empty", folder=str(where))
    shared = "" if (where / HQ_ADDRESS).exists() else shared_by(where)
    if shared and writing:
        raise refusal(where, shared)
    closed_off = close_off_books(where)
    opened = _open_folder(where, writing=writing)
    opened.closed_off, opened.shared_by = closed_off, shared
    return opened


def _open_folder(where: Path, *, writing: bool) -> Desk:
    if (where / HQ_ADDRESS).exists() or (where / HQ_FILE).exists():
        opened = _opened(open_hq_book(where, looking=not writing), where, None)
        if opened.book.is_sqlite and opened.book.barred is None:
            _keep_nameplate(opened)
        return opened
    lock = FolderLock(where) if writing else None
    try:
        book = _open_desk_book(where, looking=not writing)
        try:
            opened = _opened(book, where, lock)
            return _prepared(opened) if writing else opened
        except BaseException:
            book.close()
            raise
    except BaseException:
        if lock:
            lock.release()
        raise


def open_hq_book(folder: Path, *, looking: bool = False) -> Book:
    """HQ's database: the one `hq.toml` names, or the file `hq.db`; UsageError `folder_empty` where there is neither.

    `looking` as in `open_sqlite`.
    """
    from sync.records.books.database import open_sqlite, open_url

    if (folder / HQ_ADDRESS).exists():
        return open_url(read_address(folder))
    if (folder / HQ_FILE).exists():
        return open_sqlite(folder / HQ_FILE, looking=looking)
    raise UsageError("folder_empty", folder=str(folder))


def open_database(url: str, folder: Path) -> Desk:
    """HQ's books by their database URL; the folder is where reports go."""
    from sync.records.books.database import open_url

    return _opened(open_url(url), folder, None)


def read_address(folder: Path) -> str:
    """The database URL a folder names; DamagedError `address_unreadable`."""
    path = folder / HQ_ADDRESS
    try:
        return str(tomllib.loads(path.read_text(encoding="utf-8"))["database"])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as wrong:
        raise DamagedError("address_unreadable", path=str(path)) from wrong


def _open_desk_book(folder: Path, *, looking: bool) -> Book:
    from sync.records.books.database import open_sqlite
    from sync.records.copies.backup import health

    health(folder / DESK_FILE)
    return open_sqlite(folder / DESK_FILE, looking=looking)


def _opened(book: Book, folder: Path, lock: FolderLock | None) -> Desk:
    from sync.records.books.homes import home_of
    from sync.records.books.settings import PRACTICE, read_setting
    from sync.records.people.roll import people

    with book.reading() as connection:
        keys = ("role", "desk_id", "dealer_id", "prefix", "hq_url")
        role, desk_id, dealer_id, prefix, hq_url = (read_setting(connection, key) for key in keys)
        known: Literal["desk", "hq"] = "hq" if role == "hq" else "desk"
        opened = Desk(book, Identity(known, desk_id, dealer_id, prefix, hq_url), folder, lock=lock)
        opened.practice = is_practice(folder) or bool(read_setting(connection, PRACTICE))
        if role:
            opened.asks = home_of(connection).asks
            opened.peopled = bool(people(connection))
    if opened.practice and not opened.is_hq:
        from sync.hq_at_hand import carrier_to

        opened.carrier = carrier_to(folder, opened.today)
    return opened


def _prepared(desk: Desk) -> Desk:
    """What every program that writes does before anything else."""
    from sync.records.copies.backup import daily_backup
    from sync.records.copies.joining import open_outbox
    from sync.trouble import known_trouble

    # Whatever program had these books open here left their nameplate beside them, and a second copy.
    open_outbox(desk.book, desk.folder / OUTBOX_FILE, expected=(desk.folder / NAMEPLATE).exists())
    _keep_nameplate(desk)
    try:
        daily_backup(desk.book, desk.folder, desk.today())
    except RefusedError as failure:  # whoever can't make a backup may work all the same, and is told
        desk.backup_failure = failure
    except OSError as failure:
        desk.backup_failure = known_trouble(failure, desk.folder)
        if desk.backup_failure is None:
            raise
    return desk


def _keep_nameplate(desk: Desk) -> None:
    """Keeps beside the books whose they are, so that a lost file can be made anew under the same key."""
    from sync.records.copies.nameplate import keep_nameplate

    keep_nameplate(desk.book, desk.folder)
    if desk.is_hq:
        from sync.hq.service.roster import keep_roster

        keep_roster(desk.book)


def is_hq_folder(folder: Path) -> bool:
    """Whether a folder is HQ's, though its database may be gone."""
    if any((folder / each).exists() for each in (HQ_ADDRESS, HQ_FILE)):
        return True
    from sync.records.copies.nameplate import read_nameplate

    return not (folder / DESK_FILE).exists() and read_nameplate(folder).get("role") == "hq"


def system_user() -> str:
    """Who this is for the operating system, or "" where it doesn't know."""
    try:
        return os.environ.get("DESK_OPERATOR") or getpass.getuser()
    except (KeyError, OSError):  # no such user in this system's list
        return ""
