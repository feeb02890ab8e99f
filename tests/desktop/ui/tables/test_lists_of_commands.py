"""A command that lists records tells a listing; which write a table by themselves is told here, with the reason."""

import json
import re
import shutil
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.cli.listed import listing_text
from desktop.listings.registry import LISTINGS

CLI = Path(__file__).resolve().parents[4] / "desktop" / "cli"
_TABLE = re.compile(r"(?<![\w.])(?:table|ljust|rjust)\(|\.(?:ljust|rjust)\(|\{[^{}]*:[<>^]\d")
OWN = {
    "shown.py": "draws every table, and a document with its lines on one sheet",
    "listed.py": "is the listing's own table",
    "commands/accounts.py": "one account's ages are one row of sums; what changed since a paper explains it",
    "commands/answers.py": "what two books differ by is the explanation of a verdict",
    "commands/bank.py": "what taking in a file came to, row by row, with what each was read as",
    "commands/hq.py": "what loading, answering and pruning came to: acts, counted",
    "commands/order_text.py": "an order with its lines on one sheet",
    "commands/users.py": "people here and those who wait for HQ's word, two kinds of row in one table",
}
LISTED = {
    "attention": ("attention", "list"),
    "ageing": ("account", "ageing"),
    "exchanges": ("log",),
    "held": ("held", "list"),
    "kept": ("kept", "list"),
    "policies": ("policy", "list"),
    "rebates": ("rebate", "status"),
    "requests": ("requests",),
    "statements": ("statements", "list"),
    "confirmations": ("confirm", "list"),
    "reconciled": ("reconciled", "list"),
}


def test_no_command_writes_a_table_that_a_listing_could_tell():
    found = {
        path.relative_to(CLI).as_posix()
        for path in CLI.rglob("*.py")
        if _TABLE.search(path.read_text(encoding="utf-8"))
    }
    assert found == set(OWN)


def test_the_scan_finds_one():
    assert _TABLE.search("    return CommandResult(value, table(heads, rows))")
    assert _TABLE.search('    line = f"{name:<20}"')
    assert not _TABLE.search("listing_text(DEBTS, rows, language)")


@pytest.mark.parametrize("code", LISTED)
def test_a_command_says_what_its_list_says(built_folder, tmp_path, capsys, code):
    """Every key of the list stands in the command's JSON."""
    folder = str(shutil.copytree(built_folder, tmp_path / "desk"))
    main([*LISTED[code], "--data", folder, "--json"])
    told = json.loads(capsys.readouterr().out)
    main(["list", code, "--data", folder, "--json"])
    keys = {key for row in json.loads(capsys.readouterr().out) for key in row}
    assert all(keys <= set(row) for row in told)
    main([*LISTED[code], "--data", folder])
    assert capsys.readouterr().out.strip()


def test_ages_are_summed(built_folder, tmp_path, capsys):
    folder = str(shutil.copytree(built_folder, tmp_path / "desk"))
    main(["account", "ageing", "--data", folder, "--json"])
    rows = json.loads(capsys.readouterr().out)
    main(["account", "ageing", "--data", folder])
    *_, last = capsys.readouterr().out.splitlines()
    total = sum(round(float(row["balance"]) * 100) for row in rows) / 100
    assert last.split()[:2] == ["合计", f"{total:,.2f}"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS)
def test_no_two_columns_of_a_table_have_one_head(listing, language):
    heads = listing_text(listing, [], language).split("  ")
    heads = [each.strip() for each in heads if each.strip()]
    assert len(set(heads)) == len(heads)
