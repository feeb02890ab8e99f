"""Policies by keyboard: read at a dealer's desk; written, tried, approved and ended by HQ's people."""

import json
import shutil
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.actions.policies import policies
from desktop.actions.policies.views import Rights
from desktop.app import Program
from desktop.desk import Desk
from desktop.pictures import wait
from desktop.ui.policies import rows
from domain.parties.users import Person
from domain.policies.file import write_policy
from tests.building.desktop.closing import close_program
from tests.building.desktop.sample_desk import TODAY
from tests.building.desktop.sample_hq import an_hq_desk, open_hq_sample, spend_save
from tests.desktop.ui.conftest import Hands


@pytest.fixture(scope="session")
def built_hq(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hq") / "desk"
    an_hq_desk(folder).close()
    return folder


@pytest.fixture
def hq(qtbot, built_hq, tmp_path):
    """The window of HQ's people, at its policies."""
    desk = open_hq_sample(Path(shutil.copytree(built_hq, tmp_path / "hq")))
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    program = Program(application, desk.folder)
    program.begin(desk)
    wait(program.worker, 140)
    shell = program.shell
    assert shell is not None
    shell.exchanger.quiet()
    with qtbot.waitActive(shell):
        shell.activateWindow()
    hands = Hands(program)
    shell.go("policies")
    hands.settle()
    yield hands
    close_program(program)


def desk_of(hands) -> Desk:
    return hands.program.worker.desk


def dialog():
    return QApplication.activeModalWidget()


def choose(page, state, policy=""):
    """The caret on the first row of this state."""
    found = page.rows.rows
    place = next(i for i, row in enumerate(found) if row.state == state and policy in ("", row.policy))
    page.view.selectRow(place)


def go_on_as(hands, name, role="finance"):
    """Another person at the same desk."""
    desk_of(hands).user = Person("u-other", name, role, dealer="HQ", desk="H1")
    hands.page.worker.read(lambda desk: Rights(TODAY, True, True, True, name), then=hands.page._know)
    hands.settle()


# ---- at a dealer's desk


def test_a_dealer_reads_what_holds_for_him_and_hq_hears_of_it(hands):
    hands.shell.go("policies")
    hands.settle()
    page = hands.page
    unread = [row for row in page.rows.rows if row.unread]
    assert unread
    badge = hands.shell.rail._buttons["policies"].text()
    assert badge.endswith(str(len(unread)))
    assert not page.working.new.isVisible()
    assert page.panel.tabs._buttons["receipts"].isHidden()
    row = page.current
    assert row.unread
    assert page.view.model().index(0, 0).data().startswith("●")
    hands.press("Return")
    hands.settle()
    assert page.panel.text.hasFocus()
    assert row.name in page.panel.text.toPlainText()
    assert not page.current.unread
    assert hands.shell.rail._buttons["policies"].text().endswith(str(len(unread) - 1))
    hands.press("Escape")
    assert page.view.hasFocus()


def test_it_is_found_by_number_name_and_initials(hands):
    hands.shell.go("policies")
    hands.settle()
    page = hands.page
    for text in ("CX-XB", "雪饼", "xbsdy"):
        hands.press("F3")
        hands.type(text)
        hands.settle()
        assert [row.policy for row in page.rows.rows] == ["CX-XB"], text
        hands.press("Escape")
        hands.settle()
    page.filters.pick("over")
    assert page.rows.rows == []
    hands.press("F4")
    hands.settle()
    assert len(page.rows.rows) > 3


def test_the_text_is_copied_out_and_printed(hands, tmp_path, monkeypatch):
    hands.shell.go("policies")
    hands.settle()
    page = hands.page
    for name, keys in (("p.pdf", "Ctrl+S"), ("p.json", "Ctrl+Shift+S")):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=name: (str(tmp_path / name), ""))
        hands.press(keys)
        hands.settle()
        assert (tmp_path / name).exists()
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF")
    form = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    assert form["id"] == page.current.policy


# ---- at HQ


