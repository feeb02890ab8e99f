"""Commands about the key this desk signs with."""

from __future__ import annotations

from desktop.actions.people import keys
from desktop.actions.statements.signer import device_key
from desktop.cli.calls import Call, CommandResult
from desktop.cli.signing_in import Secret, secret
from desktop.wording import say
from domain.errors import UsageError

NEW_PASSPHRASE = "DESK_NEW_PASSPHRASE"  # noqa: S105 -- the name of a variable


def show(call: Call) -> CommandResult:
    """Tells where the key lies."""
    with call.desk() as desk:
        place = keys.place_of(desk)
    return CommandResult({"place": place}, say(f"key_place_{place}", call.language, path=desk.folder / "device.key"))


def passphrase(call: Call) -> CommandResult:
    """Sets, changes or takes away the passphrase."""
    with call.desk(writing=True) as desk:
        desk.need_right("books_care")
        device_key(desk)  # the old one is asked for first
        place = keys.set_passphrase(desk, "" if call.args.remove else _new(call))
    return CommandResult({"place": place}, say(f"key_place_{place}", call.language, path=desk.folder / "device.key"))


def _new(call: Call) -> str:
    """A passphrase to be, from DESK_NEW_PASSPHRASE or typed twice."""
    prompts = call.say("新的密码短语：", "New passphrase: "), call.say("再输一遍：", "Once more: ")
    given = secret(Secret(NEW_PASSPHRASE, prompts), call.place, "passphrase_new_needed")
    if not given:
        raise UsageError("passphrase_short", least=keys.SHORTEST)
    return given
