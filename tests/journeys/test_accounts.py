"""A customer's account kept by commands: notes, receipts, settling, a bank's file, ages, months, replies, two books."""

import json
from pathlib import Path

import msgspec
import pytest

from sync.records.bodies.accounts import StatementBody
from tests.building.desktop.a_desk import a_desk
from tests.journeys.ends import desk, done

BANK = """账号,6200000000001230,账户类型,借记卡
顺序号,交易日期,交易类型,存入金额,取出金额,余额,交易对手名称,交易对手账号,附言
1,2026/11/03  14:06:51,汇入,50.00,,1981.33,天河小卖部,62220001,货款
2,2026/11/05  07:22:32,汇入,10.00,,1991.33,不知是谁,62220002,
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DESK_TODAY", "2026-11-23")
    form = {"form": {"statement": {"entries": [{"date": "2026-10-02", "number": "JXD-1", "debit": "100.00"}]}}}
    days = ("2026-10-01", "2026-10-31", "2026-11-01")
    body = StatementBody(
        "DZD-01-202610-0001", "GD01", "GD01:C1", *days, 0, 100_00, "d" * 64, msgspec.Raw(json.dumps(form).encode())
    )
    with a_desk(tmp_path / "desk") as made, made.book.writing() as writing:
        writing.put("desk/D1", "statement", body.number, body)
    return tmp_path / "desk"


def test_an_account_is_kept_by_commands(folder, tmp_path):
    owed = done(folder, "money", "debit", "--buyer", "C1", "--amount", "100", "--date", "2026-10-02")
    paid = done(folder, "money", "receive", "--buyer", "C1", "--amount", "30", "--date", "2026-10-05")
    assert [each["debt_number"] for each in paid["settlements"]] == [owed["number"]]
    done(folder, "money", "unsettle", "--document", paid["number"])
    words = ("--credit", paid["number"], "--against", f"{owed['number']}=12.50", "--date", "2026-10-06")
    settled = done(folder, "money", "settle", "C1", *words)
    assert (settled["ahead"], settled["settlements"][0]["mode"]) == ("17.50", "hand")
    held = done(folder, "money", "hold", paid["number"])
    assert held["mode"] == "held"
    shown = done(folder, "account", "show", "C1")
    assert (shown["balance"], shown["owed"], shown["ahead"]) == ("70.00", "87.50", "17.50")
    assert sum(float(each) for each in shown["ageing"].values()) == 70
    assert done(folder, "account", "ageing").value[0]["buyer"] == "C1"
    done(folder, "money", "discount", "--buyer", "C1", "--amount", "2", "--about", owed["number"])
    done(folder, "money", "credit", "--buyer", "C1", "--amount", "3")
    done(folder, "money", "pay", "--buyer", "C1", "--amount", "1", "--method", "bank")
    assert done(folder, "money", "way", "hand", "--account", "C1")["way"] == "hand"
    assert done(folder, "money", "way")["way"] == "all"
    assert done(folder, "check")["ok"]


def test_money_comes_in_from_a_bank_file_once(folder, tmp_path):
    path = tmp_path / "流水.csv"
    path.write_text(BANK, encoding="gb18030")
    done(folder, "money", "debit", "--buyer", "C1", "--amount", "50", "--date", "2026-11-01")
    assert done(folder, "bank", "import", str(path), "--check")["counts"] == {"proposed": 1, "payer_unclear": 1}
    first = done(folder, "bank", "import", str(path))
    assert (first["booked"], first["counts"]["payer_unclear"]) == (1, 1)
    second = done(folder, "bank", "import", str(path), "--payer", "4=C2")
    assert (second["booked"], second["before"]) == (1, 1)
    assert done(folder, "bank", "import", str(path), "--skip", "4")["booked"] == 0
    assert len(done(folder, "bank", "list").value) == 2
    refused = desk(folder, "bank", "import", str(path), "--account", "777")
    assert (refused.status, refused["error"]["code"]) == (2, "bank_account_differs")


def test_months_replies_and_two_books(folder, tmp_path):
    owed = done(folder, "money", "debit", "--buyer", "C1", "--amount", "100", "--date", "2026-10-02")
    assert [row["number"] for row in done(folder, "reply", "list").value] == ["DZD-01-202610-0001"]
    warned = desk(folder, "period", "close", "2026-10")
    assert (warned.status, warned["error"]["code"]) == (1, "close_unfinished")
    assert [each["code"] for each in done(folder, "period", "next")["reasons"]] == ["close_unanswered"]
    scan = tmp_path / "slip.png"
    scan.write_bytes(b"slip")
    line = "JXD-1,amount,100,90,少算"
    told = done(
        folder,
        "reply",
        "record",
        "DZD-01-202610-0001",
        "differs",
        "--line",
        line,
        "--by",
        "王会计",
        "--file",
        str(scan),
    )
    assert (told["lines"][0]["theirs"], Path(told["attachments"][0]["path"]).read_bytes()) == ("90.00", b"slip")
    assert done(folder, "reply", "show", "DZD-01-202610-0001")["verdict"] == "differs"
    assert done(folder, "period", "close")["closed_through"] == "2026-10-31"
    assert done(folder, "account", "restated", "C1", "--on", "2026-10-31")["late"] == []
    assert done(folder, "period", "open", "2026-10")["closed_through"] is None
    theirs = tmp_path / "theirs.csv"
    theirs.write_text(f"日期,单据编号,借方,贷方\n2026-10-03,{owed['number']},,100\n2026-10-30,,20,\n", encoding="utf-8")
    words = ("reconcile", "C1", "--from", "2026-10-01", "--to", "2026-10-31")
    found = done(folder, *words, "--file", str(theirs))
    assert (found["agrees"], found["our_closing"], found["their_closing"], found["adjusted"]) == (
        False,
        "100.00",
        "80.00",
        "80.00",
    )
    assert desk(folder, *words[:3], "2026-10-01", "--to", "2026-12-31").status == 2
    assert [row["state"] for row in done(folder, "confirm", "list").value] == ["issued"]
    assert done(folder, "confirm", "auto", "off")["automatic"] is False


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("account", "show", "nobody"), "dealer_unknown"),
        (("money", "settle", "C1", "--way", "luck"), "settle_way_unknown"),
        (("money", "unsettle", "nothing"), "settle_unknown"),
        (("bank", "import", "nothing.csv"), "file_missing"),
        (("confirm", "yes", "DZD-9"), "statement_unknown"),
        (("confirm", "yes", "DZD-01-202610-0001"), "statement_not_for_you"),
        (("reply", "record", "DZD-9", "agrees"), "statement_unknown"),
        (("reply", "record", "DZD-01-202610-0001", "agrees"), "reply_signer"),
        (("confirm", "auto", "on"), "signing_by_a_person"),
        (("money", "debit", "--buyer", "HQ", "--amount", "5"), "not_your_customer"),
    ],
)
def test_wrong_words_have_a_clear_answer_in_both_languages(folder, words, code, lang):
    if words[0] == "confirm":
        from sync.keys import DeviceKey, save_key

        save_key(folder, "D1", DeviceKey.make())
    answer = desk(folder, *words, lang=lang)
    assert (answer.status in (1, 2), answer["error"]["code"]) == (True, code)
    assert any("\u4e00" <= each <= "\u9fff" for each in answer["error"]["message"]) or lang == "en"
