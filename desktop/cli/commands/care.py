"""Commands that care for the books."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.accounts import periods
from desktop.actions.accounts.account_views import ClosingView
from desktop.actions.accounts.json_forms import account_form
from desktop.actions.books import care
from desktop.actions.documents.json_forms import attention_form, fact_form, reason_form
from desktop.actions.headquarters.queued import Queued
from desktop.cli.calls import Call, CommandResult
from desktop.cli.listed import listed
from desktop.desk import HQ_FILE
from desktop.folders import default_folder
from desktop.listings.held import KEPT
from desktop.wording import name_of, say, say_reason
from domain.errors import DamagedError, RefusedError, UsageError
from domain.values.dates import parse_date
from domain.values.money import format_money, from_fen
from domain.values.quantities import from_milli, plain_number

if TYPE_CHECKING:
    from desktop.actions.documents.views import Attention
    from desktop.desk import Desk
    from sync.records.repair.checking import BookDifference
    from sync.records.repair.rescue import Mended

_QUANTITIES = frozenset({"on_hand", "reserved", "quantity", "accepted", "delivered", "available"})
_AMOUNTS = frozenset({"amount", "credit_limit"})
_TOLD = 6  # sentences of a refusal; a month may have thousands of confirmed statements


def check(call: Call) -> CommandResult:
    """Recomputes everything and names each difference; with `--repair` mends first, from whatever still is whole."""
    if not call.args.repair:
        with call.desk() as desk:
            _note_held(call, desk)
            return _checked(call, care.check(desk), breaches=care.breaches(desk))
    try:
        with call.desk(writing=True) as desk:
            before = care.check(desk)
            done, unsent = care.repair(desk) if before else None, 0
            found, breaches = (care.check(desk) if before else before), care.breaches(desk)
    except DamagedError as damaged:
        if damaged.code not in ("database_damaged", "book_gone"):
            raise
        _permit(call)
        done = care.replace_books((call.folder or default_folder()).absolute())
        with call.desk(writing=True) as desk:
            care.repair(desk)
            before, found, breaches = [], care.check(desk), care.breaches(desk)
            unsent = care.unsent_count(desk)
    return _checked(call, found, before, done, breaches, unsent)


def _note_held(call: Call, desk: Desk) -> None:
    """What HQ doesn't believe of this desk stands in its books all the same: they are sound, and differ from HQ's."""
    count = care.held_at_hq(desk)
    if count:
        call.note("check_held_at_hq", count=count)


def _checked(
    call: Call,
    found: Sequence[BookDifference],
    before: Sequence[BookDifference] | None = None,
    done: Mended | None = None,
    breaches: Sequence[Attention] = (),
    unsent: int = 0,
) -> CommandResult:
    value: dict[str, object] = {
        "ok": not found,
        "differences": [
            {
                "table": each.where,
                "record": each.record,
                "column": each.column,
                "expected": fact_form(each.expected),
                "found": fact_form(each.found),
            }
            for each in found
        ],
        "breaches": [attention_form(each) for each in breaches],
    }
    notes = tuple(_mended(call, done, unsent)) if done else ()
    told = [f"- {say(each.code, call.language, **{'record': each.number, **each.facts})}" for each in breaches]
    if told:
        told.insert(0, say("check_breaches", call.language, count=len(breaches)))
    if before is not None:
        value["repaired"] = len(before) - len(found)
        value["mended"] = _mended_form(done, unsent)
    if not found:
        code = "check_repaired" if before else "check_ok"
        return CommandResult(value, "\n".join([say(code, call.language, count=len(before or ())), *told]), notes=notes)
    lines = [
        f"{each.where} {each.record} {each.column}: {_unstored(each.column, each.expected)} ≠ "
        f"{_unstored(each.column, each.found)}"
        for each in found
    ]
    if done is None or not done.refill:  # else an exchange is what helps, which has been said
        notes = (*notes, say("check_differs", call.language, count=len(found)))
    return CommandResult(value, "\n".join([*lines, *told]), 4, notes)


def _mended_form(done: Mended | None, unsent: int) -> dict[str, object]:
    if done is None:
        return {}
    return {
        "entries": done.entries,
        "from_hq": done.refill,
        "backup": str(done.backup or ""),
        "kept": str(done.aside or ""),
        "rescued": done.rescued,
        "unsent": unsent,
        "anew": done.anew,
        "drafts": done.drafts,
        "missing": [{"stream": stream, "first": first, "last": last} for stream, first, last in done.missing],
        "beside": done.beside,
        "desks_lost": done.strangers,
        "lost": [{"kind": kind, "record": record} for kind, record in done.lost],
    }


def _mended(call: Call, done: Mended, unsent: int) -> Iterator[str]:
    """What was done, and what is missing until the next exchange, each in its sentence."""
    if done.backup is not None:
        facts = {"backup": done.backup, "aside": done.aside, "unsent": unsent}
        yield say("mended_from_backup", call.language, **facts)
    if done.anew:
        yield say("mended_anew", call.language, aside=done.aside, unsent=unsent)
    if done.drafts:
        yield say("mended_drafts", call.language, count=done.drafts)
    yield from _left_at_hq(call, done)
    if done.entries:
        yield say("mended_entries", call.language, count=done.entries)
    if done.refill:
        yield say("mended_by_hq", call.language, streams=", ".join(done.refill))
    for kind, record in done.lost:
        yield say("mended_lost", call.language, kind=kind, record=record)


def _left_at_hq(call: Call, done: Mended) -> Iterator[str]:
    """What HQ's book was put together from lacks, and who can bring it."""
    if done.aside is not None and done.backup is None and not done.anew:
        yield say("mended_hq", call.language, aside=done.aside)
    for stream, first, last in done.missing[:_TOLD]:
        yield say(
            "mended_missing" if stream else "mended_nameless", call.language, stream=stream, first=first, last=last
        )
    if len(done.missing) > _TOLD:
        yield say("and_more", call.language, count=len(done.missing) - _TOLD)
    if done.beside:
        yield say("mended_beside", call.language, count=done.beside)
    if done.strangers:
        yield say("mended_strangers", call.language, desks=", ".join(done.strangers))


