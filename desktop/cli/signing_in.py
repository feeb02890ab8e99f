"""Who works by command: named by `--user` or DESK_USER, proven by DESK_PASSWORD or at a prompt."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING, NamedTuple

from desktop.actions.people.present import nobody_asked, people
from desktop.cli.command_place import CommandPlace
from desktop.wording import Language
from domain.errors import UsageError
from domain.parties.users import Person, check_name, same_name

if TYPE_CHECKING:
    from desktop.desk import Desk

USER, PASSWORD, NEW_PASSWORD = "DESK_USER", "DESK_PASSWORD", "DESK_NEW_PASSWORD"


class Secret(NamedTuple):
    """What is asked for without being shown: the variable that may hold it, and the question, put `twice` or once."""

    variable: str
    prompts: tuple[str, ...]


class SecretNeededError(UsageError):
    """Whoever typed the command is to be asked where he typed it; `secret` says for what."""

    def __init__(self, secret: Secret, code: str, **facts: object) -> None:
        super().__init__(code, **facts)
        self.secret = secret


def who(desk: Desk, named: str, language: Language, place: CommandPlace) -> Person | None:
    """Who works here; None in books without people.

    Raises UsageError `user_needed`, `user_unknown`, `password_needed`; RefusedError as signing in does.
    """
    name = named or place.named.get(USER, "")
    if not name and (only := nobody_asked(desk)):
        return only
    working = [each for each in people(desk) if each.active]
    if not working:
        return None
    if not name:
        if len(working) > 1:
            raise UsageError("user_needed", known=[each.name for each in working])
        name = working[0].name
    guarded = any(each.guarded for each in working if same_name(each.name, name))
    from desktop.actions.people.users import sign_in

    return sign_in(desk, name, password_of(name, language, place) if guarded else "")


def password_of(name: str, language: Language, place: CommandPlace) -> str:
    """A password that is there: from the environment, or typed without being shown; UsageError `password_needed`."""
    prompt = f"{name} 的密码：" if language == "zh" else f"Password of {name}: "
    return secret(Secret(PASSWORD, (prompt,)), place, "password_needed", user=name)


def passphrase(language: Language, place: CommandPlace) -> str:
    """The passphrase of the desk's key: from the environment, or typed; UsageError `passphrase_needed`."""
    from desktop.actions.statements.signer import PASSPHRASE

    prompt = "密码短语：" if language == "zh" else "Passphrase: "
    return secret(Secret(PASSPHRASE, (prompt,)), place, "passphrase_needed")


def new_password(name: str, language: Language, place: CommandPlace, *, first: bool = False) -> str:
    """A password to be, from DESK_NEW_PASSWORD or typed twice; "" for none. The first person has no other one yet.

    UsageError `new_password_needed` (of the first one `password_needed`), `passwords_differ`.
    """
    given = place.named.get(PASSWORD) if first else None
    if given is not None and NEW_PASSWORD not in place.named:
        return given
    zh = language == "zh"
    once = f"{name} 的新密码（可以不设）：" if zh else f"New password of {name} (may be none): "
    prompts = once, "再输一遍：" if zh else "Once more: "
    needed = "password_needed" if first else "new_password_needed"
    return secret(Secret(NEW_PASSWORD, prompts), place, needed, user=name)


def first_person(named: str | None, language: Language, place: CommandPlace) -> tuple[str | None, str]:
    """Whom `--user` makes the first person of new books, with his password; None where nobody is named."""
    return (None, "") if named is None else (named, new_password(check_name(named), language, place, first=True))


def secret(wanted: Secret, place: CommandPlace, code: str, **facts: object) -> str:
    """What the environment holds, or somebody types without its being shown; UsageError with the code where nobody can.

    SecretNeededError where the command runs elsewhere than where it was typed; UsageError `passwords_differ`.
    """
    given = place.named.get(wanted.variable)
    if given is not None:
        return given
    if place.desk is not None:
        raise SecretNeededError(wanted, code, **facts)
    return typed(wanted, code, **facts)


def typed(wanted: Secret, code: str, **facts: object) -> str:
    """Asks at this terminal, twice where there are two questions and something was typed; errors as `secret`."""
    if not can_ask():
        raise UsageError(code, **facts)
    first, *others = wanted.prompts
    try:
        answer = getpass.getpass(first, stream=sys.stderr)
        if answer and any(getpass.getpass(each, stream=sys.stderr) != answer for each in others):
            raise UsageError("passwords_differ")
    except EOFError as ended:
        raise UsageError(code, **facts) from ended
    return answer


def can_ask() -> bool:
    """Whether somebody sits at this terminal."""
    return bool(sys.stdin) and sys.stdin.isatty()
