"""Orders by command: coupons, the wallet, prices by hand, reckoning again, and what is refused with nothing written."""

import contextlib
import io
import json
from dataclasses import replace

import pytest

from desktop.cli import main
from domain.policies.policy import Policy
from domain.policies.price_terms import Band, PriceList, PriceRule
from domain.policies.promotion_terms import Limits
from domain.policies.scopes import only
from domain.promotions.templates.percent_off import PercentOff
from sync.records.books.database import open_sqlite
from tests.building.desktop.a_trade import a_trade
from tests.building.domain.policy_makers import D, a_promotion
from tests.building.sync.books import rows

FROM_HQ = ("--seller", "HQ", "--buyer", "GD01", "--date", "2026-11-23")
SALE = ("--seller", "GD01", "--buyer", "C1", "--date", "2026-11-23")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setenv("DESK_TODAY", "2026-11-23")


@pytest.fixture
def folder(tmp_path):
    return an_agent(tmp_path)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """A folder for commands that write nothing."""
    return an_agent(tmp_path_factory.mktemp("untouched"))


def an_agent(tmp_path):
    """An agent's folder: ten percent off A with a coupon, thirty yuan in the wallet, prices agreed within a band."""
    trade = a_trade(tmp_path)
    lists = PriceList((PriceRule("fixed", D(10)),), band=Band(D(10), D(10)))
    coupon = a_promotion(PercentOff(D(10)), "CX1", products=only("A"), limits=Limits(coupon="SAVE10"))
    trade.publish(
        replace(coupon, name="券后九折"),
        Policy("JG", 1, "代理价", lists, products=only("A"), channel=True),
    )
    trade.credit("30.00")
    trade.desk.close()
    trade.hq.close()
    return tmp_path / "one"


def run(folder, *words, lang="zh", form=("--json",)):
    spoken, told = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(spoken), contextlib.redirect_stderr(told):
        status = main([*words, "--data", str(folder), "--lang", lang, *form])
    assert "Traceback" not in spoken.getvalue() + told.getvalue()
    return status, json.loads(spoken.getvalue()) if form else spoken.getvalue() + told.getvalue()


def counts(folder):
    """How much there is of everything a command might write."""
    book = open_sqlite(folder / "desk.db")
    found = rows(book, "SELECT (SELECT COUNT(*) FROM entry), (SELECT COUNT(*) FROM document), "
                       "(SELECT COUNT(*) FROM draft)")  # fmt: skip
    book.close()
    return found


def test_a_coupon_and_the_wallet_by_command(folder):
    words = ("order", "new", *FROM_HQ, "--line", "A=10", "--coupon", "SAVE10", "--wallet", "all", "--submit")
    status, order = run(folder, *words)
    assert (status, order["state"], order["coupons"]) == (0, "submitted", ["SAVE10"])
    assert (order["gross"], order["total"], order["paid_by_wallet"]) == ("100.00", "90.00", "30.00")
    assert order["discounts"] == [{"policy": "CX1", "version": 1, "name": "券后九折", "amount": "10.00"}]
    assert run(folder, "order", "show", order["number"])[1] == order


def test_an_own_number_given_twice_is_told_of_the_draft_and_when_it_is_placed(folder):
    words = ("order", "new", *FROM_HQ, "--line", "A=10", "--ref", "PO-7")
    _, first = run(folder, *words, "--submit")
    assert "same_ref" not in first
    _, draft = run(folder, *words)
    assert [each["facts"]["number"] for each in draft["reasons"] if each["code"] == "ref_again"] == [first["number"]]
    told = run(folder, "order", "submit", draft["number"], form=())[1]
    assert f"已有订单 {first['number']}（2026-11-23）用了同一个参考号“PO-7”" in told
    _, third = run(folder, *words, "--submit")
    assert [(each["code"], each["facts"]["count"]) for each in third["same_ref"]] == [("ref_again_more", 2)]


def test_the_wallet_pays_no_more_than_it_is_let(folder):
    _, order = run(folder, "order", "new", *FROM_HQ, "--line", "A=10", "--wallet", "12.50", "--submit")
    assert (order["total"], order["paid_by_wallet"]) == ("100.00", "12.50")


def test_a_draft_keeps_its_coupon_and_wallet_until_it_is_placed(folder):
    _, draft = run(folder, "order", "new", *FROM_HQ, "--line", "A=10", "--coupon", "SAVE10", "--wallet", "20")
    status, order = run(folder, "order", "submit", draft["number"])
    assert (status, order["total"], order["paid_by_wallet"]) == (0, "90.00", "20.00")


@pytest.mark.parametrize(("lang", "same"), [("zh", "重算"), ("en", "Again")])
def test_an_order_is_reckoned_again(folder, lang, same):
    _, order = run(folder, "order", "new", *FROM_HQ, "--line", "A=10", "--coupon", "SAVE10", "--submit")
    status, again = run(folder, "order", "reprice", order["number"])
    assert (status, again["same"], again["policies"]) == (0, True, {"CX1": 1, "JG": 1})
    assert again["lines"][0]["amount"] == ["90.00", "90.00"]
    assert same in run(folder, "order", "reprice", order["number"], lang=lang, form=())[1]


