"""A glance at the end of a desk's second copy, for who only looks: whether it is there and can be read.

It is asked at every start, and loads no more than the file's frames need.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sync.records.books.bulk import query_rows
from sync.records.copies.journal import is_blank, last_frame
from sync.trouble import trouble

if TYPE_CHECKING:
    from sqlalchemy import Connection


def ailment(connection: Connection, file: Path, stream: str) -> str:
    """What is wrong with the second copy as far as its end shows: a code of `sync.trouble`; "" where nothing is.

    For who only looks while nobody writes; alters nothing.
    """
    sql = "SELECT head > COALESCE(acked, 0) AS unsent FROM stream WHERE name = ?"
    if not any(row.unsent for row in query_rows(connection, sql, stream)):
        return "is_folder" if file.is_dir() else ""
    try:
        if is_blank(file):
            return "missing"
        return "" if last_frame(file) is not None else "damaged"
    except OSError as failure:
        return trouble(failure)
