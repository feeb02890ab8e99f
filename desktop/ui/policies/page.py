"""Policies: what holds today, what is coming and what ended, unread ones marked; at HQ also what is being written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from desktop.file_names import safe_name
from desktop.ui.frame.actions import library, policies, policy_papers
from desktop.ui.frame.list_page import SEARCH_AFTER
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.navigation import key_table
from desktop.ui.paper.pages import Pages, pages_of
from desktop.ui.policies import rows
from desktop.ui.policies.names import Names
from desktop.ui.policies.panel import PolicyPanel
from desktop.ui.policies.working import PolicyActions
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.model import ListModel
from desktop.ui.tables.sums import ListFooter
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey, Sheets, listing, lists
from desktop.ui.widgets.parts import ActionButton, FilterBar, SearchEdit, card

if TYPE_CHECKING:
    from desktop.actions.policies.views import PolicyRow, Reading, Rights
    from desktop.desk import Desk
    from desktop.labels import Language
    from domain.errors import DeskError

_PANEL = 452


class PoliciesPage(WindowPage):
    """The list and, on its right, one policy."""

    topics = frozenset({"policies", "parties"})

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self.rights: Rights | None = None
        self.names = Names(worker, self)
        self._rows: list[PolicyRow] = []
        self._wanted: tuple[str, int, str] | None = None
        self._refused = ""
        self.rows = FixedRows(worker, self)
        self.view = ListView(ListModel(self.rows, rows.columns(), self), row=44)
        self.search = SearchEdit(self.tr("名称、编号、拼音首字母"))
        self.panel = PolicyPanel(worker)
        self._listing, self._reading = Latest(worker, self), Latest(worker, self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SEARCH_AFTER)
        self._build_actions()
        self.working = PolicyActions(self, self.panel, self.names, self._waits)
        self._build()
        self._wire()

    def _build_actions(self) -> None:
        self.print_action = self.act(self.tr("打印"), key_table.PRINT, self._print)
        self.pdf_action = self.act(self.tr("存 PDF"), key_table.SAVE, self._save_pdf, bar=False)
        self.file_action = self.act(self.tr("存为文件"), key_table.SAVE_FILE, self._save_file, bar=False)
        self.excel = ExcelKey(self, self.worker, self.banner, self._sheets)
        self.act(self.tr("搜索"), key_table.FIND, self._seek)
        self.act(self.tr("换筛选"), key_table.SWITCH, self._next_filter, again=True)
        self.act(self.tr("正文 / 版本 / 谁已阅读"), key_table.SWITCH_OTHER, self.panel.step)
        self.act(self.tr("回到列表"), key_table.BACK, self.rest, bar=False)

    def _build(self) -> None:
        self._pdf_button = ActionButton(self.pdf_action, picture="pdf")
        self.build_title(
            self.tr("政策"),
            self.excel.button(),
            self._pdf_button,
            ActionButton(self.print_action, picture="print"),
            *self.working.buttons(),
        )
        line = QHBoxLayout()
        line.setSpacing(12)
        self.search.setMaximumWidth(240)
        self.filters = FilterBar(
            [
                ("", self.tr("全部")),
                ("in_force", rows.state_name("in_force")),
                ("coming", rows.state_name("coming")),
                ("unread", self.tr("未读")),
                ("waiting", self.tr("草稿与待批")),
                ("over", self.tr("已结束")),
            ]
        )
        line.addWidget(self.search, 2)
        line.addWidget(self.filters)
        line.addStretch(1)
        self.box.addLayout(line)
        body = QHBoxLayout()
        body.setSpacing(12)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.setSpacing(0)
        inside.addWidget(self.view, 1)
        inside.addWidget(ListFooter(self.view))
        self.panel.setMinimumWidth(_PANEL)
        body.addWidget(frame, 5)
        body.addWidget(self.panel, 6)
        self.box.addLayout(body, 1)
        self.view.say_when_empty(self.tr("没有符合的政策。"))

    def _wire(self) -> None:
        self._soon.timeout.connect(self.refresh)
        self.search.textChanged.connect(self._typed)
        self.search.left_down.connect(self.view.setFocus)
        self.view.left_up.connect(self.search.setFocus)
        self.view.chosen.connect(self._chosen)
        self.view.opened.connect(self._open)
        self.panel.version_view.opened.connect(self._show_version)
        self.filters.picked.connect(self._filter)
        self._listing.answered.connect(self._take_rows)
        self._listing.failed.connect(self.tell)
        self._reading.answered.connect(self._show)
        self._reading.failed.connect(self._unread)

    # ---- what the shell does

    def begin(self) -> None:
        self.worker.read(library.rights, then=self._know)

    def take(self, given: Any) -> None:
        """`draft` or `policy` and `version` to show, `say` to tell; a text is looked for."""
        if isinstance(given, Mapping):
            self._wanted = (str(given.get("policy", "")), int(given.get("version", 0)), str(given.get("draft", "")))
            self.search.clear()
            self.filters.pick("waiting" if given.get("draft") else "")
            if given.get("say"):
                self.banner.say(str(given["say"]), "good")
        elif given:
            self.search.setText(str(given))
        self.refresh()
        self.rest()

    def refresh(self) -> None:
        if self.rights is not None:
            self._listing.ask(library.policy_list, "all" if self.rights.at_hq else "mine", self.search.text().strip())

    def rest(self) -> None:
        self.view.setFocus()

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", self.tr("打开阅读"))]

    # ---- the list

    @Slot(object)
    def _know(self, rights: Rights) -> None:
        self.rights = rights
        self.filters.show_only({"", "in_force", "coming", "over", "waiting" if rights.at_hq else "unread"})
        self.panel.counts_readers = rights.at_hq
        self._pdf_button.setVisible(not rights.at_hq)  # HQ's own work needs the room; the key stays
        self.panel.tabs.show_only({"text", "versions", *({"receipts"} if rights.at_hq else ())})
        self.working.allow(rights)
        self.keys_changed.emit()
        self.refresh()

    @Slot(object)
    def _take_rows(self, found: list[PolicyRow]) -> None:
        self._rows = found
        self._filter("")
        self._wanted = None

    @Slot(str)
    def _filter(self, _: str) -> None:
        """Shows the rows of the chosen filter; the row under the caret stays, or the one that was asked for."""
        current = self.view.current_row()
        wanted = self._wanted or (_key(current) if current is not None else None)
        chosen = [row for row in self._rows if rows.falls_under(row, self.filters.code)]
        self.rows.show_rows(chosen)
        place = next((place for place, row in enumerate(self.rows.rows) if wanted and _fits(row, wanted)), 0)
        if self.rows.rows:
            self.view.selectRow(place)
        else:
            self._chosen(None)

    def _seek(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _next_filter(self) -> None:
        self.filters.step(1)

    @Slot(str)
    def _typed(self, _: str) -> None:
        self._soon.start()

    # ---- one policy

    @property
    def current(self) -> PolicyRow | None:
        """The row under the caret."""
        return self.view.current_row()

    def _waits(self) -> bool:
        return self._listing.waiting or self._reading.waiting

    @Slot(object)
    def _chosen(self, row: PolicyRow | None) -> None:
        self.working.follow(row)
        if row is None:
            self._reading.drop()
            self.panel.show_reading(None)
        else:
            self._reading.ask(library.read_one, row, formatting.language())

    @Slot(object)
    def _show(self, reading: Reading) -> None:
        if self._refused and self.banner.text == self._refused:
            self.banner.hide()  # it spoke of another policy
        self._refused = ""
        self.panel.show_reading(reading)
        self.working.come(reading)

    @Slot(object)
    def _unread(self, failure: DeskError) -> None:
        """What can't be read is told, and no other policy stands beside its row."""
        self.panel.show_reading(None)
        self._refused = formatting.tell(failure)
        self.tell(failure)

    @Slot(object)
    def _open(self, row: PolicyRow) -> None:
        """Enter reads it: the keyboard goes into the text, and HQ hears that somebody here has opened it."""
        self.panel.tabs.pick("text")
        self.panel.text.setFocus()
        if row.unread:
            self.worker.write(policies.mark_read, row.policy, row.version, then=self._marked)

    @Slot(object)
    def _marked(self, new: bool) -> None:
        if new:
            self.exchange_wanted.emit()

    @Slot(object)
    def _show_version(self, row: PolicyRow) -> None:
        self.panel.tabs.pick("text")
        self._reading.ask(library.read_one, row, formatting.language())

    # ---- paper and files

    def _print(self) -> None:
        if self.panel.reading is not None:
            row = self.panel.reading.view.row
            self.worker.read(
                _policy_pages,
                row,
                formatting.language(),
                self.preferences.paper,
                then=self._print_pages,
                failed=self.tell,
            )

    @Slot(object)
    def _print_pages(self, shown: Any) -> None:
        from desktop.ui.paper.printing import Printing

        if shown.lack:
            self.banner.say(shown.lack, "warn")
        self._printing = Printing(self.worker, self)
        self._printing.told.connect(self.banner.say)
        self._printing.ask(shown)

    def _save_pdf(self) -> None:
        if self.panel.reading is None:
            return
        row = self.panel.reading.view.row
        name = f"{safe_name(row.policy, 60)}-v{row.version}.pdf"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("存 PDF"), name, self.tr("PDF 文件 (*.pdf)"))
        if path:
            self.worker.read(
                library.save_policy_pdf,
                row,
                formatting.language(),
                self.preferences.paper,
                Path(path),
                then=self._wrote,
                failed=self.tell,
            )

    def _sheets(self) -> Sheets:
        """The list as it is filtered; of the policy beside it its versions, its prices, and at HQ who has read it."""
        found = [listing("policies", self.rows.rows)]
        reading = self.panel.reading
        if reading is not None:
            from desktop.listings.policies import price_lines, readers

            view = reading.view
            about = f"{view.row.policy} v{view.row.version}"
            found.append(listing("policies", view.versions, about=view.row.policy))
            if view.row.kind == "price_list":
                found.append(listing("policy_prices", partial(price_lines, view=view), about=about))
            if view.receipts and self.panel.counts_readers:
                found.append(listing("policy_receipts", readers(view), about=about))
        return lists(*found)

    def _save_file(self) -> None:
        if self.panel.reading is None:
            return
        view = self.panel.reading.view
        name = f"{view.row.policy}-v{view.row.version}.json"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("存为文件"), name, self.tr("政策文件 (*.json)"))
        if path:
            self.worker.read(library.write_form, Path(path), view.form, then=self._wrote, failed=self.tell)

    @Slot(object)
    def _wrote(self, path: Path) -> None:
        self.banner.say(self.tr("已保存：{0}").format(path), "good")


def _key(row: PolicyRow) -> tuple[str, int, str]:
    return row.policy, row.version, row.draft


def _fits(row: PolicyRow, wanted: tuple[str, int, str]) -> bool:
    """Whether a row is the one asked for; of a policy without a version any will do, of a draft its id says it all."""
    policy, version, draft = wanted
    return row.draft == draft if draft else row.policy == policy and version in (0, row.version) and not row.draft


def _policy_pages(desk: Desk, row: PolicyRow, language: Language, paper: str) -> Pages:
    """A version as pages to print."""
    printed = policy_papers.policy_bytes(desk, row.policy, row.version, row.draft, paper, language)
    return pages_of(f"{row.policy} v{row.version}", printed)
