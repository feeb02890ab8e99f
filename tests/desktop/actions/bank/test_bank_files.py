"""Money from bank files becomes receipts of the right customers, once, and every doubtful file has a clear answer."""

import csv
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from desktop.actions.accounts import periods, settling
from desktop.actions.bank import bank_files
from desktop.actions.documents import money, reversing
from desktop.actions.headquarters.queued import posted
from desktop.exchange.reading import read_grids
from domain.errors import DeskError
from sync.records.books.bulk import query_rows
from sync.records.repair.checking import check

HEAD = ["交易日期", "摘要", "存入金额", "取出金额", "余额", "交易对手名称", "交易对手账号", "附言"]
SPDB_HEAD = ["顺序号", "交易日期", "交易类型", "存入金额", "取出金额", "余额", "交易对手名称", "交易对手账号", "附言"]
DATA = Path(os.environ.get("DESK_REAL_DATA") or Path(__file__).parents[5] / "shared" / "data") / "bank_samples"


def a_file(folder, *rows, head=SPDB_HEAD, account="6200000000001230", name="流水.csv", encoding="gb18030"):
    path = folder / name
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["账号", account, "账户类型", "借记卡"])
        writer.writerows([head, *rows])
    return path


def a_row(serial, amount, payer="天河小卖部", memo="货款", account="62220001", day="2026/11/03"):
    return [serial, f"{day}  14:06:5{serial}", "汇入", amount, "", "1000.00", payer, account, memo]


def states(found):
    return [line.state for line in found.lines]


def payer_of(found):
    payer = found.lines[0].payer
    return payer.code if payer else ""


def owed(desk, account="C1"):
    return settling.account_view(desk, account).balance


@pytest.fixture
def owing(desk):
    """C1 owes 100 and 150."""
    numbers = [
        posted(money.book_note(desk, "debit_note", "C1", Decimal(amount), date(2026, 11, 1))).number
        for amount in (100, 150)
    ]
    return desk, numbers


def test_lines_become_receipts_that_settle_what_they_pay(owing, tmp_path):
    desk, (_, second) = owing
    path = a_file(tmp_path, a_row(1, "150.00"), a_row(2, "20.00", payer="不知是谁"), [3, "2026/11/04", "支付", "", "9"])
    looked = bank_files.read_bank_file(desk, path)
    assert states(looked) == ["proposed", "payer_unclear", "not_received"]
    assert (payer_of(looked), looked.lines[0].guesses[0].confidence) == ("C1", 90)
    assert [(each.number, each.amount, each.mode) for each in looked.lines[0].settlements] == [
        (second, Decimal(150), "amount")
    ]
    assert owed(desk) == Decimal(250)
    found = posted(bank_files.book_bank_file(desk, path))
    assert (states(found)[0], found.booked, found.booked_amount) == ("booked", 1, Decimal(150))
    assert (owed(desk), [row.number for row in settling.account_view(desk, "C1").debts]) == (
        Decimal(100),
        [owing[1][0]],
    )
    assert check(desk.book) == []


def test_same_file_twice_and_a_longer_one_book_nothing_twice(owing, tmp_path):
    desk, _ = owing
    path = a_file(tmp_path, a_row(1, "150.00"))
    bank_files.book_bank_file(desk, path)
    again = posted(bank_files.book_bank_file(desk, path))
    assert (states(again), again.booked, again.before) == (["booked_before"], 0, 1)
    longer = posted(bank_files.book_bank_file(desk, a_file(tmp_path, a_row(1, "150.00"), a_row(4, "30.00"))))
    assert states(longer) == ["booked_before", "booked"]
    assert owed(desk) == Decimal(70)


def test_unclear_payer_is_chosen_by_hand_and_known_the_next_time(owing, tmp_path):
    desk, _ = owing
    path = a_file(tmp_path, a_row(1, "40.00", payer="李四", account="6217009"), a_row(2, "5.00", payer="税务局"))
    assert states(posted(bank_files.book_bank_file(desk, path))) == ["payer_unclear", "payer_unclear"]
    done = posted(bank_files.book_bank_file(desk, path, bank_files.Choices(payers={3: "C1", 4: bank_files.SKIP})))
    assert states(done) == ["booked", "skipped"]
    assert states(posted(bank_files.book_bank_file(desk, path))) == ["booked_before", "skipped"]
    later = a_file(tmp_path, a_row(3, "41.00", payer="李四", account="6217009", day="2026/11/09"))
    found = posted(bank_files.book_bank_file(desk, later))
    assert (states(found), payer_of(found)) == (["booked"], "C1")
    with pytest.raises(DeskError, match="dealer_unknown"):
        bank_files.book_bank_file(desk, path, bank_files.Choices(payers={3: "nobody"}))


