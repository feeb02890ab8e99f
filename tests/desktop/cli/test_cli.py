"""The command line speaks two languages, answers with one JSON value, and starts without loading a window."""

import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.cli.grammar.arguments import FAMILIES, add_family, make_parser
from desktop.cli.grammar.words import Grammar
from desktop.cli.running import language_of
from desktop.cli.shown import table
from tests.building.desktop.a_desk import a_desk

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder(tmp_path):
    a_desk(tmp_path / "desk", stock={"W550": 240}).close()
    return tmp_path / "desk"


def run(*words):
    spoken, told = io.StringIO(), io.StringIO()
    with redirect_stdout(spoken), redirect_stderr(told):
        status = main(list(words))
    return status, spoken.getvalue(), told.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_has_help(language, capsys):
    grammar = make_parser(language)
    for words in commands(grammar):
        with pytest.raises(SystemExit) as ended:
            grammar.parse_args([*words, "--help"])
        assert ended.value.code == 0
        assert " ".join(words) in capsys.readouterr().out


def commands(parser, before=()):
    for action in parser._actions:
        if hasattr(action, "choices") and isinstance(action.choices, dict):
            for name, below in action.choices.items():
                yield (*before, name)
                yield from commands(below, (*before, name))


def test_every_command_leads_to_a_function():
    from importlib import import_module

    grammar = make_parser("zh")
    leaves = [words for words in commands(grammar) if not list(commands(leaf(grammar, words)))]
    assert len(leaves) > 35
    for words in leaves:
        module, _, function = leaf(grammar, words).get_default("run").partition(":")
        assert callable(getattr(import_module(f"desktop.cli.commands.{module}"), function)), words


def leaf(parser, words):
    for word in words:
        parser = next(a for a in parser._actions if isinstance(getattr(a, "choices", None), dict)).choices[word]
    return parser


def test_commands_load_no_window():
    script = "import sys\nfrom desktop.cli import main\nmain(['status', '--data', '/nowhere', '--json'])\n"
    script += "print([name for name in sys.modules if name.startswith(('PySide6', 'reportlab'))], file=sys.stderr)"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert ended.stderr.splitlines()[-1] == "[]"
    assert json.loads(ended.stdout)["error"]["code"] == "folder_empty"


