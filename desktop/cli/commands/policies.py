"""Commands about policies: reading, writing, trying, approving, publishing and withdrawing them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.actions.documents.json_forms import reason_form
from desktop.actions.policies import policies
from desktop.actions.policies.json_forms import receipt_form, row_form, simulation_form, view_form
from desktop.cli.calls import Call, CommandResult
from desktop.cli.commands.notes import lacking
from desktop.cli.listed import listed as told_list
from desktop.cli.listed import listing_text
from desktop.file_names import safe_name
from desktop.listings.policies import POLICIES, RECEIPTS, TRIAL, readers
from desktop.wording import name_of, say, say_reason
from domain.errors import UsageError
from domain.policies.file import read_policy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.actions.policies.views import PolicyRow, PolicyView
    from desktop.desk import Desk
    from domain.explain import Reason

_LEAST = 6  # as much of a draft's id as is enough to type


# ---- reading


def listed(call: Call) -> CommandResult:
    """Lists policies, what holds first; at HQ all, elsewhere one's own."""
    args = call.args
    with call.desk() as desk:
        which: policies.Which = "drafts" if args.drafts else "all" if args.all or desk.at_hq else "mine"
        rows = policies.policy_rows(desk, which, call.day(desk, "on"), args.text)
    nothing = say("policies_none", call.language)
    return told_list(call, POLICIES, rows, forms=map(row_form, rows), nothing=nothing)


def show(call: Call) -> CommandResult:
    """Shows a version, or a draft, in words."""
    from desktop.actions.policies.papers import document

    with call.desk() as desk:
        view = _view(desk, call.args.policy, call.args.number)
        text = document(desk, view.policy, call.language)
    return _shown(call, view, text.plain())


def read(call: Call) -> CommandResult:
    """Shows a version and lets HQ know that it was read here."""
    from desktop.actions.policies.papers import document

    with call.desk(writing=True) as desk:
        view = _view(desk, call.args.policy, call.args.number)
        text = document(desk, view.policy, call.language)
        new = policies.mark_read(desk, view.row.policy, view.row.version)
        view = _view(desk, view.row.policy, view.row.version)
    told = _shown(call, view, text.plain())
    notes = [say("policy_read_told", call.language)] if new else []
    return CommandResult(told.value, told.text, notes=notes)


def receipts(call: Call) -> CommandResult:
    """Lists who has read a version."""
    with call.desk() as desk:
        found = readers(policies.policy_view(desk, call.args.policy, call.args.number))
    return told_list(call, RECEIPTS, found, forms=[receipt_form(each.receipt) for each in found])


def export(call: Call) -> CommandResult:
    """Writes a policy's form as a file."""
    args = call.args
    with call.desk() as desk:
        if args.next:
            form = policies.next_version_form(desk, args.policy)
        else:
            form = dict(_view(desk, args.policy, args.number).form)
    path = policies.write_form_file(Path(args.file).absolute(), form)
    return CommandResult({"file": str(path), "form": form}, say("policy_written", call.language, path=str(path)))


def printed(call: Call) -> CommandResult:
    """Prints a version, or a draft, into a PDF file."""
    from desktop.actions.documents.saving import write_whole
    from desktop.actions.policies.papers import policy_bytes

    args = call.args
    with call.desk() as desk:
        row = _view(desk, args.policy, args.number).row
        made = policy_bytes(desk, row.policy, row.version, row.draft, args.paper, call.language)
    path = call.path(args.out or f"{safe_name(row.policy, 60)}-{row.version}.pdf")
    written = str(write_whole(path.absolute(), made.pdf))
    value = {**row_form(row), "file": written, "pages": made.pages, "missing": list(made.missing)}
    return CommandResult(value, say("policy_written", call.language, path=written), notes=lacking(call, made.missing))


def schema(call: Call) -> CommandResult:
    """Tells the schema of a policy file."""
    from desktop.actions.documents.json_forms import as_json

    found = policies.policy_schema()
    return CommandResult(found, "" if call.in_json else as_json(found))


# ---- writing


def check(call: Call) -> CommandResult:
    """Tells everything that is wrong with a policy file; it may not fit the form (2), or not be fit to hold (1)."""
    form = policies.read_form_file(Path(call.args.file))
    policy, misfits = read_policy(form)
    if policy is None:
        return _problems(call, form, misfits, 2)
    with call.desk() as desk:
        reasons = policies.check_form(desk, form)
        notes = [] if reasons else _effects(call, desk, form)
    if reasons:
        return _problems(call, form, reasons, 1)
    facts = {"policy": policy.id, "version": policy.version}
    return CommandResult({**facts, "problems": []}, say("policy_sound", call.language, **facts), notes=notes)


