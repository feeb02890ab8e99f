"""Two versions are compared by all they give out: nothing is forgotten, and one version gives the same twice."""

import re
from pathlib import Path

import pytest

from tests.campaigns.outputs.company import Company
from tests.campaigns.outputs.covering import APART, left_out
from tests.campaigns.outputs.differences import Explained, Explanations, Renamed, alike, compare, read_explained
from tests.campaigns.outputs.given_out import GivenOut
from tests.campaigns.outputs.places import PLACES, take
from tests.campaigns.outputs.script import HERE, ROOT, read_steps
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
    assert compare(one, other, tell=told.append).left == 0, "\n".join(told)


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


def laid(folder, old, new, name="page") -> tuple[Path, Path]:
    """Two folders with one text each."""
    for version, text in (("old", old), ("new", new)):
        (folder / version).mkdir(exist_ok=True)
        (folder / version / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder / "old", folder / "new"


def test_a_change_is_told_unless_it_is_explained(tmp_path):
    told: list[str] = []
    old, new = laid(tmp_path, "a\nb\n", "a\nc\n")
    assert compare(old, new, tell=told.append).left == 1
    assert told == ["page.txt:\n-b\n+c", "1 files, 1 of them differ, 0 explained"]
    explained = Explanations([Explained(re.compile("page"), re.compile("[bc]"), "b is called c")], [])
    assert compare(old, new, explained, told.append).left == 0
    assert told[-2:] == [
        "explained: b is called c: 1 files, such as page.txt",
        "1 files, 0 of them differ, 1 explained",
    ]
    (tmp_path / "new" / "more.txt").write_text("x\n", encoding="utf-8")
    assert compare(old, new, explained, told.append).left == 1


TABLES = {
    "command": """\
$ dealer: stock list --lang zh
货号    品名    现存
SP1001  饮用水  10箱
SP1002  绿茶    1,200瓶
-----
$ dealer: stock list --lang zh
货号       在库  品名
SP1001     10箱  饮用水
SP1002  1,200瓶  绿茶
""",
    "csv": """\
$ dealer: export stock csv zh
2 行已写入 s.csv。
货号,品名,现存
SP1001,饮用水,10箱
SP1002,绿茶,"1,200瓶"
-----
$ dealer: export stock csv zh
2 行已写入 s.csv。
货号,在库,品名
SP1001,10箱,饮用水
SP1002,"1,200瓶",绿茶
""",
    "workbook": """\
sheet 库存: frozen (1, 0), filtered A1:C3
  widths 0: 9.00, 1: 10.00, 2: 11.00
    1 *货号 | *品名 | *现存
    2 SP1001 | 饮用水 | 10箱
    3 SP1002 | 绿茶 | 1,200瓶
    4 *合计 |  | 2 =SUBTOTAL(109,C2:C3)
-----
sheet 库存: frozen (1, 0), filtered A1:C3
  widths 0: 9.00, 1: 11.00, 2: 10.00
    1 *货号 | *在库 | *品名
    2 SP1001 | 10箱 | 饮用水
    3 SP1002 | 1,200瓶 | 绿茶
    4 *合计 | 2 =SUBTOTAL(109,B2:B3) |
""",
    "page": """\
table of 2 rows
  head 货号 | 品名 | 现存 ~right
    1 SP1001 | 饮用水 | 10箱 ~right
    2 SP1002 | 绿茶 | 1,200瓶 ~right
-----
table of 2 rows
  head 货号 | 在库 ~right | 品名
    1 SP1001 | 10箱 ~right | 饮用水
    2 SP1002 | 1,200瓶 ~right | 绿茶
""",
}
CALLED_OTHERWISE = Explanations(
    [Explained(re.compile(""), re.compile("^order of columns"), "the columns stand in another order")],
    [Renamed(re.compile(""), "现存", "在库", "现存 is called 在库")],
)


@pytest.mark.parametrize("form", TABLES)
def test_a_column_that_moved_and_has_another_title_hides_no_cell(tmp_path, form):
    was, now = TABLES[form].split("-----\n")
    told: list[str] = []
    found = compare(*laid(tmp_path, was, now), CALLED_OTHERWISE, told.append)
    assert (found.left, set(found.explained)) == (0, {"the columns stand in another order", "现存 is called 在库"})
    assert compare(*laid(tmp_path, was, now.replace("1,200", "1,300")), CALLED_OTHERWISE, told.append).left == 1
    changed = next(each for each in reversed(told) if each.startswith("page.txt:"))
    assert [line.partition(": ")[0] for line in changed.splitlines()[1:]] == ["-row SP1002, 在库", "+row SP1002, 在库"]


def test_rows_in_another_order_are_told_by_one_line(tmp_path):
    one = '[\n {"number": "A1", "sum": 1},\n {"number": "A2", "sum": 2}\n]\n'
    other = '[\n {"number": "A2", "sum": 2},\n {"number": "A1", "sum": 3}\n]\n'
    told: list[str] = []
    compare(*laid(tmp_path, one, other), tell=told.append)
    assert sorted(told[0].splitlines()[1:]) == [
        "+json, order: A2 | A1", "+json.A1.sum: 3", "-json, order: A1 | A2", "-json.A1.sum: 1",
    ]  # fmt: skip


def test_what_is_explained_of_the_version_before_can_be_read():
    explained = read_explained(HERE / "explained.toml")
    assert explained.lines
    assert all(why.endswith(".") for why in [each.why for each in explained.lines] + [t.why for t in explained.titles])


def test_another_key_hides_nothing_that_can_be_done_no_more(tmp_path):
    was = "action “发货” <F8>\naction “打印” <Ctrl+P>\nbutton “存 Excel  Ctrl+E”\nhint <F8> 发货\n"
    now = "action “打印” <Ctrl+P> off limits\naction “发货” <F6, Ctrl+G>\nbutton “存 Excel  Ctrl+S”\nhint <F6> 发货\n"
    told: list[str] = []
    keys = Explanations([Explained(re.compile(""), re.compile("^keys of "), "keys mean one thing")], [])
    assert compare(*laid(tmp_path, was, now), keys, told.append).left == 1
    assert sorted(told[0].splitlines()[1:]) == ["+action “打印” off limits", "-action “打印”"]