def test_hq_sees_what_waits_and_who_has_read(hq):
    page = hq.page
    assert [row.state for row in page.rows.rows[:2]] == ["proposed", "draft"]
    assert {rows.state_tone(row.state) for row in page.rows.rows} >= {"warn", "muted", "good", "info"}
    choose(page, "ended")
    hq.settle()
    hq.press("Shift+F4", "Shift+F4")
    assert page.panel.stack.currentWidget() is page.panel.receipt_view
    read = [receipt for receipt in page.panel.receipts.rows if receipt.read_at]
    assert [receipt.dealer.id for receipt in read] == ["GD01"]
    assert "已读 1 / 4 家" in page.panel.said.text()


def test_a_second_person_lets_it_pass_and_hq_is_asked(hq):
    page = hq.page
    choose(page, "proposed")
    hq.settle()
    hq.press("F11")
    hq.settle()
    told = dialog()
    assert "王芳" in told.findChildren(type(told._heading))[1].text() or told._heading.text()
    hq.press("F7")
    hq.settle()
    assert "3,200.00" in told.cost.text()
    hq.press("F8")
    hq.settle()
    assert dialog() is None
    assert "已批准" in page.banner.text


def test_nobody_lets_his_own_pass(hq):
    page = hq.page
    go_on_as(hq, "王芳")
    choose(page, "proposed")
    hq.settle()
    hq.press("F11")
    hq.settle()
    told = dialog()
    assert not told.do.isEnabled()
    assert "另一位同事" in told.banner.text
    hq.press("F8")
    hq.settle()
    assert dialog() is told
    hq.press("Escape")
    assert [row.state for row in page.rows.rows if row.draft] == ["proposed", "draft"]


def test_a_draft_is_proposed_from_the_list(hq):
    page = hq.page
    choose(page, "draft")
    hq.settle()
    assert page.working.decide.text() == "提交审批"
    hq.press("F8")
    hq.settle()
    assert [row.state for row in page.rows.rows if row.draft] == ["proposed", "proposed"]


def test_a_draft_is_given_up(hq):
    page = hq.page
    choose(page, "draft")
    hq.settle()
    page.working.drop.trigger()
    hq.settle()
    assert [row.state for row in page.rows.rows if row.draft] == ["proposed"]


def test_a_version_is_ended_with_a_reason(hq):
    page = hq.page
    choose(page, "coming")
    hq.settle()
    page.working.withdraw.trigger()
    hq.settle()
    hq.press("Return")
    hq.press("F8")
    hq.settle()
    assert dialog() is not None  # a reason is needed
    hq.press("Escape")
    choose(page, "in_force", "CX2611-01")
    hq.settle()
    page.working.withdraw.trigger()
    hq.settle()
    hq.type("2026-11-30")
    hq.press("Return")
    hq.type("预算用完")
    hq.press("F8")
    hq.settle()
    assert dialog() is None
    assert "停用" in page.banner.text


def test_the_trial_tells_each_dealer_and_the_whole(hq, tmp_path, monkeypatch):
    page = hq.page
    choose(page, "proposed")
    hq.settle()
    hq.press("F7")
    hq.settle()
    trial = hq.page
    assert trial.difference.text() == "3,200.00"
    assert [row.dealer.id for row in trial.rows.rows][:2] == ["GX01", "FJ02"]
    assert "v1" in trial.against.text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "t.xlsx"), ""))
    hq.press("Ctrl+E")
    hq.settle()
    assert (tmp_path / "t.xlsx").read_bytes()[:2] == b"PK"
    trial.first.setFocus()
    hq.type("2025-12-24")
    hq.press("Return", "Return")
    hq.settle()
    assert trial.found.first_day.isoformat() == "2025-12-24"
    hq.press("Escape")
    hq.settle()
    assert hq.page is page
    assert page.current.state == "proposed"


def test_a_trial_can_be_stopped(hq, qtbot, monkeypatch):
    def slow(desk, form, first, last, progress, cancelled):
        for done in range(400):
            progress(done, 400)
            if cancelled():
                return

            time.sleep(0.01)
        return

    monkeypatch.setattr("desktop.actions.policies.trial.simulate", slow)
    page = hq.page
    choose(page, "proposed")
    wait(page.worker, 60)
    page.working.trial.trigger()
    trial = hq.page
    qtbot.waitUntil(lambda: trial._task is not None)
    trial._task.cancel()
    hq.settle()
    assert "没有结果" in trial.said.text()