def test_line_of_a_closed_day_waits_and_the_others_are_booked(owing, tmp_path):
    desk, _ = owing
    periods.close(desk, date(2026, 11, 3))
    path = a_file(tmp_path, a_row(1, "10.00"), a_row(2, "20.00", day="2026/11/05"))
    found = posted(bank_files.book_bank_file(desk, path))
    assert states(found) == ["refused", "booked"]
    assert found.lines[0].reasons[-1].code == "date_closed"
    periods.reopen(desk)
    assert states(posted(bank_files.book_bank_file(desk, path))) == ["booked", "booked_before"]


def test_file_of_another_account_or_bank_is_told(owing, tmp_path):
    desk, _ = owing
    path = a_file(tmp_path, a_row(1, "10.00"))
    with pytest.raises(DeskError, match="bank_account_differs"):
        bank_files.book_bank_file(desk, path, bank_files.Choices(account="999"))
    bank_files.book_bank_file(desk, path)
    other = tmp_path / "ccb.csv"
    titles = ["交易日期", "交易时间", "收入", "支出", "账户余额", "币种", "摘要", "对方账号", "对方户名", "交易地点"]
    with other.open("w", encoding="utf-8", newline="") as file:
        rows = [titles, ["20261103", "10:00:00", "5", "", "5", "人民币", "转账", "62220001", "天河小卖部", ""]]
        csv.writer(file).writerows(rows)
    with pytest.raises(DeskError) as caught:
        bank_files.book_bank_file(desk, other, bank_files.Choices(account="6200000000001230"))
    assert (caught.value.code, caught.value.facts["expected"]) == ("bank_of_another", "spdb")
    assert owed(desk) == Decimal(240)


def test_unknown_layout_is_mapped_once_and_remembered(owing, tmp_path):
    desk, _ = owing
    head = ["记账", "来款", "去款", "何人", "说明"]
    path = a_file(tmp_path, ["2026-11-03", "12.00", "", "天河小卖部", "货款"], head=head)
    with pytest.raises(DeskError) as caught:
        bank_files.read_bank_file(desk, path)
    assert (caught.value.code, caught.value.facts["missing"]) == ("bank_format_unknown", "date, amount")
    titles = {"date": "记账", "income": "来款", "expense": "去款", "name": "何人", "memo": "说明"}
    for name in ("农商行", ""):  # also where nobody gives it a name yet
        with pytest.raises(DeskError) as caught:
            bank_files.read_bank_file(desk, path, bank_files.Choices(name=name, titles={**titles, "date": "没有"}))
        assert (caught.value.code, caught.value.facts) == (
            "bank_header_unknown", {"header": "没有", "found": ", ".join(head)},
        )  # fmt: skip
        with pytest.raises(DeskError, match="map_meaning_unknown"):
            bank_files.read_bank_file(desk, path, bank_files.Choices(name=name, titles={**titles, "colour": "记账"}))
    first = posted(bank_files.book_bank_file(desk, path, bank_files.Choices(name="农商行", titles=titles)))
    assert (states(first), first.bank) == (["booked"], "农商行")
    assert states(posted(bank_files.book_bank_file(desk, path))) == ["booked_before"]
    second = a_file(tmp_path, ["2026-11-04", "13.00", "", "天河小卖部", ""], head=head, name="二.csv")
    assert states(posted(bank_files.book_bank_file(desk, second))) == ["booked"]


def test_workbook_with_merged_cells_and_text_numbers(owing, tmp_path):
    desk, _ = owing
    path = tmp_path / "流水.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:I1", "浦发银行流水")
        sheet.write_row("A2", SPDB_HEAD)
        sheet.write_row("A3", [1, "", "汇入", "1,010.00", "", "2,000.00", "天河小卖部", "62220001", "货款"])
        sheet.write_row("A4", [2, "", "汇入", "￥20.00", "", "2,020.00", "天河小卖部", "62220001", "货款"])
        sheet.merge_range("B3:B4", "2026/11/03")
    found = posted(bank_files.book_bank_file(desk, path))
    assert [(line.date, line.amount, line.state) for line in found.lines] == [
        (date(2026, 11, 3), Decimal("1010.00"), "booked"),
        (date(2026, 11, 3), Decimal("20.00"), "booked"),
    ]


def test_whoever_settles_by_hand_settles_these_by_hand_too(owing, tmp_path):
    desk, _ = owing
    settling.set_way(desk, "hand", "C1")
    bank_files.book_bank_file(desk, a_file(tmp_path, a_row(1, "150.00")))
    found = settling.account_view(desk, "C1")
    assert (found.settlements, [row.remaining for row in found.credits]) == ((), [Decimal(150)])


