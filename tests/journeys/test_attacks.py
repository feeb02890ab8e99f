"""What dealers may try with policies, coupons, quotas and wallets: HQ decides, and both books stay sound."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.actions.policies import policies
from desktop.desk import open_desk
from domain.policies.file import write_policy
from domain.policies.policy import Stacking
from domain.policies.price_terms import Band, PriceList, PriceRule
from domain.policies.promotion_terms import Limits
from domain.policies.rebate_terms import Reward, Tier
from domain.policies.scopes import Period, only
from domain.promotions.free_goods import Gift
from domain.promotions.templates.buy_get import BuyGet
from domain.promotions.templates.percent_off import PercentOff
from domain.promotions.templates.quota_price import QuotaPrice
from sync.records.bodies.policies import PolicyBody, QuotaBody, RebatePayoutBody, RequestBody, UserBody
from sync.records.books.database import open_sqlite
from sync.records.books.homes import home_of
from sync.records.pricing.policy_forms import stored_form
from tests.building.domain.policy_makers import D, a_promotion, dealers
from tests.building.domain.rebate_makers import a_rebate
from tests.journeys.ends import desk, done, hq_files, served_again, serving

pytestmark = pytest.mark.slow
TODAY = date.today()  # noqa: DTZ011 -- HQ's service goes by the wall clock
NOW = "2026-11-24T00:00:00Z"
PERIOD = f"{TODAY:%Y-%m}"


def publish(folder, *made):
    """Written by one person and approved by another, in HQ's own books."""
    with open_desk(folder, writing=False) as hq:
        for policy in made:
            hq.operator = "王芳"
            draft = policies.propose(hq, policies.save_draft(hq, write_policy(policy)).draft).draft
            hq.operator = "李明"
            policies.approve(hq, draft)


def from_today(policy):
    return replace(policy, period=Period(TODAY, None))


def a_credit_rebate():
    start = TODAY.replace(day=1)
    terms = a_rebate((Tier(D(0), D(10)),), code="FL1", period_of=Period(start, date(start.year + 1, 12, 31)),
                     returns="sale_date", reward=Reward("credit", months=2))  # fmt: skip
    return replace(terms, reaches_back=True)


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """HQ served, two desks of one dealer, and the desk of another."""
    root = tmp_path_factory.mktemp("begun")
    made = {name: root / name for name in ("hq", "gd", "gd2", "hn")}
    done(made["hq"], "hq", "init")
    done(made["hq"], "hq", "load", str(hq_files(tmp_path_factory.mktemp("files"))))
    with serving(made["hq"]) as url:
        for name, dealer in (("gd", "GD01"), ("gd2", "GD01"), ("hn", "HN01")):
            code = done(made["hq"], "hq", "enrol-code", dealer)["code"]
            done(made[name], "enrol", "--hq", url, "--code", code)
            done(made[name], "sync")
    return root, url


@pytest.fixture
def ends(begun, tmp_path):
    root, url = begun
    with served_again(root, url, tmp_path / "ends") as made:
        yield {**made, "url": url}
        sound(made)


def exchange(ends, *names):
    for name in names or ("gd", "gd2", "hn"):
        done(ends[name], "sync")


def sound(ends):
    exchange(ends)
    exchange(ends)
    for name in ("hq", "gd", "gd2", "hn"):
        checked = desk(ends[name], "check")
        assert checked.status == 0, (name, checked.value)


def order(folder, *lines, buyer="GD01", more=()):
    words = [word for each in lines for word in ("--line", each)]
    return desk(folder, "order", "new", "--seller", "HQ", "--buyer", buyer, *words, *more, "--submit")


def placed(folder, *lines, **fields):
    answer = order(folder, *lines, **fields)
    assert answer.status == 0, answer.value
    return answer["number"]


def shown(folder, number):
    return done(folder, "order", "show", number)


def codes(view):
    return {each["code"] for each in view["reasons"]}


def test_a_coupon_is_used_up_once_over_two_desks(ends):
    publish(ends["hq"], from_today(a_promotion(PercentOff(D(50)), "Q1", limits=Limits("VIP", 1, 1))))
    exchange(ends)
    numbers = [placed(ends[name], "A1=10瓶", more=("--coupon", "VIP")) for name in ("gd", "gd2")]
    exchange(ends, "gd", "gd2")
    totals = sorted(shown(ends["hq"], number)["accepted_total"] for number in numbers)
    assert totals == ["10.00", "5.00"]