def test_it_is_written_by_keyboard_from_the_first_field_to_the_proposal(hq):
    hq.press("F9")
    hq.settle()
    editor = hq.page
    assert editor.document.value("$.terms.template.type") == "spend_save"
    hq.press("Return")
    hq.type("CX2612-99")
    hq.press("Return")
    hq.type("年货满减")
    hq.press("Return")
    hq.type("12-10")
    hq.press("Return")
    hq.type("12-31")
    hq.press("Return")
    hq.type("3000")
    hq.press("Return")
    hq.type("100")
    hq.press("Return", "Return")  # the empty row leads on
    hq.press("Return")
    hq.settle()
    assert editor.document.rows("$.terms.template.steps") == [{"spend": "3000", "save": "100"}]
    hq.type("SP10021")
    hq.settle()
    hq.press("Return")
    hq.settle()
    assert [reason.code for reason in editor.reasons] == []
    assert "年货满减" in editor.preview.toPlainText()
    hq.press("F8")
    hq.settle()
    assert hq.shell.current_name == "policies"
    assert "已提交" in hq.page.banner.text
    assert hq.page.current.policy == "CX2612-99"
    assert hq.page.current.state == "proposed"


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_saved(hq):
    hq.press("F9")
    hq.settle()
    editor = hq.page
    assert "没填" in editor._count.text()
    hq.press("Ctrl+S")
    hq.settle()
    assert "没有保存" in editor.banner.text
    assert editor.form.view_for("$.name").is_wrong
    assert len([row for row in policies.policy_rows(desk_of(hq), "drafts") if row.state == "draft"]) == 1
    steps = editor.form.view_for("$.terms.template.steps").edit
    steps.setFocus()
    hq.type("5000")
    hq.press("Return")
    hq.type("9000")
    hq.press("Return")
    hq.settle()
    assert steps.model().index(0, 1).data(Qt.ItemDataRole.ToolTipRole)


def test_leaving_with_something_unsaved_asks_once_and_keeps_it(hq):
    hq.press("F9")
    hq.settle()
    editor = hq.page
    editor.document.put("$.name", "未完的")
    hq.press("Escape")
    assert "未存" in editor.banner.text
    hq.press("Escape")
    hq.settle()
    page = hq.page
    assert hq.shell.current_name == "policies"
    page.working.follow(page.current)
    assert page.working.unsaved.isVisible()
    page.working.unsaved.trigger()
    hq.settle()
    assert hq.page.document.value("$.name") == "未完的"


def test_a_file_is_opened_as_it_is_and_saved_again(hq, tmp_path, monkeypatch):
    form = write_policy(spend_save(2)) | {"colour": "red"}
    path = tmp_path / "in.json"
    path.write_text(json.dumps(form, ensure_ascii=False), encoding="utf-8")
    hq.press("F9")
    hq.settle()
    editor = hq.page
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    hq.press("Ctrl+O")
    hq.settle()
    assert "colour" in editor._problems.text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out.json"), ""))
    hq.press("Ctrl+Shift+S")
    hq.settle()
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == form
    for bad in ("[1, 2]", "{", ""):
        path.write_text(bad, encoding="utf-8")
        hq.press("Ctrl+O")
        hq.settle()
    assert editor.banner.text


def test_the_next_version_begins_from_the_newest(hq):
    page = hq.page
    choose(page, "in_force", "CX2611-01")
    hq.settle()
    hq.press("Shift+F2")
    hq.settle()
    editor = hq.page
    assert editor.document.value("$.version") == 2
    assert editor.document.value("$.period.start") == "2026-11-24"


