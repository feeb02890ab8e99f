"""Commands about the desk and HQ: joining, exchanging, and where it stands."""

from __future__ import annotations

from desktop.actions.documents.json_forms import reason_form
from desktop.actions.headquarters import exchange, lines
from desktop.cli.calls import Call, CommandResult
from desktop.cli.filling_progress import FillingProgress
from desktop.cli.signing_in import first_person
from desktop.folders import default_folder
from desktop.wording import say, say_reason
from domain.errors import UsageError


def enrol(call: Call) -> CommandResult:
    """Makes this machine a desk."""
    folder = call.folder or default_folder()
    args = call.args
    if not (args.hq or args.rejoin):
        raise UsageError("enrol_address_missing")
    user, password = (None, "") if args.rejoin else first_person(getattr(args, "user", None), call.language, call.place)
    done = exchange.enrol(
        folder, args.hq, args.code, user=user, password=password, insecure=args.insecure, again=args.rejoin
    )
    notes = [say_reason(done.notice, call.language)] if done.notice else []
    notes += [] if user or args.rejoin else [say("enrolled_for_nobody", call.language)]
    value = {
        "desk": done.desk_id,
        "dealer": done.dealer_id,
        "dealer_name": done.dealer_name,
        "prefix": done.prefix,
        "hq": done.hq_url,
        "key_in_file": done.notice is not None,
    }
    told = say("enrolled", call.language, dealer=done.dealer_id, name=done.dealer_name, prefix=done.prefix)
    return CommandResult(value, told, notes=tuple(notes))


def line(call: Call) -> CommandResult:
    """Shows how HQ is reached, or changes it."""
    args = call.args
    changes = bool(args.hq or args.key_print or args.insecure)
    with call.desk(writing=changes) as desk:
        if changes:
            found = lines.change_line(desk, args.hq, args.key_print, insecure=args.insecure)
        else:
            found = lines.line_of(desk)
    told = [say("line_changed" if changes else "line_shown", call.language, url=found.url)]
    if found.pin:
        told.append(say("line_pinned", call.language, print=found.pin[:16]))
    if found.exposed:
        told.append(say("line_insecure" if found.insecure else "hq_insecure", call.language, url=found.url))
    value = {"hq": found.url, "print": found.pin, "encrypted": found.encrypted, "insecure": found.insecure}
    return CommandResult(value, "\n".join(told))


def sync(call: Call) -> CommandResult:
    """Exchanges with HQ once."""
    progress = FillingProgress(call.language, call.place.notes)
    with call.desk(writing=True) as desk:
        try:
            done = exchange.exchange(desk, progress)
        finally:
            progress.clear()
        notices = (*done.notices, *exchange.clock_notices(desk))
    value = {
        "sent": done.sent,
        "received": done.received,
        "pending": done.pending,
        "rounds": done.rounds,
        "removed": list(done.removed),
        "notices": [reason_form(each) for each in notices],
    }
    told = say("exchanged", call.language, sent=done.sent, received=done.received, pending=done.pending)
    return CommandResult(value, told, notes=tuple(say_reason(each, call.language) for each in notices))
