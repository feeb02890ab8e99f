"""What it takes to add a kind of document, counted in a copy of the tree in which one is added and then used.

A note on an account takes two files: its entry in the registry and its face. So does a document of stock; whose
quantities aren't simply said needs a builder and an action of its own besides.
"""

import filecmp
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
COPIED = ("domain", "sync", "desktop", "tests/building")

NOTE = {
    "domain/documents/kinds.py": (
        '            DocumentKind("payment",',
        '            DocumentKind("interest_note", "LXD", "note", +1, source=_ABOUT, amount="said", falls_due=True),\n',
    ),
    "desktop/documents/notes.py": (
        '    Face(\n        "opening",',
        """\
    Face(
        "interest_note",
        ("利息单", "interest note"),
        short=("利息", "Interest"),
        lists=("money",),
        place="money",
        paper=PaperFace(("利息通知单", "Interest Note"), like="money_receipt"),
        form=Form(("逾期利息，客户的欠款增加。", "Interest: the customer owes more.")),
        command=Command("interest", ("收逾期利息", "charge interest")),
    ),
""",
    ),
}
STOCK = {
    "domain/documents/kinds.py": (
        '            DocumentKind("payment",',
        '            DocumentKind("scrap", "BSD", "stock", 0, (_OUT,), right=_GOODS, copied=False),\n',
    ),
    "desktop/documents/stock.py": (
        ")\n",
        """\
    Face(
        "scrap",
        ("报损单", "write-off of goods"),
        lists=("papers",),
        place="papers",
        paper=PaperFace(("报损单", "Scrap Note"), signers=(("仓管", "Keeper"), ("审核", "Checked"))),
        command=Command("scrap", ("报损：货物出库不入账", "goods that are lost or broken")),
    ),
""",
    ),
}

USING = """
import json, sys
from pathlib import Path

import pypdfium2

from desktop.cli import main
from desktop.documents.faces import IN_FORM, listed_on
from sync.hq.admission.table import RULES
from sync.hq.channel.copying import COPIED
from sync.records.repair.checking import check
from sync.records.books.database import open_sqlite
from tests.building.desktop.a_desk import a_desk
import domain, io
from contextlib import redirect_stdout, redirect_stderr

folder, kind = Path(sys.argv[1]), sys.argv[2]
a_desk(folder, stock={"W550": 240}).close()

def run(*words):
    spoken, told = io.StringIO(), io.StringIO()
    with redirect_stdout(spoken), redirect_stderr(told):
        status = main([*words, "--data", str(folder), "--json"])
    assert status == 0, told.getvalue()
    return json.loads(spoken.getvalue())

def told(*words):
    spoken = io.StringIO()
    with redirect_stdout(spoken):
        assert main([*words, "--data", str(folder), "--lang", "zh"]) == 0
    return spoken.getvalue()

made = run(*json.loads(sys.argv[3]))
paper = folder / "paper.pdf"
run("print", made["number"], "--out", str(paper))
book = folder / "list.csv"
run("export", "documents", str(book))
found = {
    "tree": domain.__file__,
    "made": made,
    "listed": run("document", "list", "--kind", kind),
    "shown": told("document", "show", made["number"]),
    "paper": pypdfium2.PdfDocument(paper)[0].get_textpage().get_text_range(),
    "workbook": book.read_text("utf-8-sig"),
    "form": [*IN_FORM],
    "pages": [page for page in ("papers", "money") if kind in listed_on(page)],
    "law": repr(RULES[kind]),
    "copied": kind in COPIED,
    "stock": run("stock", "list"),
    "account": run("account", "show", "C1"),
}
run("reverse", made["number"])
found["after"] = run("stock", "list"), run("account", "show", "C1")
opened = open_sqlite(folder / "desk.db")
found["differences"] = [str(each) for each in check(opened)]
opened.close()
print(json.dumps(found, ensure_ascii=False, default=str))
"""


def tree_with(folder, changes):
    """A copy of the tree with the changes made; how many files differ from the tree."""
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "resources").symlink_to(ROOT / "resources")
    for name, (before, added) in changes.items():
        text = (folder / name).read_text("utf-8")
        place = text.rindex(before)
        (folder / name).write_text(text[:place] + added + text[place:], "utf-8")
        if "PaperFace" in added or "Command" in added:
            needed = "from desktop.documents.face import Command, Face, Form, PaperFace\n"
            lines = (folder / name).read_text("utf-8").splitlines(keepends=True)
            lines = [needed if line.startswith("from desktop.documents.face import") else line for line in lines]
            (folder / name).write_text("".join(lines), "utf-8")
    files = [path.relative_to(folder) for top in COPIED for path in (folder / top).rglob("*.py")]
    return sum(not filecmp.cmp(folder / path, ROOT / path, shallow=False) for path in files)


def used(tree, kind, *words):
    """The kind used from making to reversing, by a program that runs out of the copy."""
    (tree / "using.py").write_text(USING, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tree), "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, str(tree / "using.py"), str(tree / "desk"), kind, json.dumps(words)],
        cwd=tree, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert Path(found["tree"]).is_relative_to(tree)
    return found


def on_hand(rows):
    return sum(float(row["on_hand"]) for row in rows if row["sku"] == "W550")


@pytest.fixture(scope="module")
def with_note(tmp_path_factory):
    tree = tmp_path_factory.mktemp("note")
    return tree_with(tree, NOTE), tree


@pytest.fixture(scope="module")
def with_stock(tmp_path_factory):
    tree = tmp_path_factory.mktemp("stock")
    return tree_with(tree, STOCK), tree


def test_a_note_on_an_account_takes_two_files(with_note):
    files, tree = with_note
    assert files == 2
    words = ("money", "interest", "--buyer", "C1", "--amount", "12.50", "--remark", "逾期")
    found = used(tree, "interest_note", *words)
    assert found["made"]["number"].startswith("LXD-01-")
    assert [row["number"] for row in found["listed"]] == [found["made"]["number"]]
    assert "利息单" in found["shown"]
    assert "利息通知单" in found["paper"]
    assert "12.50" in found["paper"]
    assert "利息单" in found["workbook"]
    assert "12.50" in found["workbook"]
    assert found["form"].index("interest_note") == found["form"].index("debit_note") + 1
    assert (found["pages"], found["copied"]) == (["money"], True)
    assert "'LXD'" in found["law"]
    assert "SELLS" in found["law"]
    assert "12.50" in json.dumps(found["account"])
    assert "12.50" not in json.dumps(found["after"][1].get("open", []))
    assert found["differences"] == []


def test_a_document_of_stock_takes_two_files_where_its_quantities_are_said(with_stock):
    files, tree = with_stock
    assert files == 2
    found = used(tree, "scrap", "stock", "scrap", "--line", "W550=1箱", "--remark", "破损")
    assert found["made"]["number"].startswith("BSD-01-")
    assert [row["number"] for row in found["listed"]] == [found["made"]["number"]]
    assert "报损单" in found["shown"]
    assert "报损单" in found["paper"]
    assert "报损单" in found["workbook"]
    assert (found["pages"], found["copied"]) == (["papers"], False)
    assert "goods=True" in found["law"]
    assert (on_hand(found["stock"]), on_hand(found["after"][0])) == (216, 240)
    assert found["differences"] == []
