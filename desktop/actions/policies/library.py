"""The policies as a person looks them up: what holds, what is being written, and one of them in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.actions.changes import changes
from desktop.actions.documents.saving import write_whole
from desktop.actions.policies.effects import effects
from desktop.actions.policies.files import read_form_file, write_form_file
from desktop.actions.policies.names import initials_of
from desktop.actions.policies.papers import document, policy_bytes
from desktop.actions.policies.policies import check_form, policy_rows, policy_view, propose, save_draft
from desktop.actions.policies.quantities import counted, with_counted
from desktop.actions.policies.views import Look, PolicyRow, Reading, Rights
from desktop.labels import Language
from domain.parties.users import may
from domain.policies.file import read_policy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from desktop.desk import Desk


def rights(desk: Desk) -> Rights:
    """What may be done about policies here."""

    def allowed(action: str) -> bool:
        return desk.at_hq and (desk.user is None or may(desk.user.role, action))

    return Rights(desk.today(), desk.at_hq, allowed("policy_write"), allowed("policy_approve"), desk.operator)


def policy_list(desk: Desk, which: str, text: str) -> list[PolicyRow]:
    """The list: versions that hold for this desk (`mine`), all of them with the drafts (`all`), found by what was
    typed: number, name or initials."""
    found = policy_rows(desk, "mine" if which == "mine" else "all")
    if which != "mine":
        found = [*policy_rows(desk, "drafts"), *found]
    low = text.strip().lower()
    return [row for row in found if low in f"{row.policy} {row.name} {initials_of(row.name)}".lower()]


def unread(desk: Desk) -> int:
    """How many versions that hold or will hold nobody here has opened."""
    return sum(row.unread for row in policy_rows(desk, "mine"))


def read_one(desk: Desk, row: PolicyRow, language: Language) -> Reading:
    """One version with its text; a draft with what it would follow."""
    view = policy_view(desk, row.policy, row.version, row.draft)
    before = None
    if row.draft and view.versions:
        before = policy_view(desk, row.policy, view.versions[0].version).form
    return Reading(view, document(desk, view.policy, language), before)


def look_at_form(desk: Desk, form: Mapping[str, Any], language: Language) -> Look:
    """What is wrong with a form that is being written, and how it reads."""
    found = counted(desk, form)
    form = with_counted(form, found)
    policy, _ = read_policy(form)
    reasons = check_form(desk, form)
    told = effects(desk, form) if not reasons else ()
    return Look(reasons, None if policy is None else document(desk, policy, language), told, found)


@changes("policies")
def save_and_propose(desk: Desk, form: Mapping[str, Any], draft: str) -> PolicyRow:
    """Keeps a form and lays it before whoever approves."""
    return propose(desk, save_draft(desk, form, draft).draft)


def save_policy_pdf(desk: Desk, row: PolicyRow, language: Language, paper: str, path: Path) -> Path:
    """Writes a version as a PDF, whole or not at all."""
    return write_whole(path, policy_bytes(desk, row.policy, row.version, row.draft, paper, language).pdf)


def read_form(desk: Desk, path: Path) -> Any:  # noqa: ARG001 -- only the file is looked at
    """A form somebody wrote into a file."""
    return read_form_file(path)


def write_form(desk: Desk, path: Path, form: Mapping[str, Any]) -> Path:  # noqa: ARG001 -- likewise
    """Writes a form into a file; gives where."""
    return write_form_file(path, form)