def _unstored(column: str, value: object) -> str:
    """A difference's figure as people count it; what is no stored figure stays as it is."""
    if isinstance(value, int) and column in _QUANTITIES:
        return plain_number(from_milli(value))
    if isinstance(value, int) and column in _AMOUNTS:
        return format_money(from_fen(value))
    return str(value)


def backup(call: Call) -> CommandResult:
    """Writes a backup."""
    with call.desk() as desk:
        path = care.backup(desk, Path(call.args.file).absolute() if call.args.file else None)
    return CommandResult({"file": str(path)}, say("backup_written", call.language, path=path))


def restore(call: Call) -> CommandResult:
    """Brings a backup back."""
    folder = (call.folder or default_folder()).absolute()
    _permit(call)
    aside = care.restore(folder, Path(call.args.file).absolute())
    code = "restored_hq" if (folder / HQ_FILE).exists() else "restored"
    told = say(code, call.language, folder=folder, aside=aside)
    return CommandResult({"folder": str(folder), "kept": str(aside or "") or None}, told)


def show_kept(call: Call) -> CommandResult:
    """Lists what the second copy held and the books could not take in."""
    with call.desk() as desk:
        found = care.kept(desk)
    forms = [
        {"desk": each.desk, "place": each.place, "kind": each.kind, "record": each.record, "number": each.number,
         "ours": each.ours}
        for each in found
    ]  # fmt: skip
    return listed(call, KEPT, found, forms=forms, nothing=say("kept_none", call.language))


def look_through(call: Call) -> CommandResult:
    """Keeps what another book of this desk has and this one lacks."""
    with call.desk(writing=True) as desk:
        count = care.look_through(desk, Path(call.args.file))
    return CommandResult({"kept": count}, say("kept_looked", call.language, path=call.args.file, count=count))


def take_kept(call: Call) -> CommandResult:
    """Takes what is this dealer's into the books."""
    with call.desk(writing=True) as desk:
        done = care.take_kept(desk)
    value = {
        "taken": [{"kind": each.kind, "before": each.before, "number": each.after} for each in done.taken],
        "known": done.known,
        "left": done.left,
    }
    lines = [f"{name_of('kind', each.kind, call.language)} {each.before} → {each.after}" for each in done.taken]
    told = say("kept_taken", call.language, taken=len(done.taken), known=done.known, left=done.left)
    return CommandResult(value, "\n".join([told, *lines]))