def test_no_file_and_no_table(desk, tmp_path):
    with pytest.raises(DeskError, match="file_missing"):
        bank_files.read_bank_file(desk, tmp_path / "nothing.csv")
    words = tmp_path / "words.csv"
    words.write_text("只有一句话\n", encoding="utf-8")
    with pytest.raises(DeskError, match="file_without_table"):
        bank_files.read_bank_file(desk, words)


SAMPLES = {
    "abc_debit/*.csv": ("abc", 2),
    "alipay/*.csv": ("alipay", 1),
    "boc/credit/*.csv": ("boc", 6),
    "boc/debit/*.csv": ("boc", 4),
    "bocom_debit/*.csv": ("bocom", 3),
    "ccb/*.xls": ("ccb", 0),
    "cmb/credit/*.csv": ("cmb", 4),
    "cmb/debit/*.csv": ("cmb", 1),
    "icbc/credit/*.csv": ("icbc", 1),
    "icbc/debit-v1/*.csv": ("icbc", 5),
    "icbc/debit-v2/*.csv": ("icbc", 5),
    "spdb_debit/*.xls": ("spdb", 1),
    "wechat/*.csv": ("wechat", 5),
    "wechat/*.xlsx": ("wechat", 5),
}


@pytest.mark.skipif(not DATA.is_dir(), reason="the real exports are not here; DESK_REAL_DATA says where they are")
@pytest.mark.parametrize("pattern", SAMPLES)
def test_every_real_export_is_booked_once(desk, pattern):
    (path,) = (DATA / "example").glob(pattern)
    bank_name, incoming = SAMPLES[pattern]
    first = bank_files.read_bank_file(desk, path)
    rows = [line.row for line in first.lines if line.state == "payer_unclear"]
    assert (first.bank, len(rows)) == (bank_name, incoming)
    done = posted(bank_files.book_bank_file(desk, path, bank_files.Choices(payers=dict.fromkeys(rows, "C1"))))
    kept = [line for line in done.lines if line.state != "not_received"]
    assert {line.state for line in kept} <= {"booked", "refused", "other_currency"}
    again = posted(bank_files.book_bank_file(desk, path, bank_files.Choices(payers=dict.fromkeys(rows, "C1"))))
    assert (again.booked, again.before) == (0, done.booked)
    with desk.book.reading() as connection:
        assert query_rows(connection, "SELECT COUNT(*) AS n FROM bank_line")[0].n == done.booked


def test_separator_is_told_by_the_header(tmp_path):
    path = tmp_path / "tabs.csv"
    path.write_text("日期\t,金额\t,名称\t\n2026-11-03\t,1\t,甲\t\n", encoding="utf-8")
    assert any(grid.rows[0][0].strip() == "日期" and len(grid.rows[0]) == 3 for grid in read_grids(path))


def test_what_was_reversed_is_booked_again_only_to_a_payer_who_is_named(owing, tmp_path):
    desk, _ = owing
    path = a_file(tmp_path, a_row(1, "150.00"))
    number = posted(bank_files.book_bank_file(desk, path)).lines[0].document_number
    reversing.reverse(desk, number, reason="不是他付的")
    (line,) = bank_files.read_bank_file(desk, path).lines
    assert (line.state, line.payer, [each.code for each in line.reasons]) == (
        "payer_unclear", None, ["bank_receipt_reversed"],
    )  # fmt: skip
    assert states(posted(bank_files.book_bank_file(desk, path))) == ["payer_unclear"]
    assert owed(desk) == Decimal(250)
    again = posted(bank_files.book_bank_file(desk, path, bank_files.Choices(payers={line.row: "C1"})))
    assert states(again) == ["booked"]
    assert states(bank_files.read_bank_file(desk, path)) == ["booked_before"]
    assert (owed(desk), check(desk.book)) == (Decimal(100), [])


def test_money_that_looks_booked_is_held_beside_its_receipt(owing, tmp_path):
    desk, _ = owing
    typed = posted(money.receive_money(desk, "C1", Decimal(150), date(2026, 11, 4), "bank", remark="货款"))
    path = a_file(tmp_path, a_row(1, "150.00"), a_row(2, "20.00"))
    found = posted(bank_files.book_bank_file(desk, path))
    assert states(found) == ["held", "booked"]
    (why, *_) = found.lines[0].reasons
    facts = (why.code, why.facts["number"], why.facts["date"], why.facts["amount"], why.facts["buyer"])
    assert facts == ("bank_looks_booked", typed.number, date(2026, 11, 4), Decimal(150), "天河小卖部")
    assert owed(desk) == 80
    assert states(posted(bank_files.book_bank_file(desk, path))) == ["held", "booked_before"]
    named = posted(bank_files.book_bank_file(desk, path, bank_files.Choices(payers={3: "C1"})))  # it is another payment
    assert states(named) == ["booked", "booked_before"]
    assert owed(desk) == -70


