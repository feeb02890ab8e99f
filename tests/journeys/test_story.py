"""The main job from end to end by command: an order taken offline, exchanged with HQ, and a statement printed."""

from decimal import Decimal
from urllib.parse import urlsplit

import pytest

from tests.journeys.ends import desk, desk_process, done, hq_files, serving

pytestmark = pytest.mark.slow


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def hq(request, tmp_path):
    """HQ's folder, founded and loaded, on either database."""
    folder = tmp_path / "hq"
    words = ["hq", "init"]
    if request.param == "postgres":
        words += ["--database", request.getfixturevalue("postgres_url")]
    done(folder, *words)
    loaded = done(folder, "hq", "load", str(hq_files(tmp_path / "files")))
    assert loaded["ok"]
    assert done(folder, "hq", "load", str(tmp_path / "files"))["changed"] == 0
    return folder


@pytest.fixture
def gd(tmp_path):
    return tmp_path / "gd"


def enrol(hq, folder, url, dealer="GD01"):
    code = done(hq, "hq", "enrol-code", dealer)
    assert code["dealer"] == dealer
    assert desk(folder, "enrol", "--hq", url, "--code", "WRONG-CODES").status == 1
    enrolled = desk_process(folder, "enrol", "--hq", url, "--code", code["code"])
    again = desk(folder.parent / "other", "enrol", "--hq", url, "--code", code["code"])
    assert (again.status, again["error"]["code"]) == (1, "code_used")
    return enrolled


def order(folder, seller, buyer, *lines, how=("--submit",)):
    words = [word for line in lines for word in ("--line", line)]
    return desk(folder, "order", "new", "--seller", seller, "--buyer", buyer, *words, *how)


def test_the_main_job(hq, gd, tmp_path):
    with serving(hq) as url:
        assert enrol(hq, gd, url)["key_in_file"]
        filled = done(gd, "sync")
        assert (filled["sent"], filled["pending"]) == (0, 0)
        assert filled["received"] > 10
        assert done(gd, "status")["online"]
    asked = orders_to_hq_while_it_is_away(gd)
    mine, short = orders_of_customers(gd)
    assert done(gd, "status")["pending"] == 8
    with serving(hq, urlsplit(url).port or 0):
        back = done(gd, "sync")
        assert (back["sent"], back["pending"]) == (8, 0)
        hq_has_answered(gd, asked)
        goods_arrive(hq, gd, *asked[:2])
        customers_are_served(gd, mine, short)
        assert done(gd, "sync")["pending"] == 0
        # Both ends hold the same books, and both know it.
        for folder in (gd, hq):
            assert done(folder, "check").value == {"ok": True, "differences": [], "breaches": []}
        for account in ("GD01", "C01", "C02"):
            assert statement(gd, account).value == statement(hq, account).value
    the_statement_tells_it(gd)
    papers(gd, tmp_path)


def orders_to_hq_while_it_is_away(gd):
    """Everything goes on, and is told at once."""
    assert not done(gd, "status")["online"]
    assert desk(gd, "sync").status == 3
    done(gd, "stock", "count", "--line", "A1=240", "--line", "A2=30")
    whole = order(gd, "HQ", "GD01", "A1=20箱")
    part = order(gd, "HQ", "GD01", "A1=2箱", "A2=20箱")
    over = order(gd, "HQ", "GD01", "A1=70箱@12")
    unpriced = order(gd, "HQ", "GD01", "A3=1")
    assert [each["state"] for each in (whole, part, over, unpriced)] == ["submitted"] * 4
    assert {"stock_short"} <= codes(part)
    # The buyer's own price is no price: the seller's holds, which is said at once, and by it the order fits the limit.
    assert {"price_by_sellers", "credit_ok"} <= codes(over)
    return whole, part, over, unpriced


def orders_of_customers(gd):
    """Decided at once, and for good."""
    mine = order(gd, "GD01", "C01", "A1=5箱", "A2=1箱")
    short = order(gd, "GD01", "C02", "A2=2箱")
    refused = order(gd, "GD01", "C01", "A1=100@9", how=("--refuse", "--reason", "超额"))
    assert (mine.status, mine["state"], mine["total"]) == (0, "accepted", "225.00")
    assert (short.status, short["state"], short["lines"][0]["accepted_quantity"]) == (0, "accepted_in_part", "15")
    assert (refused.status, refused["state"]) == (0, "refused")  # a decision, and done
    assert {"credit_over"} <= codes(refused)
    assert "已记为拒绝" in refused.told
    return mine, short


