"""What a disk may hold after the power went: writes since the last flush are there, half there, or there out of order.

A desk's real program trades for a while and each statement it runs is kept. The same statements then run once more
through another copy of SQLite (apsw), over files that note every write, flush and cut. From these notes come images of
the disk at any moment: all that was flushed, and of the rest a beginning, single sectors, or any part. Each image is
opened by the real program, which must find every paper that a person had been told is saved, and a sound book.

So it covers the desk's database in the way the program uses it (WAL, flushed at every commit) and the second copy
beside it; not covered are the very file system calls of the SQLite the program ships with, which is another build.
"""

import random
import shutil
from pathlib import Path

import apsw

from domain.errors import DamagedError, DeskError
from sync.records.books.database import _PRAGMAS, open_sqlite
from sync.records.copies.joining import open_outbox
from sync.records.copies.outbox import FILE
from sync.records.log.streams import head_of
from sync.streams import Head
from tests.simulation import acts
from tests.simulation.chance import determined
from tests.simulation.crashing import tapes, watching
from tests.simulation.life import NAMED
from tests.simulation.swift import swift
from tests.simulation.world import new_world, template

SECTOR = 512


class Notes:
    """Every write, flush and cut of a database's files in order, and in between when what was told as saved."""

    def __init__(self):
        self.ops: list[tuple] = []

    def mark(self, *what):
        self.ops.append(("mark", *what))


class _NotingFile(apsw.VFSFile):
    def __init__(self, base, name, flags, notes):
        super().__init__(base, name, flags)
        path = name if isinstance(name, str) else name.filename()
        self._name, self._notes = Path(path).name, notes

    def xWrite(self, data, offset):
        super().xWrite(data, offset)
        self._notes.ops.append(("write", self._name, offset, bytes(data)))

    def xSync(self, flags):
        super().xSync(flags)
        self._notes.ops.append(("sync", self._name))

    def xTruncate(self, size):
        super().xTruncate(size)
        self._notes.ops.append(("truncate", self._name, size))


class _NotingVfs(apsw.VFS):
    def __init__(self, notes):
        self._notes = notes
        super().__init__("noting", "")

    def xOpen(self, name, flags):
        return _NotingFile("", name, flags, self._notes)


def replay(tape, begin, folder, pragmas=_PRAGMAS, file="desk.db"):
    """Runs a tape over a copy of the files it began with; the notes of what reached the disk, and when."""
    folder.mkdir()
    shutil.copy(begin / file, folder / file)
    notes = Notes()
    vfs = _NotingVfs(notes)
    connection = apsw.Connection(str(folder / file), vfs="noting")
    try:
        for pragma in pragmas:
            connection.execute(pragma)
        always = next(each for each in pragmas if each.startswith("PRAGMA synchronous="))
        for what, *event in tape:
            if what == "sql":
                sql, values, many = event
                for _ in (connection.executemany if many else connection.execute)(sql, values):
                    pass
            elif what == "flush":  # how the program asked for the next commit to be flushed
                connection.execute("PRAGMA synchronous=NORMAL" if event[0] == "NORMAL" else always)
            elif what in ("commit", "rollback"):
                connection.execute(what)
            elif what == "settled":  # the program itself had the disk take the log
                notes.ops.append(("sync", f"{file}-wal"))
            else:
                notes.mark(what, *event)
    finally:
        connection.close()
        vfs.unregister()
    return notes


