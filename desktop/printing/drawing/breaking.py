"""Where a line of Chinese may end (禁则): never before 、，。）and never behind （, nor inside a number or a word.

Reportlab's own wrapping lets one mark hang over the edge and knows nothing of brackets at a line's end; here nothing
may stand outside its column. The marks it names are taken as they are, with those it lacks.
"""

from __future__ import annotations

from reportlab.lib.textsplit import ALL_CANNOT_END, ALL_CANNOT_START

NEVER_FIRST = frozenset(ALL_CANNOT_START + "，．：；！？％‰’”》〉」』】〕〗）｝］…—～·%}°℃/")
NEVER_LAST = frozenset(ALL_CANNOT_END + "‘“《〈「『【〔〖（｛［¥￥")


def break_before(text: str, most: int) -> int:
    """Where a text is broken of which so many characters fit: as far right as may be, but behind a third of them.

    A word or number that begins further left is broken: else the line would stay empty. A row of marks too long for
    any line is broken where the line is full.
    """
    if most >= len(text):
        return len(text)
    most = max(most, 1)
    places = range(most, most // 3, -1)
    for may in (may_break, _suits):
        for place in places:
            if may(text, place):
                return place
    return most


def may_break(text: str, place: int) -> bool:
    """Whether a new line may begin with the character at this place."""
    if not _suits(text, place):
        return False
    before, after = text[place - 1], text[place]
    return after.isspace() or before.isspace() or not (before.isascii() and after.isascii())


def _suits(text: str, place: int) -> bool:
    """Whether the marks on both sides of a place let a line end there; blanks there are left out."""
    left, right = text[:place].rstrip()[-1:], text[place:].lstrip()[:1]
    return bool(left and right) and right not in NEVER_FIRST and left not in NEVER_LAST
