"""What booking a row of a file does, or makes of a card, in words and without codes."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.column_names import COLUMN_NAMES
from desktop.labels import Language, name_of
from desktop.term_names import terms_in_words

NOTHING = "—"
"""What stands for a field that was empty, or becomes so."""

UNLIMITED = "unlimited"
"""What stands for a limit of credit that isn't one."""
_WORDS = {("credit_limit", UNLIMITED): ("不限", "no limit"), ("credit_days", "0"): ("现结", "at once")}


def row_says(says: str, fields: Sequence[tuple[str, str]], language: Language) -> str:
    """What booking a row of a file does: its own words, else each field of its card with what it becomes."""
    english = language == "en"
    named = [f"{COLUMN_NAMES[meaning][english]} {_value_said(meaning, value, language)}" for meaning, value in fields]
    return says or ("; " if english else "；").join(named)


def _value_said(meaning: str, value: str, language: Language) -> str:
    """What a field becomes, or `before → after`, its codes in words."""
    if meaning == "terms":
        return " → ".join(each if each == NOTHING else terms_in_words(each, language) for each in value.split(" → "))
    if meaning == "status":
        return " → ".join(name_of("dealer_status", each, language) for each in value.split(" → "))
    said = (_WORDS.get((meaning, each), (each, each))[language == "en"] for each in value.split(" → "))
    return " → ".join(said) if meaning in ("credit_limit", "credit_days") else value
