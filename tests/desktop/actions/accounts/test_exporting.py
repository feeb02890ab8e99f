"""Every list is given out as a workbook or as CSV, row by row as the books hold it."""

import csv
import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from desktop.actions.accounts import settling
from desktop.actions.accounts.account_views import BankLineRow, ObjectionRow, PayerGuess, PlannedSettlement
from desktop.actions.accounts.settling import account_view
from desktop.actions.documents import deliveries, money
from desktop.actions.headquarters.queued import posted
from desktop.actions.headquarters.requests import RequestView
from desktop.actions.policies.policies import policy_view
from desktop.actions.policies.views import RebateRow
from desktop.actions.rebates.json_forms import row_form
from desktop.actions.rebates.steps import next_of
from desktop.actions.statements import papers, replies
from desktop.labels import NAMES
from desktop.listings import workbooks as exporting
from desktop.listings.accounts import month_lines
from desktop.listings.bank_money import BankLine
from desktop.listings.policies import price_lines
from desktop.listings.registry import LISTINGS
from desktop.listings.workbooks import ListQuery, ShownList
from desktop.ui.rebates import telling
from domain.errors import DeskError
from domain.explain import Reason, Step
from domain.parties.dealers import Dealer
from domain.rebates.period_rebate import IfReached
from tests.building.desktop.a_desk import TODAY
from tests.building.desktop.book_reader import read_book

D = Decimal
OCTOBER = dt.date(2026, 10, 5)
NEEDED = {"account": "C1", "number": "", "policy": "P", "source": "x", "period": "2026-11"}
FORMATS = {
    "money": {"#,##0.00;[Red]-#,##0.00"},
    "price": {"#,##0.0000;[Red]-#,##0.0000"},
    "quantity": {"#,##0.###;[Red]-#,##0.###", "#,##0;[Red]-#,##0"},
    "integer": {"0;[Red]-0"},
    "percent": {"0%", "0.00%"},
    "date": {"yyyy-mm-dd"},
    "stamp": {"yyyy-mm-dd hh:mm"},
    "text": {"@"},
}
VALUES = {"date": dt.date, "stamp": dt.datetime, "text": str}


def sheet_of(desk, kind, folder, language="zh", **wish):
    """The one sheet of a list as a command gives it out."""
    done = exporting.export(desk, kind, folder / f"{kind}.xlsx", language, wish=ListQuery(**wish))
    (sheet,) = read_book(done.path).values()
    assert done.rows == len(sheet.values)
    return sheet


@pytest.fixture
def trading(desk, order):
    """Goods delivered, debts and money on C1's account, one settlement undone, a statement answered with objections."""
    delivery = posted(deliveries.deliver(desk, order.number))
    debit = posted(money.book_note(desk, "debit_note", "C1", D("300.50"), OCTOBER)).number
    money.receive_money(desk, "C1", D(100), dt.date(2026, 10, 20), "bank", "SK-1", way="oldest")
    settling.unsettle(desk, documents=[debit])
    settling.settle(desk, "C1", "oldest")
    money.receive_money(desk, "C1", D(25), TODAY, "cash", prepay=True)
    paper = posted(papers.issue_statement(desk, "C1", OCTOBER, TODAY))
    line = ObjectionRow(delivery.number, "short_delivery", delivery.amount, delivery.amount - 3, "少一瓶")
    replies.record_reply(desk, paper.number, "differs", TODAY, "掌柜", lines=[line], original=True)
    return desk, paper.number, delivery, debit


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["orders", "customers", "products", "stock", "documents"])
def test_every_list_becomes_a_file(desk, order, tmp_path, kind, ending):
    deliveries.deliver(desk, order.number)
    done = exporting.export(desk, kind, tmp_path / f"{kind}.{ending}")
    assert done.path.stat().st_size > 50
    assert done.rows > 0


def test_csv_holds_the_stock_as_it_stands(desk, tmp_path):
    exporting.export(desk, "stock", tmp_path / "stock.csv")
    with (tmp_path / "stock.csv").open(encoding="utf-8-sig", newline="") as file:
        told = {cell for row in csv.reader(file) for cell in row}
    assert {"W550", "COLA", "240", "48"} <= told


