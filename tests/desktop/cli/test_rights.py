"""Every command that gives out what the books hold asks who it is, in whatever role; no command is forgotten."""

import argparse
import json

import pytest

from desktop.actions.people import users
from desktop.cli.grammar.arguments import make_parser
from desktop.cli.rights import OPEN, RIGHTS, SELF_ASKED, is_guarded
from desktop.desk import open_desk
from domain.parties.users import DESK_ROLES, may
from sync.records.books.database import open_sqlite
from tests.building.desktop.a_desk import a_desk
from tests.journeys.ends import desk
from tests.test_docs import EXAMPLES

KEY = "tiger-2026"
# Words for what a command can't do without, where a plain "1" isn't one.
WORDS = {
    "KIND": "orders",
    "DATE": "2026-11-23",
    "MONTH": "2026-10",
}
# Commands that look at more of what they are given before they open the books.
MORE = {("reply", "silence"): ("--all",), ("order", "seen"): ("--all",)}


def commands():
    """Every command with what it runs: {("order", "list"): ("orders:listed", its parser)}."""
    found = {}

    def walk(parser, words):
        below = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
        for each in below:
            for name, sub in each.choices.items():
                walk(sub, (*words, name))
        run = parser.get_default("run")
        if run and words:
            found[words] = (run, parser)

    walk(make_parser("en"), ())
    return found


COMMANDS = commands()
GUARDED = {words: parser for words, (run, parser) in COMMANDS.items() if is_guarded(run)}


def test_every_name_in_the_table_is_a_command_s():
    known = {run for run, _ in COMMANDS.values()} | {"window:open_window"}
    assert (OPEN | SELF_ASKED | set(RIGHTS)) <= known


def test_what_is_open_is_told_one_by_one():
    """Another open command is a decision somebody has to write down here."""
    assert {
        "books:enrol",
        "status:status",
        "books:sync",
        "hq:init",
        "hq:serve",
        "keys:show",
        "policies:schema",
        "window:practice_anew",
        "window:practice_make",
        "window:practice_open",
        "window:practice_remove",
        "window:practice_show",
        "service:doctor",
        "service:openapi",
        "window:demo",
        "window:open_window",
    } == OPEN


def words_for(parser, tmp_path):
    """The least a command has to be given."""
    file = tmp_path / "some.csv"
    file.write_text("a,b\n1,2\n")
    policy = tmp_path / "policy.json"
    policy.write_text(json.dumps(EXAMPLES[0]))
    said = []
    for each in parser._actions:
        if isinstance(each, argparse._SubParsersAction | argparse._HelpAction):
            continue
        needed = each.required if each.option_strings else each.nargs not in ("?", "*", 0)
        if not needed:
            continue
        value = (
            str(policy if "policy" in parser.prog else file)
            if each.metavar in ("FILE", "DIR")
            else WORDS.get(str(each.metavar), "1")
        )
        if each.choices:
            value = str(next(iter(each.choices)))
        said += [each.option_strings[0], value] if each.option_strings else [value]
    return said


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A dealer's books with one person of every role, each with a password."""
    folder = tmp_path_factory.mktemp("people")
    a_desk(folder).close()
    with open_desk(folder) as opened:
        users.first_person(opened, "owner", KEY)
        for role in DESK_ROLES[1:]:
            users.add_person(opened, role, role, KEY)
    return folder


@pytest.fixture(scope="module")
def hq_folder(tmp_path_factory):
    from desktop.actions.headquarters.hq import found_hq

    folder = tmp_path_factory.mktemp("people-hq")
    found_hq(folder, user="admin", password=KEY)
    return folder


@pytest.fixture(autouse=True)
def nobody_said(monkeypatch):
    for name in ("DESK_USER", "DESK_PASSWORD", "DESK_NEW_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("words", sorted(GUARDED), ids=" ".join)
def test_a_stranger_gets_nothing(folder, hq_folder, tmp_path, words):
    place = hq_folder if words[0] == "hq" else folder
    answer = desk(place, *words, *words_for(GUARDED[words], tmp_path), *MORE.get(words, ()))
    assert answer.status == 2, answer
    assert answer["error"]["code"] in ("user_needed", "password_needed"), answer.value


READING = {
    ("customer", "list"),
    ("product", "list"),
    ("stock", "list"),
    ("order", "list"),
    ("document", "list"),
    ("policy", "list"),
    ("statement", "list"),
    ("user", "list"),
    ("check",),
    ("requests",),
    ("backup",),
    ("line",),
} & set(COMMANDS)


@pytest.mark.parametrize("role", DESK_ROLES)
@pytest.mark.parametrize("words", sorted(READING), ids=" ".join)
def test_whoever_signs_in_gets_what_the_role_may(folder, tmp_path, monkeypatch, words, role):
    monkeypatch.setenv("DESK_USER", role)
    monkeypatch.setenv("DESK_PASSWORD", "wrong-" + KEY)
    answer = desk(folder, *words, *words_for(COMMANDS[words][1], tmp_path))
    assert answer["error"]["code"] in ("password_wrong", "password_tries"), words
    _forget_tries(folder)
    monkeypatch.setenv("DESK_PASSWORD", KEY)
    answer = desk(folder, *words, *words_for(COMMANDS[words][1], tmp_path))
    needed = RIGHTS.get(COMMANDS[words][0])
    if needed and not may(role, needed):
        assert (answer.status, answer["error"]["code"]) == (1, "not_permitted")
    else:
        assert answer.status in (0, 4), answer


def _forget_tries(folder):
    """So that the next test isn't kept waiting for what this one tried."""
    book = open_sqlite(folder / "desk.db")
    with book.writing() as writing:
        writing.connection.exec_driver_sql("DELETE FROM setting WHERE key LIKE 'wrong_passwords%'")
    book.close()


def test_a_stranger_is_told_only_how_the_line_is(folder):
    status = desk(folder, "status")
    assert status.status == 0
    assert status["attention_list"] == []
    assert (status["user"], status["online"], status["pending"]) == (None, False, status["pending"])


def test_books_without_people_ask_nobody(tmp_path):
    a_desk(tmp_path).close()
    assert desk(tmp_path, "order", "list").status == 0


def test_exchanging_by_itself_asks_nobody(folder):
    assert desk(folder, "sync")["error"]["code"] not in ("user_needed", "login_needed", "password_needed")