def test_a_status_of_quiet_books_loads_no_papers(tmp_path):
    """It is asked at every start: what only papers, policies and repairs need stays away."""
    from contextlib import closing

    from benchmarks.desks import sample_desk

    with closing(sample_desk(tmp_path / "desk", products=3, stock=5)):
        pass
    heavy = (
        "sync.records.repair.checking",
        "sync.records.schema.tables",
        "desktop.actions.headquarters.attention_papers",
        "domain.promotions.compiled",
    )
    script = "import sys\nfrom desktop.cli import main\nmain(['status', '--data', sys.argv[1]])\n"
    script += f"print([name for name in {heavy} if name in sys.modules], file=sys.stderr)"
    words = [sys.executable, "-c", script, str(tmp_path / "desk")]
    for _ in range(2):
        ended = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=True)
        assert ended.stderr.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("words", "system", "language"),
    [
        (["status"], "", "zh"),
        (["status"], "C.UTF-8", "zh"),
        (["status"], "zh_CN.UTF-8", "zh"),
        (["status"], "en_GB.UTF-8", "en"),
        (["status", "--lang", "en"], "zh_CN.UTF-8", "en"),
        (["status", "--lang=zh"], "en_US.UTF-8", "zh"),
        (["status", "--lang"], "en_US.UTF-8", "en"),
    ],
)
def test_language_is_asked_for_or_the_system_s(words, system, language, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", system)
    assert language_of(words) == language


def test_json_is_one_value_and_people_get_text(folder):
    order = ("order", "new", "--seller", "GD01", "--buyer", "C1", "--line", "W550=2箱", "--submit")
    status, spoken, told = run(*order, "--data", str(folder), "--json")
    assert (status, told) == (0, "")
    value = json.loads(spoken)
    assert (value["state"], value["total"], value["lines"][0]["quantity"]) == ("accepted", "72.00", "48")
    assert (value["lines"][0]["unit_price"], value["lines"][0]["accepted_quantity"]) == ("1.50", "48")
    status, spoken, _ = run(*order, "--data", str(folder), "--lang", "en")
    assert status == 0
    assert "accepted" in spoken
    assert "2箱" in spoken


def test_draft_is_kept_placed_and_thrown_away(folder):
    words = ("order", "new", "--seller", "GD01", "--buyer", "C1", "--line", "W550=1箱", "--data", str(folder), "--json")
    draft = json.loads(run(*words)[1])
    assert draft["state"] == "draft"
    other = json.loads(run(*words)[1])
    assert run("order", "cancel", other["number"], "--data", str(folder), "--json")[0] == 0
    listed = json.loads(run("order", "list", "--data", str(folder), "--json")[1])
    assert [each["number"] for each in listed] == [draft["number"]]
    placed = json.loads(run("order", "submit", draft["number"], "--data", str(folder), "--json")[1])
    assert (placed["state"], placed["number"]) == (
        "accepted",
        "XSDD-01-" + placed["date"][2:].replace("-", "") + "-0001",
    )
    assert run("order", "submit", draft["number"], "--data", str(folder), "--json")[0] == 2


@pytest.mark.parametrize("kind", ["orders", "customers", "products", "stock", "documents"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_lists_are_given_out(folder, tmp_path, kind, ending):
    run("order", "new", "--seller", "GD01", "--buyer", "C1", "--line", "W550=24", "--submit", "--data", str(folder))
    out = tmp_path / f"out.{ending}"
    status, spoken, _ = run("export", kind, str(out), "--data", str(folder), "--json")
    assert (status, json.loads(spoken)["rows"] > 0) == (0, True)
    assert out.stat().st_size > 50


def test_a_list_is_narrowed_by_what_the_command_says(folder, tmp_path):
    for buyer in ("C1", "C2"):
        asked = ("--buyer", buyer, "--amount", "30", "--method", "cash", "--data", str(folder))
        assert run("money", "receive", *asked)[0] == 0
    given = ("export", "credits", str(tmp_path / "c.xlsx"), "--data", str(folder), "--json")
    assert json.loads(run(*given)[1])["rows"] == 2
    assert json.loads(run(*given, "--account", "C2")[1])["rows"] == 1
    kinds = ("export", "documents", str(tmp_path / "d.csv"), "--only", "discount", "--data", str(folder))
    status, spoken, _ = run(*kinds)
    assert status == 0
    assert "空的" in spoken
    assert (tmp_path / "d.csv").is_file()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("weather",), "export_kind_unknown"),
        (("ledger",), "export_option_missing"),
        (("stock", "--account", "C1"), "export_option_unknown"),
        (("documents", "--only", "poems"), "export_only_unknown"),
        (("documents", "--from", "someday"), "date_unreadable"),
    ],
)
def test_a_list_nobody_knows_is_told_with_those_there_are(folder, tmp_path, words, code):
    kind, *more = words
    status, spoken, told = run("export", kind, str(tmp_path / "x.xlsx"), *more, "--data", str(folder), "--json")
    assert (status, json.loads(spoken)["error"]["code"]) == (2, code)
    assert not (tmp_path / "x.xlsx").exists()
    if code == "export_kind_unknown":
        assert "bank_lines" in told


def test_list_has_no_wrong_ending(folder, tmp_path):
    status, spoken, _ = run("export", "orders", str(tmp_path / "out.pdf"), "--data", str(folder), "--json")
    assert (status, json.loads(spoken)["error"]["code"]) == (2, "export_ending_unknown")


def test_window_needs_a_screen(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    status, _, told = run()
    assert status == 2
    assert "desk demo --headless" in told


def test_columns_of_chinese_stand_straight():
    shown = table(["品名", "数量"], [["可乐", "1"], ["A", "12"]], (1,)).splitlines()
    assert shown == ["品名  数量", "可乐     1", "A       12"]


def test_grammar_tells_in_one_language():
    assert Grammar("en").words("中", "en") == "en"


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_of_commands_begins_with_the_words_it_is_found_by(family):
    grammar = Grammar("en")
    add_family(grammar, family)
    assert tuple(grammar.commands.choices) == FAMILIES[family]
    alone = {words[0] for words in commands(make_parser("en", FAMILIES[family][-1]))}
    assert alone == set(FAMILIES[family])


def test_a_command_that_writes_says_that_the_clock_is_doubtful_and_one_that_reads_keeps_its_answer_clean(folder):
    from sync.records.books.database import open_sqlite
    from sync.records.books.settings import write_setting

    book = open_sqlite(folder / "desk.db")
    with book.writing() as writing:
        write_setting(writing.connection, "last_exchange", "2001-01-01T00:00:00Z")
    book.close()
    paid = ("money", "receive", "--buyer", "C1", "--amount", "5", "--data", str(folder))
    status, spoken, told = run(*paid, "--json")
    assert status == 0
    assert json.loads(spoken)["kind"] == "money_receipt"
    assert "本机时钟" in told
    assert "2001-01-01" in told
