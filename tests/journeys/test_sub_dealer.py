"""A dealer below an agent has a desk too: he orders from the agent, who answers and delivers, and both books agree."""

import sqlite3

from tests.journeys.ends import DEALERS, done, hq_files, serving, write_csv

CITY = """
FS01,佛山𠮷祥副食,city,GD01,440600,W,500.00,30
C03,南海便利店,store,FS01,440605,W,,
"""
TERM = ("--from", "2026-11-01", "--to", "+0", "--format", "json")


def test_a_dealer_below_an_agent_orders_from_him(tmp_path):
    hq, gd, fs = tmp_path / "hq", tmp_path / "gd", tmp_path / "fs"
    done(hq, "hq", "init")
    files = hq_files(tmp_path / "in")
    write_csv(files, dealers=DEALERS.strip() + CITY)
    done(hq, "hq", "load", str(files))
    with serving(hq) as url:
        for folder, dealer in ((gd, "GD01"), (fs, "FS01")):
            done(folder, "enrol", "--hq", url, "--code", done(hq, "hq", "enrol-code", dealer)["code"])
            done(folder, "sync")
        goods_at_the_agent(hq, gd)
        asked = an_order(fs, "GD01", "FS01", "A1=10箱")
        assert codes(asked) == ["stock_untold", "credit_ok"]
        too_much = an_order(fs, "GD01", "FS01", "A1=40箱")
        assert codes(too_much) == ["stock_untold", "credit_over"]
        for folder in (fs, gd, fs):
            done(folder, "sync")
        answered = {order["number"]: order["state"] for order in done(fs, "order", "list").value}
        assert answered == {asked["number"]: "accepted", too_much["number"]: "needs_approval"}
        done(gd, "deliver", asked["number"], "--line", "1=100")
        done(gd, "money", "receive", "--buyer", "FS01", "--amount", "33.34")
        for folder in (gd, fs):
            done(folder, "sync")
    arrived = done(fs, "document", "list", "--incoming").value
    assert [each["amount"] for each in arrived] == ["150.00"]
    done(fs, "receive", arrived[0]["number"])
    told = done(fs, "statement", "--account", "FS01", *TERM).value
    assert told == done(gd, "statement", "--account", "FS01", *TERM).value
    assert told == done(hq, "statement", "--account", "FS01", *TERM).value
    assert (told["account"], told["closing"]) == ({"seller": "GD01", "buyer": "FS01"}, "116.66")
    for folder in (hq, gd, fs):
        assert done(folder, "check")["ok"]
    nothing_from_above(fs)


def goods_at_the_agent(hq, gd):
    asked = an_order(gd, "HQ", "GD01", "A1=30箱")
    done(gd, "sync")
    shipped = done(hq, "hq", "ship", asked["number"])
    done(gd, "sync")
    done(gd, "receive", shipped["number"])


def an_order(folder, seller, buyer, line):
    return done(folder, "order", "new", "--seller", seller, "--buyer", buyer, "--line", line, "--submit")


def codes(order):
    return [reason["code"] for reason in order["reasons"]]


def nothing_from_above(folder):
    """Of the agent only his name, code and tier are there, and of what stands beside nothing at all."""
    with sqlite3.connect(folder / "desk.db") as book:
        dealers = dict(book.execute("SELECT id, credit_limit FROM dealer"))
        bodies = "".join(bytes(body or b"").decode() for (body,) in book.execute("SELECT body FROM entry"))
        parties = set(book.execute("SELECT DISTINCT seller, buyer FROM document"))
    book.close()
    assert dealers == {"HQ": None, "GD01": None, "FS01": 50000, "C03": None}
    assert parties == {("GD01", "FS01")}
    assert not [secret for secret in ("越秀超市", "湖南湘江", '"P"', "2000000", "广州仓") if secret in bodies]
