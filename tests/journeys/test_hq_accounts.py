"""HQ's finance keeps an account from her own desk: asked for there, done at HQ, seen, answered, signed."""

import pytest

from sync.records.bodies.policies import RequestBody
from tests.journeys.ends import desk, done, hq_files, serving
from tests.journeys.test_people import KEY, OTHER, as_user, code_of, enrol, forge, nobody_yet

__all__ = ["as_user", "nobody_yet"]
OCTOBER = ("--from", "2026-10-01", "--to", "2026-10-31")


@pytest.fixture
def ends(tmp_path, monkeypatch, as_user):
    """HQ served, a desk of its people (an administrator, finance and a channel manager), and an agent's desk."""
    monkeypatch.setenv("DESK_TODAY", "2026-11-23")
    hq, office, agent = tmp_path / "hq", tmp_path / "office", tmp_path / "agent"
    done(hq, "hq", "init")
    done(hq, "hq", "load", str(hq_files(tmp_path / "files")))
    with serving(hq) as url:
        as_user(password=KEY)
        assert enrol(hq, url, office, "HQ", "老总").status == 0
        as_user(password="")
        assert enrol(hq, url, agent, "GD01", "王老板").status == 0
        as_user("老总", KEY, OTHER)
        done(office, "user", "add", "钱会计", "--role", "finance")
        done(office, "user", "add", "周敏", "--role", "channel_manager")
        as_user()
        _exchange(office, agent)
        yield hq, office, agent


def seen(as_user, office, *words):
    """What a command shows at HQ's desk to whoever signs in for it."""
    as_user("钱会计", OTHER)
    answer = done(office, *words)
    as_user()
    return answer


def asked_of(answer, verb):
    """The one request of its kind; that HQ confirm the desk's new people was asked too."""
    [found] = [each for each in answer.value if each["verb"] == verb]
    return found


def _exchange(*folders):
    for folder in (*folders, *folders):
        done(folder, "sync")


def owed(as_user, agent):
    """What the agent owes HQ, as its owner sees it: nobody without a name does."""
    as_user("王老板", "")
    balance = done(agent, "account", "show", "GD01")["balance"]
    as_user()
    return balance


def test_a_receipt_and_its_reversal_reach_the_agent(ends, as_user):
    hq, office, agent = ends
    before = owed(as_user, agent)
    as_user("钱会计", OTHER)
    words = ("money", "receive", "--buyer", "GD01", "--amount", "300", "--method", "bank", "--ref", "招行 8817")
    asked = done(office, *words)
    assert (asked["verb"], asked["state"]) == ("receive_money", "waiting")
    assert code_of(desk(office, *words)) == "asked_already"
    assert done(office, "requests").value[0]["request"] == asked["request"]
    as_user()
    _exchange(office, agent)
    told = asked_of(seen(as_user, office, "requests", "--all"), "receive_money")
    assert told["state"] == "done"
    assert told["result"].startswith("SKD-00-")
    assert float(owed(as_user, agent)) == float(before) - 300
    as_user("钱会计", OTHER)
    assert done(office, "reverse", told["result"], "--reason", "重复")["state"] == "waiting"
    as_user()
    _exchange(office, agent)
    assert owed(as_user, agent) == before
    as_user("钱会计", OTHER)  # only HQ's desk asks
    for folder in (hq, office, agent):
        assert done(folder, "check")["ok"]


def test_a_statement_is_issued_disputed_answered_and_confirmed(ends, as_user, tmp_path):
    _, office, agent = ends
    as_user("钱会计", OTHER)
    done(office, "money", "debit", "--buyer", "GD01", "--amount", "88", "--date", "2026-10-15", "--remark", "运费")
    as_user()
    _exchange(office, agent)
    as_user("钱会计", OTHER)
    words = (
        "statement",
        "--account",
        "GD01",
        *OCTOBER,
        "--format",
        "json",
        "--out",
        str(tmp_path / "s.json"),
        "--issue",
    )
    assert done(office, *words)["verb"] == "issue_statement"
    as_user()
    _exchange(office, agent)
    as_user("钱会计", OTHER)
    number = done(office, *words)["number"]
    line = asked_of(done(office, "requests", "--all"), "book_note")["result"]
    assert line.startswith("JXD-00-")
    as_user()
    disputed = done(agent, "confirm", "dispute", number, "--line", f"{line},not_ours,88,,运费不由我方付")
    assert disputed["state"] == "disputed"
    _exchange(agent, office)
    # One who has no right is refused at the desk, and when he forges the request, at HQ; and reads why.
    answer = ("confirm", "answer", number, "--line", f"{line}=no,合同约定")
    as_user("周敏", OTHER)
    assert code_of(desk(office, *answer)) == "not_permitted"
    form = f'{{"number":"{number}","answers":{{"{line}":[false,"合同约定",""]}}}}'
    body = RequestBody("answer_dispute", number, "周敏", "2026-11-23T08:00:00Z", {"form": form, "version": "1"})
    forge(office, "request", "r-forged", body)
    as_user()
    _exchange(office)
    [refused] = [each for each in seen(as_user, office, "requests").value if each["by"] == "周敏"]
    assert (refused["state"], refused["reasons"][0]["code"]) == ("refused", "not_permitted")
    as_user("钱会计", OTHER)
    assert done(office, *answer)["state"] == "waiting"
    as_user()
    _exchange(office, agent)
    shown = done(agent, "confirm", "show", number)
    assert shown["state"] == "answered"
    assert shown["events"][-1]["by"] == "钱会计"
    done(agent, "confirm", "yes", number)
    _exchange(agent, office)
    assert seen(as_user, office, "confirm", "show", number)["state"] == "confirmed"
