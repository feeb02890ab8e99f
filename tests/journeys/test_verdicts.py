"""An order's way is seen at both ends, a differing answer isn't missed, and an amended order takes its place."""

import zipfile

from tests.journeys.ends import DEALERS, desk, done, hq_files, serving, write_csv

LIMIT = DEALERS.replace("P,20000.00", "P,3000.00")


def ends(tmp_path, hq, gd, url):
    done(gd, "enrol", "--hq", url, "--code", done(hq, "hq", "enrol-code", "GD01")["code"])
    done(gd, "sync")


def an_hq(tmp_path, dealers=DEALERS):
    hq = tmp_path / "hq"
    done(hq, "hq", "init")
    done(hq, "hq", "load", str(write_csv(hq_files(tmp_path / "in"), dealers=dealers)))
    return hq


def order(gd, *words):
    return done(gd, "order", "new", "--seller", "HQ", "--buyer", "GD01", *words, "--submit")


def stage(folder, number):
    return done(folder, "order", "show", number)["progress"]["stage"]


def waiting(gd):
    return [(each["code"], each["number"]) for each in done(gd, "status")["attention_list"]]


def test_an_order_is_queued_then_sent_and_answered_and_each_end_says_since_when(tmp_path):
    hq, gd = an_hq(tmp_path), tmp_path / "gd"
    with serving(hq) as url:
        ends(tmp_path, hq, gd, url)
        port = int(url.rpartition(":")[2])
    asked = order(gd, "--line", "A1=5箱")
    assert asked["progress"]["stage"] == "queued"
    assert asked["progress"]["since"] == done(gd, "order", "show", asked["number"])["progress"]["since"] is not None
    with serving(hq, port):
        done(gd, "sync")
    for folder in (hq, gd):
        told = done(folder, "order", "show", asked["number"])["progress"]
        assert (told["stage"], bool(told["since"])) == ("accepted", True), folder
    assert waiting(gd) == []


def test_what_was_answered_otherwise_than_asked_stays_until_somebody_has_seen_it(tmp_path):
    hq, gd = an_hq(tmp_path), tmp_path / "gd"
    with serving(hq) as url:
        ends(tmp_path, hq, gd, url)
        cut = order(gd, "--line", "A1=200箱")
        done(gd, "sync")
        told = done(gd, "order", "show", cut["number"])
        assert told["state"] in ("accepted_in_part", "refused")
        assert waiting(gd), told["state"]
        assert [each["what"] for each in told["differences"]] == ["quantity"]
        assert told["differences"][0]["asked"] == told["lines"][0]["quantity"]
        assert told["differences"][0]["answered"] == told["lines"][0]["accepted_quantity"]
        done(gd, "sync")
        assert waiting(gd)
        assert desk(gd, "order", "seen", "--all")["seen"] == 1
        assert waiting(gd) == []
        assert desk(gd, "order", "seen", "--all")["seen"] == 0
        done(gd, "sync")
    assert done(hq, "check")["ok"]
    assert done(gd, "check")["ok"]


def test_an_amended_order_takes_the_place_of_the_one_before(tmp_path):
    hq, gd = an_hq(tmp_path), tmp_path / "gd"
    with serving(hq) as url:
        ends(tmp_path, hq, gd, url)
        first = order(gd, "--line", "A1=5箱")
        done(gd, "sync")
        later = order(gd, "--line", "A2=2箱", "--instead-of", first["number"])
        assert done(gd, "order", "show", first["number"])["progress"]["successor"] == later["number"]
        done(gd, "sync")
        for folder in (hq, gd):
            assert stage(folder, first["number"]) == "superseded", folder
            assert stage(folder, later["number"]) == "accepted", folder
        again = desk(
            gd, "order", "new", "--seller", "HQ", "--buyer", "GD01", "--line", "A1=1箱", "--instead-of",
            first["number"], "--submit",
        )  # fmt: skip
        assert (again.status, again["error"]["code"]) == (1, "supersedes_taken")
        assert waiting(gd) == []
    assert done(hq, "check")["ok"]
    assert done(gd, "check")["ok"]


def test_an_order_whose_amendment_is_refused_stays_as_it_was(tmp_path):
    hq, gd = an_hq(tmp_path), tmp_path / "gd"
    with serving(hq) as url:
        ends(tmp_path, hq, gd, url)
        first = order(gd, "--line", "A1=5箱")
        done(gd, "sync")
        later = order(gd, "--line", "A3=1箱", "--instead-of", first["number"])
        done(gd, "sync")
        assert stage(gd, later["number"]) == "refused"
        assert stage(gd, first["number"]) == "accepted"


def test_an_order_that_is_being_delivered_gives_way_to_no_other(tmp_path):
    hq, gd = an_hq(tmp_path), tmp_path / "gd"
    with serving(hq) as url:
        ends(tmp_path, hq, gd, url)
        first = order(gd, "--line", "A1=5箱")
        done(gd, "sync")
        later = order(gd, "--line", "A1=6箱", "--instead-of", first["number"])
        done(hq, "hq", "ship", first["number"])
        done(gd, "sync")
        found = done(gd, "order", "show", later["number"])
        assert found["state"] == "refused"
        assert "supersedes_delivered" in [each["code"] for each in found["reasons"]]
        assert stage(gd, first["number"]) == "delivered"


def test_an_amended_order_is_judged_as_if_the_one_before_were_gone(tmp_path):
    """1,000 are owed of 3,000 and 100 cases lie there: 80 and 79 cases don't fit beside each other, but instead."""
    hq, gd = an_hq(tmp_path, LIMIT), tmp_path / "gd"
    with serving(hq) as url:
        ends(tmp_path, hq, gd, url)
        first = order(gd, "--line", "A1=80箱")
        done(gd, "sync")
        done(gd, "sync")
        assert stage(gd, first["number"]) == "accepted"
        later = order(gd, "--line", "A1=79箱", "--instead-of", first["number"])
        assert {each["code"] for each in later["reasons"]} == {"stock_ok", "credit_ok"}
        done(gd, "sync")
        assert (stage(gd, later["number"]), stage(gd, first["number"])) == ("accepted", "superseded")


def test_the_log_tells_each_exchange_and_the_bundle_names_nobody(tmp_path):
    hq, gd = an_hq(tmp_path), tmp_path / "gd"
    with serving(hq) as url:
        ends(tmp_path, hq, gd, url)
        order(gd, "--line", "A1=5箱")
        done(gd, "sync")
        done(gd, "sync")
        done(gd, "sync")
    desk(gd, "sync")
    lines = done(gd, "log").value
    assert [each["ok"] for each in lines[:2]] == [False, True]
    assert lines[0]["failure"]["code"] == "hq_unreachable"
    assert lines[1]["quiet"] == 2
    assert lines[2]["sent"] == {"order": 1}
    assert lines[2]["received"]["answer"] == 1
    assert lines[2]["bytes_up"] > 0 < lines[2]["bytes_down"]
    file = tmp_path / "support.zip"
    done(gd, "support", str(file))
    with zipfile.ZipFile(file) as bundle:
        text = "".join(bundle.read(name).decode() for name in bundle.namelist())
    assert '"hq_unreachable"' in text
    for secret in ("广东粤海", "总部食品", "山泉水", "6900000000011", "20000", "箱"):
        assert secret not in text, secret
