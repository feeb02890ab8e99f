"""Takes long streams in parts: fetched to files that outlive the program, built beside the book, swapped in at once."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from domain.errors import RefusedError
from sync.client.line.asking import HqLine
from sync.client.streams.progress import StreamProgress
from sync.owner_only import make_file, make_folder, write_file
from sync.records.books.database import Book
from sync.records.books.settings import moment, read_setting
from sync.records.log.receiving import ReceivedPage
from sync.records.log.staging import Staging, StagingError, discard
from sync.records.log.streams import head_of
from sync.records.log.swap import first_key, holds, search_table, swap_in
from sync.trouble import known_trouble
from sync.wire.messages import Snapshot, SnapshotPart
from sync.wire.packing import LARGEST_PACKED, UnreadableError
from sync.wire.parts import PATH, name_of, unpack_part

FOLDER = "filling"
_STAGING, _LIST = "staging.db", "snapshot.json"
# What is fetched at a time, more with each that comes through: a line that breaks loses no more than one piece.
_FIRST_PIECE, _LARGEST_PIECE = 32 * 1024, 1024 * 1024
# What a person needs to take orders comes first, what is only looked up later comes last.
_USEFUL = ("catalog", "prices/", "policies/", "stock", "dealer/")
_busy: set[Path] = set()
_busy_lock = threading.Lock()


class FillError(Exception):
    """What HQ sent is not what it said it would be; `code` says in what."""

    def __init__(self, code: str, *facts: object) -> None:
        super().__init__(code, *facts)
        self.code = code


class Fills:
    """The snapshots a desk is taking, as its folder keeps them; nothing where the book lies in no folder.

    Attributes:
        snapshots: by stream, the most needed first.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._folder = None if book.path is None else book.path.parent / FOLDER
        self.snapshots: dict[str, Snapshot] = {}
        if self._folder is None or not self._folder.is_dir():  # as a rule
            return
        if self._folder not in _busy:
            discard(self.staging())  # what a program that died was building
        for path in sorted(self._folder.glob(f"*/{_LIST}")):
            self._find(path)
        self._sort()

    @property
    def possible(self) -> bool:
        return self._folder is not None

    def told(self) -> dict[str, tuple[int, int]]:
        """Epoch and number of each, as HQ is told of them."""
        return {name: (each.epoch, each.number) for name, each in self.snapshots.items()}

    def begin(self, snapshot: Snapshot) -> None:
        """Takes up a snapshot; what was fetched of another one of its stream goes, but for parts both have.

        Raises FillError where it can't be what it says.
        """
        _check(snapshot)
        place = self.place(snapshot.stream)
        _write(place / _LIST, msgspec.json.encode(snapshot))
        needed = {part.name for part in snapshot.parts}
        for path in place.iterdir():
            if path.name != _LIST and path.stem not in needed:
                path.unlink()
        self.snapshots[snapshot.stream] = snapshot
        self._sort()

    def drop(self, stream: str) -> None:
        """Forgets a snapshot with all that was fetched of it."""
        if self.snapshots.pop(stream, None) is not None:
            shutil.rmtree(self.place(stream), ignore_errors=True)

    def place(self, stream: str) -> Path:
        assert self._folder is not None
        return self._folder / hashlib.sha256(stream.encode()).hexdigest()[:16]

    def staging(self) -> Path:
        assert self._folder is not None
        return self._folder / _STAGING

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether nobody else in this program fills the same book now; for as long as the block lasts."""
        assert self._folder is not None
        with _busy_lock:
            free = self._folder not in _busy
            if free:
                _busy.add(self._folder)
        try:
            yield free
        finally:
            if free:
                with _busy_lock:
                    _busy.discard(self._folder)

    def _find(self, path: Path) -> None:
        """Takes up what an earlier run of the program left, unless it is in the book already or can't be read."""
        try:
            snapshot = msgspec.json.decode(path.read_bytes(), type=Snapshot)
            _check(snapshot)
        except (msgspec.MsgspecError, FillError):
            shutil.rmtree(path.parent, ignore_errors=True)
            return
        with self._book.reading() as connection:
            head = head_of(connection, snapshot.stream)
        if head is not None and head.epoch == snapshot.epoch and head.number >= snapshot.number:
            shutil.rmtree(path.parent, ignore_errors=True)
            return
        self.snapshots[snapshot.stream] = snapshot

    def _sort(self) -> None:
        if len(self.snapshots) > 1:
            with self._book.reading() as connection:
                own = f"dealer/{read_setting(connection, 'dealer_id')}"
            order = sorted(self.snapshots, key=lambda name: (usefulness(name), name != own, name))
            self.snapshots = {name: self.snapshots[name] for name in order}


def usefulness(stream: str) -> int:
    """How soon a stream is needed: the lower, the sooner."""
    return next((place for place, start in enumerate(_USEFUL) if stream.startswith(start)), len(_USEFUL))