def test_every_list_has_a_name_and_no_title_twice():
    assert set(LISTINGS) == set(NAMES["list"])
    for kind, listed in LISTINGS.items():
        for titles in ([each.zh for each in listed.columns], [each.en for each in listed.columns]):
            assert len(set(titles)) == len(titles), kind
        assert listed.needs <= listed.takes, kind


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "kind", [each for each, listed in LISTINGS.items() if not listed.needs - {"account", "number"}]
)
def test_cells_have_their_types_and_sums_are_what_they_sum(trading, tmp_path, kind, language):
    desk, number, *_ = trading
    asked = {each: {"number": number}.get(each, NEEDED[each]) for each in LISTINGS[kind].needs}
    sheet = sheet_of(desk, kind, tmp_path, language, **asked)
    types = {(each.zh if language == "zh" else each.en): str(each.type.sheet) for each in LISTINGS[kind].columns}
    assert (sheet.frozen, sheet.filtered.startswith("A1:")) == ((1, 0), True)
    for row in sheet.rows[1 : 1 + len(sheet.values)]:
        for title, cell in zip(sheet.heads, row, strict=True):
            if cell.value is not None:
                known = types[title] if title not in {"计入", "Counted"} else "money"
                assert isinstance(cell.value, VALUES.get(known, Decimal)), title
                assert cell.format in FORMATS[known], title
    for title, cell in sheet.totals.items():
        assert cell.formula.startswith("SUBTOTAL(109,")
        assert cell.value == sum(each for each in sheet.column(title) if each is not None)
        assert types[title] in {"money", "integer"}
        assert "单价" not in title
        assert "price" not in title.lower()
    if sheet.totals and len(sheet.values) > 1:
        assert sheet.rows[-1][0].value == ("合计" if language == "zh" else "Total")


def test_open_items_are_those_of_the_account(trading, tmp_path):
    desk, _, delivery, debit = trading
    view = account_view(desk, "C1")
    debts, credits_ = sheet_of(desk, "debts", tmp_path, account="C1"), sheet_of(desk, "credits", tmp_path, account="C1")
    assert dict(zip(debts.column("单号"), debts.column("未付"), strict=True)) == {
        debit: D("200.5"),
        delivery.number: delivery.amount,
    }
    assert debts.totals["未付"].value - credits_.totals["未核销"].value == view.balance
    assert "这次核销" not in debts.heads
    assert credits_.column("留作预收") == ["是"]
    everybody = sheet_of(desk, "debts", tmp_path)
    assert everybody.values == debts.values
    made = sheet_of(desk, "settlements", tmp_path)
    assert made.values == sheet_of(desk, "settlements", tmp_path, account="C1").values
    assert made.totals["金额"].value == sum(each.amount for each in view.settlements if not each.void)


def test_the_ledger_runs_to_the_balance_from_any_day(trading, tmp_path):
    desk, *_ = trading
    whole = sheet_of(desk, "ledger", tmp_path, account="C1")
    assert whole.column("余额")[-1] == account_view(desk, "C1").balance
    assert whole.totals["欠款增加"].value - whole.totals["欠款减少"].value == whole.column("余额")[-1]
    part = sheet_of(desk, "ledger", tmp_path, account="C1", start=dt.date(2026, 11, 1))
    assert part.column("种类")[0] == "期初余额"
    assert part.column("余额")[0] == D("200.5")
    assert part.column("余额")[-1] == whole.column("余额")[-1]
    with pytest.raises(DeskError, match="statement_period"):
        sheet_of(desk, "ledger", tmp_path, account="C1", start=TODAY, end=OCTOBER)


def test_ages_add_up_to_the_balance_of_each(trading, tmp_path):
    desk, *_ = trading
    ages = sheet_of(desk, "ageing", tmp_path)
    for row in ages.values:
        assert sum(row[3:9]) == row[2]
    assert ages.totals["余额"].value == account_view(desk, "C1").balance


