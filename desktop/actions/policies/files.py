"""A policy's JSON file, read with every way it can be broken told, and written so that people can read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from desktop.actions.documents.saving import write_whole
from domain.errors import UsageError
from sync.trouble import trouble

# The longest list of prices anyone writes by hand or by program stays far below this.
LARGEST = 8_000_000
_MARK = "\ufeff"


class _BadJsonError(ValueError):
    """Doesn't leave this module: JSON that the parser takes and this program doesn't."""


def read_form_file(path: Path) -> Any:
    """The JSON value of a file; numbers with places come as decimals, so that none is rounded.

    A leading byte order mark is passed over. Raises UsageError `policy_file_unreadable`, `policy_file_large`,
    `policy_file_empty`, `policy_file_encoding` (`row`), `policy_file_json` (`row`, `column`, `detail`; or `key`).
    """
    text = _text(path, _bytes(path))
    if not text.strip():
        raise UsageError("policy_file_empty", path=str(path))
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_no_key_twice)
    except json.JSONDecodeError as wrong:
        facts = {"row": wrong.lineno, "column": wrong.colno, "detail": wrong.msg}
        raise UsageError("policy_file_json", path=str(path), **facts) from wrong
    except _BadJsonError as wrong:
        raise UsageError("policy_file_json", path=str(path), key=str(wrong), detail=str(wrong)) from wrong
    except (ValueError, RecursionError) as wrong:  # a number of thousands of figures, thousands of brackets
        raise UsageError("policy_file_json", path=str(path), detail=type(wrong).__name__) from wrong


def write_form_file(path: Path, form: Mapping[str, Any]) -> Path:
    """Writes a policy's form as a file; RefusedError `disk_full`, `file_not_written`."""
    return write_whole(path, (json.dumps(form, ensure_ascii=False, indent=2, default=str) + "\n").encode())


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError("policy_file_large", path=str(path), most=LARGEST // 1_000_000)
        with path.open("rb") as file:  # a pipe tells no size beforehand
            raw = file.read(LARGEST + 1)
    except OSError as failure:
        raise UsageError("policy_file_unreadable", path=str(path), detail=trouble(failure)) from failure
    if len(raw) > LARGEST:
        raise UsageError("policy_file_large", path=str(path), most=LARGEST // 1_000_000)
    return raw


def _text(path: Path, raw: bytes) -> str:
    try:
        return raw.decode("utf-8").removeprefix(_MARK)
    except UnicodeDecodeError as wrong:
        row = raw.count(b"\n", 0, wrong.start) + 1
        raise UsageError("policy_file_encoding", path=str(path), row=row) from wrong


def _refuse_constant(name: str) -> NoReturn:
    raise _BadJsonError(name)


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _BadJsonError(next(name for name in names if names.count(name) > 1))
    return found
