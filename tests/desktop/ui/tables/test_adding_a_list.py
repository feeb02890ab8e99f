"""A list with page, workbook, CSV, command and JSON takes four things: a listing, its name, a page, its entry there."""

import csv
import io
import json
import shutil
from array import array

import pytest
from PySide6.QtCore import Qt

from desktop.cli import main
from desktop.labels import NAMES
from desktop.listings.listing import CellLook, ListColumn, Listing, RowSource
from desktop.listings.registry import LISTINGS
from desktop.listings.types import CODE, COUNT
from desktop.ui.frame import pages
from desktop.ui.frame.list_page import ListPage
from tests.desktop.ui.paper.test_paper import open_page
from tests.desktop.ui.tables.test_list_exports import save


class Warehouse:
    """A row."""

    def __init__(self, name, rows):
        self.name, self.rows = name, rows


def _all(desk, *_):
    with desk.book.reading() as connection:
        found = connection.exec_driver_sql("SELECT warehouse, COUNT(*) FROM stock GROUP BY warehouse ORDER BY 1")
        return [Warehouse(*row) for row in found]


def _ids(desk, text=""):
    return array("q", [place for place, row in enumerate(_all(desk)) if text in row.name])


def _rows(desk, keys):
    found = _all(desk)
    return [found[key] for key in keys]


PLACES = Listing(
    "places",
    (
        ListColumn("name", "仓库", "Warehouse", CODE, look=CellLook(look="strong", name=True)),
        ListColumn("rows", "品种", "Products", COUNT, look=CellLook(90)),
    ),
    RowSource(_all, _ids, _rows),
)


class PlacesPage(ListPage):
    """The page: what it lists, and what can be done."""

    listing = PLACES
    exported = ("places",)

    def build(self):
        self.build_title("仓库", self.build_excel())
        self.build_list()


@pytest.fixture(autouse=True)
def added(monkeypatch):
    """All that is added; the listing is found by itself where its module lies among the others."""
    monkeypatch.setitem(LISTINGS, "places", PLACES)
    monkeypatch.setitem(NAMES["list"], "places", ("仓库", "Warehouses"))
    monkeypatch.setitem(pages._CLASSES, "places", lambda: PlacesPage)
    monkeypatch.setitem(pages.UNDER, "places", "products")


def test_it_stands_in_the_window_and_becomes_a_workbook(hands, tmp_path, monkeypatch):
    page = open_page(hands, "places")
    model = page.view.model()
    shown = [[model.index(row, column).data() for column in (0, 1)] for row in range(model.rowCount())]
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in (0, 1)] == ["仓库", "品种"]
    (sheet,) = save(hands, monkeypatch, tmp_path / "places.xlsx").values()
    assert sheet.heads == ["仓库", "品种"]
    assert [[name, f"{count:.0f}"] for name, count in sheet.values] == shown
    assert len(shown) >= 1


def test_it_is_told_by_a_command_and_given_out(built_folder, tmp_path, capsys):
    where = ("--data", str(shutil.copytree(built_folder, tmp_path / "desk")))
    main(["list", "places", *where, "--json"])
    forms = json.loads(capsys.readouterr().out)
    assert [set(form) for form in forms] == [{"name", "rows"}] * len(forms) != []
    main(["list", "places", *where])
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["仓库", "品种"]
    assert [line.split() for line in lines] == [[form["name"], str(form["rows"])] for form in forms]
    main(["export", "places", str(tmp_path / "p.csv"), *where])
    told = list(csv.reader(io.StringIO((tmp_path / "p.csv").read_text(encoding="utf-8-sig"))))
    assert told == [["仓库", "品种"], *([form["name"], str(form["rows"])] for form in forms)]