def test_answers_and_what_is_disputed(trading, tmp_path):
    desk, number, delivery, _ = trading
    answered = sheet_of(desk, "replies", tmp_path, only="differs")
    assert answered.column("对账单") == [number]
    assert answered.column("答复方式") == ["回执"]
    assert answered.column("未回账龄") == [None]
    assert sheet_of(desk, "replies", tmp_path, only="waiting").values == []
    (line,) = sheet_of(desk, "objections", tmp_path).values
    assert line == [
        number,
        "C1",
        "天河小卖部",
        delivery.number,
        "少货",
        delivery.amount,
        delivery.amount - 3,
        3,
        "少一瓶",
    ]
    assert sheet_of(desk, "unanswered", tmp_path).values == []
    told = sheet_of(desk, "compared", tmp_path, number=number)
    assert set(told.column("核对结果")) == {None}  # our own statement: there is no second book beside it
    assert "C2" in sheet_of(desk, "without_statement", tmp_path).column("客户")


def test_documents_of_several_kinds_have_no_sum_but_their_effect(trading, tmp_path):
    desk, *_ = trading
    every = sheet_of(desk, "documents", tmp_path)
    assert list(every.totals) == ["欠款增减"]
    assert every.totals["欠款增减"].value == account_view(desk, "C1").balance
    money_ = sheet_of(desk, "documents", tmp_path, only="money_receipt")
    assert (money_.totals["金额"].value, money_.totals["欠款增减"].value) == (125, -125)
    assert sorted(money_.column("方式")) == ["现金", "银行转账"]
    lines = sheet_of(desk, "document_lines", tmp_path, only="delivery")
    assert lines.column("货号") == ["W550", "COLA"]
    assert sheet_of(desk, "documents", tmp_path, start=TODAY, only="debit_note").values == []


def test_rebates_become_real_numbers_and_pieces_are_no_money(desk, tmp_path):
    dealer = Dealer("GD01", "GD01", "粤海", "province", "HQ")
    nearest = IfReached(1, D(306), D(8000), D(240))

    def row(reward, unit, earned):
        return RebateRow(
            "FL", 1, "季度返利", dealer, "2026-Q4", None, None, unit, "whole", reward, "", D(7694), D(7694), None,
            D(7694), 0, (D(5000), D(8000)), D(earned), D(0), D(0), (nearest,), D("86.12"), 38, (), (),
        )  # fmt: skip

    done = exporting.export_shown(
        desk, [ShownList("rebates", [row("credit", "amount", "153.88")])], tmp_path / "r.xlsx"
    )
    (sheet,) = read_book(done.path).values()
    (cells,) = sheet.values
    told = dict(zip(sheet.heads, cells, strict=True))
    assert (told["经销商"], told["已获"], told["到下一档还差"], told["档"]) == ("粤海", D("153.88"), 306, 1)
    assert sheet.totals["计入"].format in FORMATS["money"]
    two = [replace(row("credit", "amount", "10"), policy=policy) for policy in ("FL-1", "FL-2")]
    exporting.export_shown(desk, [ShownList("rebates", two)], tmp_path / "t.xlsx")
    (sheet,) = read_book(tmp_path / "t.xlsx").values()
    assert (sheet.column("计入"), "计入" in sheet.totals) == ([D(7694)] * 2, False)  # the same purchases, counted twice
    assert sheet.totals["已获"].value == 20
    mixed = [row("credit", "amount", "10"), row("thing", "quantity", "2")]
    exporting.export_shown(desk, [ShownList("rebates", mixed)], tmp_path / "m.xlsx")
    (sheet,) = read_book(tmp_path / "m.xlsx").values()
    assert (sheet.column("已获"), sheet.column("已获件数")) == ([10, None], [None, 2])
    assert "计入" not in sheet.totals


