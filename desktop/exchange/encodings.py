"""Which encoding a text has, tried over the whole of it, so that it can't fail later."""

from __future__ import annotations

import codecs
import gzip
from pathlib import Path
from typing import IO, cast

from domain.errors import UsageError
from domain.tables.text import likeliest

_BLOCK = 1 << 20
_SAMPLE = 1 << 18


def opened(path: Path, *, packed: bool) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path)) if packed else path.open("rb")


def encoding_of(path: Path, *, packed: bool) -> str:
    """The encoding; what is named like a workbook and is no text either is told as that."""
    try:
        return _encoding(path, packed=packed)
    except UsageError as failure:
        if failure.code == "file_not_text" and path.suffix.lower() == ".xls":
            raise UsageError("workbook_foreign", file=path.name) from failure
        raise


def _encoding(path: Path, *, packed: bool) -> str:
    """The encoding that fits the whole file, so that it can't fail later.

    UTF-16 by its mark or by its zeros, UTF-8 where it fits, else GB18030 or Big5, whichever gives more words of trade.
    """
    with opened(path, packed=packed) as file:
        start = file.read(_SAMPLE)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif wide := _wide(start):
        candidates = [wide]
    else:
        candidates = ["utf-8-sig", "gb18030", "big5hkscs"]
    failures: list[int] = []
    fitting = []
    for encoding in candidates:
        row = _first_wrong_row(path, encoding, packed=packed)
        if row is not None:
            failures.append(row)
        elif encoding.startswith("utf"):
            return encoding
        else:
            fitting.append(encoding)
    if fitting:
        return likeliest({each: start.decode(each, "ignore") for each in fitting})
    raise UsageError("file_encoding", file=path.name, row=failures[0], tried="UTF-8, GB18030, Big5")


def _wide(start: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of what is written in Latin letters and figures is zero."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    marks = {"utf-16-le": (odd, even, b",\0"), "utf-16-be": (even, odd, b"\0,")}
    for encoding, (zeros, others, comma) in marks.items():
        ends = b"\n\0" if encoding == "utf-16-le" else b"\0\n"
        if zeros * 8 > len(start) > 8 and not others and (comma in start or ends in start):
            return encoding
    return None


def _first_wrong_row(path: Path, encoding: str, *, packed: bool) -> int | None:
    """The first row whose bytes aren't of this encoding, or None."""
    decoder = codecs.getincrementaldecoder(encoding)()
    row, read = 1, 0
    with opened(path, packed=packed) as file:
        while block := file.read(_BLOCK):
            read += len(block)
            if not encoding.startswith("utf-16") and b"\0" in block:
                raise UsageError("file_not_text", file=path.name)
            kept = decoder.getstate()[0]
            try:
                decoder.decode(block)
            except UnicodeDecodeError as failure:
                return row + (kept + block)[: failure.start].count(b"\n")
            row += block.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return row
    if not read:
        raise UsageError("file_empty", file=path.name)
    return None
