"""An HQ and two desks whose files are damaged, then checked, repaired and exchanged as a person does it."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sync.client.streams.exchanging import exchange
from sync.hq.deciding.shipping import ship
from sync.hq.taking.following import follow_up
from sync.keys import load_key
from sync.records.books.database import open_sqlite
from sync.records.copies.backup import backup
from sync.records.copies.joining import open_outbox
from sync.records.copies.journal import Damage, read_frames
from sync.records.copies.outbox import FILE
from tests.building.sync.books import NOW, TODAY, row, rows, stock_up
from tests.building.sync.ends import HASTY, Local, a_desk, an_hq
from tests.journeys.damaging import damage
from tests.journeys.ends import desk as command
from tests.journeys.ends import done

ORDERS = "SELECT id FROM document WHERE kind = 'order'"
PAPERS = "SELECT kind, id, number, amount FROM document WHERE kind <> 'adjustment' ORDER BY kind, id"


@dataclass
class Place:
    """Folders of an HQ and of two desks as they lie on the disk, and which orders were sent."""

    root: Path
    desks: tuple[str, ...]
    sent: frozenset[str]
    unsent: frozenset[str]

    @property
    def hq(self):
        return self.root / "hq"

    def folder(self, which=0):
        return self.root / f"desk{which}"

    def copy(self, target, *, kept):
        """The same once more; without its backups unless they are `kept`."""
        left_out = ["desk.lock"] if kept else ["desk.lock", "backups"]
        shutil.copytree(self.root, target, ignore=shutil.ignore_patterns(*left_out))
        return Place(target, self.desks, self.sent, self.unsent)

    def exchange(self, which=0):
        """One exchange of a desk's folder with HQ; gives its notices and the orders HQ has then."""
        folder = self.folder(which)
        hq, book = open_sqlite(self.hq / "hq.db"), open_sqlite(folder / "desk.db")
        try:
            open_outbox(book, folder / FILE)
            key = load_key(folder, self.desks[which])
            assert key is not None
            notices = exchange(book, key, transport=Local(hq), patience=HASTY).notices
            return {each.code for each in notices}, held_in(hq)
        finally:
            book.close()
            hq.close()


def make_place(root):
    """Orders answered, some shipped, a backup between, and orders that were never sent."""
    (root / "hq").mkdir()
    hq = an_hq(open_sqlite(root / "hq" / "hq.db", create=True))
    stock_up(hq, {"A": 10_000})
    ends = [a_desk(hq, root / f"desk{each}") for each in range(2)]
    orders = []
    for place in range(12):
        for end in ends:
            orders.append(end.order())
            end.exchange()
        if place == 4:
            for book, folder in ((hq, root / "hq"), *((end.book, end.folder) for end in ends)):
                (folder / "backups").mkdir()
                backup(book, folder / "backups" / f"{book.path.stem}-20261101.db")
        if place % 4 == 1:
            number = row(hq, "SELECT number FROM document WHERE id = :id", id=orders[-1])[0]
            ship(hq, number, on=TODAY, now=NOW, author="王芳", today=TODAY)
            follow_up(hq, datetime.now(UTC))
    for end in ends:
        end.exchange()
    unsent = [ends[0].order() for _ in range(4)]
    for book in (hq, *(end.book for end in ends)):
        book.close()
    done(root / "hq", "status")
    return Place(root, tuple(end.desk for end in ends), frozenset(orders), frozenset(unsent))


def held_in(book):
    return {record for (record,) in rows(book, ORDERS)}


def held_by(folder):
    book = open_sqlite(folder / "desk.db")
    try:
        return held_in(book)
    finally:
        book.close()


def papers_of(folder):
    book = open_sqlite(folder / "hq.db")
    try:
        return set(rows(book, PAPERS))
    finally:
        book.close()


def repaired(folder):
    """The repair's answer: all is well, or what is still missing comes from HQ, and that is told."""
    answer = command(folder, "check", "--repair")
    assert answer.status == 0 or (answer.status == 4 and answer["mended"]["from_hq"]), (answer.value, answer.told)
    return answer


def mend_desk(place, kind, seed):
    """The book is damaged: HQ and the second copy have everything, so that nothing may be missing."""
    folder = place.folder()
    damage(folder / "desk.db", kind, seed)
    command(folder, "check")
    repaired(folder)
    _, held = place.exchange()
    assert held == place.sent | place.unsent == held_by(folder)
    assert done(folder, "check")["ok"]


def mend_copy(place, kind, seed):
    """The second copy is damaged: it is told exactly where that is so, and made whole from the book."""
    path = place.folder() / FILE
    damage(path, kind, seed)
    frames = list(read_frames(path))
    whole = len(frames) == len(place.unsent) and not any(isinstance(each, Damage) for each in frames)
    answer = command(path.parent, "check")
    assert (answer.status, answer["ok"]) == ((0, True) if whole else (4, False))
    assert {each["table"] for each in answer["differences"]} <= {FILE}
    done(path.parent, "check", "--repair")
    assert done(path.parent, "check")["ok"]
    assert len(list(read_frames(path))) == len(place.unsent)
    _, held = place.exchange()
    assert held == place.sent | place.unsent


def mend_both(place, kind, seed):
    """Book and second copy are damaged: what is readable in either comes through, and what is in neither is told."""
    folder = place.folder()
    damage(folder / FILE, kind, seed)
    found = (folder / FILE).read_bytes()
    damage(folder / "desk.db", kind, seed + 1)
    command(folder, "check")
    answer = repaired(folder)
    told, held = place.exchange()
    lost = place.unsent - held
    assert held >= place.sent
    waits = {each["code"] for each in done(folder, "status")["attention_list"]}
    named = {each["record"] for each in answer["mended"].get("lost", ())}
    assert not lost or "journal_damaged" in waits | told or lost <= named, (lost, answer.value)
    if lost:
        assert any(each.read_bytes() == found for each in folder.glob(f"kept-*/{FILE}"))
    assert done(folder, "check")["ok"]


def mend_hq(place, kind, seed):
    """HQ's book is damaged: what it can't read any more desks give back, and a person takes it."""
    before = papers_of(place.hq)
    damage(place.hq / "hq.db", kind, seed)
    command(place.hq, "check")
    answer = done(place.hq, "check", "--repair")
    assert answer["mended"].get("desks_lost", []) == []
    for _ in range(2):
        for which in range(2):
            place.exchange(which)
        done(place.hq, "hq", "returned", "--take", "--unproven")
        done(place.hq, "hq", "returned", "--decide-now")
    assert papers_of(place.hq) >= before
    assert done(place.hq, "check")["ok"]
    for which in range(2):
        place.exchange(which)
    assert held_by(place.folder()) == held_by(place.folder(1)) == place.sent | place.unsent
