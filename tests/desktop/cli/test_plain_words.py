"""Small answers of commands that a person reads: each says what is so, in one language, and waits where that helps."""

import json
import threading
from argparse import Namespace
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest

from desktop.actions.books import care
from desktop.actions.headquarters.attention import attention
from desktop.cli import handed
from desktop.cli.calls import Call
from desktop.cli.commands.hq import _load_notes
from desktop.cli.shown import beside
from desktop.desk import Desk, Identity
from desktop.folder_lock import FolderLock
from desktop.wording import say
from desktop.wording.imports.import_rows import ROW_SENTENCES
from desktop.wording.sentences import SENTENCES
from sync.hq.loading.loading import LoadedFile
from sync.hq.service.doctor import clocks_apart
from sync.records.bodies.records import DealerBody, DocumentBody, LineBody
from tests.building.desktop.a_desk import a_desk
from tests.desktop.cli.test_cli import run


@pytest.mark.parametrize(
    ("before", "theirs", "after", "apart"),
    [
        (100.0, 102.0, 104.1, 0.0),  # the answer took four seconds; it may be one clock
        (100.0, 99.0, 100.2, 1.0),
        (100.0, 105.2, 100.2, 5.0),
    ],
)
def test_a_slow_answer_is_no_wrong_clock(before, theirs, after, apart):
    assert clocks_apart(before, theirs, after) == pytest.approx(apart)


def test_a_restore_into_a_new_folder_speaks_of_no_other_books(tmp_path):
    with a_desk(tmp_path / "old") as desk:
        copy = care.backup(desk, tmp_path / "copy.db")
    new = tmp_path / "new"
    status, spoken, _ = run("restore", str(copy), "--data", str(new), "--json")
    assert (status, json.loads(spoken)["kept"]) == (0, None)
    assert not list(new.glob("kept-*"))
    told = [say(code, lang, folder="/n") for code in ("restored", "restored_hq") for lang in ("zh", "en")]
    assert not [each for each in told if "原来" in each or "stood there" in each]
    assert "原来的账套留在 /n/kept-1" in say("restored", "zh", folder="/n", aside="/n/kept-1")


def an_order(number, seller, buyer):
    line = LineBody("W550", "W550", 24_000, 36_00, 1_5000)
    return DocumentBody(
        number, seller, buyer, "2026-11-23", "2026-11-23T03:00:00Z", 36_00, [line], state="needs_approval"
    )


def test_only_orders_of_one_s_own_wait_for_one(tmp_path):
    records = [
        ("dealer", "GD0103", DealerBody("GD0103", "佛山经销", "city", "GD01")),
        ("dealer", "GD0103:S", DealerBody("S", "佛山小店", "store", "GD0103")),
    ]
    with a_desk(tmp_path, records=records) as desk:
        with desk.book.writing() as writing:
            for number, seller, buyer in (("A", "GD01", "GD0103"), ("B", "GD0103", "GD0103:S"), ("C", "HQ", "GD01")):
                writing.put("desk/D1", "order", f"order-{number}", an_order(number, seller, buyer))
        hq = Desk(desk.book, Identity("hq", "", "HQ", "00", ""), desk.folder, clock=desk.clock)
        with desk.book.reading() as connection:
            waiting = [
                sorted(each.number for each in attention(connection, who) if each.kind == "order") for who in (desk, hq)
            ]
    assert waiting == [["A", "C"], ["C"]]


@pytest.mark.parametrize(
    ("language", "ended", "stays"),
    [
        (
            "zh",
            "2 个价格已不在文件里（价目和货号：CITY SP1004, PROVINCE SP1004 2026-01-01），从现在起不再有效。",
            "保留不动",
        ),
        (
            "en",
            "hold no more: 2 (list and SKU: CITY SP1004, PROVINCE SP1004 2026-01-01)",
            "stay as they are",
        ),
    ],
)
def test_prices_that_a_file_lists_no_more_are_told_as_ended(language, ended, stays):
    gone = ("CITY|SP1004|", "OTHER|SP1|", "PROVINCE|SP1004|2026-01-01")
    loaded: Any = SimpleNamespace(files=[LoadedFile("prices.csv", 3, gone=gone, ended=(gone[0], gone[2]))])
    first, second = _load_notes(Call(Namespace(), language, in_json=False), loaded)
    assert ended in first
    assert "OTHER SP1" in second
    assert stays in second
    assert "|" not in first + second


