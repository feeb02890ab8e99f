"""Strangers' bank files and books: which way money went, what was given back, what looks alike, what doesn't follow."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.actions.bank import bank_files
from desktop.actions.documents import money
from desktop.actions.headquarters.queued import posted
from desktop.actions.imports import book_files
from desktop.actions.imports.book_files import OtherFile
from desktop.actions.reconciliation import reconciliation
from domain.errors import DeskError
from tests.building.desktop.a_desk import a_desk

CMB = "交易日,交易时间,起息日,交易类型,借方金额,贷方金额,余额,摘要,流水号,收(付)方名称,收(付)方帐号,收(付)方开户行名"
ICBC = "凭证号,本方账号,对方账号,交易时间,借/贷,借方发生额,贷方发生额,对方行号,摘要,用途,对方单位名称,余额,个性化信息"
WECHAT = "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注"
ALIPAY = "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注"


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path / "desk") as opened:
        money.book_note(opened, "debit_note", "C1", Decimal(5000), date(2026, 11, 1))
        yield opened


def text(folder, *lines, name="flow.csv", encoding="gb18030"):
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def shown(found):
    return [(line.row, str(line.date), line.direction, str(line.amount)) for line in found.lines]


def codes(found):
    return [(remark.code, remark.line) for remark in found.remarks]


def mapped(**titles):
    return bank_files.Choices(name="别家", titles=titles)


def test_company_accounts_of_big_banks_are_known(desk, tmp_path):
    line = "20261124,102030,20261124,转账,,4000.00,14000.00,货款,C1,天河小卖部,4400,某支行"
    cmb = bank_files.read_bank_file(desk, text(tmp_path, "账号,769900001110001", CMB, line))
    assert (cmb.layout, cmb.account, shown(cmb)) == (
        "cmb_corp", "769900001110001", [(3, "2026-11-24", "in", "4000.00")],
    )  # fmt: skip
    rows = (
        '0,36001,36009,2026-11-24-10.20.30.123456,贷,0.00,"2,000.00",102,货款,货款,天河小卖部,"12,000.00",',
        '0,36001,36009,2026-11-25-10.20.30.123456,借,100.00,0.00,102,手续费,,工行,"11,900.00",',
    )
    icbc = bank_files.read_bank_file(desk, text(tmp_path, ICBC, *rows))
    assert (icbc.layout, icbc.account) == ("icbc_corp", "36001")
    assert shown(icbc) == [(2, "2026-11-24", "in", "2000.00"), (3, "2026-11-25", "out", "100.00")]
    assert icbc.lines[0].payer_name == "天河小卖部"


@pytest.mark.parametrize(("title", "words"), [
    ("收支方向", ("收入", "支出")), ("借/贷", ("贷", "借")), ("标志", ("转入", "转出")), ("业务", ("来账", "往账")),
    ("D/C", ("Cr", "Dr")), ("类别", ("收入(+)", "支出(-)")),
])  # fmt: skip
def test_the_way_is_read_from_words_whatever_their_column(desk, tmp_path, title, words):
    lines = [f"2026-11-0{day},{word},{day}0.00,天河小卖部" for day, word in enumerate(words, 3)]
    path = text(tmp_path, f"日子,{title},钱,谁", *lines)
    found = bank_files.read_bank_file(desk, path, mapped(date="日子", amount="钱", name="谁"))
    assert [(direction, amount) for _, _, direction, amount in shown(found)] == [("in", "30.00"), ("out", "40.00")]


def test_bare_figures_go_as_the_balance_proves_or_are_not_booked(desk, tmp_path):
    choices = {"date": "日子", "amount": "钱", "name": "谁"}
    lines = ["2026-11-03,30,天河,1030", "2026-11-04,40,税务局,990", "2026-11-05,10,天河,1000"]
    proved = bank_files.read_bank_file(
        desk, text(tmp_path, "日子,钱,谁,余额", *lines), mapped(**choices, balance="余额")
    )
    assert [direction for _, _, direction, _ in shown(proved)] == ["out", "in"]
    assert codes(proved) == [("bank_row_sign", 2)]
    bare = text(tmp_path, "日子,钱,谁", *(line.rsplit(",", 1)[0] for line in lines), name="bare.csv")
    untold = bank_files.read_bank_file(desk, bare, mapped(**choices))
    assert (untold.lines, [code for code, _ in codes(untold)]) == ((), ["bank_row_sign"] * 3)


def test_a_word_nobody_knows_is_no_receipt(desk, tmp_path):
    path = text(tmp_path, "日期,金额,方向,户名", "2026-11-03,30,转存,天河小卖部", "2026-11-04,40,收,天河小卖部")
    found = bank_files.read_bank_file(desk, path, mapped(date="日期", amount="金额", direction="方向", name="户名"))
    assert (len(found.lines), codes(found)) == (1, [("bank_row_sign", 2)])


def test_one_custom_of_dates_for_a_whole_column(desk, tmp_path):
    rows = ("20/11/2026,10,天河小卖部", "12/11/2026,20,天河小卖部")
    path = text(tmp_path, "日期,收入,支出,户名", *(row.replace(",天", ",,天") for row in rows))
    found = bank_files.read_bank_file(desk, path, mapped(date="日期", income="收入", expense="支出", name="户名"))
    assert [day for _, day, _, _ in shown(found)] == ["2026-11-20", "2026-11-12"]
    lone = text(tmp_path, "日期,收入,支出,户名", "12/11/2026,20,,天河小卖部", name="lone.csv")
    asked = bank_files.read_bank_file(desk, lone, mapped(date="日期", income="收入", expense="支出", name="户名"))
    assert (asked.lines, codes(asked)) == ((), [("bank_row_day_order", 2)])


def test_money_given_back_is_taken_off_and_never_booked_by_itself(desk, tmp_path):
    rows = (
        '2026-11-23 09:00:00,收款,天河小卖部,货款,收入,"¥1,000.00",/,已存入零钱,1001,100,/',
        "2026-11-23 09:05:00,转账,天河小卖部,货款,收入,¥200.00,/,已全额退款,1002,101,/",
        "2026-11-23 09:06:00,转账-退款,天河小卖部,货款,支出,¥200.00,/,已全额退款,1003,101,/",
        "2026-11-23 09:08:00,消费,天河小卖部,货款,收入,¥300.00,/,已退款(￥100.00),1004,102,/",
    )
    found = posted(bank_files.book_bank_file(desk, text(tmp_path, "微信支付账单明细", WECHAT, *rows, encoding="utf-8")))
    assert [(line.row, str(line.amount), line.state) for line in found.lines] == [
        (3, "1000.00", "booked"), (5, "200.00", "not_received"), (6, "200.00", "held"),
    ]  # fmt: skip
    assert found.lines[-1].reasons[0].code == "bank_part_refunded"
    assert codes(found) == [("bank_row_refunded", 4)]


def alipay(folder, name, *rows):
    return text(folder, "支付宝账户：shop@example.com", ALIPAY, *rows, name=name)


def test_a_file_saved_again_by_a_spreadsheet_books_nothing_twice(desk, tmp_path):
    number = "2026112022001144441234567890"
    raw = alipay(
        tmp_path, "raw.csv",
        f"2026-11-20 21:32:14,商业,天河小卖部,a***@b.c,货款,收入,1234.50,余额,交易成功,{number}\t,T1\t,,",
        f"2026-11-21 08:01:02,退款,天河小卖部,a***@b.c,退款,不计收支,50.00,余额,退款成功,{number}_1\t,T1\t,,",
    )  # fmt: skip
    first = posted(bank_files.book_bank_file(desk, raw))
    assert (str(first.lines[0].amount), first.lines[0].state) == ("1184.50", "held")
    named = bank_files.Choices(payers={3: "C1"})
    assert posted(bank_files.book_bank_file(desk, raw, named)).booked == 1
    again = alipay(
        tmp_path, "excel.csv",
        "2026/11/20 21:32,商业,天河小卖部,a***@b.c,货款,收入,1234.5,余额,交易成功,2.02611E+27,T1,,",
    )  # fmt: skip
    found = posted(bank_files.book_bank_file(desk, again))
    assert (found.booked, found.lines[0].state, found.lines[0].reasons[0].code) == (
        0, "held", "bank_looks_booked",
    )  # fmt: skip
    assert posted(bank_files.book_bank_file(desk, again, named)).booked == 1


SPDB = "顺序号,交易日期,交易类型,存入金额,取出金额,余额,交易对手名称,交易对手账号,附言"


def spdb(folder, *rows, name="flow.csv"):
    return text(folder, "账号,6200000000001230", SPDB, *rows, name=name)


def test_a_receipt_typed_by_hand_holds_the_banks_line_for_a_person(desk, tmp_path):
    number = posted(money.receive_money(desk, "C1", Decimal(300), date(2026, 11, 4))).number
    rows = ("1,2026/11/05 10:00:00,汇入,300.00,,1300.00,天河小卖部,62220001,货款",)
    found = posted(bank_files.book_bank_file(desk, spdb(tmp_path, *rows)))
    (line,) = found.lines
    assert (found.booked, line.state, line.reasons[0].code, line.reasons[0].facts["number"]) == (
        0, "held", "bank_looks_booked", number,
    )  # fmt: skip


def test_a_row_before_the_books_begin_is_not_booked_by_itself(desk, tmp_path):
    money.book_opening(desk, "C1", Decimal(100), date(2026, 10, 1))
    rows = ("1,2019/09/05 10:00:00,汇入,300.00,,1300.00,天河小卖部,62220001,货款",)
    (line,) = posted(bank_files.book_bank_file(desk, spdb(tmp_path, *rows))).lines
    assert (line.state, line.reasons[0].code) == ("held", "bank_before_opening")


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_running_balance_that_departs_is_told_with_its_row(desk, tmp_path, newest_first):
    rows = [
        "1,2026/11/03 10:00:00,汇入,30.00,,1030.00,甲,1,x",
        "2,2026/11/04 10:00:00,汇出,,40.00,990.00,乙,2,x",
        "3,2026/11/05 10:00:00,汇入,10.00,,1500.00,丙,3,x",
        "4,2026/11/06 10:00:00,汇入,10.00,,1510.00,丁,4,x",
    ]
    found = bank_files.read_bank_file(desk, spdb(tmp_path, *(reversed(rows) if newest_first else rows)))
    (told,) = [remark for remark in found.remarks if remark.code == "balance_departs"]
    assert told.facts == {"row": 4 if newest_first else 5, "told": Decimal(1500), "expected": Decimal(1000)}
    good = spdb(tmp_path, *rows[:2], name="good.csv")
    assert bank_files.read_bank_file(desk, good).remarks == ()


def test_a_guess_that_lacks_nothing_says_so(desk, tmp_path):
    path = text(tmp_path, "日期,收入,支出,对方名称", "2026-11-03,10,,天河小卖部")
    with pytest.raises(DeskError) as asked:
        bank_files.read_bank_file(desk, path)
    assert (asked.value.code, asked.value.facts["missing"]) == ("bank_format_guessed", "")


# ---- the other side's book ------------------------------------------------------------------------------------------

START, END = date(2026, 10, 1), date(2026, 10, 31)


@pytest.fixture
def owed(tmp_path):
    with a_desk(tmp_path / "owed") as opened:
        money.book_note(opened, "debit_note", "C1", Decimal(50), date(2026, 9, 30))
        money.book_note(opened, "debit_note", "C1", Decimal(60), date(2026, 10, 5))
        yield opened


def book(folder, *rows, name="theirs.csv"):
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def compared(desk, path, kept_by="", **more):
    return reconciliation.reconcile_account(desk, "C1", START, END, OtherFile(path, kept_by, **more))


HEAD = ["日期", "单号", "借方", "贷方", "余额"]


@pytest.mark.parametrize("amount", ["待确认", "1.5万亿元", "?60"])
def test_an_amount_that_can_not_be_read_is_never_passed_over(owed, tmp_path, amount):
    rows = [HEAD[:4], ["2026-10-05", "X", "60", ""], ["2026-10-06", "Y", amount, ""]]
    found = compared(owed, book(tmp_path, *rows), "seller")
    assert not found.agrees
    assert ("bank_row_amount", 3) in [(each.code, each.line) for each in found.remarks]


def test_a_map_is_for_the_account_it_was_taught_for(owed, tmp_path):
    head = ["日期", "单号", "金额", "借方金额"]
    path = book(tmp_path, head, ["2026-10-05", "X", "60", "999"], ["2026-10-06", "Y", "-10", "999"])
    before = compared(owed, path, "seller").their_closing
    book_files.remember_book(owed, OtherFile(path, "seller", {"date": "日期", "amount": "借方金额"}, "别家"), "C2")
    assert compared(owed, path, "seller").their_closing == before
    other = reconciliation.reconcile_account(owed, "C2", START, END, OtherFile(path, "seller"))
    assert other.their_closing == Decimal(1998)


def test_an_account_may_have_maps_of_several_layouts(owed, tmp_path):
    one = book(tmp_path, ["哪天", "加", "减"], ["2026-10-05", "60", ""], name="one.csv")
    two = book(tmp_path, ["日子", "多", "少"], ["2026-10-05", "60", ""], name="two.csv")
    for path, titles in ((one, ("哪天", "加", "减")), (two, ("日子", "多", "少"))):
        taught = dict(zip(("date", "income", "expense"), titles, strict=True))
        book_files.remember_book(owed, OtherFile(path, "seller", taught, "C1"), "C1")
    assert compared(owed, one, "seller").their_closing == Decimal(110)
    assert compared(owed, two, "seller").their_closing == Decimal(110)


PLAIN_BANK = "日期,摘要,支出,收入,余额,对方户名,对方账号"


def plain(folder, *rows, name="flow.csv"):
    return text(folder, f"账号：{name},", PLAIN_BANK, *rows, name=name)


def test_a_receipt_the_bank_took_back_is_no_receipt(desk, tmp_path):
    rows = (
        "2026-11-20,货款,,300.00,1300.00,天河小卖部,4400", "2026-11-20,货款,,300.00,1600.00,越秀超市,5500",
        "2026-11-21,冲正,300.00,,1300.00,天河小卖部,", "2026-11-22,红字,,-300.00,1000.00,越秀超市,",
        "2026-11-23,抹账,9.00,,991.00,谁,",
    )  # fmt: skip
    found = bank_files.read_bank_file(desk, plain(tmp_path, *rows), mapped())
    assert [line.direction for line in found.lines] == ["out", "out", "out"]
    assert codes(found) == [("bank_row_reversed", 3), ("bank_row_reversed", 4), ("bank_reversal_alone", 7)]


def test_own_money_that_came_back_is_no_customers(desk, tmp_path):
    rows = (
        "2026-11-20,付货款,800.00,,200.00,某供应商,9900", "2026-11-22,退汇,,800.00,1000.00,某供应商,9900",
        "2026-11-23,退汇,,55.00,1055.00,天河小卖部,4400",
    )  # fmt: skip
    path = plain(tmp_path, *rows)
    found = bank_files.read_bank_file(desk, path, mapped())
    assert codes(found) == [("bank_row_returned", 4)]
    held = found.lines[-1]
    assert (held.row, held.state, held.reasons[0].code) == (5, "held", "bank_says_reversal")
    done = posted(bank_files.book_bank_file(desk, path, replace(mapped(), payers={5: "C1"})))  # a person knows better
    assert (done.booked, done.booked_amount) == (1, Decimal(55))


def test_a_map_of_a_bank_file_is_for_its_account_and_layout(desk, tmp_path):
    head = "日子,数目,对方"
    one = text(tmp_path, "账号：111111,", head, "2026-11-20,300.00,天河小卖部", "2026-11-21,-9.00,工行", name="a.csv")
    two = text(tmp_path, "账号：222222,", head, "2026-11-20,-300.00,天河小卖部", "2026-11-21,9.00,工行", name="b.csv")
    titles = {"date": "日子", "amount": "数目", "name": "对方"}
    first = posted(bank_files.book_bank_file(desk, one, bank_files.Choices(name="甲行", titles=titles)))
    assert (first.account, shown(first)[0][2:]) == ("111111", ("in", "300.00"))
    with pytest.raises(DeskError, match="bank_format"):  # the same header, another account: nobody said how it is read
        bank_files.read_bank_file(desk, two)
    bank_files.book_bank_file(desk, two, bank_files.Choices(name="乙行", titles=titles, inverted=True))
    assert [shown(bank_files.read_bank_file(desk, path))[0][2] for path in (one, two)] == ["in", "in"]
    third = text(tmp_path, head, "2026-11-22,1.00,谁", "2026-11-23,-1.00,谁", name="c.csv")
    with pytest.raises(DeskError, match="bank_format"):  # whose account it is isn't told, and two readings are known
        bank_files.read_bank_file(desk, third)


STATES = "日期,支出,收入,对方户名,状态,币种"


def test_a_state_nobody_knows_waits_for_a_person(desk, tmp_path):
    rows = (
        "2026-11-20,,300.00,天河小卖部,交易成功,", "2026-11-20,,301.00,天河小卖部,,",
        "2026-11-20,,302.00,天河小卖部,挂起,", "2026-11-20,,303.00,天河小卖部,部分退款,",
        "2026-11-20,,304.00,天河小卖部,未成功,", "2026-11-20,,305.00,天河小卖部,对方已退还,",
    )  # fmt: skip
    path = text(tmp_path, STATES, *rows)
    titles = {"date": "日期", "expense": "支出", "income": "收入", "name": "对方户名", "status": "状态"}
    found = posted(bank_files.book_bank_file(desk, path, mapped(**titles)))
    assert [(line.row, line.state) for line in found.lines] == [
        (2, "booked"), (3, "booked"), (4, "held"), (5, "held"),
    ]  # fmt: skip
    assert [(line.reasons[0].code, line.reasons[0].facts) for line in found.lines[2:]] == [
        ("bank_state_unknown", {"status": "挂起"}), ("bank_state_unknown", {"status": "部分退款"}),
    ]  # fmt: skip
    assert codes(found) == [("bank_row_waiting", 6), ("bank_row_refunded", 7)]
    named = posted(bank_files.book_bank_file(desk, path, replace(mapped(**titles), payers={4: "C1"})))
    assert (named.booked, named.booked_amount) == (1, Decimal(302))


def test_money_of_another_currency_is_told_with_its_row(desk, tmp_path):
    rows = ("2026-11-20,,300.00,天河小卖部,,美元", "2026-11-20,,301.00,天河小卖部,,人民币(元)")
    titles = {"date": "日期", "expense": "支出", "income": "收入", "name": "对方户名", "currency": "币种"}
    first, second = bank_files.read_bank_file(desk, text(tmp_path, STATES, *rows), mapped(**titles)).lines
    (told,) = first.reasons
    assert (first.state, told.code, told.severity, told.line) == ("other_currency", "bank_other_currency", "warn", 2)
    assert told.facts == {"amount": Decimal("300.00"), "currency": "美元"}
    assert second.state == "proposed"


@pytest.mark.parametrize(("above", "head"), [
    ("单位：万元", "日期,支出,收入,对方户名"), ("账号:1,币种：美元", "日期,支出,收入,对方户名"),
    ("流水", "日期,支出(万元),收入(万元),对方户名"),
])  # fmt: skip
def test_a_bank_file_that_is_not_in_yuan_is_not_read(desk, tmp_path, above, head):
    path = text(tmp_path, above, head, "2026-11-20,,1.5,天河小卖部")
    _, expense, income, _ = head.split(",")
    with pytest.raises(DeskError, match="figures_scaled"):
        bank_files.read_bank_file(desk, path, mapped(date="日期", expense=expense, income=income, name="对方户名"))


@pytest.mark.parametrize("title", ["业务状态", "处理结果", "支付状态", "TxnStatus"])
def test_a_state_is_read_from_whatever_column_says_one(desk, tmp_path, title):
    rows = ("2026-11-20,,300.00,天河小卖部,交易失败", "2026-11-20,,301.00,天河小卖部,交易成功")
    path = text(tmp_path, f"日期,支出,收入,对方户名,{title}", *rows, "2026-11-20,,302.00,天河小卖部,待入账")
    titles = {"date": "日期", "expense": "支出", "income": "收入", "name": "对方户名"}
    found = bank_files.read_bank_file(desk, path, mapped(**titles))
    assert ([line.row for line in found.lines], codes(found)) == (
        [3],
        [("bank_row_closed", 2), ("bank_row_waiting", 4)],
    )


def test_the_states_of_a_customers_book_drop_none_of_its_rows(owed, tmp_path):
    rows = [["日期", "单号", "金额", "状态", "退款金额"], ["2026-10-05", "X", "60", "待审核", "60"]]
    found = compared(owed, book(tmp_path, *rows), "seller")
    assert found.their_closing == Decimal(110)  # 50 from before and the 60
