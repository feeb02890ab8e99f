"""The first page on a machine without books, by keyboard alone: join HQ, look around, bring a backup back, language."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop.actions.books import care
from desktop.desk import open_desk
from desktop.ui.entrance.first_page import FirstPage
from desktop.ui.entrance.restoring import RestoreWindow
from desktop.ui.frame.login import FirstPersonWindow
from desktop.ui.frame.opening import EnrolmentWindow
from desktop.ui.frame.shell import Shell
from sync.records.books.database import open_sqlite


def words(window):
    return " ".join(label.text() for label in window.findChildren(QLabel))


def test_a_machine_without_books_offers_four_ways(starter, tmp_path):
    window = starter.start(tmp_path / "desk").window
    assert isinstance(window, FirstPage)
    assert window.focusWidget() is window.enrol
    for way in ("加入总部", "看看示例公司", "恢复备份", "语言 / Language", "desk hq init"):
        assert way in words(window)


def test_arrows_go_round_the_ways_and_enter_takes_one(starter, tmp_path):
    program = starter.start(tmp_path / "desk")
    window = program.window
    seen = []
    for _ in range(4):
        seen.append(window.focusWidget())
        starter.press(program, Qt.Key.Key_Down)
    assert seen[:3] == [window.enrol, window.practise, window.restore]
    assert seen[3].text() == "English"
    assert window.focusWidget() is window.enrol
    starter.press(program, Qt.Key.Key_Up)
    starter.press(program, Qt.Key.Key_Up)
    starter.press(program, Qt.Key.Key_Return)
    assert isinstance(program.window, RestoreWindow)
    starter.press(program, Qt.Key.Key_Escape)
    assert isinstance(program.window, FirstPage)


def test_the_language_changes_at_once_and_is_remembered(starter, tmp_path):
    program = starter.start(tmp_path / "desk")
    starter.press(program, Qt.Key.Key_4)
    assert "Restore a backup" in words(program.window)
    assert [each.isChecked() for each in program.window.languages] == [False, True]
    starter.end()
    starter.programs.clear()
    again = starter.start(tmp_path / "desk")
    assert isinstance(again.window, FirstPage)
    assert "Restore a backup" in words(again.window)
    starter.press(again, Qt.Key.Key_4)
    assert "恢复备份" in words(again.window)


def test_where_the_language_can_t_be_kept_it_says_so(starter, tmp_path):
    (tmp_path / "file").write_text("")
    program = starter.start(tmp_path / "file" / "desk")
    starter.press(program, Qt.Key.Key_4)
    assert "can't be kept" in program.window.banner.text
    assert "Restore a backup" in words(program.window)


def test_one_is_enrolling_and_back(starter, tmp_path):
    program = starter.start(tmp_path / "desk")
    starter.press(program, Qt.Key.Key_1)
    assert isinstance(program.window, EnrolmentWindow)
    assert program.window.focusWidget() is program.window.address
    starter.press(program, Qt.Key.Key_Escape)
    assert isinstance(program.window, FirstPage)


@pytest.fixture
def backup(built_folder, tmp_path):
    folder = Path(shutil.copytree(built_folder, tmp_path / "before"))
    with open_desk(folder) as desk:
        desk.user = None
        desk.peopled = False
        return care.backup(desk, tmp_path / "copy.db")


def restore(starter, program, file):
    starter.press(program, Qt.Key.Key_3)
    window = program.window
    assert isinstance(window, RestoreWindow)
    QTest.keyClicks(window.file, str(file))
    starter.press(program, Qt.Key.Key_Return)
    return window


def test_a_backup_is_brought_back_and_its_books_open(starter, backup, tmp_path):
    program = starter.start(tmp_path / "desk")
    restore(starter, program, backup)
    assert isinstance(program.window, Shell | FirstPersonWindow)
    assert program.window.isVisible()
    assert (tmp_path / "desk" / "desk.db").exists()
    assert backup.exists()


def newer(path):
    book = open_sqlite(path)
    with book.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    book.close()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: path.unlink(), "没有备份文件"),
        (lambda path: path.write_text("a letter"), "不是"),
        (lambda path: path.write_bytes(path.read_bytes()[:40960] + b"\xff" * 40960 + path.read_bytes()[81920:]), "坏"),
        (newer, "更新的程序"),
        (lambda path: (path.unlink(), path.mkdir()), "文件夹"),
    ],
    ids=["gone", "no-backup", "damaged", "newer", "folder"],
)
def test_a_file_that_can_t_be_brought_back_is_told_in_words(starter, backup, tmp_path, spoil, told):
    spoil(backup)
    program = starter.start(tmp_path / "desk")
    window = restore(starter, program, backup)
    assert program.window is window
    assert told in window._field.wrong.text(), window._field.wrong.text()
    assert window.do.isEnabled()
    assert window.focusWidget() is window.file
    assert not (tmp_path / "desk" / "desk.db").exists()
    starter.press(program, Qt.Key.Key_Escape)
    assert isinstance(program.window, FirstPage)


def test_a_full_disk_is_told_and_leaves_nothing(starter, backup, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sync.records.copies.backup._copy", full)
    program = starter.start(tmp_path / "desk")
    window = restore(starter, program, backup)
    assert "满" in window._field.wrong.text()
    assert not list((tmp_path / "desk").glob("desk.db*"))


def test_nothing_typed_is_told_without_looking(starter, tmp_path):
    program = starter.start(tmp_path / "desk")
    starter.press(program, Qt.Key.Key_3)
    starter.press(program, Qt.Key.Key_F8)
    assert "备份文件" in program.window._field.wrong.text()


def test_the_practice_company_s_backup_does_not_become_real_books(starter, practised, tmp_path):
    with open_desk(practised.desk) as desk:
        desk.peopled = False
        copy = care.backup(desk, tmp_path / "copy.db")
    program = starter.start(tmp_path / "desk")
    window = restore(starter, program, copy)
    assert "练习公司的备份" in window._field.wrong.text()
    assert QApplication.activeModalWidget() is None
