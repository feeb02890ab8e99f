"""Every list is given out as a workbook by Ctrl+E, as it is found and filtered."""

import pytest
from PySide6.QtWidgets import QFileDialog
from python_calamine import load_workbook

from tests.desktop.ui.test_paper import open_page


def rows_of(path):
    return load_workbook(str(path)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("name", ["orders", "customers", "products", "papers", "money", "incoming"])
def test_every_list_becomes_a_workbook_by_a_key(hands, tmp_path, monkeypatch, name):
    out = tmp_path / "list.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    page = open_page(hands, name)
    hands.press("Ctrl+E")
    hands.settle()
    assert out.is_file(), page.banner.text
    assert str(out) in page.banner.text
    heads = rows_of(out)[0]
    assert "" not in heads


def test_only_what_was_found_is_given_out(hands, tmp_path):
    page = open_page(hands, "customers")
    page.search.setText("FX001")
    hands.settle()
    page.export_to(tmp_path / "one.xlsx")
    hands.settle()
    codes = [row[0] for row in rows_of(tmp_path / "one.xlsx")[1:]]
    assert codes[0] == "FX001"
    assert len(page.window_.ids) == 1
    assert "共 1 行" in page.banner.text
