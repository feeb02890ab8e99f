"""Marks that nobody sees, or that turn a line about, are shown as a dot: what others wrote never rules the screen."""

from __future__ import annotations

import re

# Control characters but tab and the end of a line, marks of direction, and what has no width at all.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_DOT = "\N{MIDDLE DOT}"


def visible(text: str) -> str:
    """The text as it may be shown."""
    return text if text.isprintable() else _UNSEEN.sub(_DOT, text)