def test_reasons_of_rows_advise_what_helps_with_their_own_file():
    assert "出库单" not in ROW_SENTENCES["quantity_negative"][0]
    assert "delivery" not in ROW_SENTENCES["quantity_negative"][1]
    assert "金额" not in ROW_SENTENCES["unit_price_missing"][0] + ROW_SENTENCES["price_nought"][0]


def test_a_command_waits_for_another_one_to_end(tmp_path, monkeypatch):
    folder = tmp_path / "desk"
    a_desk(folder).close()
    lock = FolderLock(folder)
    threading.Timer(1.5, lock.release).start()
    paid = ("money", "receive", "--buyer", "C1", "--amount", "5", "--data", str(folder), "--json")
    assert run(*paid)[0] == 0
    monkeypatch.setattr(handed, "_PATIENCE", 0.2)
    lock = FolderLock(folder)
    try:
        status, spoken, told = run(*paid)
    finally:
        lock.release()
    assert (status, json.loads(spoken)["error"]["code"]) == (1, "folder_in_use")
    assert "另一条命令" in told


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("money", "receive"), "还缺 --buyer, --amount", "--buyer, --amount must be given"),
        (("stock", "list", "--nosuch"), "不认识 --nosuch", "--nosuch isn't known here"),
        (("order", "list", "--limit", "x"), "--limit 不能是“x”", "--limit can't be “x”"),
        (("order", "list", "--limit"), "--limit 后面要写内容", "--limit wants something after it"),
        (("order", "nosuch"), "不能是“nosuch”，可用：", "can't be “nosuch”; known:"),
    ],
)
def test_a_command_that_is_wrong_is_told_in_the_language_asked_for(words, zh, en):
    for language, said in (("zh", zh), ("en", en)):
        status, _, told = run(*words, "--lang", language)
        assert status == 2
        assert said in told
    assert "argument" not in run(*words, "--lang", "zh")[2]


@pytest.mark.parametrize("code", ["policy_file_json", "request_unreadable", "request_not_done"])
def test_a_library_s_own_words_are_no_part_of_a_sentence(code):
    for language in ("zh", "en"):
        assert "Expecting value" not in say(code, language, path="bad.json", row=1, column=1, detail="Expecting value")
    assert "读到第 3 行" in say("policy_file_json", "zh", path="bad.json", row=3)


@pytest.mark.parametrize(("language", "told"), [("zh", ["仓库：主仓"]), ("en", ["Warehouse: Main"])])
def test_the_house_s_own_warehouse_has_a_name_in_each_language(language, told):
    assert beside(language, warehouse="主仓") == told
    assert "佛山仓" in beside(language, warehouse="佛山仓")[0]  # others are called what people called them


@pytest.mark.parametrize(("language", "called"), [("zh", "主仓"), ("en", "Main")])
@pytest.mark.parametrize("code", [code for code, (told, _) in SENTENCES.items() if "{warehouse" in told])
def test_a_sentence_calls_the_house_s_own_warehouse_by_its_name(code, language, called):
    said = say(code, language, warehouse="主仓", known="主仓, 二号仓")
    assert called in said
    assert language == "zh" or "主仓" not in said
    assert "二号仓" in say(code, language, warehouse="二号仓")


@pytest.mark.parametrize(("language", "called"), [("zh", "主仓"), ("en", "Main")])
def test_the_house_s_own_warehouse_is_listed_exported_and_asked_for_by_its_name(tmp_path, language, called):
    from benchmarks.desks import sample_desk

    folder = tmp_path / "desk"
    with closing(sample_desk(folder, products=2, stock=5)):
        pass
    words = ("--data", str(folder), "--lang", language)
    _, listed, _ = run("stock", "list", "--warehouse", called, *words)
    rows = [line for line in listed.splitlines() if "P00000" in line]
    assert len(rows) == 2
    assert all(called in row for row in rows)
    run("export", "stock", str(tmp_path / "s.csv"), *words)
    told = (tmp_path / "s.csv").read_text(encoding="utf-8-sig")
    assert told.count(called) == 2


def test_a_list_of_warehouses_chooses_as_the_books_name_them(qtbot, monkeypatch):
    from desktop.ui.widgets import formatting as words
    from desktop.ui.widgets.warehouse_box import PlaceBox

    monkeypatch.setattr(words, "language", lambda: "en")
    box = PlaceBox()
    qtbot.addWidget(box)
    box.show_places(["主仓", "佛山仓"])
    assert [box.itemText(place) for place in range(2)] == ["Main", "佛山仓"]
    assert box.place == "主仓"
    box.choose("佛山仓")
    assert box.place == "佛山仓"
