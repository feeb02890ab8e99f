"""Who works by command: named by `--user` or DESK_USER, proven by DESK_PASSWORD or at a prompt."""

from __future__ import annotations

import getpass
import os
import sys
from typing import TYPE_CHECKING

from desktop.actions import users
from desktop.actions.keys import PASSPHRASE
from desktop.wording import Language
from domain.errors import UsageError
from domain.users import Person, check_name, same_name

if TYPE_CHECKING:
    from desktop.desk import Desk

USER, PASSWORD, NEW_PASSWORD = "DESK_USER", "DESK_PASSWORD", "DESK_NEW_PASSWORD"


def who(desk: Desk, named: str, language: Language) -> Person | None:
    """Who works here; None in books without people.

    Raises UsageError `user_needed`, `user_unknown`, `password_needed`; RefusedError as signing in does.
    """
    name = named or os.environ.get(USER, "")
    if not name and (only := users.nobody_asked(desk)):
        return only
    working = [each for each in users.people(desk) if each.active]
    if not working:
        return None
    if not name:
        if len(working) > 1:
            raise UsageError("user_needed", known=[each.name for each in working])
        name = working[0].name
    guarded = any(each.guarded for each in working if same_name(each.name, name))
    return users.sign_in(desk, name, password_of(name, language) if guarded else "")


def password_of(name: str, language: Language) -> str:
    """A password that is there: from the environment, or typed without being shown; UsageError `password_needed`."""
    given = os.environ.get(PASSWORD)
    if given is not None:
        return given
    return _typed(f"{name} 的密码：" if language == "zh" else f"Password of {name}: ", name)


def passphrase(language: Language) -> str:
    """The passphrase of the desk's key: from the environment, or typed; UsageError `passphrase_needed`."""
    given = os.environ.get(PASSPHRASE)
    if given is not None:
        return given
    return typed_secret("密码短语：" if language == "zh" else "Passphrase: ", "passphrase_needed")


def new_password(name: str, language: Language, *, first: bool = False) -> str:
    """A password to be, from DESK_NEW_PASSWORD or typed twice; "" for none. The first person has no other one yet.

    UsageError `password_needed`, `passwords_differ`.
    """
    given = os.environ.get(NEW_PASSWORD, os.environ.get(PASSWORD) if first else None)
    if given is not None:
        return given
    zh = language == "zh"
    once = _typed(f"{name} 的新密码（可以不设）：" if zh else f"New password of {name} (may be none): ", name)
    if once and _typed("再输一遍：" if zh else "Once more: ", name) != once:
        raise UsageError("passwords_differ")
    return once


def first_person(named: str | None, language: Language) -> tuple[str | None, str]:
    """Whom `--user` makes the first person of new books, with his password; None where nobody is named."""
    return (None, "") if named is None else (named, new_password(check_name(named), language, first=True))


def typed_secret(prompt: str, code: str, **facts: object) -> str:
    """What is typed without being shown; UsageError with the code where nobody is there to type."""
    if not sys.stdin or not sys.stdin.isatty():
        raise UsageError(code, **facts)
    try:
        return getpass.getpass(prompt, stream=sys.stderr)
    except EOFError as ended:
        raise UsageError(code, **facts) from ended


def _typed(prompt: str, name: str) -> str:
    return typed_secret(prompt, "password_needed", user=name)
