"""desk rebate: every command in both languages, as JSON and as people read it, and what it refuses."""

import contextlib
import io
import json

import pytest

from desktop.cli import main
from desktop.desk import open_desk
from sync.records.books.database import open_sqlite
from tests.building.desktop.papers import page_texts
from tests.building.domain.policy_makers import D
from tests.building.domain.rebate_makers import a_rebate
from tests.building.sync.books import AGENT, found_hq
from tests.building.sync.rebate_books import publish, sold


@pytest.fixture
def hq(tmp_path, monkeypatch):
    """HQ's folder with a rebate of November, seen in December."""
    monkeypatch.setenv("DESK_TODAY", "2026-12-05")
    monkeypatch.setenv("DESK_OPERATOR", "王芳")
    book = open_sqlite(tmp_path / "hq.db", create=True)
    found_hq(book)
    publish(book, a_rebate())
    sold(book, "11500")
    book.close()
    return tmp_path


def run(folder, *words, lang="zh", form="--json"):
    spoken, told = io.StringIO(), io.StringIO()
    more = [form] if form else []
    with contextlib.redirect_stdout(spoken), contextlib.redirect_stderr(told):
        status = main(["rebate", *words, "--data", str(folder), "--lang", lang, *more])
    assert "Traceback" not in spoken.getvalue() + told.getvalue()
    return status, json.loads(spoken.getvalue()) if form else spoken.getvalue() + told.getvalue()


def test_the_whole_way_by_command(hq, monkeypatch):
    status, (row,) = run(hq, "status", "--dealer", AGENT, "--period", "2026-11")
    assert (status, row["earned"], row["paid"], row["tier"]) == (0, "2300.00", "0.00", 3)
    _, made = run(hq, "adjust", "R", "--dealer", AGENT, "--period", "2026-11", "--amount", "-300", "--reason", "运费")
    status, refused = run(hq, "settle", "R", "--period", "2026-11")
    assert (status, refused["error"]["code"]) == (1, "adjustment_unapproved")
    status, refused = run(hq, "approve", made["id"])
    assert (status, refused["error"]["code"]) == (1, "adjustment_own")
    monkeypatch.setenv("DESK_OPERATOR", "李明")
    assert run(hq, "approve", made["id"])[1]["approved_by"] == "李明"
    assert run(hq, "adjustments")[1][0]["amount"] == "-300.00"
    _, settled = run(hq, "settle", "R", "--period", "2026-11", "--dealer", AGENT)
    assert [each["payable"] for each in settled["payouts"]] == ["2000.00"]
    assert run(hq, "settle", "R", "--period", "2026-11")[1] == {"payouts": [], "request": "", "reasons": []}
    assert run(hq, "payouts", "--policy", "R")[1] == settled["payouts"]
    assert run(hq, "wallet", "--dealer", AGENT)[1]["left"] == "2000.00"
    status, refused = run(hq, "hand-over", settled["payouts"][0]["number"])
    assert (status, refused["error"]["code"]) == (1, "reward_paid")
    with open_desk(hq, writing=False) as desk:
        assert desk.is_hq


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("status", "--period", "2026-11"), "剩余天数", "Days left"),
        (("explain", "R", "--dealer", AGENT, "--period", "2026-11"), "计入返利", "counts and earns"),
        (("settle", "R", "--period", "2026-11"), "返利钱包", "Wallet credit"),
        (("settle", "R", "--period", "2026-12", "--interim"), "没有变动", "Nothing has changed"),
        (("payouts",), "实结", "Settled"),
        (("wallet", "--dealer", AGENT), "可用 0.00", "0.00 can be spent"),
    ],
)
def test_people_read_it_in_their_language(hq, lang, words, zh, en):
    status, told = run(hq, *words, lang=lang, form="")
    assert status == 0
    assert (zh if lang == "zh" else en) in told, told


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("status", "--policy", "X"), 2, "rebate_unknown"),
        (("status", "--period", "soon"), 2, "rebate_period_unknown"),
        (("status", "--dealer", "nobody"), 2, "dealer_unknown"),
        (("explain", "R", "--dealer", AGENT, "--period", "2027-01"), 2, "rebate_period_unknown"),
        (("settle", "R", "--period", "2026-12"), 1, "rebate_period_open"),
        (("settle", "R", "--period", "2026-11", "--version", "7"), 1, "rebate_version"),
        (
            ("adjust", "R", "--dealer", AGENT, "--period", "2026-11", "--amount", "x", "--reason", "r"),
            2,
            "amount_unreadable",
        ),
        (("approve", "zz"), 2, "adjustment_unknown"),
        (("hand-over", "FLJS-1"), 2, "payout_unknown"),
    ],
)
def test_what_is_wrong_is_refused_with_its_code(hq, words, status, code):
    found, answer = run(hq, *words)
    assert (found, answer["error"]["code"]) == (status, code)
    assert answer["error"]["message"]


def test_an_explanation_is_written_as_a_workbook(hq, tmp_path):
    out = tmp_path / "why.xlsx"
    _, told = run(hq, "explain", "R", "--dealer", AGENT, "--period", "2026-11", "--out", str(out))
    assert out.read_bytes()[:2] == b"PK"
    assert D(told["earned"]) == 2300


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_explanation_prints_as_paper(hq, lang):
    run(hq, "settle", "R", "--period", "2026-11")
    path = hq / "rebate.pdf"
    status, _ = run(hq, "explain", "R", "--dealer", AGENT, "--period", "2026-11", "--out", str(path), lang=lang)
    text = "\n".join(page_texts(path.read_bytes()))
    zh = ("怎样算出", "11,500.00", "5,000 元 起", "计入返利", "FLJS-00-261205-0001", "2,300.00")
    en = ("How it was reckoned", "11,500.00", "from ¥5,000", "It counts and earns", "FLJS-00-261205-0001")
    assert status == 0
    for part in zh if lang == "zh" else en:
        assert part in text


def test_an_unknown_paper_writes_nothing(hq):
    path = hq / "rebate.pdf"
    words = ("explain", "R", "--dealer", AGENT, "--period", "2026-11", "--out", str(path), "--paper", "a9")
    status, refused = run(hq, *words)
    assert (status, refused["error"]["code"], path.exists()) == (2, "paper_unknown", False)