class Disk:
    """The files of a place while the notes are gone through: what was flushed, and what was written since."""

    def __init__(self, begin, file="desk.db"):
        self.flushed = {file: bytearray((begin / file).read_bytes())}
        self.since: dict[str, list[tuple]] = {}
        self.copies = [(begin / FILE).read_bytes() if (begin / FILE).exists() else b""]
        self.told = 0

    def take(self, op):
        if op[0] == "write":
            self.since.setdefault(op[1], []).append((op[2], op[3]))
        elif op[0] == "truncate":
            self.since.setdefault(op[1], []).append((None, op[2]))
        elif op[0] == "sync":
            held = self.flushed.setdefault(op[1], bytearray())
            for each in self.since.pop(op[1], []):
                _apply(held, each)
        elif op[:2] == ("mark", "told"):
            self.told, *copy = op[2:]
            self.copies = copy or self.copies
        elif op[:2] == ("mark", "copied"):
            self.copies.append(op[2])

    def image(self, chance, folder):
        """One state the disk may be found in."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name in self.flushed.keys() | self.since.keys():
            held = bytearray(self.flushed.get(name, b""))
            for each in _survivors(self.since.get(name, []), chance):
                _apply(held, each)
            (folder / name).write_bytes(held)
        (folder / FILE).write_bytes(_torn(self.copies, chance))


def _apply(held, op):
    offset, data = op
    if offset is None:
        del held[data:]
        return
    if len(held) < offset:
        held.extend(bytes(offset - len(held)))
    held[offset : offset + len(data)] = data


def _survivors(pending, chance):
    """Of the writes since the last flush: none, all, the first so many, any of them, or any of their sectors."""
    way = chance.randrange(5)
    if way == 0:
        return []
    if way == 1:
        return pending
    if way == 2:
        return pending[: chance.randrange(len(pending) + 1)]
    if way == 3:
        return [each for each in pending if chance.randrange(2)]
    return [part for each in pending for part in _sectors(each, chance)]


def _sectors(op, chance):
    offset, data = op
    if offset is None:
        return [op] if chance.randrange(2) else []
    return [(offset + at, data[at : at + SECTOR]) for at in range(0, len(data), SECTOR) if chance.randrange(4)]


def _torn(copies, chance):
    """The second copy before or after its last write, or with single sectors of it."""
    before, after = copies[0], copies[-1]
    way = chance.randrange(3)
    if way < 2 or before == after:
        return (before, after)[way == 1]
    torn = bytearray(before.ljust(len(after), b"\0"))
    for at in range(0, len(after), SECTOR):
        if chance.randrange(2):
            torn[at : at + SECTOR] = after[at : at + SECTOR]
    return bytes(torn)


def images(notes, begin, folder, count, seed, look, file="desk.db"):
    """Makes so many images over the whole of the notes and looks at each: `look(folder, told)` says what is wrong."""
    chance = random.Random(seed)
    moments = sorted(chance.choices(range(1, len(notes.ops) + 1), k=count))
    disk, wrong = Disk(begin, file), []
    done = 0
    for moment in moments:
        for op in notes.ops[done:moment]:
            disk.take(op)
        done = moment
        disk.image(chance, folder)
        said = look(folder, disk.told)
        if said:
            wrong.append(f"after {moment} of {len(notes.ops)} writes: {said}")
    return wrong


def judged(file, judge):
    """What is wrong with an image's database: it isn't sound, or what `judge(book)` says of it."""
    try:
        book = open_sqlite(file)
    except DamagedError as damaged:
        return str(damaged)
    try:
        with book.reading() as connection:
            sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
        return judge(book) if sound == "ok" else f"the database is broken: {sound}"
    except DamagedError as damaged:
        return str(damaged)
    finally:
        book.close()


def look_at(folder, told, *, stream, hashes):
    """What is wrong with an image: a paper that was told as saved and isn't there, or a book that isn't sound."""

    def judge(book):
        open_outbox(book, folder / FILE)
        with book.reading() as connection:
            head = head_of(connection, stream) or Head()
        if head.number < told:
            return f"{told} entries were told as saved, {head.number} are there"
        return "" if hashes[head.number] == head.hash else f"entry {head.number} isn't what was written"

    return judged(folder / "desk.db", judge)


MACHINE = "P1a"
ACTS = ("order", "take_money", "exchange", "count", "write_note", "deliver_order", "order", "exchange")


def record(seed, count, root):
    """A desk's program trades; its tape, the stream it wrote, and the chain's hash at each of its numbers."""
    chance = random.Random(seed)
    tape: list[tuple] = []
    with swift(), watching():
        tapes[str(root / MACHINE)] = tape
        world = new_world("small", root)
        try:
            machine = next(each for each in world.machines if each.name == MACHINE)
            with determined(world.clock) as draws:
                draws.seed(seed)
                for turn in range(count):
                    _do(world, machine, ACTS[turn % len(ACTS)], random.Random(chance.getrandbits(32)))
                    tape.append(("told", _head(machine).number, (machine.steps.folder / FILE).read_bytes()))
            with machine.book.reading() as connection:
                sql = "SELECT e.number, e.hash FROM entry e JOIN stream s ON s.id = e.stream WHERE s.name = ?"
                found = connection.exec_driver_sql(sql, (f"desk/{machine.desk_id}",)).all()
        finally:
            world.close()
    return tape, f"desk/{machine.desk_id}", {0: bytes(32), **{number: bytes(each) for number, each in found}}


def _do(world, machine, act, chance):
    """One act at this machine alone, as if there were no other."""
    others = [each for each in world.machines if each is not machine]
    world.machines = [machine]
    hq, acts.places = (
        acts.places,
        lambda _world, dealer=None: (
            [acts.Place(machine.name, machine.dealer, machine.open)] if dealer in (None, machine.dealer) else []
        ),
    )
    try:
        NAMED[act](world, chance)
    except (DeskError, acts.SkipError):
        pass
    finally:
        acts.places = hq
        world.machines = [machine, *others]


def _head(machine):
    with machine.book.reading() as connection:
        return head_of(connection, f"desk/{machine.desk_id}") or Head()


def power_cuts(count, seed, acts_done, root, pragmas=_PRAGMAS):
    """Records, replays and looks at so many images; how many notes there were, and what was wrong."""
    (root / "life").mkdir()
    tape, stream, hashes = record(seed, acts_done, root / "life")
    begin = template("small", None)[0] / MACHINE
    notes = replay(tape, begin, root / "replayed", pragmas)
    wrong = images(
        notes, begin, root / "image", count, seed,
        lambda folder, told: look_at(folder, told, stream=stream, hashes=hashes),
    )  # fmt: skip
    return len(notes.ops), len(hashes) - 1, wrong


__all__ = ["power_cuts"]
