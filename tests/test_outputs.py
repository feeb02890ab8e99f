"""Two versions are compared by all they give out: nothing is forgotten, and one version gives the same twice."""

import re

import pytest

from tests.campaigns.outputs.company import Company
from tests.campaigns.outputs.covering import APART, left_out
from tests.campaigns.outputs.differences import Explained, alike, compare
from tests.campaigns.outputs.given_out import GivenOut
from tests.campaigns.outputs.places import PLACES, take
from tests.campaigns.outputs.script import ROOT, read_steps
from tests.campaigns.outputs.tasks import grammar
from tests.campaigns.outputs.trees import Tree


def test_every_command_of_the_grammar_is_covered():
    assert left_out([each["command"] for each in grammar()]) == {"uncovered": [], "needless reasons": []}


def test_a_command_that_nobody_covers_would_be_named():
    assert left_out(["order list", "order sell-everything", *APART])["uncovered"] == ["order sell-everything"]
    assert left_out(["order list"])["needless reasons"] == sorted(APART)


@pytest.mark.parametrize("meaning", PLACES)
def test_what_is_taken_of_the_program_is_where_the_table_says(meaning):
    assert take(meaning) is not None


def test_what_a_later_step_names_was_kept_by_an_earlier_one():
    known = {"url", "out"}
    for step in [*read_steps("story.txt"), *read_steps("readings.txt")]:
        lacking = {word for word in step.filled(dict.fromkeys(known, "")) if "{" in word}
        assert lacking == set(), step
        known |= set(step.keeps)


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    """What two companies give out that did the same one after another, in processes of their own."""
    folders = []
    for name in ("one", "other"):
        place = tmp_path_factory.mktemp(name)
        company = Company(Tree(ROOT), place / "company")
        company.play("short_story.txt")
        assert company.lacking == []
        folder = place / "texts"
        with company.tree.inside(company.work, "readings", cwd=company.files) as inside:
            given = GivenOut(company, inside, folder)
            given.write("story", "\n".join(company.told))
            given.readings(lambda step: step.place == "dealer" and step.words[:2] in SHORT)
            given.exports(["dealer"], ["order_heads", "products", "customers"])
            facts = {"folder": str(company.work / "dealer"), "language": "en", "given": {}}
            texts = inside.ask(
                "window", user="李堃", password="", sheets=str(company.work / "sheets"), pages=PAGES, **facts
            )
            for page, text in texts.items():
                given.write(f"window/{page}", text)
        folders.append(folder)
    return folders


SHORT = [("order", "list"), ("product", "list"), ("customer", "list"), ("status",), ("policy", "schema")]
PAGES = ["orders", "customers"]


def test_the_same_version_gives_out_the_same_twice(twice):
    told: list[str] = []
    one, other = twice
    assert compare(one, other, [], told.append) == 0, "\n".join(told)


def test_what_is_given_out_is_what_was_done(twice):
    folder = twice[0]
    listed = (folder / "commands/dealer/order list.txt").read_text(encoding="utf-8")
    # Of all and of those to HQ, each in two languages and two forms.
    assert listed.count("XSDD-01-261013-0001") == 2 * 4
    sheet = (folder / "lists/dealer/order_heads.txt").read_text(encoding="utf-8")
    assert "444.00" in sheet
    page = (folder / "window/orders.txt").read_text(encoding="utf-8")
    assert "table of 1 rows" in page
    assert "XSDD-01-261013-0001 | 2026-10-13" in page
    assert "button “New sales order  F9”" in page


def test_the_order_of_names_in_json_is_no_change():
    one = '$ list --json\n{\n  "b": 1,\n  "a": [\n    2\n  ]\n}\n! told\n'
    other = '$ list --json\n{\n  "a": [\n    2\n  ],\n  "b": 1\n}\n! told\n'
    assert alike(one) == alike(other)
    assert alike(one) != alike(other.replace("2", "3"))


def test_a_change_is_told_unless_it_is_explained(tmp_path):
    for name, text in (("old", "a\nb\n"), ("new", "a\nc\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.txt").write_text(text, encoding="utf-8")
    told: list[str] = []
    old, new = tmp_path / "old", tmp_path / "new"
    assert compare(old, new, [], told.append) == 1
    assert "-b\n+c" in told[0]
    explained = [Explained(re.compile("page"), re.compile("[bc]"), "b is called c")]
    assert compare(old, new, explained, told.append) == 0
    assert told[-2:] == ["explained: b is called c: 1 files, such as page.txt", "0 files differ, 1 explained"]
    (tmp_path / "new" / "more.txt").write_text("x\n", encoding="utf-8")
    assert compare(old, new, explained, told.append) == 1