def hq_has_answered(gd, asked):
    answered = {each["number"]: each for each in done(gd, "order", "list").value}
    states = [answered[each["number"]]["state"] for each in asked]
    assert states == ["accepted", "accepted_in_part", "accepted", "refused"]
    cut, over = answered[asked[1]["number"]], answered[asked[2]["number"]]
    assert [line["accepted_quantity"] for line in cut["lines"]] == ["48", "150"]
    # The buyer's own price is no price: HQ's list holds, as was said at once, and the sum he saw is the sum he owes.
    assert over["lines"][0]["unit_price"] == asked[2]["lines"][0]["unit_price"] == "1.00"
    assert over["total"] == asked[2]["total"]


def goods_arrive(hq, gd, whole, part):
    assert done(hq, "order", "list").value[0]["buyer"] in ("GD01", "C01", "C02")
    shipped = done(hq, "hq", "ship", whole["number"])
    assert (shipped["kind"], shipped["amount"]) == ("delivery", "480.00")
    done(hq, "hq", "ship", part["number"], "--line", "2=30")
    done(gd, "sync")
    incoming = done(gd, "document", "list", "--incoming").value
    assert [each["amount"] for each in incoming] == ["480.00", "75.00"]
    for each in incoming:
        done(gd, "receive", each["number"])
    assert done(gd, "document", "list", "--incoming").value == []


def customers_are_served(gd, mine, short):
    sent = done(gd, "deliver", mine["number"])
    done(gd, "deliver", short["number"])
    assert desk(gd, "deliver", short["number"])["error"]["code"] == "order_delivered"
    done(gd, "return", sent["number"], "--line", "1=24")
    done(gd, "money", "receive", "--buyer", "C01", "--amount", "100.00", "--method", "cash")
    wrong = done(gd, "money", "receive", "--buyer", "C01", "--amount", "1.00")
    done(gd, "reverse", wrong["number"], "--reason", "重复")


def the_statement_tells_it(gd):
    customer = statement(gd, "C01")
    assert customer["opening"] == "300.50"
    assert [(each["kind"], each["debit"], each["credit"], each["balance"]) for each in customer["entries"]] == [
        ("delivery", "225.00", "0.00", "525.50"),
        ("money_receipt", "0.00", "100.00", "425.50"),
        ("money_receipt", "0.00", "1.00", "424.50"),
        ("money_receipt", "0.00", "-1.00", "425.50"),
        ("return", "0.00", "36.00", "389.50"),
    ]
    assert (customer["debit_total"], customer["credit_total"], customer["closing"]) == ("225.00", "136.00", "389.50")
    assert sum(Decimal(each["amount"]) for each in customer["ageing"]) == Decimal("389.50")
    assert customer["amount_in_words"] == "叁佰捌拾玖元伍角"
    assert statement(gd, "HQ")["closing"] == "1555.00"


def test_what_is_not_below_is_not_seen(hq, gd, tmp_path):
    hunan = tmp_path / "hn"
    with serving(hq) as url:
        enrol(hq, gd, url)
        code = done(hq, "hq", "enrol-code", "HN01")["code"]
        done(hunan, "enrol", "--hq", url, "--code", code)
        done(gd, "sync")
        order(gd, "HQ", "GD01", "A1=1箱")
        done(gd, "sync")
        done(hunan, "sync")
        assert done(hunan, "order", "list").value == []
        assert done(hunan, "customer", "list").value == []
        assert [each["code"] for each in done(hq, "customer", "list").value] == ["GD01", "HN01"]
        assert len(done(hq, "customer", "list", "--only", "others").value) == 2  # whom the agents sell to


def statement(folder, account):
    return done(folder, "statement", "--account", account, "--from", "2026-11-02", "--to", "+0", "--format", "json")


def papers(folder, tmp_path):
    for form, head in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("json", b"{")):
        out = tmp_path / f"paper.{form}"
        words = ("--account", "C01", "--from", "2026-11-02", "--to", "+0", "--format", form, "--out", str(out))
        assert done(folder, "statement", *words)["closing"] == "389.50"
        assert out.read_bytes().startswith(head)


def codes(order):
    reasons = order["reasons"]
    return {each["code"] for each in reasons}
