"""Whatever stands where the program keeps its things is told as that, in words; nothing of the books is lost by it."""

import os
import shutil

import pytest

from desktop.actions.documents.saving import write_whole
from desktop.actions.headquarters.status import status
from desktop.desk import open_desk
from desktop.printing.spooler import Spooler
from desktop.wording import say
from domain.errors import RefusedError
from sync.records.books.database import open_sqlite
from sync.records.copies.outbox import FILE, read_outbox
from tests.building.sync.books import stock_up
from tests.building.sync.ends import a_desk, an_hq
from tests.journeys.ends import desk, done


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A desk's folder with one order that was sent and one that waits."""
    import keyring
    import keyring.backends.null

    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.null.Keyring())
    root = tmp_path_factory.mktemp("made")
    hq = an_hq(open_sqlite(root / "hq.db", create=True))
    stock_up(hq, {"A": 1000})
    end = a_desk(hq, root / "desk")
    end.order()
    end.exchange()
    waiting = end.order()
    end.book.close()
    hq.close()
    done(end.folder, "check", "--repair")
    yield end.folder, waiting
    keyring.set_keyring(before)


@pytest.fixture
def folder(made, tmp_path):
    shutil.copytree(made[0], tmp_path / "desk", ignore=shutil.ignore_patterns("desk.lock"))
    return tmp_path / "desk"


def told_by(folder):
    """What the status tells a person to look at, by code."""
    return {each["code"]: each for each in done(folder, "status")["attention_list"]}


def spoil(path, how):
    size = path.stat().st_size
    if how == "noise":
        path.write_bytes(os.urandom(size))
    elif how == "zero length":
        path.write_bytes(b"")
    elif how == "zeros":
        path.write_bytes(bytes(size))
    elif how == "gone":
        path.unlink()
    elif how == "one bit":
        raw = bytearray(path.read_bytes())
        raw[40] ^= 1
        path.write_bytes(bytes(raw))
    elif how == "folder":
        path.unlink()
        path.mkdir()
        (path / "mine.txt").write_text("mine")


SPOILT = {
    "noise": "journal_unusable",
    "one bit": "journal_unusable",
    "zero length": "journal_empty",
    "zeros": "journal_empty",
    "gone": "journal_empty",
    "folder": "journal_folder",
}


@pytest.mark.parametrize("how", SPOILT)
def test_an_unusable_second_copy_is_told_kept_and_made_anew(made, folder, how):
    spoil(folder / FILE, how)
    found = (folder / FILE).read_bytes() if (folder / FILE).is_file() else b""
    assert "outbox_failed" in told_by(folder)  # to who only looks
    checked = desk(folder, "check")
    assert (checked.status, checked["ok"]) == (4, False)
    with open_desk(folder):  # as the window's start does
        pass
    told = told_by(folder)
    assert SPOILT[how] in told
    assert "outbox_failed" not in told
    assert [each.entry.record for _, each in read_outbox(folder / FILE)[0]] == [made[1]]
    kept = list(folder.glob(f"kept-*/{FILE}"))
    if how == "folder":
        assert (kept[0] / "mine.txt").read_text() == "mine"
    else:
        assert [each.read_bytes() for each in kept] == ([found] if SPOILT[how] == "journal_unusable" else [])
    assert done(folder, "check")["ok"]
    with open_desk(folder):
        pass
    assert list(folder.glob(f"kept-*/{FILE}")) == kept  # once is enough


@pytest.mark.parametrize("way", ["put there", "restored"])
def test_books_that_were_put_there_miss_no_second_copy(made, folder, tmp_path, way):
    """They never had one here; it is made from them without a word."""
    new = tmp_path / "new"
    if way == "put there":
        new.mkdir()
        shutil.copy2(folder / "desk.db", new / "desk.db")
    else:
        done(folder, "backup", str(tmp_path / "saved.db"))
        done(new, "restore", str(tmp_path / "saved.db"))
    for _ in range(2):
        with open_desk(new):
            pass
        assert not set(told_by(new)) & {*SPOILT.values(), "outbox_failed"}
    assert [each.entry.record for _, each in read_outbox(new / FILE)[0]] == [made[1]]


def test_a_second_copy_whose_place_can_t_be_cleared_is_told(made, folder, monkeypatch):
    from pathlib import Path

    spoil(folder / FILE, "folder")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as context:
        context.setattr(Path, "replace", refuse)
        with open_desk(folder) as opened:
            assert opened.book.outbox is not None
            assert opened.book.outbox.failure == "denied"
    sentence = say("outbox_failed", "zh", detail="denied")
    assert "没有权限" in sentence
    assert "denied" not in sentence


def write_report(folder, tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text("仓库,商品编码,数量\n主仓,A,x\n", encoding="utf-8")
    return desk(folder, "import", "stock", str(rows))


def make_backup(folder, _):
    return desk(folder, "backup")


@pytest.mark.parametrize(("name", "act"), [("reports", write_report), ("backups", make_backup)])
def test_a_file_where_the_program_keeps_a_folder_is_told_by_name(folder, tmp_path, name, act):
    shutil.rmtree(folder / name, ignore_errors=True)
    (folder / name).write_text("mine")
    answer = act(folder, tmp_path)
    assert (answer.status, answer["error"]["code"]) == (1, "file_in_the_way"), answer.value
    assert answer["error"]["facts"]["path"] == str(folder / name)
    assert (folder / name).read_text() == "mine"


@pytest.mark.parametrize(
    "act",
    [
        lambda folder: Spooler(folder).prepare(),
        lambda folder: Spooler(folder).add("title", b"pdf", 1),
        lambda folder: write_whole(folder / "spool" / "paper.pdf", b"pdf"),
    ],
)
def test_so_it_is_where_papers_wait_for_a_printer_and_wherever_a_file_is_written_whole(tmp_path, act):
    (tmp_path / "spool").write_text("mine")
    with pytest.raises(RefusedError, match="file_in_the_way") as told:
        act(tmp_path)
    assert told.value.facts["path"] == str(tmp_path / "spool")


def test_work_goes_on_where_no_backup_can_be_made_and_that_is_told_each_time(made, folder):
    shutil.rmtree(folder / "backups")
    (folder / "backups").write_text("mine")
    answer = desk(folder, "order", "cancel", "nothing")
    assert answer["error"]["code"] == "document_unknown"
    assert "今天的自动备份没有做成" in answer.told
    with open_desk(folder) as opened:
        assert opened.backup_failure is not None
        assert opened.backup_failure.code == "file_in_the_way"
        (line,) = [each for each in status(opened, ask=False).attention if each.code == "backup_failed"]
    assert "是一个文件" in say(line.code, "zh", **line.facts)
    assert "is a file" in say(line.code, "en", **line.facts)


@pytest.mark.parametrize("name", ["desk.db", "identity.json", "device.key", "desk.lock", "window.ini"])
def test_a_folder_where_the_program_keeps_a_file_is_no_crash(folder, name):
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()
    for words in (("status",), ("check",), ("sync",), ("check", "--repair"), ("backup",)):
        answer = desk(folder, *words)
        assert "defect" not in str(answer.value), (words, answer.value)
        if name in ("desk.db", "desk.lock") and answer.status and words != ("status",):
            assert "damaged" not in answer["error"]["code"], (words, answer.value)
    assert (folder / name).is_dir()
