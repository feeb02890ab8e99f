"""Care of the books: recomputing everything, backing up, bringing a backup back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.documents.views import KeptView
from desktop.desk import DESK_FILE, HQ_ADDRESS, HQ_FILE, NAMEPLATE, OUTBOX_FILE, is_hq_folder, system_user
from desktop.shared_folders import check_place
from domain.errors import RefusedError, UsageError
from sync.owner_only import make_folder

if TYPE_CHECKING:
    from desktop.actions.documents.views import Attention
    from desktop.desk import Desk
    from sync.records.copies.adoption import Adopted
    from sync.records.copies.journal import Copied
    from sync.records.repair.checking import BookDifference, Progress
    from sync.records.repair.rescue import Mended


def check(
    desk: Desk,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Sequence[BookDifference]:
    """Recomputes chains, balances and stock from the entries; every difference by table, record and column.

    A desk's second copy is read as a whole as well.
    """
    from sync.records.repair.checking import check as check_book

    found = check_book(desk.book, progress, cancelled)
    copy = desk.folder / OUTBOX_FILE
    # Books that no program has opened for writing yet have none.
    if desk.is_hq or not (copy.exists() or (desk.folder / NAMEPLATE).exists()):
        return found
    from sync.records.copies.copy_check import check_copy

    return [*found, *check_copy(desk.book, copy)]


def breaches(desk: Desk) -> Sequence[Attention]:
    """What two desks did against each other and nobody mended yet: no damage, and for a person to mend."""
    from desktop.actions.headquarters.attention import breaches as breaches_in

    with desk.book.reading() as connection:
        return breaches_in(connection, desk)


def held_at_hq(desk: Desk) -> int:
    """How many own records HQ holds that these books count all the same, having no other desk's in their place."""
    from sync.records.books.bulk import query_rows

    with desk.book.reading() as connection:
        sql = (
            "SELECT COUNT(*) FROM problem p JOIN stream s ON s.name = p.stream "
            "JOIN entry e ON e.stream = s.id AND e.number = p.number "
            "WHERE p.stream = ? AND p.code = 'held_at_hq' AND e.live"
        )
        return 0 if desk.is_hq else int(query_rows(connection, sql, desk.stream)[0][0])


def repair(desk: Desk) -> Mended:
    """Mends the books out of themselves, backups and the second copy, and derives every table anew.

    DamagedError `database_damaged` where the file holds too little; then `replace_books` is left.
    """
    desk.need("books_care")
    from sync.records.repair.rescue import mend_book

    done = mend_book(desk.book)
    if not desk.is_hq and desk.book.outbox is not None:
        from sync.records.copies.joining import open_outbox

        desk.book.outbox.close()
        open_outbox(desk.book, desk.folder / OUTBOX_FILE, whole=True)
    return done


def unsent_count(desk: Desk) -> int:
    """How many own entries HQ may not have: those in the books, and those kept beside them."""
    from sync.client.streams.waiting import pending
    from sync.records.copies.kept import kept_entries

    with desk.book.reading() as connection:
        waiting = 0 if desk.is_hq else pending(connection)
    return waiting + sum(each.stream == desk.stream for each in kept_entries(desk.folder))


def replace_books(folder: Path) -> Mended:
    """Puts sound books in the place of those that can't be opened or mended; the old file is kept.

    A desk's are its newest good backup, or empty ones that HQ fills; HQ's are put together from all that can be read.

    Raises DamagedError `nothing_to_mend_from`, `hq_secret_lost`, `hq_nothing_left`; RefusedError `folder_in_use`,
    `book_open`, `restore_at_hq`.
    """
    from desktop.folder_lock import FolderLock
    from sync.records.repair.rescue import replace_file

    if (folder / HQ_ADDRESS).exists():
        raise RefusedError("restore_at_hq")
    lock = FolderLock(folder)
    try:
        if is_hq_folder(folder):
            from sync.hq.restored.reassembly import reassemble

            return reassemble(folder / HQ_FILE, datetime.now(UTC), system_user())
        return replace_file(folder / DESK_FILE)
    finally:
        lock.release()


def backup(desk: Desk, target: Path | None = None) -> Path:
    """Writes a whole copy of the books; without a target into its own backups. RefusedError `not_permitted`."""
    desk.need_right("books_care")
    from sync.records.copies.backup import backup as backup_book

    path = target or desk.folder / "backups" / f"desk-{desk.now().replace(':', '').replace('-', '')}.db"
    make_folder(path.parent)
    backup_book(desk.book, path)
    return path


