"""What comes to the sample desk from outside at a month's end: a bank's files, HQ's statements, a customer's book."""

import csv
import datetime as dt

from desktop.actions.imports.book_files import OtherFile
from desktop.actions.reconciliation import reconciliation
from tests.building.sync.statements import a_statement as made

FX001 = "GD01:FX001"
PERIOD = (dt.date(2026, 11, 1), dt.date(2026, 11, 22))
NUMBER = "DZD-00-202611-0001"
OTHER = "DZD-00-202610-0001"
HEAD = ["顺序号", "交易日期", "交易类型", "存入金额", "取出金额", "余额", "交易对手名称", "交易对手账号", "附言"]
ODD = ["入账日", "客户付款金额", "谁付的", "备注"]


def a_file(folder, name="浦发流水.csv", payer=("王小明", "466.00", "代付")):
    path = folder / name
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["账号", "6200000000001230", "账户类型", "借记卡"])
        writer.writerow(HEAD)
        for place, (who, amount, memo) in enumerate(
            (
                ("福星便利连锁（深圳南山）", "3000.00", "货款"),
                ("珠海海湾商行", "12500.00", "11 月货款"),
                payer,
                ("某物业公司", "88.00", "退押金"),
            )
        ):
            writer.writerow(
                [place, f"2026/11/20  14:06:5{place}", "汇入", amount, "", "1000.00", who, f"6222{place}", memo]
            )
        writer.writerow([9, "2026/11/21  09:00:00", "支付", "", "12.00", "988.00", "电信", "", "话费"])
    return path


def an_odd_file(folder, name="农商行.csv"):
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(ODD)
        writer.writerow(["2026-11-19", "700.00", "越秀超市有限公司", "货款"])
    return path


def a_statement(number, days, entries, closing, *, opening=0, seller="HQ", buyer="GD01"):
    body = made(number, entries, seller=seller, buyer=buyer, days=days, issued="2026-11-22", opening=opening)
    assert body.closing == closing * 100
    return body


def entry(day, number, debit, kind="delivery"):
    return day, kind, number, debit


def put_statements(desk):
    """October's agrees with the opening balance in our book; in November one document was never delivered here."""
    october = [entry("2026-10-01", "QC-00-261001-0001", "482150.00", "opening")]
    november = [entry("2026-11-03", "XSCK-00-261103-0001", "700.00")]
    with desk.book.writing() as writing:
        body = a_statement(OTHER, ("2026-10-01", "2026-10-31"), october, 482150)
        writing.put("dealer/GD01", "statement", OTHER, body)
        body = a_statement(NUMBER, ("2026-11-01", "2026-11-20"), november, 482850, opening=482150)
        writing.put("dealer/GD01", "statement", NUMBER, body)


def the_books(desk, folder):
    """A customer's book that says nothing, compared with ours."""
    path = folder / "空.csv"
    path.write_text("日期,单据编号,借方,贷方\n2026-11-02,A-1,,1\n", encoding="utf-8")
    return reconciliation.reconcile_account(desk, FX001, *PERIOD, OtherFile(path))


def their_book(folder, found, head):
    """The customer's own ledger: our documents, but one amount turned round, one left out and one of theirs only."""
    ours = [row for match in found.leftovers for row in match.ours] + [r for m in found.matches for r in m.ours]
    assert len(ours) >= 2
    path = folder / "福星便利账.csv"
    rows = [
        [row.date.isoformat(), row.number, str(max(row.amount, 0)) if place else "1.00", str(max(-row.amount, 0))]
        for place, row in enumerate(ours[:-1])
    ]
    rows.append(["2026-11-21", "FK-9", "", "300.00"])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path
