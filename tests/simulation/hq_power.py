"""What HQ's disk may hold after the power went: whatever any desk was told by then is there, and the book is sound.

As for a desk (`tests.simulation.power`), with two desks' orders and other papers decided by an HQ on SQLite that one
process serves: its commits may be ahead of the disk, and what it brings there before it answers is on the tape.
"""

import contextlib
import random

from domain.errors import DeskError
from sync.records.books.database import _LONG_LOG, _PRAGMAS
from sync.records.log.streams import hashes_at, head_of
from sync.streams import Head
from tests.simulation import acts
from tests.simulation.chance import determined
from tests.simulation.crashing import tapes, watching
from tests.simulation.life import NAMED
from tests.simulation.power import images, judged, replay
from tests.simulation.swift import swift
from tests.simulation.world import new_world, template

FILE = "hq.db"
PRAGMAS = (*_PRAGMAS, _LONG_LOG)
ACTS = ("order", "order", "order", "exchange", "take_money", "order", "exchange")


def record(seed, count, root):
    """A channel's desks trade; HQ's tape, and every stream's hash at each of its numbers as HQ has it in the end."""
    chance = random.Random(seed)
    tape: list[tuple] = []
    with swift(), watching():
        tapes[str(root / "hq")] = tape
        world = new_world("small", root)
        try:
            with determined(world.clock) as draws:
                draws.seed(seed)
                for turn in range(count):
                    with contextlib.suppress(DeskError, acts.SkipError):
                        NAMED[ACTS[turn % len(ACTS)]](world, random.Random(chance.getrandbits(32)))
                    tape.append(("told", _heads(world.hq.book)))
            with world.hq.book.reading() as connection:
                sql = "SELECT s.name, e.number, e.hash FROM entry e JOIN stream s ON s.id = e.stream"
                found = {(name, number): bytes(each) for name, number, each in connection.exec_driver_sql(sql).all()}
        finally:
            world.close()
    return tape, found


def _heads(book):
    with book.reading() as connection:
        return dict(connection.exec_driver_sql("SELECT name, head FROM stream WHERE head > 0").all())


def look_at(folder, told, hashes):
    """What is wrong with an image: something that was told and isn't there, or a book that isn't sound."""

    def judge(book):
        with book.reading() as connection:
            for name, number in (told or {}).items():
                head = head_of(connection, name) or Head()
                if head.number < number:
                    return f"{number} entries of {name} were told, {head.number} are there"
                if hashes_at(connection, name, [number]).get(number) != hashes[name, number]:
                    return f"entry {number} of {name} isn't what was told"
        return ""

    return judged(folder / FILE, judge)


def hq_power_cuts(count, seed, acts_done, root, pragmas=PRAGMAS):
    """Records, replays and looks at so many images: how many notes and entries there were, and what was wrong."""
    (root / "life").mkdir()
    tape, hashes = record(seed, acts_done, root / "life")
    begin = template("small", None)[0] / "hq"
    notes = replay(tape, begin, root / "replayed", pragmas, FILE)
    wrong = images(notes, begin, root / "image", count, seed, lambda folder, told: look_at(folder, told, hashes), FILE)
    return len(notes.ops), len(hashes), wrong


__all__ = ["hq_power_cuts"]
