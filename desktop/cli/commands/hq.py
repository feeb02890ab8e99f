"""Commands of HQ's end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.documents import deliveries
from desktop.actions.documents.json_forms import paper_form, reason_form
from desktop.actions.headquarters import hq, restored
from desktop.actions.headquarters.queued import Queued
from desktop.actions.orders import orders
from desktop.actions.orders.order_forms import order_form
from desktop.cli.calls import Call, CommandResult
from desktop.cli.commands.order_text import order_text
from desktop.cli.commands.papers import order_units
from desktop.cli.listed import listed
from desktop.cli.shown import local_time, paper_text, table
from desktop.cli.signing_in import first_person
from desktop.desk import HQ_ADDRESS, HQ_FILE, open_database, open_desk
from desktop.folders import default_hq_folder
from desktop.listings.kept import RETURNED
from desktop.shared_folders import refusal
from desktop.wording import name_of, say, say_reason
from domain.errors import RefusedError
from domain.values.money import format_money

if TYPE_CHECKING:
    from desktop.desk import Desk
    from sync.hq.loading.loading import Loaded
    from sync.hq.restored.retaking import Retaken
    from sync.hq.service.service import Options
    from sync.hq.taking.pruning import Pruning


def init(call: Call) -> CommandResult:
    """Makes HQ's books."""
    user, password = first_person(getattr(call.args, "user", None), call.language, call.place)
    made = hq.found_hq(_folder(call), call.args.database, call.args.dealer, user=user, password=password)
    return CommandResult({"book": str(made)}, say("hq_founded", call.language, path=made))


def load(call: Call) -> CommandResult:
    """Publishes what changed in a folder of CSV files; exit status 2 where a file has a bad row and was left out."""
    with _hq(call) as desk:
        loaded = hq.load_folder(desk, Path(call.args.folder))
    problems = [{**reason_form(each), "message": say_reason(each, call.language)} for each in loaded.problems]
    files = [
        {
            "file": each.file,
            "rows": each.rows,
            "changed": each.changed,
            "ignored": list(each.ignored),
            "gone": list(each.gone),
            "ended": list(each.ended),
            "left": list(each.left),
            "notes": [reason_form(note) for note in each.notes],
            "loaded": not each.problems,
        }
        for each in loaded.files
    ]
    value = {"ok": not problems, "changed": loaded.changed, "files": files, "problems": problems}
    heads = call.say("文件", "File"), call.say("行数", "Rows"), call.say("变更", "Changes")
    rows = [[each.file, str(each.rows), "-" if each.problems else str(each.changed)] for each in loaded.files]
    status = 2 if problems else 0
    return CommandResult(value, table(heads, rows, (1, 2)), status, [*_load_notes(call, loaded)])


def _load_notes(call: Call, loaded: Loaded) -> Iterator[str]:
    for each in loaded.files:
        if each.ignored:
            yield f"{each.file}: {say('columns_ignored', call.language, columns=each.ignored)}"
        yield from (f"{each.file}: {say_reason(note, call.language)}" for note in each.notes)
        if each.left:
            told = say("rows_are_sums", call.language, rows=", ".join(map(str, each.left)))
            yield f"{each.file}: {told}"
        stays = [key for key in each.gone if key not in each.ended]
        for code, keys in (("prices_ended", each.ended), ("rows_gone", stays)):
            if keys:
                told = say(code, call.language, count=len(keys), keys=_keys_told(call, keys))
                yield f"{each.file}: {told}"
        yield from (say_reason(problem, call.language) for problem in each.problems)
        if each.problems:
            yield say("file_left_out", call.language, file=each.file)


def _keys_told(call: Call, keys: Sequence[str]) -> list[str]:
    """The keys of rows as people name them, their parts with blanks between; of many the first."""
    named = [" ".join(part for part in key.split("|") if part) for key in keys[:5]]
    return [*named, call.say("等", "and more")] if len(keys) > 5 else named


def serve(call: Call) -> CommandResult:
    """Serves desks until told to stop; says where as soon as it answers."""
    args = call.args

    def ready(url: str) -> None:
        if call.in_json:
            print(json.dumps({"listening": url}), flush=True)
        else:
            print(say("hq_listening", call.language, url=url), flush=True)

    database = _database(call)
    tls = hq.check_tls(database, args.host, args.tls_cert, args.tls_key, insecure=args.insecure)
    if tls is None and args.insecure:
        call.note("serve_insecure_told", host=args.host)
    if args.workers > 1 and not str(database).startswith("postgres"):
        call.note("sqlite_workers", workers=args.workers)
    hq.serve(database, args.host, args.port, args.workers, ready, tls, options=_options(call))
    return CommandResult()


