"""Commands about what needs a look: listed, and put away by a person where it doesn't go by itself."""

from __future__ import annotations

from desktop.actions.documents.json_forms import attention_form
from desktop.actions.headquarters import dismissals, exchange, held
from desktop.actions.headquarters.status_views import KEY, Attention
from desktop.cli.calls import Call, CommandResult
from desktop.cli.shown import table
from desktop.wording import say


def show(call: Call) -> CommandResult:
    """Lists it with the key by which each can be put away; what has none goes when its cause is over."""
    with call.desk() as desk:
        found = exchange.status(desk, ask=False)
    rows = [
        [
            str(each.facts.get(KEY) or _of_record(each) or "-"),
            say(each.code, call.language, **{"record": each.number, **each.facts}),
        ]
        for each in found.attention
    ]
    heads = ["KEY", call.say("什么事", "What")]
    return CommandResult(
        [attention_form(each) for each in found.attention],
        table(heads, rows) if rows else say("attention_none", call.language),
    )


def _of_record(each: Attention) -> str:
    """The key of a record that isn't believed: the stream it came in and its number there."""
    return f"{each.facts['stream']}#{each.facts['entry']}" if each.kind == "problem" else ""


def away(call: Call) -> CommandResult:
    """Puts one away."""
    key = str(call.args.key)
    stream, _, number = key.rpartition("#")
    with call.desk(writing=True) as desk:
        if stream and number.isdecimal():
            held.put_away(desk, stream, int(number))
        else:
            dismissals.dismiss(desk, key)
    return CommandResult({"key": key}, say("attention_away", call.language))
