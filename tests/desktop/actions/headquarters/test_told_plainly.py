"""Small things a person reads about the line and the folder: each names what is so, and which way."""

import json
import os
import subprocess
import sys
import zipfile

import pytest

from desktop.actions.books.support import support_bundle
from desktop.actions.headquarters.exchange_log import log_sentences
from desktop.actions.headquarters.lines import line_troubles
from desktop.labels import NAMES
from desktop.wording import say
from domain.errors import UsageError
from sync.client.line.clocks import note_clock
from sync.client.streams.exchange_log import LogLine
from sync.owner_only import close_off_books
from sync.records.bodies.records import BODY_TYPES
from sync.records.copies.backup import made_at
from tests.building.desktop.a_desk import a_desk


def a_line(**more):
    plain = {"at": "2026-11-29T08:00:00Z", "ok": True, "sent": 0, "received": 0, "milliseconds": 1, "requests": 1}
    plain |= {"bytes_up": 1, "bytes_down": 1, "up": {}, "down": {}, "notices": (), "failure": None, "quiet": 0}
    return LogLine(**{**plain, "first": "", **more})


def test_every_kind_of_record_has_a_name():
    assert [kind for kind in BODY_TYPES if kind not in NAMES["kind"]] == []


def test_the_log_names_what_went_over_and_counts_without_a_slip_of_grammar():
    told = " ".join(log_sentences(a_line(up={"verdict_seen": 2}), "en"))
    assert "verdict_seen" not in told
    assert "answer seen 2" in told
    assert "1 exchanges" not in " ".join(log_sentences(a_line(quiet=1), "en"))


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (10 * 86_400, "慢约 10 天", "10 days behind"),
        (-10 * 86_400, "快约 10 天", "10 days ahead"),
        (5 * 3600, "慢约 5 小时", "5 hours behind"),
        (-600, "快约 10 分钟", "10 minutes ahead"),
    ],
)
def test_a_clock_is_told_in_days_or_hours_and_which_way(tmp_path, seconds, zh, en):
    with a_desk(tmp_path) as desk:
        with desk.book.writing() as writing:
            note_clock(writing.connection, seconds)
        with desk.book.reading() as connection:
            [(code, facts)] = list(line_troubles(connection, desk))
    assert zh in say(code, "zh", **facts)
    assert en in say(code, "en", **facts)


@pytest.mark.skipif(os.name != "posix", reason="POSIX's rights")
def test_how_the_window_looks_is_no_secret_that_stood_open(tmp_path):
    (tmp_path / "window.ini").write_text("x", encoding="utf-8")
    (tmp_path / "desk.db").write_text("x", encoding="utf-8")
    for each in tmp_path.iterdir():
        each.chmod(0o644)
    assert close_off_books(tmp_path) == 1
    assert [each.stat().st_mode & 0o077 for each in tmp_path.iterdir()] == [0, 0]


def test_backups_keep_their_order_in_a_copied_folder(tmp_path):
    names = ["desk-20261127.db", "desk-20261128T080000Z.db", "before-rebuilding-2026-11-28T093000Z.db"]
    for name in reversed(names):  # copied in this order, the oldest last
        (tmp_path / name).touch()
    os.utime(tmp_path / names[0])
    assert [each.name for each in sorted(tmp_path.glob("*.db"), key=made_at)] == names


def test_a_bundle_makes_no_folder(tmp_path):
    with a_desk(tmp_path / "desk") as desk:
        with pytest.raises(UsageError, match="folder_missing"):
            support_bundle(desk, tmp_path / "new" / "deep" / "bundle.zip")
        assert not (tmp_path / "new").exists()
        assert support_bundle(desk, tmp_path / "bundle.zip").exists()


def test_a_bundle_made_by_command_counts_the_rows_of_every_table(tmp_path):
    """In a process of its own, which has loaded no more of the program than the command does."""
    with a_desk(tmp_path / "desk") as desk, desk.book.reading() as connection:
        tables = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
    file = tmp_path / "bundle.zip"
    command = [sys.executable, "-m", "desktop", "support", str(file), "--data", str(tmp_path / "desk")]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    with zipfile.ZipFile(file) as bundle:
        counted = json.loads(bundle.read("books.json"))["rows"]
    assert set(counted) == {each for each in tables if not each.startswith("sqlite_")}
    assert counted["product"] > 0
