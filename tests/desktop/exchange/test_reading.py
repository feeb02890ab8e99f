"""Tables are read out of real files of every usual kind, and files that can't be read are named with what is wrong."""

import datetime as dt
import gzip
import random
import zipfile
from contextlib import suppress

import pytest
import xlsxwriter

from desktop.exchange.reading import read_tables
from domain.errors import UsageError
from domain.imports.history_columns import HISTORY
from domain.tables.cells import read_code

TITLES = ["单号", "日期", "客户", "货号", "品名", "数量", "单价"]
ROWS = [
    ["X1", "2010-12-01", "17850", "85123A", "可口可乐，500ml", "6", "2.55"],
    ["X2", "2010-12-02", "13047", "00071", "农夫山泉", "-1", "3.00"],
]


def as_text(separator=",", above=()):
    lines = [*above, TITLES, *ROWS]
    return "\r\n".join(separator.join(line) for line in lines) + "\r\n"


def write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def workbook(path, rows, *, sheets=("Sheet1",), merge=None, left=0, top=0):
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name in sheets:
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(top + place, left + column, cell, day)
                else:
                    sheet.write(top + place, left + column, cell)
        if merge:
            sheet.merge_range(*merge)
    book.close()
    return path


def rows_of(path, mapping=None):
    [table] = read_tables(path, HISTORY, mapping or {})
    first = [record[:2] for record in table.rows()]
    assert first == [record[:2] for record in table.rows()], "a table can be read twice"
    return first


def code_of(path):
    with pytest.raises(UsageError) as raised:
        read_all(path)
    return raised.value


def read_all(path):
    return [list(table.rows()) for table in read_tables(path, HISTORY, {})]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le-bom", "utf-16-be-bom"]
)
@pytest.mark.parametrize("packed", [False, True])
def test_text_in_every_usual_encoding(tmp_path, encoding, packed):
    marks = {"utf-16-le-bom": b"\xff\xfe", "utf-16-be-bom": b"\xfe\xff"}
    content = marks.get(encoding, b"") + as_text().encode(encoding.removesuffix("-bom"))
    path = write(tmp_path / "x.csv", gzip.compress(content, mtime=0) if packed else content)
    assert rows_of(path) == [(2, ROWS[0]), (3, ROWS[1])]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_seen(tmp_path, separator):
    assert [cells for _, cells in rows_of(write(tmp_path / "x.csv", as_text(separator)))] == ROWS


def test_rows_are_numbered_as_in_the_file(tmp_path):
    head = ["销售明细", "制表：张三", ""]
    body = [
        ",".join(TITLES),
        ",".join(ROWS[0]),
        "",
        ",,,,,,",
        '"X3",2010-12-01,1,2,"two\nlines",1,1',
        ",".join(ROWS[1]),
    ]
    path = write(tmp_path / "x.csv", "\n".join([*head, *body]))
    assert [number for number, _ in rows_of(path)] == [5, 8, 10]


def test_short_rows_are_as_wide_as_the_header(tmp_path):
    path = write(tmp_path / "x.csv", ",".join(TITLES) + "\nX1,2010-12-01,17850\n")
    assert rows_of(path) == [(2, ["X1", "2010-12-01", "17850", "", "", "", ""])]


def test_a_workbook(tmp_path):
    first = ["X1", dt.datetime(2010, 12, 1), 17850, "85123A", "可口可乐", 6, 2.55]  # noqa: DTZ001 -- workbooks name no zone
    path = workbook(tmp_path / "x.xlsx", [["销售明细"], TITLES, first], top=1)
    [(number, cells)] = rows_of(path)
    assert number == 4
    assert cells == ["X1", dt.date(2010, 12, 1), 17850.0, "85123A", "可口可乐", 6.0, 2.55]


def test_a_workbook_is_known_by_content_not_by_name(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [TITLES, ROWS[0]])
    assert rows_of(path.rename(tmp_path / "x.csv")) == [(2, ROWS[0])]


def test_cells_merged_downward_speak_for_all_their_rows(tmp_path):
    rows = [TITLES, ROWS[0], ["", *ROWS[1][1:]], ["", *ROWS[1][1:]]]
    path = workbook(tmp_path / "x.xlsx", rows, merge=(3, 2, 5, 2, "X7"), left=2, top=2)
    assert [read_code(cells[0]) for _, cells in rows_of(path)] == ["X7", "X7", "X7"]


