"""Lists, papers, workbooks and commands asked for a customer without anything tell nobody else's figures or name."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.actions.documents import deliveries, money
from desktop.actions.orders import orders
from desktop.actions.statements import papers
from desktop.actions.statements.files import statement_bytes
from desktop.actions.statements.statements import draft
from desktop.desk import open_desk
from desktop.listings import workbooks as exporting
from desktop.listings.registry import LISTINGS
from desktop.listings.workbooks import ListQuery
from tests.building.desktop.a_desk import TODAY, a_desk, a_draft, a_line
from tests.desktop.cli.test_rights import commands
from tests.journeys.ends import desk as command

OTHER, FIGURES = "天河小卖部", re.compile(r"(?<![\d.])\d+\.\d\d(?![\d.])")
OPTIONS: dict[str, Any] = {"account": "C2", "policy": "P", "period": "2026-11", "number": ""}
COMMANDS = [
    ("account", "show", "C2"),
    ("account", "restated", "C2", "--on", "2026-10-31"),
    ("statement", "--account", "C2", "--from", "2026-11-01", "--to", "2026-11-23", "--format", "json"),
    ("reconcile", "C2", "--from", "2026-11-01", "--to", "2026-11-23"),
    ("statements", "list", "--account", "C2"),
    ("customer", "list", "--text", "C2"),
    ("money", "settle", "C2"),
    ("money", "way", "--account", "C2"),
    ("reply", "agreement", "C2"),
    ("order", "list", "--buyer", "C2"),
    ("document", "list", "--buyer", "C2"),
    ("rebate", "status", "--dealer", "C2"),
    ("rebate", "payouts", "--dealer", "C2"),
    ("rebate", "wallet", "--dealer", "C2"),
    ("rebate", "adjustments", "--dealer", "C2"),
]
# Commands that take a party and are tried elsewhere: they write, give out files (above), or speak of one policy.
ELSEWHERE = {
    "order new", "customer terms", "customer status", "customer change", "customer merge", "customer carry",
    "money receive", "money pay", "money discount", "money credit",
    "money debit", "money opening", "import", "export", "hq init", "hq enrol-code", "rebate explain", "rebate settle",
    "rebate adjust", "list",
}  # fmt: skip
PARTY = {"DEALER", "CUSTOMER", "ACCOUNT"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """C1 has orders, a delivery, money, a statement and an answer; C2 has a card and nothing else."""
    place = tmp_path_factory.mktemp("whose")
    with a_desk(place, stock={"W550": 240, "COLA": 48}) as desk:
        order = orders.place_order(desk, a_draft(a_line("W550", "48"), a_line("COLA", "24")))
        deliveries.deliver(desk, order.number)
        money.receive_money(desk, "C1", Decimal("50.00"), date(2026, 11, 20), "bank")
        papers.issue_statement(desk, "C1", date(2026, 11, 1), TODAY)
    return place


@pytest.fixture
def desk(folder, monkeypatch):
    monkeypatch.setenv("DESK_TODAY", TODAY.isoformat())
    with open_desk(folder) as desk:
        yield desk


def is_nobodys(text):
    assert OTHER not in text
    assert {figure for figure in FIGURES.findall(text) if float(figure)} == set()


@pytest.mark.parametrize("kind", sorted(kind for kind, listed in LISTINGS.items() if "account" in listed.takes))
def test_a_list_of_nobodys_account_is_nobodys(desk, tmp_path, kind):
    wish = ListQuery(**{name: OPTIONS[name] for name in LISTINGS[kind].needs | {"account"}})
    if "policy" in LISTINGS[kind].needs:
        pytest.skip("of a policy, not of an account")
    done = exporting.export(desk, kind, tmp_path / f"{kind}.csv", wish=wish)
    is_nobodys(done.path.read_text(encoding="utf-8-sig"))


@pytest.mark.parametrize("ending", ["json", "xlsx"])
def test_a_statement_of_nobody_is_empty(desk, ending):
    paper = draft(desk, "C2", date(2026, 1, 1), TODAY).paper
    assert (paper.form.statement.seller.id, paper.form.statement.buyer.id) == ("GD01", "GD01:C2")
    content = statement_bytes(desk, paper, ending, language="zh")
    if ending == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist() if name.endswith(".xml"))
    told = content.decode()
    assert OTHER not in told
    assert ("越秀超市" in told or '"C2"' in told) is True


def test_no_command_that_takes_a_party_is_forgotten():
    taking = {
        " ".join(words)
        for words, (_, parser) in commands().items()
        if any(each.metavar in PARTY or each.dest == "dealer" for each in parser._actions)
    }
    tried = {words for words in taking for each in COMMANDS if " ".join(each).startswith(f"{words} ")}
    assert taking == tried | (ELSEWHERE & taking)
    assert taking >= ELSEWHERE


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_about_nobody_tells_nobodys_figures(folder, monkeypatch, words):
    monkeypatch.setenv("DESK_TODAY", TODAY.isoformat())
    answer = command(folder, *words)
    assert (answer.status, words[0] == "reconcile") in ((0, False), (1, True))  # who recorded nothing has no book
    is_nobodys(f"{answer.value} {answer.told}")


def test_a_command_about_a_stranger_says_so(folder):
    for words in COMMANDS:
        answer = command(folder, *(word.replace("C2", "C9") for word in words))
        assert OTHER not in f"{answer.value} {answer.told}"
