"""An import that took nothing fails and says so, whatever kind of file it was; one that was taken before doesn't."""

import io
from contextlib import redirect_stderr, redirect_stdout

import pytest

from desktop.cli import main
from tests.desktop.actions.a_desk import a_desk

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
