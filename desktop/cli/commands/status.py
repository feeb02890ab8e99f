"""The command that tells where the desk stands; asked often, so it loads only what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.actions.headquarters import status as stands
from desktop.cli.calls import Call, CommandResult
from desktop.cli.shown import local_time
from desktop.cli.signing_in import USER
from desktop.wording import name_of, say

if TYPE_CHECKING:
    from desktop.actions.headquarters.status_views import Status


def _state(call: Call, found: Status) -> str:
    """How the line stands: by the latest exchange, and by whether HQ answers now."""
    if found.turned_away:
        return say("status_turned_away", call.language, url=found.hq_url)
    if found.failing is not None:
        from desktop.actions.headquarters.exchange_log import failure_sentence

        since, reason = local_time(found.failing.since), found.failing.failure
        told = failure_sentence(reason, found.failing.cause, call.language)
        code = "status_failing_reached" if found.reached else "status_failing"
        return say(code, call.language, since=since, reason=told)
    return say("status_online" if found.online else "status_offline", call.language, url=found.hq_url)


def status(call: Call) -> CommandResult:
    """Tells where the desk stands."""
    with call.desk() as desk:
        if call.place.named.get(USER):  # whoever is named is to be told everything
            desk.signed_in()
        found = stands.status(desk)
        told = not desk.peopled or desk.user is not None
    lines = [f"{found.dealer} {found.dealer_name}"]
    if found.user:
        role = name_of("role", found.user_role, call.language)
        lines.append(say("status_user", call.language, user=found.user, role=role))
    if found.role == "desk":
        lines.append(_state(call, found))
        lines.append(say("status_pending", call.language, pending=found.pending))
        last = local_time(found.last_exchange) if found.last_exchange else call.say("从未", "never")
        lines.append(say("status_last_exchange", call.language, last=last))
    if not told:
        lines.append(say("status_stranger", call.language))
    lines += [
        say("status_filling", call.language, stream=each.stream, done=each.done, total=each.total)
        for each in found.filling
    ]
    if found.incoming:
        lines.append(say("status_incoming", call.language, count=found.incoming))
    lines += ["! " + say(each.code, call.language, **{"record": each.number, **each.facts}) for each in found.attention]
    if found.key_in_file:
        lines.append(say("key_in_file", call.language, path="device.key"))
    if not call.in_json:
        return CommandResult(None, "\n".join(lines))
    from desktop.actions.documents.json_forms import status_form

    return CommandResult(status_form(found), "\n".join(lines))
