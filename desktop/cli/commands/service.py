"""Commands about HQ's service: a look over it, its description, and what a cluster would need."""

from __future__ import annotations

import json
from pathlib import Path

from desktop.actions.documents.json_forms import fact_form
from desktop.cli.calls import Call, CommandResult
from desktop.desk import HQ_ADDRESS, HQ_FILE, read_address
from desktop.folders import default_hq_folder
from desktop.wording import say

_MARKS = {"ok": "✓", "look": "!", "broken": "✗"}
_STATUS = {"ok": 0, "look": 1, "broken": 4}


def doctor(call: Call) -> CommandResult:
    """Looks HQ's end over; exit status 0: all well, 1: something asks for somebody, 4: something is broken."""
    from sync.hq.service.doctor import Patient, examine

    args = call.args
    certificate = Path(args.certificate) if args.certificate else None
    patient = Patient(database_of(call), _folder(call), certificate, args.url, args.workers)
    found = examine(patient)
    lines = [(each, say(each.code, call.language, **each.facts)) for each in found]
    status = max((_STATUS[each.level] for each in found), default=0)
    value = {
        "ok": status == 0,
        "findings": [
            {
                "level": each.level,
                "code": each.code,
                "facts": {name: fact_form(fact) for name, fact in each.facts.items()},
                "message": told,
            }
            for each, told in lines
        ],
    }
    text = [f"{_MARKS[each.level]} {told}" for each, told in lines]
    count = sum(each.level != "ok" for each in found)
    end = say("doctor_look", call.language, count=count) if count else say("doctor_well", call.language)
    return CommandResult(value, "\n".join([*text, end]), status)


def openapi(call: Call) -> CommandResult:
    """The service's description."""
    from sync.hq.service.openapi import describe

    value = describe()
    text = json.dumps(value, ensure_ascii=False, indent=2)
    if not call.args.out:
        return CommandResult(value, text)
    path = Path(call.args.out)
    path.write_text(text + "\n", encoding="utf-8")
    return CommandResult({"written": str(path)}, say("openapi_written", call.language, path=path))


def database_of(call: Call) -> str | Path:
    """What is looked at: the URL given, the one the folder names, or the folder's own file."""
    folder = _folder(call)
    if call.args.database:
        return str(call.args.database)
    return read_address(folder) if (folder / HQ_ADDRESS).exists() else folder / HQ_FILE


def _folder(call: Call) -> Path:
    return (call.folder or default_hq_folder()).absolute()
