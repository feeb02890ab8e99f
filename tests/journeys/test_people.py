"""People by command: made at enrolment, named in what they write, kept from what they may not; HQ's people ask HQ."""

import subprocess
from pathlib import Path

import pytest

from sync.records.bodies.policies import RequestBody, UserBody
from sync.records.books.database import open_sqlite
from tests.journeys.ends import DESK, ROOT, desk, done, environment, hq_files, serving

BOSS, KEY, OTHER = "老王", "tiger-2026", "panda-2026"


@pytest.fixture(autouse=True)
def nobody_yet(monkeypatch):
    for name in ("DESK_USER", "DESK_PASSWORD", "DESK_NEW_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def as_user(monkeypatch):
    """Whose password stands in the environment, as a script gives it."""

    def become(name=None, password=None, new=None):
        for key, value in {"DESK_USER": name, "DESK_PASSWORD": password, "DESK_NEW_PASSWORD": new}.items():
            if value is None:
                monkeypatch.delenv(key, raising=False)
            else:
                monkeypatch.setenv(key, value)

    return become


@pytest.fixture
def hq(tmp_path):
    """HQ's folder, loaded; nobody works there by name."""
    folder = tmp_path / "hq"
    done(folder, "hq", "init")
    done(folder, "hq", "load", str(hq_files(tmp_path / "files")))
    return folder


def enrol(hq, url, folder, dealer, user, *words):
    code = done(hq, "hq", "enrol-code", dealer, *words)["code"]
    return desk(folder, "enrol", "--hq", url, "--code", code, *(("--user", user) if user else ()))


def code_of(answer):
    return answer["error"]["code"]


def test_a_dealers_people_from_the_first_to_the_last(hq, tmp_path, as_user):
    agent = tmp_path / "agent"
    with serving(hq) as url:
        as_user(password="")
        assert enrol(hq, url, agent, "GD01", BOSS).status == 0
        as_user()
        done(agent, "sync")
    [listed] = done(agent, "user", "list").value
    assert listed == {"id": listed["id"], "name": BOSS, "role": "owner", "active": True, "password": False}
    status = done(agent, "status")
    assert (status["user"], status["user_role"]) == (BOSS, "owner")
    # One person without a password: nothing is asked, and the order names him.
    placed = done(agent, "order", "new", "--seller", "HQ", "--buyer", "GD01", "--line", "A1=1箱", "--submit")
    assert done(agent, "order", "show", placed["number"])["author"] == BOSS
    as_user(new=OTHER)
    assert done(agent, "user", "add", "小李", "--role", "keeper")["role"] == "keeper"
    as_user(new="")
    assert code_of(desk(agent, "user", "add", " 小李", "--role", "clerk")) == "user_needed"
    assert code_of(desk(agent, "user", "add", " 小李", "--role", "clerk", "--user", BOSS)) == "user_name_taken"
    assert code_of(desk(agent, "user", "add", "小张", "--role", "king", "--user", BOSS)) == "role_unknown"
    # Two people: one has to say who he is, and the keeper writes no orders.
    words = ["order", "new", "--seller", "HQ", "--buyer", "GD01", "--line", "A1=1箱", "--submit"]
    refused = desk(agent, *words)
    assert (refused.status, code_of(refused)) == (2, "user_needed")
    as_user("小李", "wrong password")
    assert code_of(desk(agent, *words)) == "password_wrong"
    as_user("小李", OTHER)
    refused = desk(agent, *words)
    assert (refused.status, code_of(refused)) == (1, "not_permitted")
    assert "仓管" in refused["error"]["message"]
    assert code_of(desk(agent, "user", "role", "小李", "owner")) == "not_permitted"
    # His own password he may change.
    as_user("小李", OTHER, KEY)
    assert done(agent, "user", "password", "小李")["password"]
    as_user("小李", KEY)
    assert code_of(desk(agent, "user", "disable", BOSS)) == "not_permitted"
    as_user(BOSS)
    refused = desk(agent, "user", "add", "小王", "--role", "clerk")
    assert (code_of(refused), refused.status) == ("new_password_needed", 2)
    assert code_of(desk(agent, "user", "disable", BOSS)) == "user_last_head"
    assert done(agent, "user", "disable", "小李")["active"] is False
    as_user("小李", KEY)
    assert code_of(desk(agent, *words)) == "user_disabled"
    assert code_of(desk(agent, *words, "--user", "无名")) == "user_unknown"


@pytest.mark.parametrize(
    ("user", "password", "code", "status"),
    [
        ("  ", "", "user_name_empty", 2),
        ("名" * 41, "", "user_name_long", 2),
        (BOSS, "123", "password_short", 2),
        (BOSS, None, "password_needed", 2),
    ],
)
def test_a_first_person_that_can_not_be_leaves_the_machine_as_it_was(
    hq, tmp_path, as_user, user, password, code, status
):
    as_user(password=password)
    answer = desk(tmp_path / "agent", "enrol", "--hq", "http://127.0.0.1:9", "--code", "X", "--user", user)
    assert (answer.status, code_of(answer)) == (status, code)
    assert not (tmp_path / "agent" / "desk.db").exists()


def test_a_password_is_never_waited_for_without_a_terminal(hq, tmp_path):
    """As a process of its own, whose input is no terminal."""
    ended = subprocess.run(
        [*DESK, "enrol", "--hq", "http://127.0.0.1:9", "--code", "X", "--user", BOSS, "--data", str(tmp_path / "x")],
        env={name: value for name, value in environment().items() if not name.startswith("DESK_")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 2
    assert "DESK_PASSWORD" in ended.stderr


def test_hqs_folder_gets_its_administrator_and_then_asks_who_it_is(tmp_path, as_user):
    folder = tmp_path / "hq"
    as_user(password="")
    assert code_of(desk(folder, "hq", "init", "--user", "陈总")) == "password_missing"
    as_user(password=KEY)
    done(folder, "hq", "init", "--user", "陈总")
    assert code_of(desk(folder, "hq", "init", "--user", "陈二")) == "people_known"
    as_user()
    files = str(hq_files(tmp_path / "files"))
    assert code_of(desk(folder, "hq", "load", files)) == "password_needed"
    as_user(password=KEY)
    done(folder, "hq", "load", files)
    assert done(folder, "hq", "enrol-code", "GD01", "--user", "陈总")["dealer"] == "GD01"


def forge(folder: Path, kind, record, body):
    """What somebody who can write his own database would put there."""
    book = open_sqlite(folder / "desk.db")
    try:
        with book.reading() as connection:
            from sync.records.books.homes import home_of

            stream = home_of(connection).own_stream
        with book.writing() as writing:
            writing.put(stream, kind, record, body)
    finally:
        book.close()


def problems(folder: Path):
    listed = done(folder, "status")["attention_list"]
    return [(each["facts"]["kind"], each["code"]) for each in listed if each["kind"] == "problem"]


def test_a_channel_manager_approves_from_his_desk_and_nobody_else_can(hq, tmp_path, as_user):
    agent, manager = tmp_path / "hn", tmp_path / "manager"
    with serving(hq) as url:
        as_user(password="")
        assert enrol(hq, url, agent, "HN01", BOSS).status == 0
        assert code_of(enrol(hq, url, tmp_path / "open", "HQ", "周敏")) == "enrolled_without_user"
        as_user(password=KEY)
        assert enrol(hq, url, manager, "HQ", "周敏").status == 0
        as_user()
        done(agent, "sync")
        done(manager, "sync")
        # More than the agent's credit allows.
        words = ["--seller", "HQ", "--buyer", "HN01", "--line", "A3=1300袋", "--submit"]
        done(hq, "hq", "load", str(more_stock(tmp_path)))
        done(agent, "sync")
        number = done(agent, "order", "new", *words)["number"]
        done(agent, "sync")
        assert done(hq, "order", "show", number)["state"] == "needs_approval"
        done(manager, "sync")
        # HQ's people see it; they write no documents of HQ's, but ask for them.
        as_user("周敏", KEY)
        assert done(manager, "order", "show", number)["state"] == "needs_approval"
        refused = desk(manager, "order", "new", *words)
        assert code_of(refused) in ("order_at_hq", "not_at_hq_desk")
        assert done(manager, "money", "receive", "--buyer", "HN01", "--amount", "5")["state"] == "waiting"
        # A finance person is told at his desk already.
        as_user("周敏", KEY, OTHER)
        done(manager, "user", "add", "钱会计", "--role", "finance")
        as_user("钱会计", OTHER)
        assert code_of(desk(manager, "order", "approve", number)) == "not_permitted"
        # An agent who forges a request, or a person of HQ, is not believed.
        forge(agent, "request", "r-forged", RequestBody("approve_order", number, BOSS, "2026-11-23T08:00:00Z"))
        forge(agent, "user", "u-forged", UserBody("HQ", "", "周敏", "admin"))
        as_user()
        done(agent, "sync")
        assert done(hq, "order", "show", number)["state"] == "needs_approval"
        assert sorted(problems(hq)) == [("request", "kind_not_yours"), ("user", "record_not_yours")]
        # The manager asks, and HQ does it at the next exchange.
        as_user("周敏", KEY)
        asked = done(manager, "order", "approve", number, "--reason", "老客户")
        assert asked["state"] == "needs_approval"
        done(manager, "sync")
        done(manager, "sync")
        assert done(manager, "order", "show", number)["state"] == "accepted"
        as_user()
        assert done(hq, "order", "show", number)["state"] == "accepted"
        done(agent, "sync")
        assert done(agent, "order", "show", number)["state"] == "accepted"


def test_a_desk_for_hqs_people_is_enrolled_for_somebody_as_in_the_window(hq, tmp_path, as_user):
    office = tmp_path / "office"
    with serving(hq) as url:
        code = done(hq, "hq", "enrol-code", "HQ")["code"]
        words = ("enrol", "--hq", url, "--code", code)
        assert code_of(desk(office, *words)) == "enrol_user_needed"
        as_user(password=KEY)
        assert desk(office, *words, "--user", "周敏").status == 0  # the code still holds
        as_user("周敏", KEY)
        assert [each["name"] for each in done(office, "user", "list").value] == ["周敏"]
        as_user()
        agent = desk(tmp_path / "agent", "enrol", "--hq", url, "--code", done(hq, "hq", "enrol-code", "GD01")["code"])
        assert agent.status == 0
        assert "desk user add" in agent.told


def test_a_new_machine_for_a_dead_one_knows_its_people_again(hq, tmp_path, as_user):
    first, second = tmp_path / "first", tmp_path / "second"
    with serving(hq) as url:
        as_user(password=KEY)
        made = enrol(hq, url, first, "HQ", "周敏")
        as_user("周敏", KEY, OTHER)
        done(first, "user", "add", "钱会计", "--role", "finance")
        done(first, "sync")
        as_user(password=OTHER)
        assert enrol(hq, url, second, "HQ", "周敏", "--desk", made["desk"]).status == 0
        as_user("周敏", OTHER)
        people = done(second, "user", "list").value
        assert [(each["name"], each["role"], each["password"]) for each in people] == [
            ("周敏", "admin", True),
            ("钱会计", "finance", False),
        ]
        done(second, "sync")
        # Where HQ's people have no password yet, nobody comes in without one.
        as_user("钱会计", "")
        assert code_of(desk(second, "order", "approve", "X")) == "password_not_set"


def more_stock(tmp_path):
    folder = hq_files(tmp_path / "more")
    path = folder / "stock.csv"
    path.write_text(path.read_text(encoding="utf-8") + "广州仓,A3,5000\n", encoding="utf-8")
    return folder