def test_a_quota_is_shared_by_dealers_who_ask_at_once(ends):
    publish(ends["hq"], from_today(a_promotion(QuotaPrice(D("0.5"), D(15)), "TJ", products=only("A1"))))
    exchange(ends)
    one, two = placed(ends["gd"], "A1=10瓶"), placed(ends["hn"], "A1=10瓶", buyer="HN01")
    exchange(ends)
    assert shown(ends["hq"], one)["accepted_total"] == "5.00"
    assert shown(ends["hq"], two)["accepted_total"] == "7.50"
    exchange(ends)
    (left,) = shown(ends["gd"], one)["quotas"]
    assert (left["left"], bool(left["as_of"])) == ("0", True)
    assert "总部截至" in done(ends["hn"], "policy", "show", "TJ")["text"]


def credited(ends):
    """GD01 has bought for 240 and got 24 to spend."""
    publish(ends["hq"], a_credit_rebate())
    exchange(ends)
    number = placed(ends["gd"], "A1=10箱")
    exchange(ends, "gd")
    shipped = done(ends["hq"], "hq", "ship", number)
    done(ends["hq"], "rebate", "settle", "FL1", "--period", PERIOD, "--interim")
    exchange(ends)
    return shipped["number"]


def wallet(folder):
    return done(folder, "rebate", "wallet", "--dealer", "GD01")["left"]


def test_a_wallet_is_spent_once_from_two_desks(ends):
    credited(ends)
    assert wallet(ends["gd"]) == wallet(ends["gd2"]) == "24.00"
    numbers = [placed(ends[name], "A1=20瓶", more=("--wallet", "all")) for name in ("gd", "gd2")]
    exchange(ends, "gd", "gd2", "gd")
    paid = sorted(shown(ends["hq"], number)["paid_by_wallet"] for number in numbers)
    assert paid == ["20.00", "4.00"]
    assert wallet(ends["hq"]) == wallet(ends["gd"]) == "0.00"


def test_cancelling_refusing_parts_returns_and_reversals_keep_the_wallet_right(ends):
    credited(ends)
    gd, hq = ends["gd"], ends["hq"]
    first = placed(gd, "A1=20瓶", more=("--wallet", "all"))
    assert wallet(gd) == "4.00"
    done(gd, "order", "cancel", first)
    assert wallet(gd) == "24.00"
    second = placed(gd, "A1=20瓶", more=("--wallet", "all"))
    exchange(ends, "gd")
    done(hq, "hq", "ship", second, "--line", "1=8")
    exchange(ends, "gd")
    assert wallet(gd) == wallet(hq) == "4.00"
    rest = done(hq, "hq", "ship", second)
    exchange(ends, "gd")
    (row,) = [each for each in done(gd, "rebate", "wallet")["credits"] if each["amount"] == "24.00"]
    assert (row["reserved"], row["spent"], row["left"]) == ("0.00", "20.00", "4.00")
    reversed_ = desk(hq, "reverse", rest["number"], "--reason", "发错")
    assert reversed_.status == 0, reversed_.value
    exchange(ends, "gd")
    assert wallet(gd) == wallet(hq)
    again = desk(hq, "hq", "ship", second)
    exchange(ends, "gd", "gd2")
    assert wallet(gd) == wallet(hq) == wallet(ends["gd2"]), again.value


def test_a_withdrawn_or_unknown_version_is_answered_by_hqs_books(ends):
    gd, hq = ends["gd"], ends["hq"]
    publish(hq, from_today(a_promotion(PercentOff(D(10)), "CX", products=only("A1"))))
    exchange(ends)
    number = placed(gd, "A1=100瓶")
    last = (TODAY - timedelta(1)).isoformat()
    gone = desk(hq, "policy", "withdraw", "CX", "--version", "1", "--last", last, "--reason", "停")
    assert gone["error"]["code"] == "withdraw_past"
    done(hq, "policy", "withdraw", "CX", "--version", "1", "--last", TODAY.isoformat(), "--reason", "停")
    exchange(ends, "gd")
    view = shown(gd, number)
    assert view["accepted_total"] == shown(hq, number)["accepted_total"]
    # Published while the desk is away: HQ's answer goes by it and says so.
    away = placed(gd, "A2=10瓶")
    publish(hq, from_today(a_promotion(PercentOff(D(20)), "CX2", products=only("A2"))))
    exchange(ends, "gd")
    view = shown(gd, away)
    assert view["accepted_total"] == shown(hq, away)["accepted_total"] == "20.00"
    assert "amount_changed" in codes(view)


def test_a_dealer_who_moved_to_another_tier_is_answered_by_the_new_one(ends, tmp_path):
    gd, hq = ends["gd"], ends["hq"]
    publish(hq, from_today(a_promotion(PercentOff(D(10)), "CX", audience=dealers(tiers=("province",)))))
    exchange(ends)
    number = placed(gd, "A1=100瓶")
    assert shown(gd, number)["total"] == "90.00"
    files = hq_files(tmp_path / "moved")
    cards = (files / "dealers.csv").read_text(encoding="utf-8").replace("粤海商贸,province", "粤海商贸,city")
    (files / "dealers.csv").write_text(cards, encoding="utf-8")
    done(hq, "hq", "load", str(files))
    exchange(ends, "gd")
    view = shown(gd, number)
    assert view["accepted_total"] == shown(hq, number)["accepted_total"] == "100.00"
    assert "amount_changed" in codes(view)
    assert done(gd, "policy", "list").value == []


