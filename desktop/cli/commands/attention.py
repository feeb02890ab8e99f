"""Commands about what needs a look: listed, and put away by a person where it doesn't go by itself."""

from __future__ import annotations

from desktop.actions.documents.json_forms import attention_form
from desktop.actions.headquarters import dismissals, exchange, held
from desktop.cli.calls import Call, CommandResult
from desktop.cli.listed import listed
from desktop.listings.desk_care import ATTENTION
from desktop.wording import say


def show(call: Call) -> CommandResult:
    """Lists it with the key by which each can be put away; what has none goes when its cause is over."""
    with call.desk() as desk:
        found = exchange.status(desk, ask=False)
    nothing = say("attention_none", call.language)
    return listed(call, ATTENTION, found.attention, forms=map(attention_form, found.attention), nothing=nothing)


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
