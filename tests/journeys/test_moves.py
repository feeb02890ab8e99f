"""A dealer moved by HQ, through commands: every act that closes the old account goes on, and all books stay clean."""

import pytest

from tests.journeys.ends import DEALERS, desk, done, hq_files, served_again, serving, write_csv

pytestmark = pytest.mark.slow
CITY = "FS01,佛山副食,city,{},440600,W,500.00,30\nC03,南海便利店,store,FS01,440605,W,,\n"
TERM = ("--from", "2026-11-01", "--to", "+0", "--format", "json")


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """HQ served, the desks of two agents and of a city dealer below the first; 30 cases from HQ at each agent."""
    root = tmp_path_factory.mktemp("begun")
    hq = root / "hq"
    done(hq, "hq", "init")
    write_csv(hq_files(root / "in"), dealers=DEALERS.strip() + "\n" + CITY.format("GD01"))
    write_csv(root / "in", stock="warehouse,sku,quantity\n广州仓,A1,24000\n")
    write_csv(root / "in", opening="seller,buyer,date,amount\nGD01,FS01,2026-11-01,100.00\n")
    done(hq, "hq", "load", str(root / "in"))
    with serving(hq) as url:
        made = {name: root / name for name in ("hq", "gd", "hn", "fs")}
        for name, dealer in (("gd", "GD01"), ("hn", "HN01"), ("fs", "FS01")):
            done(made[name], "enrol", "--hq", url, "--code", done(hq, "hq", "enrol-code", dealer)["code"])
            done(made[name], "sync")
        for name, dealer in (("gd", "GD01"), ("hn", "HN01")):
            asked = an_order(made[name], "HQ", dealer, "A1=30箱")
            done(made[name], "sync")
            shipped = done(hq, "hq", "ship", asked["number"])
            done(made[name], "sync")
            done(made[name], "receive", shipped["number"])
        exchange(made)
    return root, url


@pytest.fixture
def ends(begun, tmp_path):
    root, url = begun
    with served_again(root, url, tmp_path / "ends") as made:
        yield made
        exchange(made)
        for name in ("hq", "gd", "hn", "fs"):
            checked = desk(made[name], "check")
            assert checked.status == 0, (name, checked.value)


def exchange(ends, *names):
    for name in names or ("gd", "hn", "fs", "gd", "hn", "fs"):
        done(ends[name], "sync")


def an_order(folder, seller, buyer, line):
    return done(folder, "order", "new", "--seller", seller, "--buyer", buyer, "--line", line, "--submit")


def move(ends, parent, **more):
    write_csv(ends["in"], dealers=DEALERS.strip() + "\n" + CITY.format(parent), **more)
    return done(ends["hq"], "hq", "load", str(ends["in"]))


def account(ends, name, seller="GD01"):
    told = done(ends[name], "statement", "--account", "FS01", "--seller", seller, *TERM).value
    return told["closing"], [(line["number"], line["balance"]) for line in told["entries"]]


def agree(ends, seller="GD01", other="gd"):
    exchange(ends)
    found = account(ends, other, seller)
    assert found == account(ends, "fs", seller) == account(ends, "hq", seller)
    return found[0]


def delivered(ends, line="A1=5箱", seller="GD01", other="gd"):
    asked = an_order(ends["fs"], seller, "FS01", line)
    exchange(ends, "fs", other, "fs")
    made = done(ends[other], "deliver", asked["number"])
    exchange(ends, other, "fs")
    done(ends["fs"], "receive", made["number"])
    exchange(ends, "fs", other)
    return made["number"]


def test_every_act_that_closes_an_account_goes_on_after_the_move(ends):
    first = delivered(ends)
    open_order = an_order(ends["fs"], "GD01", "FS01", "A1=2箱")
    exchange(ends, "fs", "gd", "fs")
    given_up = an_order(ends["fs"], "GD01", "FS01", "A1=1箱")
    exchange(ends, "fs")
    move(ends, "HN01")
    exchange(ends, "fs")
    gd, fs = ends["gd"], ends["fs"]
    done(fs, "order", "cancel", given_up["number"])
    exchange(ends)
    goods = done(gd, "deliver", open_order["number"])["number"]
    exchange(ends)
    done(fs, "receive", goods)
    done(gd, "return", first, "--line", "1=12")
    paid = done(gd, "money", "receive", "--buyer", "FS01", "--amount", "50")["number"]
    done(gd, "money", "credit", "--buyer", "FS01", "--amount", "5")
    done(gd, "money", "settle", "FS01", "--credit", paid)
    wrong = done(gd, "money", "receive", "--buyer", "FS01", "--amount", "7")["number"]
    done(gd, "reverse", wrong)
    assert agree(ends) != "0.00"
    assert done(fs, "order", "show", open_order["number"])["state"] == "delivered"
    assert done(gd, "order", "show", given_up["number"])["state"] == "cancelled"
    paper = done(gd, "statement", "--account", "FS01", *TERM, "--issue")
    number, closing = paper["number"], paper["closing"]
    exchange(ends)
    assert done(fs, "confirm", "show", number)["state"] == done(gd, "confirm", "show", number)["state"]
    done(gd, "reply", "record", number, "agrees", "--by", "李雷", "--original", "--closing", closing)
    assert [each["code"] for each in done(gd, "customer", "list").value if each["code"] == "FS01"]


