"""What the policy pages ask of the actions, each a function for the worker: plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from desktop.ui.frame.work import Written

if TYPE_CHECKING:
    from desktop.actions.policies import views
    from desktop.actions.policies.names import Named, NameKind
    from desktop.desk import Desk
    from domain.explain import Reason

_POLICIES = frozenset({"policies"})
_PRICED = frozenset({"policies", "products", "orders"})


# ---- what a policy may name


def find_named(desk: Desk, text: str, kind: NameKind) -> list[Named]:
    from desktop.actions.policies.names import find_named as find

    return find(desk, text, kind)


def names_of(desk: Desk, kind: NameKind, ids: Sequence[str]) -> dict[str, Named]:
    from desktop.actions.policies.names import names_of as names

    return names(desk, kind, ids)


# ---- one policy being written


class Rights(NamedTuple):
    """What whoever works here may do about policies, and what day it is."""

    today: dt.date
    at_hq: bool
    may_write: bool
    may_approve: bool
    name: str


class Look(NamedTuple):
    """A form looked at: what is wrong with it, and how it reads (None as long as it can't be read at all).

    `effects` are what a sound one would do all the same, `counted` by path the quantities that were typed in packs, in
    base units.
    """

    reasons: Sequence[Reason]
    text: Any
    effects: Sequence[Reason] = ()
    counted: Mapping[str, str] = {}


def rights(desk: Desk) -> Rights:
    from domain.parties.users import may

    def allowed(action: str) -> bool:
        return desk.at_hq and (desk.user is None or may(desk.user.role, action))

    return Rights(desk.today(), desk.at_hq, allowed("policy_write"), allowed("policy_approve"), desk.operator)


def look_at_form(desk: Desk, form: Mapping[str, Any], language: str) -> Look:
    """What is wrong with a form that is being written, and how it reads."""
    from desktop.actions.policies.policies import check_form
    from desktop.actions.policies.quantities import counted, with_counted
    from domain.policies.file import read_policy

    found = counted(desk, form)
    form = with_counted(form, found)
    policy, _ = read_policy(form)
    reasons = check_form(desk, form)
    told = effects(desk, form) if not reasons else ()
    return Look(reasons, None if policy is None else _text(desk, policy, language), told, found)


def effects(desk: Desk, form: Mapping[str, Any]) -> Sequence[Reason]:
    """What a sound policy would do all the same."""
    from desktop.actions.policies.effects import effects as found

    return found(desk, form)


def next_version_form(desk: Desk, policy: str) -> dict[str, Any]:
    from desktop.actions.policies.policies import next_version_form as form

    return form(desk, policy)


def read_form_file(desk: Desk, path: Path) -> Any:  # noqa: ARG001 -- every question has the desk first
    from desktop.actions.policies.policies import read_form_file as read

    return read(path)


def write_form_file(desk: Desk, path: Path, form: Mapping[str, Any]) -> Path:  # noqa: ARG001
    from desktop.actions.policies.policies import write_form_file as write

    return write(path, form)


def save_draft(desk: Desk, form: Mapping[str, Any], draft: str) -> Written[Any]:
    from desktop.actions.policies.policies import save_draft as save

    return Written(save(desk, form, draft), _POLICIES)


def save_and_propose(desk: Desk, form: Mapping[str, Any], draft: str) -> Written[Any]:
    from desktop.actions.policies.policies import propose as lay
    from desktop.actions.policies.policies import save_draft as save

    return Written(lay(desk, save(desk, form, draft).draft), _POLICIES)


# ---- policies


def policy_list(desk: Desk, which: str, text: str) -> list[views.PolicyRow]:
    """The list: versions that hold for this desk (`mine`), all of them with the drafts (`all`), found by what was
    typed: number, name or initials."""
    from desktop.actions.policies.names import initials_of
    from desktop.actions.policies.policies import policy_rows as rows

    found = rows(desk, "mine" if which == "mine" else "all")
    if which != "mine":
        found = [*rows(desk, "drafts"), *found]
    low = text.strip().lower()
    return [row for row in found if low in f"{row.policy} {row.name} {initials_of(row.name)}".lower()]


class Reading(NamedTuple):
    """A version as the page shows it; `before` is the form of the version in force where this is a draft."""

    view: views.PolicyView
    text: Any
    before: Mapping[str, Any] | None = None


def read_one(desk: Desk, row: views.PolicyRow, language: str) -> Reading:
    """One version with its text; a draft with what it would follow."""
    from desktop.actions.policies.policies import policy_view

    view = policy_view(desk, row.policy, row.version, row.draft)
    before = None
    if row.draft and view.versions:
        before = policy_view(desk, row.policy, view.versions[0].version).form
    return Reading(view, _text(desk, view.policy, language), before)


def _text(desk: Desk, policy: Any, language: str) -> Any:
    from desktop.actions.policies.papers import document

    return document(desk, policy, cast("Any", language))


def mark_read(desk: Desk, policy: str, version: int) -> Written[Any]:
    from desktop.actions.policies.policies import mark_read as mark

    new = mark(desk, policy, version)
    return Written(new, _POLICIES if new else frozenset())


def unread(desk: Desk) -> int:
    """How many versions that hold or will hold nobody here has opened."""
    from desktop.actions.policies.policies import policy_rows as rows

    return sum(row.unread for row in rows(desk, "mine"))


def propose(desk: Desk, draft: str) -> Written[Any]:
    from desktop.actions.policies.policies import propose as lay

    return Written(lay(desk, draft), _POLICIES)


def drop_draft(desk: Desk, draft: str) -> Written[Any]:
    from desktop.actions.policies.policies import drop_draft as drop

    drop(desk, draft)
    return Written(draft, _POLICIES)


def approve(desk: Desk, draft: str) -> Written[Any]:
    from desktop.actions.policies.policies import approve as say_yes

    return Written(say_yes(desk, draft), _PRICED)


def withdraw(desk: Desk, policy: str, version: int, last_day: dt.date, reason: str) -> Written[Any]:
    from desktop.actions.policies.policies import withdraw as end

    return Written(end(desk, policy, version, last_day, reason), _PRICED)


def simulate(
    desk: Desk,
    form: Mapping[str, Any],
    first_day: dt.date | None,
    last_day: dt.date | None,
    progress: Callable[..., None],
    cancelled: Callable[[], bool],
) -> views.Simulation:
    from desktop.actions.policies.policies import simulate as run

    return run(desk, form, first_day, last_day, progress=progress, cancelled=cancelled)


# ---- on paper


def policy_pages(desk: Desk, row: views.PolicyRow, language: str, paper: str) -> Any:
    """A version as pages to print."""
    from desktop.ui.paper.pages import pages_of

    return pages_of(f"{row.policy} v{row.version}", _printed(desk, row, language, paper))


def save_policy_pdf(desk: Desk, row: views.PolicyRow, language: str, paper: str, path: Path) -> Path:
    from desktop.actions.documents.saving import write_whole

    return write_whole(path, _printed(desk, row, language, paper).pdf)


def _printed(desk: Desk, row: views.PolicyRow, language: str, paper: str) -> Any:
    from desktop.actions.policies.papers import policy_bytes

    return policy_bytes(desk, row.policy, row.version, row.draft, paper, cast("Any", language))
