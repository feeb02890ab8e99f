"""A word of a command that is one of a few: typed as the program's own code, or by the name people read in a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop.labels import NAMES, Language, name_of

if TYPE_CHECKING:
    from desktop.wording import Language


def code_named(groups: Iterable[str], typed: str, among: Iterable[str]) -> str | None:
    """The code that is typed, or whose name in either language is; None where there is none."""
    wanted, named = typed.strip().casefold(), list(groups)
    for code in among:
        pairs = [NAMES[group][code] for group in named if code in NAMES[group]]
        if wanted in (code, *(name.casefold() for pair in pairs for name in pair)):
            return code
    return None


def codes_told(groups: Iterable[str], among: Iterable[str], language: Language) -> str:
    """The codes that may be typed, each with its name where a Chinese sentence lists them."""
    named = list(groups)
    if language == "en":
        return ", ".join(among)
    told = []
    for code in among:
        name = next((name_of(group, code, language) for group in named if code in NAMES[group]), "")
        told.append(f"{code}（{name}）" if name else code)
    return "、".join(told)


def stored_warehouse(called: str, language: Language) -> str:
    """A warehouse as the books name it, by what people of a language call it."""
    house = (place for place in NAMES["warehouse"] if name_of("warehouse", place, language) == called)
    return next(house, called)
