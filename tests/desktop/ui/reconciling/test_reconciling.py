"""Two books compared by keyboard: HQ's stream, a file mapped once, the adjustment table, and the workbook."""

from PySide6.QtWidgets import QApplication, QLabel
from python_calamine import CalamineWorkbook

from desktop.actions.changes import changes
from desktop.actions.documents import deliveries
from desktop.ui.reconciling.mapping import MappingDialog
from desktop.ui.reconciling.signing import SignOffDialog
from tests.building.desktop.sample_accounts import FX001, PERIOD, the_books, their_book
from tests.desktop.ui.frame.test_pages import open_page
from tests.desktop.ui.statements.test_statements import shot


def write(hands, what):
    @changes("accounts", "papers")
    def done(desk):
        what(desk)

    hands.program.worker.write(done, then=lambda _: None)
    hands.settle()


def receive_some(desk):
    """One of HQ's two deliveries is received."""
    deliveries.receive(desk, "XSCK-00-261121-0007")


def dialog():
    return QApplication.activeModalWidget()


def cells(view):
    model = view.model()
    columns = range(model.columnCount())
    return [[model.index(row, column).data() for column in columns] for row in range(model.rowCount())]


def test_a_customer_who_recorded_nothing_has_no_book_to_compare_or_sign(hands):
    open_page(hands, "statements", FX001)
    hands.press("F12")
    hands.settle()
    page = hands.page
    assert hands.shell.current_name == "reconciling"
    assert page.account.currentData() == FX001
    assert "没有 福星便利连锁（深圳南山） 的账" in page.banner.text
    assert cells(page.table) == []
    assert {said.text() for said in (*page.figures, page.verdict)} == {""}
    assert not page.sign_action.isEnabled()
    shot("reconciling-no-book", hands.shell)
    hands.press("F8", "Escape")
    hands.settle()
    assert hands.shell.current_name == "statements"


def test_books_are_compared_from_the_statements_page(hands, qtmodeltester):
    write(hands, receive_some)
    open_page(hands, "statements", "GD01")
    hands.press("F12")
    hands.settle()
    page = hands.page
    assert page.account.currentData() == "GD01"
    table = cells(page.table)
    assert table[0][0] == "我方余额"
    assert table[-1][0] == table[-1][2] == "调节后余额"
    assert table[-1][1] == table[-1][3]
    qtmodeltester.check(page.table.model())
    hands.press("Shift+F4")
    assert page.tabs.code == "differs"
    qtmodeltester.check(page.differences.model())
    shot("reconciling-stream", hands.shell)
    hands.press("Escape")
    hands.settle()
    assert hands.shell.current_name == "statements"


def test_the_own_account_with_hq_is_compared_too(hands):
    page = open_page(hands, "reconciling", ("GD01", *PERIOD))
    assert page.found.seller.id == "HQ"
    assert page.found.agrees  # what is on its way for a few days counts on both sides
    assert len(cells(page.matches)) == 2


def test_a_file_is_mapped_once_and_the_table_is_saved(hands, tmp_path):
    ours = []
    write(hands, lambda desk: ours.append(the_books(desk, tmp_path)))
    page = open_page(hands, "reconciling", (FX001, *PERIOD))
    path = their_book(tmp_path, ours[0], ["哪天", "票号", "进", "付"])
    page.use_file(path)
    hands.settle()
    mapping = dialog()
    assert isinstance(mapping, MappingDialog)
    assert mapping.kept_by.code == "buyer"
    hands.press("F8")
    hands.settle()
    assert "日期" in mapping.banner.text  # nothing is mapped yet
    for meaning, title in {"date": "哪天", "reference": "票号", "income": "进", "expense": "付"}.items():
        box = mapping.columns[meaning]
        box.setCurrentIndex(box.findData(title))
    shot("mapping", mapping)
    hands.press("F8")
    hands.settle()
    assert page.found.source == path.name
    assert {each.side for each in page.found.leftovers} == {"differs", "ours_only", "theirs_only"}
    table = cells(page.table)
    assert table[-1][1] == table[-1][3]
    shot("reconciling-file", hands.shell)
    page.excel.save_to(tmp_path / "表.xlsx")
    hands.settle()
    assert "表.xlsx" in page.banner.text
    book = CalamineWorkbook.from_path(tmp_path / "表.xlsx")
    assert book.sheet_names == ["余额调节表", "未达与差异", "一致"]
    adjusted = [row[2] for row in book.get_sheet_by_name("余额调节表").to_python() if row and row[0] == "调节后余额"]
    assert adjusted == [float(page.found.adjusted)] * 2
    hands.press("Shift+F9")
    hands.settle()
    assert not page.sign_action.isEnabled()  # what came through HQ is nothing
    page.use_file(path)
    hands.settle()
    assert dialog() is None  # known by now
    assert page.found.source == path.name


