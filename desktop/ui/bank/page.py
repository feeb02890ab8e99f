"""A bank's or wallet's file: recognised, its money proposed as receipts, ticked and booked, each line only once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.actions.accounts.account_views import BankFileChoice, BankImport, BankLineRow
from desktop.actions.headquarters.queued import Queued
from desktop.ui.bank.dialogs import BankMappingDialog, PayerDialog
from desktop.ui.bank.lines import OPEN, BankList, BankListLine, likeliest, sureness
from desktop.ui.frame.actions import bank_files, overviews
from desktop.ui.frame.list_page import CountLabel
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.navigation import key_table
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey, Sheets, listing, lists
from desktop.ui.widgets.parts import ActionButton, ElidedLabel, FilterBar, card, label, row
from domain.errors import DeskError

_SAID = 3  # remarks that fit on the page
SURE = 80
"""Per cent from which a payer is ticked without being asked for."""

SKIP = "-"  # who pays a row that isn't a customer's, as desktop.actions.bank.booking has it


class BankPage(WindowPage):
    """One file at a time."""

    asked = frozenset({"book_bank_lines"})

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self.found: BankImport | None = None
        self.dialog: Any = None
        self._path = Path()
        self._wish = BankFileChoice()
        self._payers: dict[int, str] = {}
        self._unticked: set[int] = set()
        self._sent: set[int] = set()
        self._skipping = 0  # how many lines were just said to be no customer's
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._show)
        self._latest.failed.connect(self._refuse)
        self._build_actions()
        self._build()
        self._allow()

    # ---- building

    def _build_actions(self) -> None:
        self.open_action = self.act(self.tr("选文件"), (key_table.NEW, key_table.OPEN), self._choose)
        self.book_action = self.act(
            self.tr("入账所选"),
            key_table.DO,
            self._book,
            right="money_write",
            why=self.tr("没有勾选可入账的行：F9 选文件，空格勾选，付款人不明的先按 F2 指定。"),
        )
        self.payer_action = self.act(
            self.tr("指定付款人"),
            key_table.EDIT,
            self._ask_payer,
            right="money_write",
            why=self.tr("先按 F9 选一个流水文件。"),
        )
        self.skip_action = self.act(
            self.tr("不是客户的钱"),
            key_table.REFUSE,
            self._skip,
            right="money_write",
            why=self.tr("先按 F9 选一个流水文件。"),
        )
        self.act(self.tr("换筛选"), key_table.SWITCH, self._next_filter, again=True)
        self.excel = ExcelKey(self, self.worker, self.banner, self._sheets)
        self.act(self.tr("返回"), key_table.BACK, self._back)

    def _build(self) -> None:
        self.build_title(
            self.tr("银行与钱包流水"),
            self.excel.button(),
            ActionButton(self.skip_action),
            ActionButton(self.payer_action, picture="person"),
            ActionButton(self.open_action, picture="open"),
            ActionButton(self.book_action, "primary", "check"),
        )
        self.told = ElidedLabel(self.tr("选一个银行、支付宝或微信导出的文件，CSV 或 Excel 都可以。"), "muted")
        self.box.addWidget(self.told)
        self.filters = FilterBar([("open", self.tr("待处理")), ("", self.tr("全部"))])
        self.filters.picked.connect(self._pick)
        self.count = CountLabel()
        self.sum = label("", "strong")
        self.box.addLayout(row(self.filters, 1, self.sum, self.count, spacing=14))
        self.list = BankList(self.worker, self)
        self.list.ticked.connect(self._tick)
        self.list.opened.connect(self._ask_payer)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.list)
        self.box.addWidget(frame, 1)

    def hints(self) -> list[tuple[str, str]]:
        return [(self.tr("空格"), self.tr("选 / 不选")), ("Enter", self.tr("指定付款人"))]

    def rest(self) -> None:
        self.list.setFocus()

    def _back(self) -> None:
        self.back_wanted.emit("money", None)

    # ---- the file

    def _choose(self) -> None:
        kinds = self.tr("流水文件 (*.csv *.xlsx *.xls *.txt)")
        path, _ = QFileDialog.getOpenFileName(self, self.tr("选流水文件"), str(self._path.parent), kinds)
        if path:
            self.open_file(Path(path))

    def open_file(self, path: Path) -> None:
        """Reads a file anew, forgetting what was said of another."""
        self._path, self._wish, self._payers, self._unticked, self._sent = path, BankFileChoice(), {}, set(), set()
        self.found = None
        self.told.setText(path.name)
        self.told.setToolTip("")
        self.filters.pick("open")
        self._list()
        self._ask()

    def _ask(self) -> None:
        self.banner.hide()
        self._latest.ask(bank_files.read_chosen, self._path, self._said(self._payers))

    def _said(self, payers: dict[int, str]) -> BankFileChoice:
        return BankFileChoice(self._wish.name, self._wish.titles, self._wish.inverted, dict(payers))

    @Slot(object)
    def _refuse(self, failure: DeskError) -> None:
        if failure.code in ("bank_format_unknown", "bank_format_guessed") and not self._wish.titles:
            self.worker.read(bank_files.layout_offered, self._path, then=self._map, failed=self.tell)
        else:
            self.tell(failure)
            self._wish = BankFileChoice()

    @Slot(object)
    def _map(self, offer: Any) -> None:
        self.dialog = BankMappingDialog(offer, self._path.stem, self)
        self.dialog.confirmed.connect(self._mapped)
        self.dialog.rejected.connect(self._unmapped)
        self.dialog.open()

    @Slot()
    def _unmapped(self) -> None:
        """Nothing was read, which the file's name alone wouldn't say."""
        said = self.tr("没有读入：各栏的意思还没有指明。按 F9 再选这个文件")
        self.told.setText(f"{self._path.name}  ·  {said}")

    def _mapped(self) -> None:
        self._wish = self.dialog.wish
        self.dialog.accept()
        self._ask()

    @Slot(object)
    def _show(self, found: BankImport) -> None:
        self.found = found
        bank = formatting.named("bank", found.bank)
        account = self.tr("账户 {0}").format(found.account) if found.account else ""
        before = self.tr("先前已入账 {0} 笔").format(found.before) if found.before else ""
        warned = [formatting.tell(each) for each in found.remarks if each.severity == "warn"]
        noted = [formatting.tell(each) for each in found.remarks if each.severity != "warn"]
        parts = [each for each in (found.file, self.tr("认作 {0}").format(bank), account, before, *noted) if each]
        self.told.setText("  ·  ".join(parts))
        self.told.setToolTip("\n".join([*parts, *warned]))
        self._warn(warned)
        if found.lines and not any(line.state in OPEN for line in found.lines):
            self.filters.pick("")
        self._list()
        self.rest()

    def _warn(self, told: list[str]) -> None:
        """What wasn't read of the file, or is odd about it, stands where it can't be overlooked."""
        if not told:
            return
        more = [self.tr("还有 {0} 处，指着文件名可以看全部。").format(len(told) - _SAID)] if len(told) > _SAID else []
        self.banner.say("\n".join([*told[:_SAID], *more]), "warn")

    def begin(self) -> None:
        """Says what to do while there is no file yet."""
        self._list()

    # ---- the lines

    def _shown(self) -> list[BankListLine]:
        lines = [
            replace(line, state="asked") if line.row in self._sent and line.state in OPEN else line
            for line in (self.found.lines if self.found else ())
        ]
        return [
            BankListLine(line, self._is_ticked(line), self._payers.get(line.row) == SKIP)
            for line in lines
            if line.state in OPEN or not self.filters.code
        ]

    def _sheets(self) -> Sheets | None:
        """The movements as they are filtered, with what is chosen and proposed."""
        if self.found is None:
            return None
        from desktop.listings.bank_money import BankLine

        lines = [BankLine(*each) for each in self._shown()]
        return lists(listing("bank_lines", lines), name=f"{formatting.list_name('bank_lines')} {self._path.stem}")

    def _is_ticked(self, line: Any) -> bool:
        if line.state not in OPEN or line.row in self._unticked:
            return False
        return line.row in self._payers or (line.state == "proposed" and sureness(line) >= SURE)

    def _list(self) -> None:
        shown = self._shown()
        self.list.rows.show_rows(shown, [each.line.row for each in shown])
        self.list.say_when_empty(self.tr("没有待处理的。") if self.found else self.tr("F9 选一个文件。"))
        self.count.show_count(len(shown))
        self._allow()

    def _allow(self) -> None:
        booking = [each for each in self._shown() if each.ticked and not each.skipped]
        total = sum((each.line.amount for each in booking), Decimal(0))
        self.sum.setText(
            self.tr("所选 {0} 笔，{1}").format(len(booking), formatting.money(total)) if self.found else ""
        )
        self.book_action.setEnabled(any(each.ticked for each in self._shown()))
        for action in (self.payer_action, self.skip_action):
            action.setEnabled(self.found is not None)

    @Slot(str)
    def _pick(self, _: str) -> None:
        self._list()
        self.rest()

    def _next_filter(self) -> None:
        self.filters.step(1)

    @Slot(object)
    def _tick(self, shown: BankListLine) -> None:
        line = shown.line
        if line.state not in OPEN:
            return
        if shown.ticked:
            self._unticked.add(line.row)
        elif line.payer is None and line.row not in self._payers:
            self._take_guess(line)
            return
        else:
            self._unticked.discard(line.row)
            self._payers.setdefault(line.row, line.payer.id if line.payer else SKIP)
        self._list()

    def _take_guess(self, line: BankLineRow) -> None:
        """Whoever probably paid did pay; where nobody is likely, it is asked."""
        guess = likeliest(line)
        if guess is None:
            self._ask_payer()
        else:
            self._payers[line.row] = guess.dealer.id
            self._unticked.discard(line.row)
            self._ask()

    def _skip(self) -> None:
        shown = self.list.current_row()
        if shown is None or shown.line.state not in OPEN:
            return
        if shown.skipped:
            del self._payers[shown.line.row]
        else:
            self._payers[shown.line.row] = SKIP
        self._unticked.discard(shown.line.row)
        self._list()

    def _ask_payer(self) -> None:
        shown = self.list.current_row()
        if shown is None or shown.line.state not in OPEN | {"skipped"}:
            return
        self.dialog = PayerDialog(self.worker, shown.line, self)
        self.dialog.confirmed.connect(self._put_payer)
        self.dialog.open()
        best = shown.line.payer or (shown.line.guesses[0].dealer if shown.line.guesses else None)
        if best is not None:
            self.worker.read(overviews.customer_of, best.id, then=self.dialog.take, failed=self.tell)

    def _put_payer(self) -> None:
        row_ = self.dialog.line.row
        self._payers[row_] = self.dialog.customer.customer.id
        self._unticked.discard(row_)
        self.dialog.accept()
        self._ask()

    # ---- booking

    def _book(self) -> None:
        payers = {}
        for shown in self._shown():
            if shown.ticked:
                known = shown.line.payer.id if shown.line.payer else SKIP
                payers[shown.line.row] = self._payers.get(shown.line.row, known)
        if payers:
            self._skipping = sum(payer == SKIP for payer in payers.values())
            self.book_action.setEnabled(False)  # asked for once, booked once
            wish = self._said(payers)
            self.worker.write(bank_files.book_chosen, self._path, wish, then=self._booked, failed=self._not_booked)

    @Slot(object)
    def _not_booked(self, why: DeskError | Queued) -> None:
        self.tell(why)
        if isinstance(why, Queued):  # what was asked for waits for HQ and is proposed no more
            asked = [each for each in self._shown() if each.ticked]
            self._sent |= {each.line.row for each in asked}
            booking = [each.line.amount for each in asked if not each.skipped]
            told = self.tr("已请总部入账 %n 笔，共 {0}；总部入账后随交换回来。", "", len(booking))
            self.banner.say(told.format(formatting.money(sum(booking, Decimal(0)))), "good")
        self._list()

    @Slot(object)
    def _booked(self, done: BankImport) -> None:
        self._payers, self._unticked = {}, set()
        self.filters.pick("")
        self._show(done)
        refused = sum(line.state == "refused" for line in done.lines)
        waiting = sum(line.state in OPEN and line.state != "refused" for line in done.lines)
        said = self.tr("已入账 {0} 笔，共 {1}。").format(done.booked, formatting.money(done.booked_amount))
        if refused:
            said += self.tr("{0} 笔不能入账，原因在行里。").format(refused)
        if self._skipping:
            said += self.tr("{0} 笔记为不是客户的钱。").format(self._skipping)
        if waiting:
            said += self.tr("还有 {0} 笔待处理。").format(waiting)
        self.banner.say(said, "warn" if refused else "good")
        self.exchange_wanted.emit()