def test_the_kind_is_changed_by_a_figure_and_comes_back(hq):
    hq.press("F9")
    hq.settle()
    editor = hq.page
    editor.document.add_row("$.terms.template.steps", {"spend": "5"})
    hq.press("2")  # percent off
    assert editor.document.value("$.terms.template.type") == "percent_off"
    kind = editor.form.view_for("$.terms.type").edit
    assert kind.hasFocus()
    kind.pick("rebate")
    kind.pick("spend_save")
    assert editor.document.rows("$.terms.template.steps") == [{"spend": "5"}]


def test_what_a_sound_policy_does_is_no_error_and_names_no_place_of_the_file(hq):
    """A step that gives less is asked about in amber, by the field's name; the policy is ready all the same."""
    form = write_policy(spend_save(start=TODAY)) | {"id": "CX2612-98", "stacking": {"group": "另", "order": 7}}
    form["terms"]["template"]["steps"] = [{"spend": "100", "save": "20"}, {"spend": "200", "save": "10"}]
    hq.shell.go("policyedit", {"form": form})
    hq.settle()
    editor = hq.page
    told = editor._effects.text()
    assert "档次 第 2 行" in told
    assert "$." not in told
    assert editor._problems.isHidden()
    assert "可以提交" in editor._count.text()


def test_f3_leads_from_one_wrong_cell_to_the_next(hq):
    form = write_policy(spend_save(start=TODAY)) | {"id": "CX2612-97"}
    form["terms"]["template"]["steps"] = [{"spend": "100", "save": "20"}, {"spend": "90", "save": "x"}]
    form.pop("name")
    hq.shell.go("policyedit", {"form": form})
    hq.settle()
    editor, cells = hq.page, []
    name = editor.form.view_for("$.name").edit
    steps = editor.form.view_for("$.terms.template.steps").edit
    for _ in range(2):
        hq.press("F3")
        index = steps.currentIndex()
        cells.append((index.row(), index.column()) if steps.hasFocus() else name.hasFocus())
    assert cells == [True, (1, 1)]


def test_a_form_that_cannot_be_read_is_not_tried_and_its_fields_are_named(hq):
    """F7 stays with the form, goes to the first wrong field, and the message goes once all is mended."""
    form = write_policy(spend_save(start=TODAY)) | {"id": "CX2612-96"}
    form["terms"]["template"]["steps"] = [{"spend": "x", "save": "20"}]
    name = form.pop("name")
    hq.shell.go("policyedit", {"form": form})
    hq.settle()
    editor = hq.page
    hq.press("F3", "F7")
    hq.settle()
    assert hq.shell.current_name == "policyedit"
    assert "才能试算" in editor.banner.text
    assert "$" not in editor.banner.text
    assert editor.form.view_for("$.name").edit.hasFocus()
    assert editor._older.isVisible()  # what is read beside it is what was, not what stands there
    editor.document.put("$.name", name)
    editor.document.put("$.terms.template.steps", [{"spend": "100", "save": "20"}])
    hq.settle()
    assert editor._older.isHidden()
    assert not editor.banner.text  # it ties with another one, which may be tried all the same
    hq.press("F7")
    hq.settle()
    assert hq.shell.current_name == "policytrial"


def test_a_trial_that_ran_says_nothing_of_the_one_before(hq):
    form = write_policy(spend_save(start=TODAY)) | {"id": "CX2612-95"}
    wrong = {**form, "period": {"start": "einst"}}
    hq.shell.go("policytrial", {"form": wrong, "back": "policies"})
    hq.settle()
    trial = hq.page
    assert "开始（含当天）" in trial.banner.text
    assert "$" not in trial.banner.text
    hq.shell.go("policytrial", {"form": form, "back": "policies"})
    hq.settle()
    assert trial.found is not None
    assert not trial.banner.text


def test_a_key_pressed_while_the_policy_is_still_being_read_is_done_once_it_is_there(hq):
    page = hq.page
    go_on_as(hq, "王芳")
    hq.shell.go("policies")
    hq.settle()
    while page.filters.code != "in_force":
        hq.press("F4")
    hq.settle()
    while page.filters.code != "waiting":
        hq.press("F4")
    assert page._reading.waiting
    assert page.current.state in ("proposed", "draft", "refused")
    hq.press("F7")
    hq.settle()
    assert hq.shell.current_name == "policytrial"
