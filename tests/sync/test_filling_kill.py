"""A desk killed at any step of a first fill goes on where it was, and never shows half of a stream."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import keyring
import pytest
from keyring.backends import null

from sync.client.streams.enrolling import enrol
from sync.hq.service.enrolment import make_code
from sync.hq.service.service import running
from sync.hq.taking import parts
from sync.records.bodies.records import PriceBody, ProductBody
from sync.records.books.database import open_sqlite
from sync.wire import parts as wire_parts
from tests.building.sync.books import AGENT, rows
from tests.building.sync.ends import assert_digests_true, assert_sound, heads, live_of, streams_of

ROOT = Path(__file__).resolve().parents[2]
COUNT = 40

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "fork"), reason="needs signals")]

# Where a life ends: the function, which of its calls, before or after it.
DEATHS = [
    ("sync.client.streams.filling:Fills.begin", 1, "after"),
    ("sync.client.streams.filling:_append", 2, "before"),
    ("sync.client.streams.filling:_append", 4, "after"),
    ("sync.records.log.staging:Staging.add", 2, "before"),
    ("sync.records.log.staging:Staging.finish", 1, "after"),
    ("sync.records.log.swap:_copy_entries", 1, "after"),
    ("sync.records.log.swap:_copy_search", 1, "after"),
    ("sync.records.log.swap:note_problems", 1, "after"),
    ("sync.client.streams.filling:swap_in", 1, "before"),
    ("sync.client.streams.filling:swap_in", 1, "after"),
    ("sync.client.streams.filling:Fills.drop", 1, "before"),
]


@pytest.fixture
def short_parts(monkeypatch):
    monkeypatch.setattr(parts, "PARTED_FROM", 10)
    monkeypatch.setattr(wire_parts, "PART_ROWS", 8)


def live(folder, where="", turn=0, when="before"):
    command = [sys.executable, "-m", "tests.building.sync.filling_life", str(folder), where, str(turn), when]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def assert_nothing_half(book):
    assert rows(book, "SELECT COUNT(*) FROM product")[0][0] in {0, COUNT + 2}
    assert rows(book, "SELECT COUNT(*) FROM price")[0][0] in {0, COUNT + 2}
    assert rows(book, "PRAGMA integrity_check") == [("ok",)]
    assert_digests_true(book)


def test_fill_killed_at_every_step_ends_equal(hq, tmp_path, short_parts):
    keyring.set_keyring(null.Keyring())
    skus = [f"SP{number:04d}" for number in range(COUNT)]
    with hq.writing() as writing:
        writing.put_all("catalog", "product", [(sku, ProductBody(sku, f"矿泉水{sku}", "瓶")) for sku in skus])
        writing.put_all("prices/P1", "price", [(f"P1|{sku}|", PriceBody("P1", sku, 25000)) for sku in skus])
    folder = tmp_path / "desk"
    with running(hq) as url:
        enrol(folder, url, make_code(hq, AGENT, now=datetime.now(UTC)).code, "柜台")
        lived = []
        for where, turn, when in DEATHS:
            ended = live(folder, where, turn, when)
            if ended.returncode == 0:
                lived.append((where, turn, when))
            assert ended.returncode in {0, -9}, ended.stderr
            book = open_sqlite(folder / "desk.db")
            assert_nothing_half(book)
            book.close()
        assert lived == []
        ended = live(folder)
        assert ended.returncode == 0, ended.stderr
    book = open_sqlite(folder / "desk.db")
    for name in streams_of(book):
        assert heads(book, name) == heads(hq, name)
        assert live_of(book, name) == live_of(hq, name)
    assert_sound(book)
    assert list((folder / "filling").iterdir()) == []
    book.close()
