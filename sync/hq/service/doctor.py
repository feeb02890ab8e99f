"""Looks over HQ's end as a whole and says what is well, what asks for somebody, and what is broken."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection

from domain.errors import DeskError
from sync.hq.restored.retaking import outstanding
from sync.hq.service.service import open_book
from sync.hq.service.standing import forgotten_desks, seconds_since, silent_desks, standing
from sync.hq.web.application import AT_ONCE
from sync.hq.web.limits import raise_open_files
from sync.records.books.bulk import query_rows
from sync.records.books.database import OVERFLOW, POOL, REVISION, Book
from sync.records.books.settings import read_setting
from sync.records.copies.backup import made_at
from sync.trouble import trouble

Level = Literal["ok", "look", "broken"]
_LEAST_ROOM, _BOOK_TIMES = 1 << 30, 2
_CLOCK, _OLD_ORDER, _OLD_BACKUP = 2.0, 600.0, 36 * 3600.0
_SILENT = timedelta(days=14)
_CERTIFICATE_DAYS = 30
_MANY_ROWS, _OLD_STATISTICS = 10_000, timedelta(days=30)
_FEW_FILES = 4096
_NAMED = 20
# Connections PostgreSQL keeps for its owner, and some for people.
_KEPT_BACK = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `code` with its `facts` becomes a sentence that says what to do."""

    level: Level
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Patient:
    """What is looked over: the database, the folder it is kept in or served from, the certificate, the service."""

    database: str | Path
    folder: Path
    certificate: Path | None = None
    url: str = ""
    workers: int = 1


def examine(patient: Patient, now: datetime | None = None) -> list[Finding]:
    """Everything there is to say; what can't be looked at is a finding too."""
    now = now or datetime.now(UTC)
    found = [*_machine(patient, now)]
    try:
        book = open_book(patient.database)
    except DeskError as failed:
        return [Finding("broken", "doctor_database_gone", {"reason": failed}), *found]
    try:
        with book.reading() as connection:
            return [*_book(book, connection, patient, now), *found]
    except DeskError as failed:
        return [Finding("broken", "doctor_database_gone", {"reason": failed}), *found]
    finally:
        book.close()


def _book(book: Book, connection: Connection, patient: Patient, now: datetime) -> Iterator[Finding]:
    if not read_setting(connection, "secret"):
        yield Finding("broken", "doctor_not_hq")
        return
    yield Finding("ok", "doctor_database", {"engine": book.engine.dialect.name, "revision": REVISION})
    at_work = standing(connection, read_setting(connection, "dealer_id"))
    held = sum(at_work.held.values())
    yield Finding("look" if held else "ok", "doctor_held", {"count": held})
    age = seconds_since(at_work.oldest, now)
    waiting = {"count": at_work.waiting, "minutes": round(age / 60)}
    yield Finding("look" if age > _OLD_ORDER else "ok", "doctor_waiting", waiting)
    silent = silent_desks(connection, now - _SILENT)
    names = ", ".join(f"{prefix} ({dealer})" for prefix, dealer, _ in silent)
    facts: dict[str, Any] = {"desks": at_work.desks, "count": len(silent), "names": names, "days": _SILENT.days}
    yield Finding("look" if silent else "ok", "doctor_silent" if silent else "doctor_desks", facts)
    forgotten = forgotten_desks(connection)
    facts = {"count": len(forgotten), "names": ", ".join(forgotten[:_NAMED])}
    yield Finding("look", "doctor_forgotten", facts) if forgotten else Finding("ok", "doctor_none_forgotten")
    left = outstanding(connection)
    facts = {"records": left.records, "orders": left.orders, "home": left.home}
    yield Finding("look", "doctor_restored", facts) if left.anything else Finding("ok", "doctor_not_restored")
    epochs = query_rows(connection, "SELECT COALESCE(MAX(epoch), 1) FROM stream")
    yield Finding("ok", "doctor_epoch", {"epoch": epochs[0][0]})
    yield from _sqlite(connection, patient) if book.is_sqlite else _postgres(connection, patient, now)


def _sqlite(connection: Connection, patient: Patient) -> Iterator[Finding]:
    tables = query_rows(connection, "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")
    entries = query_rows(connection, "SELECT COALESCE(MAX(id), 0) FROM entry")[0][0]
    stale = not tables and entries > _MANY_ROWS
    yield Finding("look" if stale else "ok", "doctor_statistics_missing" if stale else "doctor_statistics")
    if patient.workers > 1:
        yield Finding("look", "doctor_sqlite_workers", {"workers": patient.workers})


def clocks_apart(before: float, theirs: float, after: float) -> float:
    """By how many seconds another clock is certainly off, read between two looks at this one: no delay counts."""
    return max(before - theirs, theirs - after, 0.0)