def test_nobody_sells_anew_on_an_account_that_moved_away(ends):
    move(ends, "HN01")
    exchange(ends)
    words = ("order", "new", "--seller", "GD01", "--buyer", "FS01", "--line", "A1=1箱", "--submit")
    for name in ("gd", "fs"):
        refused = desk(ends[name], *words)
        assert refused.status in (1, 2), (name, refused.value)
    refused = desk(ends["gd"], *words)
    assert (refused["error"]["code"], "已划归别的卖方" in refused.told) == ("dealer_inactive", True)
    delivered(ends, seller="HN01", other="hn")
    assert agree(ends, "HN01", "hn") == "180.00"


def test_what_was_written_before_the_desk_heard_of_the_move_is_taken(ends):
    waiting = an_order(ends["fs"], "GD01", "FS01", "A1=2箱")
    move(ends, "HN01")
    sold = an_order(ends["gd"], "GD01", "FS01", "A1=3箱")
    done(ends["gd"], "deliver", sold["number"])
    agree(ends)
    assert account(ends, "gd")[0] == "208.00"
    for name in ("gd", "fs"):
        assert done(ends[name], "order", "show", waiting["number"])["state"] == "refused"
        held = [each for each in done(ends[name], "status")["attention_list"] if each["kind"] == "problem"]
        assert held == []


def test_the_opening_file_goes_on_being_loaded_after_a_move(ends):
    move(ends, "HN01")
    again = done(ends["hq"], "hq", "load", str(ends["in"]))
    assert again["problems"] == []
    opening = "seller,buyer,date,amount\nGD01,FS01,2026-11-01,120.00\nHN01,FS01,2026-11-02,1.00\n"
    move(ends, "HN01", opening=opening)
    exchange(ends)
    assert agree(ends) == "120.00"
    assert agree(ends, "HN01", "hn") == "1.00"


def test_given_back_the_account_goes_on(ends):
    delivered(ends)
    move(ends, "HN01")
    exchange(ends)
    delivered(ends, seller="HN01", other="hn")
    move(ends, "GD01")
    exchange(ends)
    delivered(ends)
    assert agree(ends) == "460.00"
    assert agree(ends, "HN01", "hn") == "180.00"


def test_a_move_is_told_in_words_to_the_three_it_concerns(ends):
    move(ends, "HN01")
    told = {name: done(ends[name], "sync") for name in ("gd", "hn", "fs")}
    codes = {name: [each["code"] for each in answer["notices"]] for name, answer in told.items()}
    assert codes == {"gd": ["dealer_moved_away"], "hn": ["dealer_moved_here"], "fs": ["dealer_moved_self"]}
    assert "湖南湘江" not in told["gd"].told
    assert "广东粤海" not in told["hn"].told
    for name, code in (("gd", "dealer_moved_away"), ("hn", "dealer_moved_here"), ("fs", "dealer_moved_self")):
        assert code in [each["code"] for each in done(ends[name], "status")["attention_list"]]
        (line,) = done(ends[name], "customer", "moves").value
        assert (line["code"], line["dealer"]) == (code, "FS01")
        assert line["place"].startswith("dealer/")
    (line,) = done(ends["hq"], "customer", "moves").value
    assert (line["code"], line["place"].partition("#")[0]) == ("dealer_moved", "hq")


def test_a_suspended_dealer_goes_on_exchanging_paying_and_receiving_but_orders_nothing(ends):
    waiting = delivered_but_not_received(ends)
    header = DEALERS.strip().splitlines()
    rows = [header[0] + ",status", *(f"{each}," for each in header[1:])]
    rows += ["FS01,佛山副食,city,GD01,440600,W,500.00,30,suspended", "C03,南海便利店,store,FS01,440605,W,,,"]
    write_csv(ends["in"], dealers="\n".join(rows))
    done(ends["hq"], "hq", "load", str(ends["in"]))
    exchange(ends)
    needs = {each["code"] for each in done(ends["fs"], "status")["attention_list"]}
    assert "dealer_inactive_self" in needs
    assert [each["status"] for each in done(ends["gd"], "customer", "list").value if each["code"] == "FS01"] == [
        "suspended"
    ]
    done(ends["fs"], "receive", waiting)
    done(ends["gd"], "money", "receive", "--buyer", "FS01", "--amount", "5")
    words = ("order", "new", "--seller", "GD01", "--buyer", "FS01", "--line", "A1=1箱", "--submit")
    asked = desk(ends["fs"], *words)
    exchange(ends)
    assert "dealer_inactive" in str(asked.value)
    orders = done(ends["fs"], "order", "list").value
    assert "refused" in {each["state"] for each in orders} or asked.status == 1
    refused = desk(ends["gd"], *words)
    assert (refused.status, "dealer_inactive" in str(refused.value)) == (1, True)
    agree(ends)


def delivered_but_not_received(ends):
    asked = an_order(ends["fs"], "GD01", "FS01", "A1=5箱")
    exchange(ends, "fs", "gd", "fs")
    made = done(ends["gd"], "deliver", asked["number"])
    exchange(ends)
    return made["number"]