def test_a_book_that_departs_from_its_own_sum_is_told_and_not_signed(hands, tmp_path):
    page = open_page(hands, "reconciling", (FX001, *PERIOD))
    path = tmp_path / "余额.csv"
    rows = [
        "日期,单据编号,借方,贷方,余额",
        "2026-11-02,A-1,,100,100",
        "2026-11-03,A-2,,50,190",
        "2026-11-04,A-3,,5,195",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    page.use_file(path)
    hands.settle()
    assert "第 3 行" in page.remarks.text()
    assert "190.00" in page.remarks.text()
    assert not page.sign_action.isEnabled()
    table = cells(page.table)
    assert table[-1][1] != table[-1][3]
    assert "不相等" in page.verdict.text()
    shot("reconciling-departs", hands.shell)


def test_a_file_that_is_none_is_told(hands, tmp_path):
    page = open_page(hands, "reconciling", (FX001, *PERIOD))
    (tmp_path / "x.csv").write_bytes(b"")
    page.use_file(tmp_path / "x.csv")
    hands.settle()
    assert page.banner.text
    assert cells(page.table) == []
    assert {said.text() for said in (*page.figures, page.verdict, page.counts)} == {""}  # nor the figures before it
    assert not page.excel.action.isEnabled()


def test_what_was_found_is_signed_once_and_told_when_it_is_looked_at_again(hands, monkeypatch):
    printed = []
    monkeypatch.setattr("desktop.ui.paper.printing.Printing.ask", lambda _, pages: printed.append(pages))
    page = open_page(hands, "reconciling", ("GD01", *PERIOD))
    hands.press("F8", "F8", "F8")
    hands.settle()
    asked = dialog()
    assert isinstance(asked, SignOffDialog)  # the key that asks doesn't sign
    assert page.signing.kept is None
    said = " ".join(each.text() for each in asked.findChildren(QLabel))
    assert all(part in said for part in ("华南快消品总公司", "广东粤海商贸有限公司", "2026-11-01", "没有登记过收货"))
    assert "签认前须知" in said
    assert "差异" not in said + asked.agreed.text()  # there is none, but something to be known
    shot("sign-off", asked)
    hands.press("Space", "F8")
    hands.settle()
    assert dialog() is None
    assert "签认并留存" in page.banner.text
    signed = page.signing.kept
    hands.press("F8")
    hands.settle()
    assert ("这次核对已由" in page.banner.text, page.signing.kept) == (True, signed)
    open_page(hands, "reconciling", (FX001, *PERIOD))
    hands.settle()
    assert page.signing.kept is None
    page = open_page(hands, "reconciling", ("GD01", *PERIOD))
    hands.settle()
    assert page.signing.kept == signed
    assert "签认" in page.source.text()
    hands.press("Ctrl+P")
    hands.settle()
    assert len(printed) == 1


def test_rows_that_were_not_read_are_on_the_page_and_in_what_is_signed(hands, tmp_path):
    page = open_page(hands, "reconciling", (FX001, *PERIOD))
    path = tmp_path / "对方.csv"
    rows = [
        "日期,单据编号,摘要,借方,贷方,余额",
        ",,期初余额,,,10.00",
        "2026-11-02,A-1,,,100,110.00",
        "待定,A-2,运费,,88.00,",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    page.use_file(path)
    hands.settle()
    assert "尚未证实" in page.verdict.text()
    assert "第 4 行" in page.remarks.text()
    assert f"差异 {page.found.differences} 处" in page.counts.text()
    assert page.differences.model().rowCount() == page.found.differences
    hands.press("Shift+F4")
    shot("reconciling-unproven", hands.shell)
    hands.press("F8")
    hands.settle()
    signing = dialog()
    shot("reconciling-unproven-signing", signing)
    told = "\n".join(each.text() for each in signing.findChildren(QLabel))
    assert "尚未证实" in told
    assert "第 4 行" in told
    assert f"差异 {page.found.differences} 处" in told  # as many as on the page, whatever else is listed
