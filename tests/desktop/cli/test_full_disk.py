"""A disk without any room, and one that may only be read: what only looks is answered, or told truthfully why not."""

import shutil
import subprocess
import sys

import pytest

from tests.building.desktop.a_desk import a_desk

ROOT = __file__.rsplit("/tests/", 1)[0]
FULL = 'mount -t tmpfs -o size=8m tmpfs "$1" && cp -r "$2" "$1/desk" && dd if=/dev/zero of="$1/fill" bs=4k 2>/dev/null'
READ_ONLY = 'mount -t tmpfs -o size=8m tmpfs "$1" && cp -r "$2" "$1/desk" && mount -o remount,ro "$1"'


def can_mount():
    if sys.platform != "linux" or not shutil.which("unshare"):
        return False
    tried = subprocess.run(
        ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
    )
    return tried.returncode == 0


pytestmark = pytest.mark.skipif(not can_mount(), reason="no disk of one's own can be mounted here")


def run(tmp_path, disk, desk, *words):
    """A command on a copy of a desk's folder on a disk of its own; status, and all that was told."""
    place = tmp_path / "disk"
    place.mkdir(exist_ok=True)
    script = f'{disk}; shift 2; exec "$@" --data "{place}/desk"'
    command = [sys.executable, "-m", "desktop", *words]
    told = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, "sh", str(place), str(desk), *command],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert "Traceback" not in told.stderr
    return told.returncode, told.stdout + told.stderr


@pytest.fixture
def desk(tmp_path):
    a_desk(tmp_path / "desk", stock={"W550": 240}).close()
    assert not (tmp_path / "desk" / "desk.db-wal").exists()
    return tmp_path / "desk"


@pytest.fixture
def unfinished(tmp_path):
    """A folder as a machine leaves it that stops, its index of the log gone: what was saved last stands beside."""
    with a_desk(tmp_path / "open", stock={"W550": 240}):
        copied = shutil.copytree(tmp_path / "open", tmp_path / "desk")
    (copied / "desk.db-shm").unlink()
    assert (copied / "desk.db-wal").stat().st_size
    return copied


@pytest.mark.parametrize(
    ("disk", "why"), [(FULL, "磁盘已满：{0} 只能查看"), (READ_ONLY, "{0} 所在的文件夹写不进去：只能查看")]
)
@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("status",), "GD01 广东粤海商贸"),
        (("check",), "核对无误"),
        (("stock", "list"), "农夫山泉550ml"),
    ],
)
def test_what_only_looks_is_answered_and_says_why_nothing_can_be_written(tmp_path, desk, disk, why, words, answer):
    status, told = run(tmp_path, disk, desk, *words)
    assert (status, answer in told) == (0, True), told
    assert why.format(tmp_path / "disk/desk/desk.db") in told


def test_where_even_looking_needs_room_that_is_told_with_how_much_there_is(tmp_path, unfinished):
    status, told = run(tmp_path, FULL, unfinished, "status")
    assert status == 1
    assert "连查看也要一点空间" in told
    assert "至少要 256 KB，现在只剩 0 KB" in told
    status, told = run(tmp_path, READ_ONLY, unfinished, "status", "--lang", "en")
    assert status == 1
    assert "even looking needs that" in told


def test_what_would_write_names_what_it_could_not_write(tmp_path, desk):
    status, told = run(tmp_path, FULL, desk, "sync")
    assert status == 1
    assert f"磁盘已满，{tmp_path / 'disk/desk'}" in told
