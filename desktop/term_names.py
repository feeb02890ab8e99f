"""Terms of payment in words, from which they can be read again: `M0+30` is 当月底后 30 天, `N5` is 5 天."""

from __future__ import annotations

from desktop.labels import Language
from domain.errors import UsageError
from domain.values.payment_terms import TermsPart, read_terms


def terms_in_words(text: str, language: Language) -> str:
    """Stored terms in words, 现结 for payable at once; what can't be read stands as it is."""
    try:
        parts = read_terms(text).parts
    except UsageError:
        return text
    told = [_part(part, language, alone=len(parts) == 1) for part in parts]
    return (", " if language == "en" else "，").join(told)


def _part(part: TermsPart, language: Language, *, alone: bool) -> str:
    share = "" if alone else f"{part.share.normalize():f}% "
    if part.months is None:
        if alone and not part.days:
            return "cash" if language == "en" else "现结"
        return f"{share}{_days(part.days, language)}"
    if language == "en":
        names = {0: "end of month", 1: "end of next month"}
        end, later = names.get(part.months, f"end of month {part.months} later"), f" + {_days(part.days, language)}"
    else:
        names = {0: "当月底", 1: "次月底"}
        end, later = names.get(part.months, f"第 {part.months} 个月底"), f"后 {_days(part.days, language)}"
    return f"{share}{end}{later if part.days else ''}"


def _days(days: int, language: Language) -> str:
    return f"{days} days" if language == "en" else f"{days} 天"
