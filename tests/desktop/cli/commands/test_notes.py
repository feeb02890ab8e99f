"""Notes and statements are printed by command, and what the font lacks is told."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout

import pypdfium2
import pytest

from desktop.cli import main
from desktop.printing.preview import page_sizes
from sync.records.bodies.records import DealerBody
from tests.building.desktop.a_desk import a_desk

ORDER = ("order", "new", "--seller", "GD01", "--line", "W550=2箱", "--submit", "--buyer")


@pytest.fixture
def folder(tmp_path):
    rare = ("dealer", "GD01:C9", DealerBody("C9", "𠮷野家", "store", "GD01", price_list="W"))
    a_desk(tmp_path / "desk", stock={"W550": 240}, records=[rare]).close()
    return tmp_path / "desk"


def run(folder, *words):
    spoken, told = io.StringIO(), io.StringIO()
    with redirect_stdout(spoken), redirect_stderr(told):
        status = main([*words, "--data", str(folder), "--json"])
    return status, json.loads(spoken.getvalue()), told.getvalue()


def delivered(folder, buyer):
    _, order, _ = run(folder, *ORDER, buyer)
    return run(folder, "deliver", order["number"])[1]["number"]


def text_of(path):
    document = pypdfium2.PdfDocument(path)
    text = document[0].get_textpage().get_text_range()
    document.close()
    return text


def test_a_note_is_written_on_the_paper_asked_for(folder, tmp_path):
    number, out = delivered(folder, "C1"), tmp_path / "note.pdf"
    status, value, told = run(folder, "print", number, "--out", str(out))
    assert (status, told, value["number"], value["pages"], value["missing"]) == (0, "", number, 1, [])
    assert page_sizes(out.read_bytes())[0] == pytest.approx((241, 139.7), abs=0.1)
    assert "72.00" in text_of(out)
    assert run(folder, "print", number, "--paper", "a4", "--no-prices", "--out", str(out), "--lang", "en")[0] == 0
    assert page_sizes(out.read_bytes())[0] == pytest.approx((210, 297), abs=0.1)
    assert "Delivery Note" in text_of(out)
    assert "72.00" not in text_of(out)


def test_several_notes_go_into_one_file_one_behind_the_other(folder, tmp_path):
    numbers = [delivered(folder, "C1") for _ in range(3)]
    out = tmp_path / "notes.pdf"
    status, value, told = run(folder, "print", *numbers, "--out", str(out))
    assert (status, value["pages"], [each["number"] for each in value["notes"]]) == (0, 3, numbers)
    document = pypdfium2.PdfDocument(out)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    assert [number in text for number, text in zip(numbers, texts, strict=True)] == [True] * 3
    # Each was printed once: the next print of one of them says so.
    assert run(folder, "print", numbers[1], "--out", str(out))[0] == 0
    assert told == ""


def test_what_is_no_note_is_refused(folder, tmp_path):
    status, value, told = run(folder, "print", "count-1", "--out", str(tmp_path / "no.pdf"))
    assert (status, value["error"]["code"]) == (2, "note_kind")
    assert value["error"]["facts"]["number"] in told
    assert not (tmp_path / "no.pdf").exists()
    assert run(folder, "print", "nowhere")[1]["error"]["code"] == "document_unknown"
    number = delivered(folder, "C1")
    assert run(folder, "print", number, "--paper", "letter")[1]["error"]["code"] == "paper_unknown"


@pytest.mark.parametrize("kind", ["note", "statement"])
def test_what_the_font_lacks_is_told(folder, tmp_path, kind):
    number, out = delivered(folder, "C9"), str(tmp_path / "out.pdf")
    period = ("--account", "C9", "--from", "2026-01-01", "--to", "+0")
    words = ("print", number) if kind == "note" else ("statement", *period)
    status, value, told = run(folder, *words, "--out", out)
    assert (status, value["missing"]) == (0, ["𠮷"])
    assert "𠮷" in told


def test_columns_are_chosen_and_a_reprint_is_told(folder, tmp_path):
    number, out = delivered(folder, "C1"), tmp_path / "note.pdf"
    assert run(folder, "print", number, "--columns", "编码，金额", "--out", str(out))[0] == 0
    assert "单价" not in text_of(out)
    assert "第 1 次" in text_of(out)
    assert run(folder, "print", number, "--out", str(out))[0] == 0
    assert "单价" in text_of(out)
    assert "第 2 次" in text_of(out)
    status, value, _ = run(folder, "print", number, "--columns", "colour", "--out", str(out))
    assert (status, value["error"]["code"]) == (2, "column_unknown")