def simulated(call: Call) -> CommandResult:
    """Tries a file, a draft or a published policy on real documents."""
    with call.desk() as desk:
        form = _form(desk, call.args.subject)
        start, end = call.day(desk, "start"), call.day(desk, "end")
        found = policies.simulate(desk, form, start, end)
    notes = [say_reason(each, call.language) for each in found.reasons]
    return CommandResult(
        simulation_form(found), listing_text(TRIAL, found.dealers, call.language, summed=True), notes=notes
    )


def save(call: Call) -> CommandResult:
    """Saves a file as a draft."""
    form = policies.read_form_file(Path(call.args.file))
    with call.desk(writing=True) as desk:
        row = policies.save_draft(desk, form, _draft(desk, call.args.draft) if call.args.draft else "")
    return _done(call, "policy_saved", row)


def propose(call: Call) -> CommandResult:
    """Lays a draft before a second person."""
    with call.desk(writing=True) as desk:
        row = policies.propose(desk, _draft(desk, call.args.draft))
        notes = _effects(call, desk, _form(desk, row.draft))
    return _done(call, "policy_proposed", row)._replace(notes=notes)


def drop(call: Call) -> CommandResult:
    """Gives a draft up."""
    with call.desk(writing=True) as desk:
        draft = _draft(desk, call.args.draft)
        policies.drop_draft(desk, draft)
    return CommandResult({"draft": draft}, say("policy_dropped", call.language))


def publish(call: Call) -> CommandResult:
    """One person's file is saved and proposed; a draft is approved by whoever gives the command, not its author."""
    subject = call.args.subject
    if _is_file(subject):
        form = policies.read_form_file(Path(subject))
        with call.desk(writing=True) as desk:
            row = policies.propose(desk, policies.save_draft(desk, form).draft)
            notes = _effects(call, desk, form)
        return _done(call, "policy_proposed", row)._replace(notes=notes)
    with call.desk(writing=True) as desk:
        draft = _draft(desk, subject)
        notes = _effects(call, desk, _form(desk, draft))
        row = policies.approve(desk, draft)
    return _done(call, "policy_asked" if row.draft else "policy_published", row)._replace(notes=notes)


def withdraw(call: Call) -> CommandResult:
    """Ends a version after its last day."""
    args = call.args
    with call.desk(writing=True) as desk:
        last = call.day(desk, "last") or desk.today()
        row = policies.withdraw(desk, args.policy, args.number, last, args.reason)
        asked = desk.asks
    return _done(call, "policy_asked" if asked else "policy_withdrawn", row)


# ---- inside


def _is_file(subject: str) -> bool:
    return subject.lower().endswith(".json") or Path(subject).is_file()


def _form(desk: Desk, subject: str) -> Any:
    return policies.read_form_file(Path(subject)) if _is_file(subject) else _view(desk, subject, 0).form


def _draft(desk: Desk, named: str) -> str:
    """A draft by its id, by the beginning of it, or by its policy where that has one draft; UsageError if by none."""
    rows = policies.policy_rows(desk, "drafts")
    found = [row.draft for row in rows if row.draft == named]
    found = found or [row.draft for row in rows if len(named) >= _LEAST and row.draft.startswith(named)]
    found = found or [row.draft for row in rows if row.policy == named]
    return found[0] if len(found) == 1 else named  # the action tells what it doesn't know


def _view(desk: Desk, named: str, version: int) -> PolicyView:
    """A published policy by its number, else a draft."""
    try:
        return policies.policy_view(desk, named, version)
    except UsageError:
        draft = _draft(desk, named)
        if draft == named and all(row.draft != named for row in policies.policy_rows(desk, "drafts")):
            raise
        return policies.policy_view(desk, "", draft=draft)


def _done(call: Call, code: str, row: PolicyRow) -> CommandResult:
    facts = {"policy": row.policy, "version": row.version, "draft": row.draft, "start": row.start, "end": row.end}
    return CommandResult(row_form(row), say(code, call.language, **facts))


def _effects(call: Call, desk: Desk, form: object) -> list[str]:
    """What a sound policy would do all the same, in words."""
    from desktop.actions.policies.effects import effects

    return [say_reason(each, call.language) for each in effects(desk, form)]


def _problems(call: Call, form: object, reasons: Sequence[Reason], status: int) -> CommandResult:
    told = [{**reason_form(each), "message": say_reason(each, call.language)} for each in reasons]
    known = form if isinstance(form, dict) else {}
    value = {"policy": known.get("id"), "version": known.get("version"), "problems": told}
    return CommandResult(value, "\n".join(f"! {each['message']}" for each in told), status=status)


def _shown(call: Call, view: PolicyView, text: str) -> CommandResult:
    row = view.row
    state = name_of("policy_state", row.state, call.language)
    people = " · ".join(each for each in (row.author, row.approver, row.published_at[:10]) if each)
    notes = [f"! {say_reason(each, call.language)}" for each in view.reasons]
    value = {**view_form(view), "text": text}
    return CommandResult(value, f"{text}\n\n[{state}] {people}", notes=notes)
