"""A bundle for whoever helps: how the desk and its exchange are, without prices, amounts, names or keys."""

from __future__ import annotations

import io
import os
import platform
import re
import shutil
import sys
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy

from desktop.actions.documents.json_forms import as_json
from desktop.actions.documents.saving import write_whole
from desktop.actions.headquarters.exchange_log import LogLine, exchange_log, log_form
from domain import __version__
from domain.errors import UsageError
from sync.records.books.bulk import query_rows
from sync.records.books.database import REVISION
from sync.records.books.settings import read_setting
from sync.trouble import trouble_in

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from domain.explain import Reason

_ABOUT = """\
这个包给帮忙查问题的人看：程序与系统的版本、文件的大小、各表有多少行、各流到哪里、最近的交换、扣住的记录的代码。
里面没有价格、金额、客户与商品的名称、单据内容、口令或密钥。发出之前可以逐个打开看。

This bundle is for whoever helps to find a fault: versions, sizes of files, how many rows each table has, where each
stream stands, the latest exchanges, the codes of records that are held. It holds no prices, amounts, names of customers
or products, contents of documents, passwords or keys. Open the files and look before you send it.
"""
# Of a reason's facts only these are told: others may name people, goods or money.
_FACTS = frozenset(
    {
        "status",
        "count",
        "from",
        "stream",
        "entries",
        "again",
        "left_out",
        "code",
        "why",
        "records",
        "retry_after",
        "minutes",
    }
)
_SETTINGS = ("role", "desk_id", "dealer_id", "prefix", "dealer_tier", "last_exchange")
# A traceback's own lines: where it was and of what kind, never what was being worked on.
_PLACES = re.compile(
    r'^(?P<frame>  File "[^"]+", line \d+, in \S+)|^(?P<kind>[A-Za-z_][\w.]*(?:Error|Exception|Warning|Exit))\b'
)
_LAST = 200


def support_bundle(desk: Desk, target: Path) -> Path:
    """Writes the bundle, a ZIP file; UsageError `folder_missing`; RefusedError `disk_full`, `file_not_written`."""
    if not target.absolute().parent.is_dir():
        raise UsageError("folder_missing", folder=str(target.absolute().parent))
    with desk.book.reading() as connection:
        parts = {
            "README.txt": _ABOUT,
            "program.json": as_json(_program(desk)),
            "books.json": as_json(_books(connection, desk)),
            "exchanges.json": as_json([_exchange(each) for each in exchange_log(desk, _LAST)]),
            "held.json": as_json(_held(connection)),
        }
    crashes = desk.folder / "crash.log"
    if crashes.exists():
        text = crashes.read_text(encoding="utf-8", errors="replace")
        parts["crashes.txt"] = "\n".join(_places(text.splitlines()[-5_000:]))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in parts.items():
            bundle.writestr(name, text)
    return write_whole(target, packed.getvalue())


def _program(desk: Desk) -> dict[str, Any]:
    files = [each for each in sorted(desk.folder.rglob("*")) if each.is_file()]
    return {
        "version": __version__,
        "schema": REVISION,
        "python": sys.version.split()[0],
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "made": desk.now(),
        "free_bytes": shutil.disk_usage(desk.folder).free,
        "files": [_file(each, desk.folder) for each in files[:_LAST]],
    }


def _file(path: Path, folder: Path) -> dict[str, Any]:
    """Its kind, size and rights; what a person called it stays here."""
    known = path.parent == folder or path.parent.name == "backups"
    try:
        status = path.stat()
    except OSError as failed:
        return {"name": path.suffix, "failed": failed.errno}
    name = path.relative_to(folder).as_posix() if known else f"…{path.suffix}"
    return {"name": name, "bytes": status.st_size, "mode": oct(status.st_mode & 0o777)}


def _books(connection: Connection, desk: Desk) -> dict[str, Any]:
    # Asked of the database itself: which tables the program has loaded depends on the command.
    tables = sorted(sqlalchemy.inspect(connection).get_table_names())
    counted = {table: query_rows(connection, f'SELECT COUNT(*) FROM "{table}"')[0][0] for table in tables}
    streams = query_rows(connection, "SELECT name, epoch, head, live, acked, filling_to FROM stream ORDER BY name")
    outbox = desk.book.outbox
    return {
        "settings": {name: read_setting(connection, name) for name in _SETTINGS},
        "rows": counted,
        "streams": [
            dict(zip(("name", "epoch", "head", "live", "acked", "filling_to"), row, strict=True)) for row in streams
        ],
        "second_copy": None if outbox is None else {"failure": outbox.failure, "bytes": _size(outbox.path)},
    }


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _exchange(line: LogLine) -> dict[str, Any]:
    """A line of the log as `desk log` tells it, with no more of its reasons' facts than may leave the house."""
    form = log_form(line)
    del form["first"]
    failure = _reason(line.failure) if line.failure else None
    cause = _reason(line.cause) if line.cause else None
    return {**form, "notices": [_reason(each) for each in line.notices], "failure": failure, "cause": cause}


def _reason(reason: Reason) -> Mapping[str, object]:
    facts = {name: str(value) for name, value in reason.facts.items() if name in _FACTS}
    return {"code": reason.code, "facts": facts}


def _held(connection: Connection) -> list[dict[str, Any]]:
    """What is held, what was wrong by its code: what a library said may quote what stands in the record."""
    columns = ("stream", "number", "kind", "code", "at")
    rows = query_rows(connection, f"SELECT {', '.join(columns)}, detail FROM problem ORDER BY id DESC LIMIT {_LAST}")
    return [
        {**dict(zip(columns, row[:-1], strict=True)), "how": trouble_in(str(row.detail), otherwise="")} for row in rows
    ]


def _places(lines: Iterable[str]) -> Iterable[str]:
    """Where a crash was and of what kind."""
    for line in lines:
        found = _PLACES.match(line)
        if found:
            yield found.group("frame") or found.group("kind")
