"""By command: values alone onto pre-printed forms with a kept offset, and a statement taken back with its reason."""

import json

import pytest

from desktop.printing.preview import page_sizes
from sync.keys import DeviceKey, save_key
from tests.building.desktop.a_desk import a_desk
from tests.desktop.cli.commands.test_notes import ORDER, run, text_of

PERIOD = ("--from", "2026-11-01", "--to", "2026-11-22")


@pytest.fixture
def folder(tmp_path):
    a_desk(tmp_path / "desk", stock={"W550": 240}).close()
    save_key(tmp_path / "desk", "D1", DeviceKey.make())
    return tmp_path / "desk"


def delivered(folder, buyer="C1"):
    _, order, _ = run(folder, *ORDER, buyer, "--date", "2026-11-19")
    return run(folder, "deliver", order["number"], "--date", "2026-11-20")[1]["number"]


def issued(folder, out, *more):
    status, value, told = run(folder, "statement", "--account", "C1", *PERIOD, "--issue", "--out", str(out), *more)
    assert (status, told) == (0, "")
    return value


def test_a_statement_goes_onto_its_form_with_the_offset_kept(folder, tmp_path):
    delivered(folder)
    out = tmp_path / "s.pdf"
    number = issued(folder, out, "--pre-printed", "--printer", "LQ", "--offset", "1.5，-1")["number"]
    text = text_of(out)
    assert ("往来对账单" in text, number in text) == (False, True)
    assert page_sizes(out.read_bytes())[0] == pytest.approx((241, 139.7), abs=0.1)
    kept = json.loads((folder / "layouts" / "statement.json").read_bytes())
    assert kept["offsets"] == {"LQ": [1.5, -1.0]}
    again = run(folder, "statements", "print", number, "--pre-printed", "--out", str(out))
    assert again[0] == 0
    assert text_of(out) == text
    batch = run(folder, "statements", "batch", *PERIOD, "--pre-printed", "--out", str(out))[1]
    assert (batch["made"], "往来对账单" in text_of(out)) == (1, False)


@pytest.mark.parametrize(
    ("typed", "code"), [("1.5", "offset_unreadable"), ("a,b", "offset_unreadable"), ("99,0", "offset_range")]
)
def test_an_offset_that_is_none_is_told(folder, tmp_path, typed, code):
    number = delivered(folder)
    words = ("print", number, "--pre-printed", "--offset", typed, "--out", str(tmp_path / "n.pdf"))
    status, value, told = run(folder, *words)
    assert (status, value["error"]["code"]) == (2, code)
    assert told
    assert not (tmp_path / "n.pdf").exists()


def test_a_statement_is_withdrawn_with_its_reason_and_verified_as_void(folder, tmp_path):
    delivered(folder)
    value = issued(folder, tmp_path / "s.pdf")
    number = value["number"]
    mark = f"{number}|{value['closing']}|{value['digest']}"
    assert run(folder, "verify", mark)[0] == 0
    status, told, _ = run(folder, "confirm", "withdraw", number, "--reason", "漏记一张")
    assert (status, told["state"]) == (0, "withdrawn")
    status, found, _ = run(folder, "verify", mark)
    assert (status, found["true"]) == (1, False)
    assert "mark_withdrawn" in [reason["code"] for reason in found["reasons"]]
    assert issued(folder, tmp_path / "s.pdf")["number"] != number