def restore(
    folder: Path, file: Path, *, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> Path | None:
    """Puts a backup in the place of the folder's books; gives the folder in which what stood there is kept, if any did.

    HQ's streams begin a new epoch, so that every desk fills itself anew and offers again what the backup doesn't know.

    Raises UsageError `backup_missing`, `backup_unreadable`, `backup_not_a_book`; RefusedError `folder_in_use`,
    `book_newer`, `book_open`, `backup_of_another`, `backup_of_practice`, `restore_at_hq`.
    """
    from desktop.folder_lock import FolderLock
    from sync.records.copies.backup import restore as restore_book
    from sync.records.repair.rescue import keep_replaced

    if not file.exists():
        raise UsageError("backup_missing", path=str(file))
    if (folder / HQ_ADDRESS).exists():
        raise RefusedError("restore_at_hq")
    check_place(folder.absolute())
    make_folder(folder)
    lock = FolderLock(folder)
    try:
        aside = restore_book(file, folder, lambda part: _bring_back(part, folder / HQ_FILE), progress)
        keep_replaced(folder / DESK_FILE, aside / DESK_FILE)
        _note_brought_back(folder / DESK_FILE)
        if any(aside.iterdir()):
            return aside
        aside.rmdir()  # nothing stood there
        return None
    finally:
        lock.release()


def _bring_back(part: Path, before: Path) -> None:
    from sync.hq.restored.older_books import bring_back

    bring_back(part, before, datetime.now(UTC), system_user())


def _note_brought_back(path: Path) -> None:
    """Notes in a desk's book that a person put it there: that HQ holds more of it will then surprise nobody."""
    from sync.records.books.database import open_sqlite
    from sync.records.books.settings import BROUGHT_BACK, moment, write_setting

    if path.exists():
        book = open_sqlite(path)
        with book.writing() as writing:
            write_setting(writing.connection, BROUGHT_BACK, moment())
        book.close()


def kept(desk: Desk) -> Sequence[KeptView]:
    """Records the second copy held that are another desk's, or fit nowhere: what they are, the oldest first."""
    from sync.records.books.numbering import number_in
    from sync.records.copies.adoption import is_ours
    from sync.records.copies.kept import kept_entries

    return [
        KeptView(
            each.stream.removeprefix("desk/"),
            each.own.number,
            each.own.entry.kind,
            each.own.entry.record,
            number_in(each.own.entry),
            is_ours(each.own.entry, desk.dealer_id),
        )
        for each in kept_entries(desk.folder)
    ]


def look_through(desk: Desk, file: Path) -> int:
    """Keeps what another book of this desk holds and this one lacks; how many own entries that are.

    The next exchange writes them again, and gives HQ what it lost and only that book has. The file stays as it is.

    Raises UsageError `book_missing`; RefusedError `book_of_another_desk`, `restore_at_hq` in HQ's folder.
    """
    desk.need("books_care")
    if desk.is_hq:
        raise RefusedError("restore_at_hq")
    from sync.records.repair.rescue import look_through as look

    return look(desk.book, file.absolute())


def take_kept(desk: Desk) -> Adopted:
    """Takes those of this dealer into the books as new records with new numbers; the others stay kept.

    Raises RefusedError `kept_before_exchange`: only after an exchange is it known which of them HQ has already.
    """
    desk.need("books_care")
    from sync.records.books.settings import read_setting
    from sync.records.copies.adoption import adopt
    from sync.records.copies.kept import kept_entries

    with desk.book.reading() as connection:
        if not read_setting(connection, "last_exchange"):
            raise RefusedError("kept_before_exchange")
    foreign = [each for each in kept_entries(desk.folder) if each.stream != desk.stream]
    done = adopt(desk.book, foreign)
    _put_away(desk, done.settled)
    return done


def leave_kept(desk: Desk) -> Path | None:
    """Puts all that is kept aside for good; the folder in which it can be looked at, None where nothing was kept."""
    desk.need("books_care")
    from sync.records.copies.kept import kept_entries

    return _put_away(desk, kept_entries(desk.folder))


def _put_away(desk: Desk, entries: Sequence[Copied]) -> Path | None:
    from sync.records.copies.backup import set_aside_folder
    from sync.records.copies.kept import settle

    if not entries:
        return None
    folder = set_aside_folder(desk.folder)
    settle(desk.folder, {each.place for each in entries}, folder / OUTBOX_FILE)
    return folder
