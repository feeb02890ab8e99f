"""Commands about records that are held."""

from __future__ import annotations

from desktop.actions.headquarters import held
from desktop.cli.calls import Call, CommandResult
from desktop.cli.listed import listed
from desktop.listings.held import HELD
from desktop.wording import say


def show(call: Call) -> CommandResult:
    """Lists what a person should look at."""
    with call.desk() as desk:
        shown = held.held_records(desk)
    told = [say(each.code, call.language, **{"record": each.subject, **each.facts}) for each in shown]
    found = [each.problem for each in shown]
    forms = [
        {
            "stream": each.stream,
            "number": each.number,
            "kind": each.kind,
            "record": each.record,
            "code": each.code,
            "facts": dict(each.facts),
            "at": each.at,
            "held": each.held,
            "count": each.count,
            "waits": list(each.waits) if each.waits else None,
            "message": why,
        }
        for each, why in zip(found, told, strict=True)
    ]
    return listed(call, HELD, shown, forms=forms)


def away(call: Call) -> CommandResult:
    """Puts one away."""
    with call.desk(writing=True) as desk:
        count = held.put_away(desk, call.args.stream, call.args.number)
    facts = {"stream": call.args.stream, "entry": call.args.number, "count": count}
    return CommandResult(facts, say("problem_put_away" if count == 1 else "problems_put_away", call.language, **facts))