def _options(call: Call) -> Options:
    from sync.hq.service.service import Options
    from sync.hq.web.limits import ServiceLimits

    args = call.args
    usual = ServiceLimits()
    limits = replace(usual, proxies=(*usual.proxies, *args.proxy))
    return Options(limits, log=args.log_format, token=args.metrics_token)


def certificate(call: Call) -> CommandResult:
    """Makes a certificate of HQ's own."""
    with _hq(call) as desk:
        tls, made = hq.make_certificate(desk, call.args.name)
    value = {"certificate": str(tls.certificate), "key": str(tls.key), "print": made.print, "ends": f"{made.ends:%F}"}
    return CommandResult(value, say("certificate_made", call.language, **value))


def enrol_code(call: Call) -> CommandResult:
    """Makes a one-time code."""
    with _hq(call) as desk:
        shown = Path(call.args.tls_cert) if call.args.tls_cert else None
        made = hq.make_code(desk, call.args.dealer, call.args.desk, shown)
    value = {"code": made.code, "dealer": made.dealer, "expires": made.expires}
    return CommandResult(
        value, say("enrol_code", call.language, code=made.code, dealer=made.dealer, expires=local_time(made.expires))
    )


def ship(call: Call) -> CommandResult | Queued:
    """Ships an order."""
    args = call.args
    with _hq(call) as desk:
        wanted = call.quantities(lambda: order_units(desk, args.number))
        made = deliveries.deliver(desk, args.number, wanted, call.day(desk), args.warehouse)
        hq.settle(desk)
    if isinstance(made, Queued):
        return made
    return CommandResult(paper_form(made), paper_text(made, call.language))


def decide(call: Call) -> CommandResult:
    """Answers the orders that wait, and tells those that came out; with a number, that order as it stands then."""
    with _hq(call) as desk:
        answered = orders.decide_orders(desk)
        hq.settle(desk)
        if call.args.number:
            view = orders.order(desk, call.args.number)
            return CommandResult(order_form(view), order_text(view, call.language))
    heads = ["单号", "买方", "状态", "金额"] if call.language == "zh" else ["Number", "Buyer", "State", "Total"]
    rows = [
        [each.number, each.buyer.name, name_of("state", each.state, call.language), format_money(each.total)]
        for each in answered
    ]
    return CommandResult([order_form(each) for each in answered], table(heads, rows, (3,)))


def approve(call: Call) -> CommandResult:
    """Lets an order pass."""
    with _hq(call) as desk:
        view = orders.approve_order(desk, call.args.number, call.args.reason)
        hq.settle(desk)
    return CommandResult(order_form(view), order_text(view, call.language))


def refuse(call: Call) -> CommandResult:
    """Refuses an order."""
    with _hq(call) as desk:
        view = orders.refuse_order(desk, call.args.number, call.args.reason)
        hq.settle(desk)
    return CommandResult(order_form(view), order_text(view, call.language))


def revoke(call: Call) -> CommandResult:
    """Shuts a desk out."""
    with _hq(call) as desk:
        hq.revoke(desk, call.args.desk)
    return CommandResult({"revoked": call.args.desk}, say("desk_shut_out", call.language, desk=call.args.desk))


def prune(call: Call) -> CommandResult:
    """Drops what was replaced long ago, or counts it; tells what stays and why."""
    args = call.args
    with _hq(call) as desk:
        found = hq.prune(desk, args.older_than, check=args.check)
    kinds = [
        {
            "kind": each.kind,
            "streams": each.streams,
            "entries": each.entries,
            "bytes": each.bytes,
            "stays": {name: getattr(each, name) for name in _STAYS},
        }
        for each in found.kinds
    ]
    value = {
        "check": args.check,
        "older_than": args.older_than,
        "known_since": found.known_since,
        "entries": found.entries,
        "bytes": found.bytes,
        "kinds": kinds,
    }
    heads = [call.say("数据流", "Stream"), call.say("条数", "Entries"), call.say("字节", "Bytes")]
    heads += [say(code, call.language) for code in _STAYS.values()]
    rows = [
        [each.kind, f"{each.entries:,}", f"{each.bytes:,}", *(f"{getattr(each, name):,}" for name in _STAYS)]
        for each in found.kinds
    ]
    return CommandResult(value, table(heads, rows, tuple(range(1, len(heads)))), notes=list(_prune_notes(call, found)))


