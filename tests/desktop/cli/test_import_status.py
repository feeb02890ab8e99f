"""An import that took nothing fails and says so, whatever kind of file it was; one that was taken before doesn't."""

import io
from contextlib import redirect_stderr, redirect_stdout

import pytest
import xlsxwriter

from desktop.cli import main
from tests.building.desktop.a_desk import a_desk

# For each kind: titles, a row that can be taken, one that can't.
FILES = {
    "orders": ("单号,日期,客户,货号,数量,金额", "A1,2026-11-02,C1,W550,1,10", "A2,2026-11-02,HQ,W550,1,10"),
    "customers": ("编码,名称,账期", "K1,新店,30", "K2,另一家,看情况"),
    "products": ("货号,名称,装箱数", "N1,新茶,", "N2,新水,24"),
    "openings": ("客户,期初余额", "C1,100", "谁,100"),
    "stock": ("货号,实盘数量", "W550,5", "NO,5"),
    "prices": ("商品,售价,价格表", "N1,5,W", "W550,5,W"),
}


@pytest.fixture
def folder(tmp_path):
    a_desk(tmp_path / "desk").close()
    return tmp_path / "desk"


def run(folder, *words):
    spoken, told = io.StringIO(), io.StringIO()
    with redirect_stdout(spoken), redirect_stderr(told):
        status = main([*words, "--data", str(folder), "--lang", "zh"])
    return status, spoken.getvalue()


def file(folder, *rows):
    path = folder.parent / "file.csv"
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("kind", FILES)
def test_nothing_taken_is_a_failure_with_a_sentence_and_no_empty_figure(folder, kind):
    titles, _, bad = FILES[kind]
    for more in ((), ("--check",)):
        status, said = run(folder, "import", kind, file(folder, titles, bad), *more)
        assert status == 1
        assert said.splitlines()[-1] == "没有一行可用，账没有变。请看报告里每一行的原因，改好文件再导入。"
        assert "：-" not in said
        assert "—" not in said
    status, said = run(folder, "import", kind, file(folder, titles))
    assert (status, said.splitlines()[-1]) == (
        1,
        "标题下面没有一行数据，账没有变。请看看是不是选错了文件或工作表。",
    )


@pytest.mark.parametrize("kind", sorted(FILES.keys() - {"openings"}))  # an opening balance is booked only once
def test_some_rows_taken_now_or_before_are_none(folder, kind):
    if kind == "prices":
        run(folder, "import", "products", file(folder, *FILES["products"][:2]))
    for _ in range(2):
        status, said = run(folder, "import", kind, file(folder, *FILES[kind]))
        assert status == 0
        assert "没有一行可用" not in said


def test_a_bank_file_of_which_nothing_is_read_fails_too(folder):
    words = (
        "bank",
        "import",
        "--name",
        "ours",
        "--map",
        "日期=日",
        "--map",
        "收入=进",
        "--map",
        "支出=出",
        "--map",
        "name=谁",
    )
    assert run(folder, *words, file(folder, "日,谁,进,出", "那天,天河小卖部,5,"))[0] == 1
    assert run(folder, *words, file(folder, "日,谁,进,出", "2026-11-02,天河小卖部,5,"))[0] == 0


def test_why_rows_are_not_taken_is_said_with_one_of_each(folder):
    titles, good, bad = FILES["orders"]
    path = file(folder, titles, good, bad, bad.replace("A2", "A3"), "A4,2026-11-03,C1,W550,两,10")
    assert run(folder, "import", "orders", path)[1].splitlines()[1:] == [
        "未入 2 行，如第 3 行：“HQ”是上级（总部），不是客户；向它进货请走收货或进货，不在这里导入。请改成客户的编码。",
        "未入 1 行，如第 5 行：数量“两”读不出。可写 12、3.5、12箱、3箱5瓶。",
    ]
    again = run(folder, "import", "orders", path)[1]
    assert "未入 1 行，如第 2 行：已经导入过，单据 XSCK-01-261102-0001。" in again


def test_rows_of_several_sheets_are_told_by_their_sheet_in_the_files_order(folder):
    titles, good, bad = (line.split(",") for line in FILES["orders"])
    path = folder.parent / "file.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, number in (("乙", "A1"), ("甲", "B1")):
            sheet = book.add_worksheet(name)
            for place, cells in enumerate((titles, [number, *good[1:]], bad)):
                sheet.write_row(place, 0, cells)
    said = run(folder, "import", "orders", str(path), "--check")[1].splitlines()
    assert [line.partition("：")[0] for line in said[1:4]] == [
        "第 2 行（工作表 乙）", "第 2 行（工作表 甲）", "未入 2 行，如第 3 行（工作表 乙）",
    ]  # fmt: skip