@pytest.mark.parametrize(
    ("method", "reached", "tier", "missing", "at_stake", "words"),
    [
        ("per_full", "43.17", None, "956.83", "1", "还不满一份"),
        ("per_full", "999.99", None, "0.01", "1", "还不满一份"),
        ("per_full", "1000", 1, "1000", "1", "第 1 档"),
        ("per_full", "0", None, "1000", "1", "还不满一份"),
        ("whole", "0", None, None, "0", "未达起步档"),
        ("whole", "5", 1, None, "0", "第 1 档"),
    ],
)
def test_a_step_is_reached_by_what_was_bought_and_told_alike(desk, method, reached, tier, missing, at_stake, words):
    """A prize for every full 1,000 is at no step before the first of them, wherever that is read."""
    dealer = Dealer("GD01", "GD01", "粤海", "province", "HQ")
    facts = {"per": D(1000), "each": D(1)} if method == "per_full" else {}
    row = RebateRow(
        "FL", 1, "旅游奖励", dealer, "2026", None, None, "amount", method, "thing", "云南双人游", D(reached),
        D(reached), None, D(reached), 0, (D(0),), D(reached) // 1000, D(0), D(0), (), D(0), 38,
        (Step("rebate_tier", None, None, facts),), (),
    )  # fmt: skip
    form = row_form(row)
    assert (form["tier"], form["missing"]) == (tier, missing and f"{D(missing):.2f}")
    assert D(form["at_stake"]) == D(at_stake)
    table = LISTINGS["rebates"].table("x", [row], "zh")
    told = dict(zip((column.title for column in table.columns), table.rows[0], strict=True))
    assert (told["档"], told["到下一档还差"]) == (tier, None if missing is None else D(missing))
    assert (told["可多得件数"], told["可多得"]) == (D(at_stake), None)
    assert telling.tier(row) == words
    assert (next_of(row) is None) == (missing is None)


def test_balances_of_one_account_on_two_days_are_not_added_up(desk, order, tmp_path):
    deliveries.deliver(desk, order.number)
    for start, end in ((OCTOBER, dt.date(2026, 10, 31)), (dt.date(2026, 11, 1), TODAY)):
        papers.issue_statement(desk, "C1", start, end)
    sheet = sheet_of(desk, "statements", tmp_path)
    assert len(sheet.column("期末余额")) == 2
    assert sheet.totals == {}


def test_a_bank_file_shows_what_is_proposed_and_chosen(desk, tmp_path):
    payer = Dealer("GD01:C1", "C1", "天河小卖部", "store", "GD01")
    guess = PayerGuess(payer, 92, ())
    plan = PlannedSettlement("XSCK-1", "x", 1, D(80), "oldest")
    known = BankLineRow(
        "1",
        3,
        TODAY,
        D("80.50"),
        "in",
        "小卖部",
        "6222",
        "货款",
        "proposed",
        payer,
        92,
        (plan,),
        D("0.50"),
        (guess,),
        (),
    )
    spent = BankLineRow("2", 4, TODAY, D(9), "out", "", "", "", "not_received", None, 0, (), D(0), (), ())
    shown = [ShownList("bank_lines", [BankLine(known, ticked=True), BankLine(spent), BankLine(known, skipped=True)])]
    exporting.export_shown(desk, shown, tmp_path / "b.xlsx")
    (sheet,) = read_book(tmp_path / "b.xlsx").values()
    assert sheet.column("收入") == [D("80.5"), None, D("80.5")]
    assert (sheet.column("选中"), sheet.column("客户")) == (["是", None, None], ["C1", None, None])
    assert sheet.column("把握")[0] == D("0.92")
    assert sheet.column("状态") == ["可入账", "支出", "不入账"]
    assert (sheet.totals["支出"].value, sheet.totals["多出记预收"].value) == (9, 1)


def test_months_say_what_they_lack(desk, tmp_path):
    from desktop.actions.accounts.account_views import ClosingView

    lacking = Reason("close_orders_open", "warn", {"count": 2})
    views = [ClosingView(dt.date(2026, 10, 1), dt.date(2026, 10, 31), None, reasons) for reasons in ((lacking,), ())]
    lines = [*month_lines(views[0], closed=False), *month_lines(views[1], closed=True)]
    exporting.export_shown(desk, [ShownList("months", lines)], tmp_path / "m.xlsx")
    (sheet,) = read_book(tmp_path / "m.xlsx").values()
    assert sheet.column("月份") == ["2026-10", "2026-10"]
    assert sheet.column("状态") == ["要结", "已结账"]
    assert sheet.column("未办完或有风险的事")[1] is None


