"""Commands about what HQ's people asked HQ for from their desk."""

from __future__ import annotations

from desktop.actions.documents.json_forms import reason_form
from desktop.actions.headquarters import requests
from desktop.actions.headquarters.requests import RequestView
from desktop.cli.calls import Call, CommandResult
from desktop.cli.listed import listed
from desktop.listings.desk_care import REQUESTS, wish_text
from desktop.wording import say_reason


def show(call: Call) -> CommandResult:
    """Lists them, the newest first, with HQ's answers."""
    with call.desk() as desk:
        found = requests.requests(desk, open_only=not call.args.all)
    return listed(call, REQUESTS, found, forms=[request_form(call, each) for each in found])


def request_form(call: Call, view: RequestView) -> dict[str, object]:
    """A request as JSON tells it."""
    return {
        "request": view.id,
        "verb": view.verb,
        "subject": view.subject,
        "wish": wish_text(view, call.language),
        "by": view.by,
        "at": view.at,
        "state": view.state,
        "answered_at": view.answered_at,
        "result": view.result,
        "reasons": [{**reason_form(each), "message": say_reason(each, call.language)} for each in view.reasons],
    }