@pytest.mark.parametrize(("typed", "state"), [(date(2026, 11, 20), "held"), (date(2026, 10, 28), "booked")])
def test_a_receipt_typed_weeks_after_the_money_came_is_that_money(owing, tmp_path, typed, state):
    """Whoever catches up at the month's end dates it today; nobody writes a receipt before the money is there."""
    desk, _ = owing
    money.receive_money(desk, "C1", Decimal(150), typed, "bank")
    assert states(posted(bank_files.book_bank_file(desk, a_file(tmp_path, a_row(1, "150.00"))))) == [state]


def test_another_payment_of_the_same_amount_a_week_later_is_another(owing, tmp_path):
    desk, _ = owing
    path = a_file(tmp_path, a_row(1, "20.00", day="2026/11/13"))
    assert states(posted(bank_files.book_bank_file(desk, path))) == ["booked"]
    assert states(posted(bank_files.book_bank_file(desk, a_file(tmp_path, a_row(2, "20.00"), name="早.csv")))) == [
        "booked"
    ]


def test_the_same_money_in_a_file_saved_again_is_held(owing, tmp_path):
    desk, _ = owing
    rows = [a_row(1, "150.00"), a_row(2, "20.00"), a_row(3, "20.00")]
    assert states(posted(bank_files.book_bank_file(desk, a_file(tmp_path, *rows)))) == ["booked"] * 3
    again = [[row[0], row[1].split()[0], row[2], row[3], "", "", *row[6:]] for row in rows]  # no time, no balance
    found = posted(bank_files.book_bank_file(desk, a_file(tmp_path, *again, a_row(4, "20.00"), name="另存.csv")))
    assert states(found) == ["held", "held", "held", "booked"]  # a third payment of 20 is one more
    assert owed(desk) == 40


def test_money_from_before_the_account_began_waits_for_a_person(desk, tmp_path):
    money.book_opening(desk, "C1", Decimal(500), date(2026, 10, 1))
    path = a_file(tmp_path, a_row(1, "150.00", day="2019/11/03"), a_row(2, "20.00"))
    found = posted(bank_files.book_bank_file(desk, path))
    assert states(found) == ["held", "booked"]
    assert (found.lines[0].reasons[0].code, found.lines[0].reasons[0].facts["opening"]) == (
        "bank_before_opening",
        date(2026, 10, 1),
    )
    assert periods.next_month(desk).month >= date(2026, 10, 1)
    assert states(posted(bank_files.book_bank_file(desk, path, bank_files.Choices(payers={3: "C1"})))) == [
        "booked",
        "booked_before",
    ]


def test_what_was_left_out_by_mistake_is_booked_once_its_payer_is_named(owing, tmp_path):
    desk, _ = owing
    path = a_file(tmp_path, a_row(1, "150.00"))
    row = bank_files.read_bank_file(desk, path).lines[0].row
    assert states(posted(bank_files.book_bank_file(desk, path, bank_files.Choices(payers={row: bank_files.SKIP})))) == [
        "skipped"
    ]
    assert states(posted(bank_files.book_bank_file(desk, path))) == ["skipped"]
    assert states(posted(bank_files.book_bank_file(desk, path, bank_files.Choices(payers={row: "C1"})))) == ["booked"]
    assert states(bank_files.read_bank_file(desk, path)) == ["booked_before"]
    assert owed(desk) == Decimal(100)


def test_money_from_ones_own_other_account_is_told_as_a_transfer(owing, tmp_path):
    """An account is one's own once a file of it was read; the file's own account on its own rows tells nothing."""
    first = a_file(tmp_path, a_row("1", "5"), account="6200000000009990", name="a.csv")
    bank_files.book_bank_file(owing[0], first)
    rows = (
        a_row("2", "700", payer="王五", account="6200000000009990"),
        a_row("3", "800", payer="王五", account="6200000000001230"),
        a_row("4", "900", payer="王五", account="62229999"),
    )
    found = bank_files.read_bank_file(owing[0], a_file(tmp_path, *rows, name="b.csv"))
    told = [[each.code for each in line.reasons] for line in found.lines]
    assert ([line.state for line in found.lines], told) == (["payer_unclear"] * 3, [["bank_own_transfer"], [], []])