def test_what_hq_was_asked_for(desk, tmp_path):
    why = Reason("close_orders_open", "stop", {"count": 2})
    asked = [
        RequestView("1", "close_month", "2026-10", "周会计", "2026-11-23T04:00:00Z", {}, "waiting"),
        RequestView(
            "2", "settle", "C1", "周会计", "2026-11-22T04:00:00Z", {}, "refused", "2026-11-23T05:30:00Z", (why,)
        ),
    ]
    exporting.export_shown(desk, [ShownList("requests", asked)], tmp_path / "r.xlsx")
    (sheet,) = read_book(tmp_path / "r.xlsx").values()
    assert (sheet.column("请总部办什么"), sheet.column("状态")) == (["月结", "核销"], ["待答复", "未同意"])
    assert sheet.column("答复时间")[0] is None
    assert isinstance(sheet.column("答复时间")[1], dt.datetime)
    assert sheet.rows[1][3].format == "yyyy-mm-dd hh:mm"


def test_several_lists_make_one_workbook_and_no_csv(desk, tmp_path):
    shown = [ShownList("products", keys=[1, 2]), ShownList("products", keys=[2, 1], about="x/y")]
    done = exporting.export_shown(desk, shown, tmp_path / "two.xlsx")
    one, two = read_book(done.path).values()
    assert (one.name, two.name) == ("商品", "商品 x y")
    assert one.values == two.values[::-1]
    with pytest.raises(DeskError, match="export_ending_unknown"):
        exporting.export_shown(desk, shown, tmp_path / "two.csv")


def test_more_rows_than_a_sheet_holds_are_not_lost_in_silence(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 2)
    with pytest.raises(DeskError, match="export_too_long"):
        exporting.export(desk, "products", tmp_path / "p.xlsx")
    assert not (tmp_path / "p.xlsx").exists()
    assert exporting.export(desk, "products", tmp_path / "p.csv").rows == 2


def test_an_empty_list_is_its_heading(desk, tmp_path):
    sheet = sheet_of(desk, "settlements", tmp_path)
    assert (sheet.values, sheet.totals, len(sheet.rows)) == ([], {}, 1)
    assert sheet.filtered == "A1:K1"


@pytest.mark.parametrize(
    ("kind", "wish", "code"),
    [
        ("weather", {}, "export_kind_unknown"),
        ("ledger", {}, "export_option_missing"),
        ("stock", {"account": "C1"}, "export_option_unknown"),
        ("customers", {"only": "rich"}, "export_only_unknown"),
        ("stock", {"only": "some"}, "export_option_unknown"),
        ("debts", {"account": "nobody"}, "dealer_unknown"),
        ("compared", {"number": "DZD-0"}, "statement_unknown"),
        ("policy_prices", {"policy": "none"}, "policy_unknown"),
        ("document_lines", {"number": "none"}, "document_unknown"),
    ],
)
def test_what_nobody_knows_is_told(desk, tmp_path, kind, wish, code):
    with pytest.raises(DeskError) as caught:
        exporting.export(desk, kind, tmp_path / "x.xlsx", wish=ListQuery(**wish))
    assert caught.value.code == code
    if code == "export_kind_unknown":
        assert "settlements" in str(caught.value.facts["known"])
    assert not (tmp_path / "x.xlsx").exists()


def test_a_price_list_is_told_product_by_product(tmp_path):
    from tests.building.desktop.sample_desk import a_sample_desk

    with a_sample_desk(tmp_path / "desk") as desk:
        view = policy_view(desk, "JG2026")
        rows = list(price_lines(desk, view))
        sheet = sheet_of(desk, "policy_prices", tmp_path, policy="JG2026")
        versions = sheet_of(desk, "policies", tmp_path, policy="JG2026")
        wallet = sheet_of(desk, "wallet", tmp_path)
        rebate = sheet_of(desk, "rebate_lines", tmp_path, policy="FL-SL", period="2026-11")
        english = sheet_of(desk, "policies", tmp_path, "en")
    assert sheet.column("货号") == [row.product.sku if row.product else None for row in rows]
    assert D("-0.02") in sheet.column("加减%")
    assert sheet.column("最低价") == [row.rule.floor for row in rows]
    assert versions.column("版本") == sorted(versions.column("版本"), reverse=True)
    assert wallet.totals["剩余"].value == sum(wallet.column("剩余")) > 0
    assert rebate.totals["计提"].value == sum(rebate.column("计提"))
    assert "In force" in english.column("State")
    assert isinstance(english.column("Published")[0], dt.datetime)