def test_an_order_that_would_be_refused_stays_a_draft_until_somebody_decides(folder):
    run(folder, "customer", "add", "--code", "K1", "--name", "小店", "--credit-limit", "1")
    sale = ("--seller", "GD01", "--buyer", "K1", "--date", "2026-11-23")
    words = ("order", "new", *sale, "--line", "A=10@10", "--submit")
    before = counts(folder)[0][:2]
    status, draft = run(folder, *words)
    assert (status, draft["state"], counts(folder)[0][:2]) == (1, "draft", before)
    assert "credit_over" in [each["code"] for each in draft["reasons"]]
    told = run(folder, "order", "submit", draft["number"], form=())[1]
    assert draft["number"] in told
    assert "--refuse" in told
    status, refused = run(folder, "order", "submit", draft["number"], "--refuse")
    assert (status, refused["error"]["code"]) == (2, "reason_missing")
    status, kept = run(folder, "order", "submit", draft["number"], "--refuse", "--reason", "不卖")
    assert (status, kept["state"]) == (0, "refused")
    status, both = run(folder, *words, "--refuse", "--ask-approval", "--reason", "x")
    assert (status, both["error"]["code"]) == (2, "refuse_or_ask")
    status, asked = run(folder, *words, "--ask-approval", "--reason", "月底结清")
    assert (status, asked["state"]) == (0, "needs_approval")
    assert asked["number"] in run(folder, "attention", "list", form=())[1]


def test_a_price_by_hand_travels_to_the_delivery_and_the_return(folder):
    _, order = run(folder, "order", "new", *SALE, "--line", "A=10@9.5", "--submit")
    assert (order["state"], order["lines"][0]["unit_price"], order["lines"][0]["by_hand"]) == ("accepted", "9.50", True)
    _, sent = run(folder, "deliver", order["number"], "--line", "1=4", "--date", "2026-11-23")
    assert (sent["lines"][0]["unit_price"], sent["amount"]) == ("9.50", "38.00")
    _, back = run(folder, "return", sent["number"], "--line", "1=3", "--date", "2026-11-23")
    assert (back["lines"][0]["unit_price"], back["amount"]) == ("9.50", "28.50")


def test_an_unknown_coupon_warns_and_takes_nothing_off(folder):
    status, order = run(folder, "order", "new", *FROM_HQ, "--line", "A=10", "--coupon", "NO")
    assert (status, order["total"]) == (0, "100.00")
    assert [each["code"] for each in order["reasons"] if each["severity"] == "warn"] == ["coupon_unknown"]


@pytest.mark.parametrize("submit", [(), ("--submit",)])
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--line", "A=10", "--wallet=-1"), "amount_negative"),
        (("--line", "A=10", "--wallet", "1.005"), "amount_decimals"),
        (("--line", "A=10", "--wallet", "much"), "amount_unreadable"),
        (("--line", "A=10", "--wallet", "NaN"), "amount_unreadable"),
        (("--line", "A=10", "--wallet", "Infinity"), "amount_unreadable"),
        (("--line", "A=10@x"), "price_unreadable"),
        (("--line", "A=10@1.00001"), "price_decimals"),
        (("--line", "A=1.0005"), "quantity_decimals"),
        (("--line", "A=0"), "quantity_zero"),
        (("--line", "A"), "order_line_unreadable"),
        (("--line", "NONE=1"), "product_unknown"),
    ],
)
def test_what_cannot_be_an_order_is_refused_and_nothing_is_written(untouched, words, submit, code):
    before = counts(untouched)
    status, refused = run(untouched, "order", "new", *FROM_HQ, *words, *submit)
    assert (status, refused["error"]["code"]) == (2, code)
    assert counts(untouched) == before


def test_an_unknown_order_is_not_reckoned(untouched):
    status, refused = run(untouched, "order", "reprice", "XSDD-9")
    assert (status, refused["error"]["code"]) == (2, "document_unknown")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_order_prints_with_its_explanations(folder, tmp_path, lang):
    _, order = run(folder, "order", "new", *FROM_HQ, "--line", "A=10", "--coupon", "SAVE10", "--submit")
    path = tmp_path / "order.pdf"
    status, made = run(folder, "print", order["number"], "--why", "--paper", "a4", "--out", str(path), lang=lang)
    assert (status, made["pages"], path.read_bytes()[:5]) == (0, 1, b"%PDF-")
    _, sale = run(folder, "order", "new", *SALE, "--line", "A=1", "--submit")
    _, sent = run(folder, "deliver", sale["number"], "--date", "2026-11-23")
    other = tmp_path / "other.pdf"
    status, refused = run(folder, "print", sent["number"], "--why", "--out", str(other), lang=lang)
    assert (status, refused["error"]["code"], other.exists()) == (2, "note_why", False)
