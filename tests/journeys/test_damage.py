"""Files damaged at any place: checked, repaired and exchanged as a person does it, nothing is lost without a word."""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.client.exchanging import exchange
from sync.hq.following import follow_up
from sync.hq.shipping import ship
from sync.keys import load_key
from sync.records.backup import backup
from sync.records.database import open_sqlite
from sync.records.joining import open_outbox
from sync.records.journal import Damage, read_frames
from sync.records.outbox import FILE
from tests.journeys.damaging import KINDS, damage
from tests.journeys.ends import desk as command
from tests.journeys.ends import done
from tests.sync.books import NOW, TODAY, row, rows, stock_up
from tests.sync.ends import HASTY, Local, a_desk, an_hq

ORDERS = "SELECT id FROM document WHERE kind = 'order'"
PAPERS = "SELECT kind, id, number, amount FROM document WHERE kind <> 'adjustment' ORDER BY kind, id"
BOOKS = {"database_damaged", "book_gone", "folder_empty"}


@dataclass
class Place:
    """Folders of an HQ and of two desks as they lie on the disk."""

    root: Path
    desks: tuple[str, str]
    sent: frozenset[str]
    unsent: frozenset[str]

    @property
    def hq(self):
        return self.root / "hq"

    def folder(self, which=0):
        return self.root / f"desk{which}"

    def copy(self, target):
        shutil.copytree(self.root, target, ignore=shutil.ignore_patterns("desk.lock"))
        return Place(target, self.desks, self.sent, self.unsent)

    def exchange(self, hq, which=0):
        """One exchange of a desk's folder with an HQ that is open."""
        folder = self.folder(which)
        book = open_sqlite(folder / "desk.db")
        try:
            open_outbox(book, folder / FILE)
            key = load_key(folder, self.desks[which])
            assert key is not None
            return exchange(book, key, transport=Local(hq), patience=HASTY)
        finally:
            book.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory, no_key_store):
    """Orders answered, one shipped, a backup between, and orders that were never sent."""
    root = tmp_path_factory.mktemp("damage")
    (root / "hq").mkdir()
    hq = an_hq(open_sqlite(root / "hq" / "hq.db", create=True))
    stock_up(hq, {"A": 10_000})
    ends = [a_desk(hq, root / f"desk{each}") for each in range(2)]
    orders = []
    for place in range(12):
        for end in ends:
            orders.append(end.order(lines=None))
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
    desks = tuple(end.desk for end in ends)
    for end in ends:
        end.book.close()
    hq.close()
    for folder in (root / "hq", root / "desk0", root / "desk1"):
        done(folder, "status")
    return Place(root, desks, frozenset(orders), frozenset(unsent))


def opened(folder):
    return open_sqlite(folder / "hq.db")


def held_in(book):
    return {record for (record,) in rows(book, ORDERS)}


def journal_wrong(path):
    return not path.exists() or any(isinstance(each, Damage) for each in read_frames(path))


def notes_of(answer):
    return answer.told + json.dumps(answer.value, ensure_ascii=False)


@pytest.mark.parametrize("kept", ["backup", "no backup"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_desk_loses_nothing_that_its_second_copy_or_hq_has(made, tmp_path, kind, seed, kept):
    place = made.copy(tmp_path / "place")
    folder = place.folder()
    if kept == "no backup":
        shutil.rmtree(folder / "backups")
    damage(folder / "desk.db", kind, seed)
    command(folder, "check")
    done(folder, "check", "--repair")
    hq = opened(place.hq)
    try:
        place.exchange(hq)
        assert held_in(hq) == place.sent | place.unsent
        mine = row_set(folder)
        assert mine == held_in(hq)
    finally:
        hq.close()
    assert done(folder, "check")["ok"]


def row_set(folder):
    book = open_sqlite(folder / "desk.db")
    try:
        return held_in(book)
    finally:
        book.close()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_second_copy_is_told_and_made_whole_from_the_book(made, tmp_path, kind, seed):
    place = made.copy(tmp_path / "place")
    folder = place.folder()
    before = (folder / FILE).read_bytes()
    damage(folder / FILE, kind, seed)
    changed = (folder / FILE).read_bytes()
    answer = command(folder, "check")
    frames = list(read_frames(folder / FILE))
    whole = len(frames) == len(place.unsent) and not journal_wrong(folder / FILE)
    assert whole == answer["ok"], (answer.value, changed == before)
    assert {each["table"] for each in answer["differences"]} <= {FILE}
    done(folder, "check", "--repair")
    assert done(folder, "check")["ok"]
    assert len(list(read_frames(folder / FILE))) == len(place.unsent)
    hq = opened(place.hq)
    try:
        place.exchange(hq)
        assert held_in(hq) == place.sent | place.unsent
    finally:
        hq.close()


@pytest.mark.parametrize("kept", ["backup", "no backup"])
@pytest.mark.parametrize("kind", KINDS)
def test_where_both_are_damaged_each_unsent_order_comes_through_or_its_loss_is_told(made, tmp_path, kind, kept):
    place = made.copy(tmp_path / "place")
    folder = place.folder()
    if kept == "no backup":
        shutil.rmtree(folder / "backups")
    damage(folder / FILE, kind, 1)
    found = (folder / FILE).read_bytes()
    damage(folder / "desk.db", kind, 2)
    command(folder, "check")
    answer = done(folder, "check", "--repair")
    hq = opened(place.hq)
    try:
        told = {each.code for each in place.exchange(hq).notices}
        lost = place.unsent - held_in(hq)
        assert held_in(hq) >= place.sent
    finally:
        hq.close()
    waits = {each["code"] for each in done(folder, "status")["attention_list"]}
    named = {each["record"] for each in answer["mended"].get("lost", ())}
    assert not lost or "journal_damaged" in waits | told or lost <= named, (lost, answer.value)
    if lost:
        assert any(each.read_bytes() == found for each in folder.glob("kept-*/outbox.journal"))
    assert done(folder, "check")["ok"]


@pytest.mark.parametrize("kept", ["backup", "no backup"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_hq_comes_back_from_what_is_readable_and_what_desks_hold(made, tmp_path, kind, seed, kept):
    place = made.copy(tmp_path / "place")
    if kept == "no backup":
        shutil.rmtree(place.hq / "backups")
    before = papers(place.hq)
    damage(place.hq / "hq.db", kind, seed)
    command(place.hq, "check")
    answer = done(place.hq, "check", "--repair")
    strangers = answer["mended"].get("desks_lost", [])
    assert not strangers or all(each in answer.told for each in strangers)
    for _ in range(2):
        hq = opened(place.hq)
        try:
            for which in range(2):
                if place.desks[which] not in strangers:
                    place.exchange(hq, which)
        finally:
            hq.close()
        done(place.hq, "hq", "returned", "--take", "--unproven")
        done(place.hq, "hq", "returned", "--decide-now")
    assert set(before) <= set(papers(place.hq)) or strangers
    assert {each for each in papers(place.hq) if each[0] == "order"} >= {each for each in before if each[0] == "order"}
    assert done(place.hq, "check")["ok"]
    if not strangers:
        assert row_set(place.folder()) == row_set(place.folder(1)) >= place.sent | place.unsent


def papers(folder):
    book = open_sqlite(folder / "hq.db")
    try:
        return rows(book, PAPERS)
    finally:
        book.close()