def test_every_sheet_with_such_a_header_is_a_table(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [TITLES, ROWS[0]], sheets=("2009", "2010"))
    tables = read_tables(path, HISTORY, {})
    assert [table.sheet for table in tables] == ["2009", "2010"]
    assert [[record[:2] for record in table.rows()] for table in tables] == [[(2, ROWS[0])]] * 2


def test_a_mapping_names_unknown_titles(tmp_path):
    text = as_text().replace("单号", "Beleg").replace("数量", "Menge")
    mapping = {"number": "Beleg", "quantity": "Menge"}
    assert len(rows_of(write(tmp_path / "x.csv", text), mapping)) == 2


def test_bytes_of_no_known_encoding_are_named_by_row(tmp_path):
    content = as_text().encode() + b"X3,2010-12-01,1,2,caf\xe9\xff,1,1\r\n"
    wrong = code_of(write(tmp_path / "x.csv", content))
    assert (wrong.code, wrong.facts["row"]) == ("file_encoding", 4)


def test_wrong_bytes_far_behind_are_seen_before_a_row_is_read(tmp_path):
    line = ",".join(ROWS[0]) + "\n"
    content = (",".join(TITLES) + "\n" + line * 40_000).encode() + b"\xff\xff\n"
    wrong = code_of(write(tmp_path / "x.csv", content))
    assert (wrong.code, wrong.facts["row"]) == ("file_encoding", 40_002)


@pytest.mark.parametrize("content", [b"", b"\n\n", b" , ,\n", gzip.compress(b"", mtime=0), b"\xef\xbb\xbf"])
def test_an_empty_file(tmp_path, content):
    assert code_of(write(tmp_path / "x.csv", content)).code == "file_empty"


def test_an_empty_workbook(tmp_path):
    assert code_of(workbook(tmp_path / "x.xlsx", [])).code == "file_empty"


def test_no_file(tmp_path):
    assert code_of(tmp_path / "none.csv").code == "file_missing"
    assert code_of(tmp_path).code == "file_is_folder"


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(256)) * 8])
def test_no_text(tmp_path, content):
    assert code_of(write(tmp_path / "x.csv", content)).code == "file_not_text"


@pytest.mark.parametrize("part", [0.01, 0.3, 0.6, 0.99])
def test_packed_text_that_breaks_off(tmp_path, part):
    packed = gzip.compress(as_text().encode() * 50, mtime=0)
    assert code_of(write(tmp_path / "x.csv.gz", packed[: max(3, int(len(packed) * part))])).code == "file_truncated"


def test_quotes_that_never_end(tmp_path):
    text = as_text() + '"X3,' + "x" * 200_000
    wrong = code_of(write(tmp_path / "x.csv", text))
    assert (wrong.code, wrong.facts["row"]) == ("file_quotes", 4)


def test_a_workbook_that_breaks_off_or_is_damaged(tmp_path):
    whole = workbook(tmp_path / "whole.xlsx", [TITLES, *ROWS]).read_bytes()
    path = tmp_path / "x.xlsx"
    for part in range(4, len(whole) - 30, 61):
        assert code_of(write(path, whole[:part])).code == "workbook_damaged"


def test_damaged_bytes_in_a_workbook_never_escape_as_a_defect(tmp_path):
    whole = workbook(tmp_path / "whole.xlsx", [TITLES, *ROWS]).read_bytes()
    dice = random.Random(7)
    for _ in range(60):
        spoiled = bytearray(whole)
        for _ in range(3):
            spoiled[dice.randrange(4, len(spoiled))] = dice.randrange(256)
        with suppress(UsageError):
            read_all(write(tmp_path / "x.xlsx", bytes(spoiled)))


@pytest.mark.parametrize("name", ["x.xlsx", "x.ods"])
def test_text_named_like_a_workbook(tmp_path, name):
    assert code_of(write(tmp_path / name, as_text())).code == "workbook_foreign"


def test_another_program_s_package_is_no_workbook(tmp_path):
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert code_of(path).code == "workbook_damaged"


def test_a_table_without_the_meanings_is_asked_about(tmp_path):
    assert code_of(write(tmp_path / "x.csv", "a,b\n1,2\n")).code == "header_missing"
    assert code_of(workbook(tmp_path / "x.xlsx", [["a", "b"], [1, 2]])).code == "header_missing"
