"""Names of files made of what stands in the books, which may be anything that somebody else wrote."""

from __future__ import annotations

_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*', "_"))
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{name}{place}" for name in ("COM", "LPT") for place in range(1, 10))}


def safe_name(text: str, most: int) -> str:
    """A part of a file's name that every system takes; what is forbidden becomes a low line."""
    kept = (
        "".join("_" if ord(mark) < 32 else mark for mark in text.translate(_FORBIDDEN)).strip(" .")[:most].strip(" .")
    )
    return f"_{kept}" if kept.partition(".")[0].upper() in _RESERVED else kept or "_"