def test_gifts_of_an_order_that_is_cut_shipped_in_parts_and_returned(ends):
    gd, hq = ends["gd"], ends["hq"]
    publish(hq, from_today(a_promotion(BuyGet(D(10), Gift(D(1))), "MZ", products=only("A2"))))
    exchange(ends)
    number = placed(gd, "A2=140瓶")  # there are 150: not enough for all that is free
    exchange(ends, "gd")
    view = shown(hq, number)
    bought, free = view["lines"][0], view["lines"][1]
    taken = D(bought["accepted_quantity"])
    assert (taken, D(free["accepted_quantity"])) == (D(140), D(10))
    shipped = done(hq, "hq", "ship", number, "--line", "1=30", "--line", "2=3")
    exchange(ends, "gd")
    done(gd, "receive", shipped["number"])
    back = done(hq, "return", shipped["number"], "--line", "1=30", "--line", "2=3")
    assert abs(D(back["amount"])) == abs(D(shipped["amount"])) == 75
    exchange(ends, "gd")


def test_prices_below_the_floor_and_outside_the_band_are_refused(ends):
    gd, hq = ends["gd"], ends["hq"]
    rules = (PriceRule("fixed", D("0.9"), floor=D("0.8"), products=only("A1")),)
    listed = replace(a_promotion(PercentOff(D(1)), "JG"), terms=PriceList(rules, band=Band(D(5), D(5))))
    publish(hq, replace(from_today(listed), audience=dealers("GD01"), stacking=Stacking()))
    exchange(ends)
    for price, kept in (("0.86", True), ("0.5", False), ("5", False)):
        answer = order(gd, f"A1=10瓶@{price}")
        if answer.status:
            continue
        exchange(ends, "gd")
        state = shown(hq, answer["number"])["state"]
        assert (state == "accepted") is kept, (price, state, shown(hq, answer["number"])["reasons"])


FORGED = {
    "policy": ("CXF/1", lambda: PolicyBody("CXF", 1, _form(), "d", "甲", "乙", NOW)),
    "quota": ("TJ", lambda: QuotaBody("TJ", 0, 0, NOW)),
    "rebate_payout": (
        "p-forged",
        lambda: RebatePayoutBody("FLJS-X", "FL1", 1, "GD01", PERIOD, "credit", 10**9, 10**9, 10**9, NOW, "甲"),
    ),
    "user": ("u-forged", lambda: UserBody("HQ", "", "周敏", "admin")),
    "request": ("r-forged", lambda: RequestBody("settle_rebate", "FL1", "甲", NOW)),
}


def _form():
    return stored_form(from_today(a_promotion(PercentOff(D(99)), "CXF")))


@pytest.mark.parametrize("kind", FORGED)
def test_what_a_dealers_desk_forges_is_held_and_nobody_believes_it(ends, kind):
    record, body = FORGED[kind]
    book = open_sqlite(ends["gd"] / "desk.db")
    try:
        with book.reading() as connection:
            stream = home_of(connection).own_stream
        with book.writing() as writing:
            writing.put(stream, kind, record, body())
    finally:
        book.close()
    exchange(ends)
    exchange(ends)
    held = [each for each in done(ends["hq"], "status")["attention_list"] if each["kind"] == "problem"]
    assert [each["facts"]["kind"] for each in held] == [kind]
    assert done(ends["hq"], "rebate", "payouts").value == []
    assert done(ends["hn"], "policy", "list", "--all").value == []
    number = placed(ends["gd2"], "A1=10瓶")
    exchange(ends, "gd2")
    assert shown(ends["hq"], number)["accepted_total"] == "10.00"


def test_a_lost_machine_comes_back_with_the_same_prices_policies_and_wallet(ends, tmp_path):
    credited(ends)
    publish(ends["hq"], from_today(a_promotion(QuotaPrice(D("0.5"), D(15)), "TJ", products=only("A1"))))
    exchange(ends)
    placed(ends["gd"], "A1=10瓶", more=("--wallet", "3"))
    exchange(ends)
    code = done(ends["hq"], "hq", "enrol-code", "GD01")["code"]
    again = tmp_path / "again"
    done(again, "enrol", "--hq", ends["url"], "--code", code)
    done(again, "sync")
    for words in (("rebate", "wallet"), ("policy", "list"), ("order", "list"), ("rebate", "status")):
        assert done(again, *words).value == done(ends["gd2"], *words).value, words
    assert desk(again, "check").status == 0
    repaired = done(again, "check", "--repair")
    assert repaired["ok"]