# Why entries stay, in the order they are told.
_STAYS = {
    "living": "prune_stays_living",
    "young": "prune_stays_young",
    "held": "prune_stays_held",
    "chained": "prune_stays_chained",
    "done": "prune_stays_done",
}


def _prune_notes(call: Call, found: Pruning) -> Iterator[str]:
    facts = {"count": found.entries, "bytes": found.bytes, "days": call.args.older_than}
    yield say("prune_would" if call.args.check else "prune_done", call.language, **facts)
    if found.known_since:
        yield say("prune_known_since", call.language, since=local_time(found.known_since))
    else:
        yield say("prune_age_unknown", call.language)
    yield say("prune_desks_stay", call.language)


def epoch(call: Call) -> CommandResult:
    """Tells HQ that its database was set back to a backup."""
    with _hq(call) as desk:
        begun = restored.begin_epoch(desk)
    value = {"restore": begun.id, "at": begun.at, "orders_wait_until": begun.until}
    return CommandResult(value, say("epoch_begun", call.language, until=local_time(begun.until)))


def returned(call: Call) -> CommandResult:
    """Lists what desks gave back after HQ was set back; takes or leaves it."""
    args = call.args
    with _hq(call) as desk:
        if args.take is not None:
            done = restored.take(desk, args.take or None, over=args.over, unproven=args.unproven)
            return _retaken(call, done)
        if args.leave is not None:
            count = restored.leave(desk, args.leave or None)
            return CommandResult({"left": count}, say("returned_left", call.language, count=count))
        if args.look:
            count = restored.look_through(desk, args.look)
            return CommandResult({"waiting": count}, say("returned_looked", call.language, count=count, path=args.look))
        if args.decide_now:
            restored.decide_now(desk)
            return CommandResult({"waiting": False}, say("returned_decided_now", call.language))
        found = restored.returned(desk)
    shown = [restored.as_view(each) for each in found]
    forms = [
        {"id": each.id, "kind": each.kind, "record": each.record, "number": each.number, "stream": each.stream,
         "against": each.against, "proven": each.proven, "desk": each.desk}
        for each in found
    ]  # fmt: skip
    return listed(call, RETURNED, shown, forms=forms, nothing=say("returned_none", call.language))


def _retaken(call: Call, done: Retaken) -> CommandResult:
    changed = [{"kind": each.kind, "before": each.before, "after": each.after} for each in done.renumbered]
    value = {"taken": done.taken, "passed": done.passed, "renumbered": changed}
    notes = [
        say("document_renumbered", call.language, kind=each.kind, before=each.before, after=each.after)
        for each in done.renumbered
    ]
    nothing = not (done.taken or done.passed)
    counts = {"taken": len(done.taken), "passed": len(done.passed)}
    told = say("returned_none", call.language) if nothing else say("returned_taken", call.language, **counts)
    return CommandResult(value, told, notes=notes)


def _folder(call: Call) -> Path:
    return (call.folder or default_hq_folder()).absolute()


@contextmanager
def _hq(call: Call) -> Iterator[Desk]:
    """HQ's books, by folder or by the URL given; RefusedError `not_hq` for a desk's folder."""
    if call.args.database:
        desk = open_database(call.args.database, _folder(call))
    else:
        desk = open_desk(_folder(call), writing=False)
    try:
        if not desk.is_hq:
            raise RefusedError("not_hq", folder=str(desk.folder))
        if desk.shared_by:  # all that HQ's commands do is written
            raise refusal(desk.folder, desk.shared_by)
        call.begin(desk)
        yield desk
    finally:
        desk.close()


def _database(call: Call) -> str | Path:
    """What is served: the URL given, the one the folder names, or the folder's own file."""
    if call.args.database:
        return str(call.args.database)
    folder = _folder(call)
    if (folder / HQ_ADDRESS).exists():
        from desktop.desk import read_address

        return read_address(folder)
    with _hq(call):  # tells what is wrong before anything listens
        return folder / HQ_FILE