def leave_kept(call: Call) -> CommandResult:
    """Puts what is kept aside for good."""
    with call.desk(writing=True) as desk:
        folder = care.leave_kept(desk)
    if folder is None:
        return CommandResult({"kept": None}, say("kept_none", call.language))
    return CommandResult({"kept": str(folder)}, say("kept_left", call.language, folder=folder))


def _permit(call: Call) -> None:
    """Books that can be read know who may replace them; those that can't are to be brought back by anybody."""
    try:
        with call.desk() as desk:
            desk.need("books_care")
    except DamagedError:
        return
    except UsageError as nothing:
        if nothing.code != "folder_empty":
            raise


def show_period(call: Call) -> CommandResult:
    """Tells the last closed day."""
    with call.desk() as desk:
        through = periods.closed_through(desk)
    value = {"closed_through": through.isoformat() if through else None}
    return CommandResult(
        value, say("period_open" if through is None else "period_closed", call.language, through=through)
    )


def close_period(call: Call) -> CommandResult | Queued:
    """Closes the books through a day, or a whole month with a look at what is unfinished."""
    typed = call.args.through
    with call.desk(writing=True) as desk:
        month = _month(typed)
        if typed and month is None:
            through = periods.close(desk, parse_date(typed, desk.today()))
            if isinstance(through, Queued):
                return through
            return CommandResult(
                {"closed_through": through.isoformat()}, say("period_closed", call.language, through=through)
            )
        if not call.args.anyway:
            _tell_first(call, periods.closing(desk, month), "close_unfinished")
        found = periods.close_month(desk, month, anyway=call.args.anyway)
    if isinstance(found, Queued):
        return found
    value = {"closed_through": found.end.isoformat(), "reasons": [reason_form(each) for each in found.reasons]}
    return CommandResult(value, say("period_closed", call.language, through=found.end))


def next_period(call: Call) -> CommandResult:
    """Tells the month to close next and what is unfinished in it."""
    month = _month(call.args.month)
    with call.desk() as desk:
        found = periods.closing(desk, month) if month else periods.next_month(desk)
    name = f"{found.month:%Y-%m}"
    if found.ready is not None:
        return CommandResult(account_form(found), say("period_not_over", call.language, month=name, ready=found.ready))
    lines = [name, *(f"- {say_reason(each, call.language)}" for each in found.reasons)]
    return CommandResult(account_form(found), "\n".join(lines))


def open_period(call: Call) -> CommandResult | Queued:
    """Opens closed days again, or the last closed month."""
    typed = call.args.after
    with call.desk(writing=True) as desk:
        month = _month(typed)
        if month is not None:
            if not call.args.anyway:
                _tell_first(call, periods.reopening(desk, month), "reopen_risky")
            view = periods.reopen_month(desk, month, anyway=call.args.anyway)
            if isinstance(view, Queued):
                return view
            through = periods.closed_through(desk)
        else:
            opened = periods.reopen(desk, parse_date(typed, desk.today()) if typed else None)
            if isinstance(opened, Queued):
                return opened
            through = opened
    value = {"closed_through": through.isoformat() if through else None}
    return CommandResult(
        value, say("period_open" if through is None else "period_closed", call.language, through=through)
    )


def _tell_first(call: Call, found: ClosingView, code: str) -> None:
    """What is to be looked at first, each in its sentence, goes with the refusal."""
    if found.reasons:
        first = [say_reason(each, call.language) for each in found.reasons[:_TOLD]]
        more = len(found.reasons) - len(first)
        told = " ".join([*first, *([say("and_more", call.language, count=more)] if more else [])])
        raise RefusedError(code, month=f"{found.month:%Y-%m}", count=len(found.reasons), told=told)


def _month(typed: str | None) -> date | None:
    """`2026-10` as the first day of that month, None for anything else."""
    found = re.fullmatch(r"(20[0-9]{2})[-./年](1[0-2]|0?[1-9])月?", (typed or "").strip())
    return date(int(found[1]), int(found[2]), 1) if found else None