def _postgres(connection: Connection, patient: Patient, now: datetime) -> Iterator[Finding]:
    before = datetime.now(UTC).timestamp()
    theirs = query_rows(connection, "SELECT EXTRACT(EPOCH FROM clock_timestamp())")[0][0]
    apart = clocks_apart(before, float(theirs), datetime.now(UTC).timestamp())
    yield Finding("look" if apart > _CLOCK else "ok", "doctor_clock", {"seconds": round(apart, 1)})
    most = int(query_rows(connection, "SELECT current_setting('max_connections')")[0][0])
    wanted = patient.workers * (POOL + OVERFLOW)
    facts = {"wanted": wanted, "most": most, "workers": patient.workers, "threads": AT_ONCE, "pool": POOL}
    yield Finding("look" if wanted + _KEPT_BACK > most else "ok", "doctor_connections", facts)
    sql = (
        "SELECT relname, n_live_tup, GREATEST(last_analyze, last_autoanalyze) FROM pg_stat_user_tables "
        f"WHERE n_live_tup > {_MANY_ROWS} ORDER BY relname"
    )
    rows = query_rows(connection, sql)
    stale = [name for name, _, at in rows if at is None or now - at > _OLD_STATISTICS]
    names = {"tables": ", ".join(stale)}
    yield Finding("look" if stale else "ok", "doctor_statistics_old" if stale else "doctor_statistics", names)


def _machine(patient: Patient, now: datetime) -> Iterator[Finding]:
    yield from _disk(patient)
    yield from _modes(patient.folder)
    yield from _backups(patient, now)
    files = raise_open_files()
    yield Finding("look" if files < _FEW_FILES else "ok", "doctor_files", {"files": files})
    if patient.certificate is not None:
        yield _certificate(patient.certificate, now)
    if patient.url:
        yield _service(patient.url, patient.certificate)


def _disk(patient: Patient) -> Iterator[Finding]:
    if not patient.folder.is_dir():
        return
    free = shutil.disk_usage(patient.folder).free
    book = Path(patient.database) if "://" not in str(patient.database) else None
    size = book.stat().st_size if book and book.is_file() else 0
    wanted = max(_LEAST_ROOM, size * _BOOK_TIMES)
    facts = {"free": _megabytes(free), "wanted": _megabytes(wanted)}
    yield Finding("look" if free < wanted else "ok", "doctor_disk", facts)


def _modes(folder: Path) -> Iterator[Finding]:
    if os.name != "posix" or not folder.is_dir():
        return
    names = [folder, *folder.glob("hq.*"), *folder.glob("backups"), *folder.glob("backups/*"), *folder.glob("*.pem")]
    open_ = [each for each in names if stat.S_IMODE(each.lstat().st_mode) & 0o077 and not each.is_symlink()]
    facts = {"paths": ", ".join(map(str, open_[:5])), "count": len(open_)}
    yield Finding("look" if open_ else "ok", "doctor_modes_open" if open_ else "doctor_modes", facts)


def _backups(patient: Patient, now: datetime) -> Iterator[Finding]:
    times = [made_at(each).timestamp() for each in (patient.folder / "backups").glob("*") if each.is_file()]
    if not times:
        yield Finding("look", "doctor_backup_missing", {"folder": str(patient.folder / "backups")})
        return
    age = now.timestamp() - max(times)
    yield Finding("look" if age > _OLD_BACKUP else "ok", "doctor_backup", {"hours": round(age / 3600)})


def _certificate(path: Path, now: datetime) -> Finding:
    from cryptography import x509

    try:
        end = x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
    except (OSError, ValueError) as broken:
        said = trouble(broken) if isinstance(broken, OSError) else "unreadable"
        return Finding("broken", "doctor_certificate_unreadable", {"path": str(path), "detail": said})
    days = (end - now).days
    level: Level = "broken" if days < 0 else "look" if days < _CERTIFICATE_DAYS else "ok"
    return Finding(level, "doctor_certificate", {"days": days, "path": str(path)})


def _service(url: str, certificate: Path | None) -> Finding:
    """Whether the service answers; over a certificate of HQ's own where one is named."""
    import requests

    began = time.monotonic()
    try:
        answer = requests.get(
            f"{url.rstrip('/')}/v1/hello", timeout=5, verify=str(certificate) if certificate else True
        )
        answers = answer.status_code == 200
    except requests.exceptions.RequestException:
        answers = False
    facts = {"url": url, "ms": round((time.monotonic() - began) * 1000)}
    return Finding("ok", "doctor_service", facts) if answers else Finding("broken", "doctor_service_silent", facts)


def _megabytes(size: int) -> int:
    return size >> 20
