"""Real exports of banks and wallets, where the folder of data is at hand (DESK_REAL_DATA, or shared/data beside us).

The samples are anonymised exports; reading their bytes here is what the desktop does in the product.
"""

import csv
import io
import os
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from domain.bank.formats import recognise
from domain.bank.lines import read_movements

DATA = Path(os.environ.get("DESK_REAL_DATA") or Path(__file__).parents[4] / "shared" / "data")
SAMPLES = DATA / "bank_samples" / "example"
pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason=f"the real exports are not at {DATA}; DESK_REAL_DATA says where they are"
)

# name: layout, own account, movements, what is passed over, sum of what came in, sum of what went out, neutral
EXPECTED = {
    "abc_debit/*.csv": ("abc", "", 4, {"bank_row_nothing": 1}, "10000.01", "12355.89", "0"),
    "alipay/*.csv": ("alipay", "xx@gmail.com", 9, {"bank_row_closed": 1}, "222228.50", "211.64", "165.37"),
    "boc/credit/*.csv": ("boc_credit", "", 14, {}, "989.84", "1231.81", "0"),
    "boc/debit/*.csv": ("boc_debit", "", 17, {}, "9821.00", "9394.30", "0"),
    "bocom_debit/*.csv": ("bocom", "", 6, {}, "11.25", "114.00", "0"),
    "ccb/*.xls": ("ccb", "xxxxx*********xxxx", 6, {"bank_row_foot": 1}, "0", "703.26", "0"),
    "cmb/credit/*.csv": ("cmb_credit", "", 6, {}, "380.80", "8056.78", "0"),
    "cmb/debit/*.csv": ("cmb_debit", "", 5, {}, "1234.00", "2013.14", "0"),
    "icbc/credit/*.csv": ("icbc_credit", "1234****5678", 9, {"bank_row_foot": 1}, "4621.01", "363.13", "0"),
    "icbc/debit-v1/*.csv": ("icbc_debit_1", "1234****9876", 11, {"bank_row_foot": 1}, "2841.74", "4241.08", "0"),
    "icbc/debit-v2/*.csv": ("icbc_debit_2", "1234****9876", 11, {"bank_row_foot": 1}, "2841.74", "4241.08", "0"),
    "spdb_debit/*.xls": ("spdb", "6200000000001230", 4, {}, "10.00", "11.64", "0"),
    "wechat/*.csv": ("wechat", "测试", 27, {}, "28.49", "2904.53", "26100.89"),
    "wechat/*.xlsx": ("wechat", "测试", 27, {}, "28.49", "2904.53", "26100.89"),
}


def tables_of(pattern):
    (path,) = SAMPLES.glob(pattern)
    if path.suffix == ".csv":
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("gb18030")
        return [list(csv.reader(io.StringIO(text)))]
    book = CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def read(rows):
    found = recognise(rows)
    assert found is not None
    return read_movements(rows, found)


def total(movements, direction):
    return sum((each.amount for each in movements if each.direction == direction), Decimal(0))


@pytest.mark.parametrize(("pattern", "expected"), EXPECTED.items(), ids=EXPECTED.keys())
def test_every_sample_is_read_whole(pattern, expected):
    layout, account, count, passed_over, came, went, neutral = expected
    for rows in tables_of(pattern):
        found = read(rows)
        assert (found.layout.name, found.account, len(found.movements)) == (layout, account, count)
        assert Counter(remark.code for remark in found.remarks) == passed_over
        totals = [total(found.movements, way) for way in ("in", "out", "neutral")]
        assert totals == [Decimal(came), Decimal(went), Decimal(neutral)]
        assert len({each.id for each in found.movements}) == count
        assert [each.id for each in read(rows).movements] == [each.id for each in found.movements]


def test_every_sample_of_the_folder_is_expected():
    files = [path for path in SAMPLES.rglob("*") if path.is_file()]
    assert len(files) == len(EXPECTED)


@pytest.mark.parametrize(
    ("one", "other"), [("wechat/*.csv", "wechat/*.xlsx"), ("icbc/debit-v1/*.csv", "icbc/debit-v2/*.csv")]
)
def test_two_versions_of_one_export_are_the_same_lines(one, other):
    first, second = read(tables_of(one)[0]), read(tables_of(other)[0])
    assert [each.id for each in first.movements] == [each.id for each in second.movements]


@pytest.mark.parametrize("pattern", ["boc/debit/*.csv", "ccb/*.xls", "spdb_debit/*.xls"])
def test_the_balance_told_follows_from_the_signs(pattern):
    """Where the sample kept its balances consistent, most rows prove the sign of the next."""
    movements = sorted(read(tables_of(pattern)[0]).movements, key=lambda each: (each.date, each.time))
    follows = [after.balance == before.balance + after.signed for before, after in pairwise(movements)]
    assert sum(follows) >= len(follows) // 2