def on_their_way(folder: Path) -> list[StreamProgress]:
    """The long streams a desk's folder has begun to fetch and that can't be used yet, with how far each is."""
    found: list[StreamProgress] = []
    for path in folder.glob(f"{FOLDER}/*/{_LIST}"):
        try:
            snapshot = msgspec.json.decode(path.read_bytes(), type=Snapshot)
        except (msgspec.MsgspecError, OSError):
            continue
        here = sum(part.rows for part in snapshot.parts if (path.parent / f"{part.name}.gz").exists())
        found.append(StreamProgress(snapshot.stream, here, snapshot.live))
    return sorted(found, key=lambda each: (usefulness(each.stream), each.stream))


def is_urgent(stream: str) -> bool:
    """Whether orders can't be taken without it."""
    return usefulness(stream) < _USEFUL.index("dealer/")


def _check(snapshot: Snapshot) -> None:
    names = all(len(part.name) == 64 and set(part.name) <= set("0123456789abcdef") for part in snapshot.parts)
    sizes = all(0 < part.size <= LARGEST_PACKED and part.rows > 0 for part in snapshot.parts)
    counted = sum(part.rows for part in snapshot.parts) == snapshot.live <= snapshot.number
    if not names or not sizes or not counted or len(snapshot.hash) != 32 or len(snapshot.digest) != 16:
        raise FillError("parts_listed", snapshot.stream)


def fill(
    book: Book,
    line: HqLine,
    fills: Fills,
    snapshot: Snapshot,
    told: Callable[[int], None],
    cancelled: Callable[[], bool],
) -> ReceivedPage | None:
    """Fetches what is missing of one snapshot, builds it and puts it in; None where the person stopped it.

    Args:
        told: called with the number of records fetched so far.

    Raises FillError where the parts aren't what they should be; then nothing of them is kept. RefusedError
    `part_gone` where HQ has them no more, `disk_full`; and as `HqLine.ask`.
    """
    place = fills.place(snapshot.stream)
    fetched, size = 0, _FIRST_PIECE
    for part in snapshot.parts:
        if not _is_here(place, part):
            size = _fetch(line, place, part, size, cancelled)
        if cancelled():
            return None
        fetched += part.rows
        told(fetched)
    staging = _build(book, fills, snapshot, place)
    try:
        received = swap_in(book, staging, snapshot, moment())
    finally:
        staging.close()
    fills.drop(snapshot.stream)
    return received


def _build(book: Book, fills: Fills, snapshot: Snapshot, place: Path) -> Staging:
    staging = Staging(fills.staging(), search_table(book), first_key(book))
    try:
        for part in snapshot.parts:
            columns = unpack_part((place / f"{part.name}.gz").read_bytes())
            if len(columns.steps) != part.rows:
                raise FillError("parts_counted", part.name, len(columns.steps), part.rows)
            staging.add(columns)
        if not staging.fits(snapshot):
            raise FillError("parts_digest", snapshot.stream)
        staging.finish(compared=holds(book, snapshot.stream))
    except (UnreadableError, StagingError) as wrong:
        staging.close()
        code = "parts_contradict" if isinstance(wrong, StagingError) else "parts_unreadable"
        raise FillError(code, str(wrong)) from wrong
    except BaseException:
        staging.close()
        raise
    return staging


def _is_here(place: Path, part: SnapshotPart) -> bool:
    """Whether a part was fetched before, and the disk still gives back what was written."""
    path = place / f"{part.name}.gz"
    if path.exists() and name_of(path.read_bytes()) != part.name:
        path.unlink()
    return path.exists()


def _fetch(line: HqLine, place: Path, part: SnapshotPart, size: int, cancelled: Callable[[], bool]) -> int:
    """Brings one part into its file, from where an earlier try broke off; returns how large the next piece may be."""
    begun = place / f"{part.name}.begun"
    for _ in range(2):
        while (have := begun.stat().st_size if begun.exists() else 0) < part.size:
            if cancelled():
                return size
            last = min(have + size, part.size) - 1
            _append(begun, line.fetch(PATH + part.name, have, last, part.size))
            size = min(2 * size, _LARGEST_PIECE)
        if name_of(begun.read_bytes()) == part.name:
            begun.replace(place / f"{part.name}.gz")
            return size
        begun.unlink()
    raise FillError("parts_named", part.name)


def _append(path: Path, piece: bytes) -> None:
    try:
        make_file(path)
        with path.open("ab") as file:
            file.write(piece)
    except OSError as failed:
        raise _ailment(failed, path) from failed


def _write(path: Path, raw: bytes) -> None:
    try:
        make_folder(path.parent)
        write_file(path, raw)
    except OSError as failed:
        raise _ailment(failed, path) from failed


def _ailment(failed: OSError, path: Path) -> Exception:
    return known_trouble(failed, path) or RefusedError("disk_failed", path=str(path.parent))
