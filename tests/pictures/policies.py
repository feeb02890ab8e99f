"""What HQ's people see of policies, for the pictures: list, decision, trial, and the editor of three kinds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QApplication

from desktop.pictures import wait
from desktop.ui.frame.shell import Shell

_KINDS = ("spend_goods", "price_list", "rebate")


def visit_policies(shell: Shell) -> Iterator[str]:
    """Goes from picture to picture; gives each one's name once it stands."""
    shell.go("policies")
    wait(shell.worker)
    page: Any = shell.page("policies")
    yield "31-policies-hq"
    place = next((place for place, row in enumerate(page.rows.rows) if row.state == "proposed"), 0)
    page.view.selectRow(place)
    wait(shell.worker)
    page.working.decide.trigger()
    yield "32-policy-approve"
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        dialog.close()
    page.working.trial.trigger()
    yield "33-policy-trial"
    shell.go("policies", {"policy": page.rows.rows[-1].policy})
    wait(shell.worker)
    page.panel.tabs.pick("receipts")
    yield "34-policy-receipts"
    yield from _visit_editor(shell)


def _visit_editor(shell: Shell) -> Iterator[str]:
    """Fresh ones with everything shown, and the next version of a rebate as somebody would write it."""
    for place, kind in enumerate(_KINDS, 35):
        shell.go("policyedit", {"kind": kind})
        wait(shell.worker)
        page: Any = shell.page("policyedit")
        page.more_action.setChecked(kind == "price_list")
        page.form.show_all(shown=kind == "price_list")
        yield f"{place}-policyedit-{kind}"
    policies: Any = shell.page("policies")
    row = next((row for row in policies.rows.rows if row.kind == "rebate" and not row.draft), None)
    if row is not None:
        shell.go("policyedit", {"next": row.policy})
        yield "38-policyedit-next"
