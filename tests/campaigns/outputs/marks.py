"""What can't be the same twice (a port, a folder, how long something took) becomes a mark."""

import re
from pathlib import Path

_MARKS = (
    (re.compile(r"127\.0\.0\.1:\d{4,5}"), "<hq>"),
    (re.compile(r'("(?:ms|milliseconds|duration_ms)": )\d+'), r"\1<ms>"),
    (re.compile(r"\b\d+(?= ?(?:ms|毫秒)\b)"), "<ms>"),
)
_IDS = re.compile(r"\b[0-9a-f]{32}\b")


class Marks:
    """Takes what is by chance out of texts."""

    def __init__(self, work: Path) -> None:
        self._places = (str(work.resolve()), "<company>")

    def of(self, text: str) -> str:
        """The text with marks; ids are counted as they come, so that which is which stays to be seen."""
        text = text.replace(*self._places)
        for found, mark in _MARKS:
            text = found.sub(mark, text)
        known: dict[str, str] = {}
        return _IDS.sub(lambda each: known.setdefault(each[0], f"<id {len(known) + 1}>"), text)
