"""Commands about what HQ's people asked HQ for from their desk."""

from __future__ import annotations

from desktop.actions.documents.json_forms import reason_form
from desktop.actions.headquarters import requests
from desktop.actions.headquarters.requests import RequestView
from desktop.cli.calls import Call, CommandResult
from desktop.cli.shown import local_time, table
from desktop.wording import name_of, say, say_reason


def show(call: Call) -> CommandResult:
    """Lists them, the newest first, with HQ's answers."""
    with call.desk() as desk:
        found = requests.requests(desk, open_only=not call.args.all)
    heads = (call.say("时间", "Time"), call.say("谁", "Who"), call.say("申请", "Request"), call.say("答复", "Answer"))
    rows = [[local_time(each.at), each.by, wish_text(call, each), _answer(call, each)] for each in found]
    return CommandResult([request_form(call, each) for each in found], table(heads, rows))


def request_form(call: Call, view: RequestView) -> dict[str, object]:
    """A request as JSON tells it."""
    return {
        "request": view.id,
        "verb": view.verb,
        "subject": view.subject,
        "wish": wish_text(call, view),
        "by": view.by,
        "at": view.at,
        "state": view.state,
        "answered_at": view.answered_at,
        "result": view.result,
        "reasons": [{**reason_form(each), "message": say_reason(each, call.language)} for each in view.reasons],
    }


def wish_text(call: Call, view: RequestView) -> str:
    """What was asked for, in words."""
    return say(f"wish_{view.verb}", call.language, **view.facts).rstrip("。.")


def _answer(call: Call, view: RequestView) -> str:
    told = "".join(say_reason(each, call.language) for each in view.reasons)
    return " ".join(filter(None, (name_of("request_state", view.state, call.language), view.result, told)))
