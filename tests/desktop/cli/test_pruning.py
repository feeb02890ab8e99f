"""`desk hq prune` counts first, tells in both languages what stays and why, and drops only what is old enough."""

import contextlib
import io
import json
from datetime import UTC, datetime, timedelta

import pytest

from desktop.cli import main
from sync.hq.taking.pruning import note_marks
from sync.records.bodies.records import ProductBody
from sync.records.books.database import open_sqlite
from tests.building.sync.books import found_hq, put, rows
from tests.sync.conftest import key_store

__all__ = ["key_store"]


@pytest.fixture
def folder(tmp_path):
    """HQ's books, whose first product had four names one after the other sixty days ago, and another since."""
    book = open_sqlite(tmp_path / "hq.db", create=True)
    found_hq(book)
    for name in ("水", "茶", "奶"):
        put(book, "catalog", "product", "A", ProductBody("A", name, "瓶"))
    note_marks(book, datetime.now(UTC) - timedelta(days=60))
    put(book, "catalog", "product", "A", ProductBody("A", "酒", "瓶"))
    book.close()
    return tmp_path


def run(folder, *words, form=("--json",), lang="zh"):
    spoken, told = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(spoken), contextlib.redirect_stderr(told):
        status = main(["hq", "prune", *words, "--data", str(folder), "--lang", lang, *form])
    return status, json.loads(spoken.getvalue()) if form else spoken.getvalue() + told.getvalue()


def without_body(folder):
    book = open_sqlite(folder / "hq.db")
    found = rows(book, "SELECT COUNT(*) FROM entry WHERE body IS NULL")[0][0]
    book.close()
    return found


def test_a_check_counts_and_the_command_does_it(folder):
    status, told = run(folder, "--older-than", "30", "--check")
    assert (status, told["check"], told["older_than"], told["entries"]) == (0, True, 30, 4)
    assert without_body(folder) == 0
    status, done = run(folder, "--older-than", "30")
    assert (status, done["check"], done["entries"], done["bytes"]) == (0, False, told["entries"], told["bytes"])
    assert without_body(folder) == told["entries"]
    catalog = next(each for each in done["kinds"] if each["kind"] == "catalog")
    assert catalog["stays"] == {"living": 3, "young": 0, "held": 0, "chained": 0, "done": 0}
    assert run(folder, "--older-than", "30")[1]["entries"] == 0


def test_what_is_younger_stays_and_is_counted(folder):
    _, told = run(folder, "--older-than", "90")
    catalog = next(each for each in told["kinds"] if each["kind"] == "catalog")
    assert (told["entries"], catalog["stays"]["young"]) == (0, 4)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", ("已清理", "不够久", "工作台自己的数据流")), ("en", ("lost their content", "young", "Desks'"))],
)
def test_it_is_told_in_words(folder, lang, words):
    status, told = run(folder, "--older-than", "30", form=(), lang=lang)
    assert status == 0
    assert all(each in told for each in words), told


def test_days_that_cannot_be_are_told(folder):
    status, told = run(folder, "--older-than", "0", form=())
    assert status != 0
    assert "36500" in told.replace(",", "")
