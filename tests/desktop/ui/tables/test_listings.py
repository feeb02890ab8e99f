"""A column is written once: added to a listing, it stands in the window, workbook, CSV, table and JSON."""

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.cli import main
from desktop.listings.customers import CUSTOMERS
from desktop.listings.documents import DOCUMENTS, INCOMING
from desktop.listings.listing import CellLook, ListColumn
from desktop.listings.products import PRODUCTS
from desktop.listings.registry import LISTINGS
from desktop.listings.types import COUNT
from desktop.ui.frame.list_page import ListPage
from desktop.ui.frame.pages import _CLASSES
from desktop.ui.widgets import formatting
from tests.desktop.ui.paper.test_paper import open_page
from tests.desktop.ui.tables.test_list_exports import save

UI = Path(__file__).resolve().parents[4] / "desktop" / "ui"
NEW = ListColumn("letters", "字数", "Letters", COUNT, lambda row: len(_word(row)), look=CellLook(90))


def _word(row):
    """What a row is called: its name, or its number."""
    return getattr(row, "name", "") or row.number


NO_LISTS = {
    "confirming/dialogs.py": "answers that are being given, with a mark to each",
    "replies/objections.py": "objections that are being written, beside the lines they are about",
    "reconciling/tables.py": "both books abreast, and the reconciliation's own arrangement of them",
    "policies/rows.py": "steps of a policy's form and of a trial",
    "rebates/progress.py": "how far each step of one rebate is, drawn as a bar",
    "bank/lines.py": "lines of a file before they are booked, with a tick and guesses of who paid",
}
"""Tables of the window that are no lists of records, and what they are."""
NOT_YET = {
    "confirming/lines.py", "confirming/page.py", "rebates/lines.py", "rebates/overview.py", "rebates/settle.py",
    "rebates/settled.py",
}  # fmt: skip
"""Lists whose columns the window still says by itself, though a listing says them too."""
NO_WINDOW = {"stock", "held", "kept", "reconciled"}
"""Lists that stand on no page of their own."""
SHOWN = {
    "customers": (CUSTOMERS, ("customer", "list")),
    "products": (PRODUCTS, ("product", "list")),
    "incoming": (INCOMING, ("document", "list", "--incoming")),
    "papers": (DOCUMENTS, ("document", "list", "--kind", "delivery")),
}


@pytest.fixture(params=sorted(SHOWN))
def widened(request, monkeypatch):
    """A listing with one more column; the page that shows it and the command that tells it."""
    listing, words = SHOWN[request.param]
    monkeypatch.setattr(listing, "columns", (*listing.columns, NEW))
    return request.param, listing, words


def test_a_column_is_written_once_for_the_window_and_its_workbook(hands, widened, tmp_path, monkeypatch):
    name, *_ = widened
    page = open_page(hands, name)
    model = page.view.model()
    heads = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]
    letters = [len(_word(page.window_.row(place))) for place in range(len(page.window_.ids))]
    assert letters
    shown = [model.index(place, heads.index("字数")).data() for place in range(len(letters))]
    assert shown == list(map(str, letters))
    sheet, *_ = save(hands, monkeypatch, tmp_path / "l.xlsx").values()
    assert sheet.column("字数") == letters


def test_and_for_csv_a_command_and_json(built_folder, widened, tmp_path, capsys):
    _, listing, words = widened
    folder = shutil.copytree(built_folder, tmp_path / "desk")
    main([*words, "--data", str(folder), "--json"])
    rows = json.loads(capsys.readouterr().out)
    letters = [each["letters"] for each in rows]
    assert letters == [len(each.get("name") or each["number"]) for each in rows] != []
    main([*words, "--data", str(folder)])
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split()[-1] == "字数"
    assert [line.split()[-1] for line in lines] == list(map(str, letters))
    only = ("--only", words[-1]) if words[-1] == "delivery" else ()
    main(["export", listing.code, str(tmp_path / "l.csv"), *only, "--data", str(folder)])
    head, *lines = csv.reader(io.StringIO((tmp_path / "l.csv").read_text(encoding="utf-8-sig")))
    assert [line[head.index("字数")] for line in lines] == list(map(str, letters))


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=lambda each: each.code)
def test_every_key_is_one_column_s(listing):
    keys = [each.key for each in listing.columns]
    assert len(set(keys)) == len(keys)
    assert {key for column in listing.columns for key in column.look.second} <= set(keys)
    assert listing.columns_in("window") or listing.code in NO_WINDOW
    for titles in ([each.zh for each in listing.columns], [each.en for each in listing.columns]):
        assert len(set(titles)) == len(titles)
    assert listing.columns_in("workbook")
    assert listing.columns_in("command")
    assert listing.columns_in("json")


def test_what_stands_in_the_window_is_what_the_others_say(hands):
    """Customers: the name over code, standing and telephone; what is overdue over how long."""
    page = open_page(hands, "customers")
    row = page.window_.row(0)
    columns = {each.listed.key: each for each in page.model.columns}
    assert list(columns) == ["name", "tier", "balance", "overdue", "committed", "credit_limit", "available"]
    assert columns["name"].second(row).startswith(row.code)
    assert columns["balance"].text(row) == formatting.money(row.balance)
    assert columns["name"].title == "客户"


def test_no_page_says_columns_that_a_listing_says():
    """A page takes its columns from its listing; what still doesn't is told one by one, and never grows."""
    found = {
        path.relative_to(UI).as_posix()
        for path in UI.rglob("*.py")
        if path.parent.name != "tables" and re.search(r"(?<!\w)Column\(", path.read_text(encoding="utf-8"))
    }
    assert found == NOT_YET | NO_LISTS.keys()


@pytest.mark.parametrize("name", sorted(_CLASSES))
def test_every_list_page_has_a_listing(hands, name):
    """With its workbook, CSV, table and JSON: what a page gives out is of the registry and by the keys it shows."""
    page = open_page(hands, name)
    if isinstance(page, ListPage):
        assert page.exported
        assert all(LISTINGS[code].by_key for code in page.exported)
        assert {each.listed for each in page.model.columns} <= set(LISTINGS[page.exported[0]].columns)
