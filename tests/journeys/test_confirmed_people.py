"""HQ alone says who its people are: a desk's word only asks, is seen by HQ, and gives nothing until HQ confirms it."""

import pytest

from sync.records.bodies.policies import RequestBody, UserBody
from tests.journeys.ends import desk, done, hq_files, serving
from tests.journeys.test_people import KEY, OTHER, as_user, code_of, enrol, forge, nobody_yet

__all__ = ["as_user", "nobody_yet"]


@pytest.fixture
def hq(tmp_path):
    folder = tmp_path / "hq"
    done(folder, "hq", "init")
    done(folder, "hq", "load", str(hq_files(tmp_path / "files")))
    return folder


def waiting(folder):
    return [
        (each["name"], each["role"]) for each in done(folder, "user", "list").value if not each.get("confirmed", True)
    ]


def test_who_a_desk_invents_may_nothing_until_hq_confirms_him(hq, tmp_path, as_user):
    ours = tmp_path / "ours"
    with serving(hq) as url:
        as_user(password=KEY)
        made = enrol(hq, url, ours, "HQ", "周敏")
        as_user("周敏", KEY)
        done(ours, "sync")
        forge(ours, "user", "u-forged", UserBody("HQ", made["desk"], "甲", "admin"))
        forge(ours, "request", "r-forged", RequestBody("approve_order", "x", "甲", "2026-11-23T08:00:00Z"))
        done(ours, "sync")
        as_user()
        # HQ sees who was named, under its people and under what needs a look; nothing was done.
        assert waiting(hq) == [("甲", "admin")]
        told = [
            (each["code"], each["facts"]["user"])
            for each in done(hq, "status")["attention_list"]
            if "user" in each["facts"]
        ]
        assert ("user_asks_role", "甲") in told
        as_user("周敏", KEY)
        done(ours, "sync")
        [asked] = [each for each in done(ours, "requests").value if each["by"] == "甲"]
        assert (asked["state"], asked["reasons"][0]["code"]) == ("refused", "request_author_unconfirmed")
        # Whoever HQ knows asks by himself for those he adds, and HQ confirms them.
        as_user("周敏", KEY, OTHER)
        done(ours, "user", "add", "钱会计", "--role", "finance")
        as_user("周敏", KEY)
        done(ours, "sync")
        done(ours, "sync")
        people = {each["name"]: each["confirmed"] for each in done(ours, "user", "list").value}
        assert people == {"周敏": True, "钱会计": True, "甲": False}
        as_user()
        done(hq, "user", "confirm", "甲")
        assert waiting(hq) == []
        assert code_of(desk(hq, "user", "confirm", "甲")) == "user_not_asking"


def test_what_is_held_is_listed_and_put_away(hq, tmp_path, as_user):
    agent = tmp_path / "agent"
    with serving(hq) as url:
        as_user(password="")
        enrol(hq, url, agent, "GD01", "老王")
        as_user()
        done(agent, "sync")
        forge(agent, "user", "u-forged", UserBody("HQ", "", "周敏", "admin"))
        done(agent, "sync")
    [held] = done(hq, "held", "list").value
    assert (held["kind"], held["code"], held["held"]) == ("user", "record_not_yours", True)
    done(hq, "attention", "away", f"{held['stream']}#{held['number']}")  # as the list of what needs a look names it
    assert done(hq, "held", "list").value == []
    assert code_of(desk(hq, "held", "away", held["stream"], str(held["number"]))) == "problem_unknown"
