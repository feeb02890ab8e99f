"""What an OpenDocument workbook says beside its values is told as an Excel one's: errors, hidden rows, merged cells."""

import zipfile

import pytest

from desktop.exchange.workbooks import workbook_sheets
from domain.tables.cells import Spread, bare

_SPACES = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
        for name, path in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    "</manifest:manifest>"
)


def text(said, more=""):
    return f'<table:table-cell office:value-type="string"{more}><text:p>{said}</text:p></table:table-cell>'


def number(value):
    said = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {said}><text:p>{value}</text:p></table:table-cell>"


def wrong(shown, of_calc=True):
    mark = ' office:value-type="string" office:string-value="" calcext:value-type="error"' if of_calc else ""
    return f'<table:table-cell table:formula="of:=1/0"{mark}><text:p>{shown}</text:p></table:table-cell>'


def row(*cells, more=""):
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


@pytest.fixture
def book(tmp_path):
    def make(*rows):
        path = tmp_path / "x.ods"
        content = (
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.2">'
            f'<office:body><office:spreadsheet><table:table table:name="销售">'
            f"{''.join(rows)}</table:table></office:spreadsheet>"
            "</office:body></office:document-content>"
        )
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", _MANIFEST)
            archive.writestr("content.xml", content)
        (sheet,) = workbook_sheets(path)
        return list(sheet.rows())

    return make


@pytest.mark.parametrize("shown", ["#DIV/0!", "#N/A", "#NAME?", "Err:502"])
@pytest.mark.parametrize("of_calc", [True, False])
def test_a_cell_in_error_is_no_empty_cell(book, shown, of_calc):
    found = book(row(text("金额"), text("备注")), row(wrong(shown, of_calc), text("a")))
    assert [bare(each) for each in found[1].cells] == [shown, "a"]


def test_a_row_in_error_that_stands_for_several_is_told_in_each(book):
    found = book(row(text("金额")), row(wrong("#N/A"), more=' table:number-rows-repeated="3"'), row(number(5)))
    assert [[bare(each) for each in record.cells] for record in found[1:]] == [["#N/A"], ["#N/A"], ["#N/A"], [5.0]]


@pytest.mark.parametrize("how", ["collapse", "filter"])
def test_a_hidden_row_is_marked(book, how):
    found = book(row(text("金额")), row(number(1), more=f' table:visibility="{how}"'), row(number(2)))
    assert [(each.number, each.mark) for each in found] == [(1, ""), (2, "hidden"), (3, "")]


def test_a_cell_merged_downward_stands_in_each_of_its_rows(book):
    spans = ' table:number-rows-spanned="2" table:number-columns-spanned="1"'
    covered = "<table:covered-table-cell/>"
    found = book(
        row(text("单号"), text("金额")),
        row(text("X1", spans), number(3)),
        row(covered, number(4)),
        row(text("X2"), number(5)),
    )
    keys = [record.cells[0] for record in found[1:]]
    assert [bare(each) for each in keys] == ["X1", "X1", "X2"]
    assert [isinstance(each, Spread) for each in keys] == [True, True, False]


def test_the_empty_end_of_a_sheet_is_not_gone_through(book):
    end = row('<table:table-cell table:number-columns-repeated="16384"/>', more=' table:number-rows-repeated="1048574"')
    assert len(book(row(text("金额")), row(number(1)), end)) == 2
