"""Makes this machine a desk: a key of its own, HQ's one-time code, and an empty book with its name in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from domain.errors import RefusedError
from domain.explain import Reason
from sync.client.asking import Line, Patience
from sync.client.transport import HttpTransport, Transport, check_url
from sync.keys import DeviceKey, forget_key, load_key, save_key
from sync.owner_only import make_folder
from sync.records.database import Book, open_sqlite
from sync.records.settings import VOUCHED, read_setting, write_setting
from sync.wire.messages import PROTOCOL, EnrolAnswer, EnrolRequest

BOOK_FILE = "desk.db"
HQ_FILES = ("hq.db", "hq.toml")


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The desk this machine has become; `notice` tells where the key lies if not with the operating system.

    `at_hq` says that it is one of HQ's own people, `held` how many entries of an earlier machine's HQ holds.
    """

    desk_id: str
    dealer_id: str
    dealer_name: str
    prefix: str
    hq_url: str
    notice: Reason | None
    at_hq: bool = False
    held: int = 0


def enrol(
    folder: Path,
    hq_url: str,
    code: str,
    machine: str,
    *,
    transport: Transport | None = None,
    patience: Patience | None = None,
) -> Enrolled:
    """Enrols this machine; the first exchange is separate. Asking again after a lost answer does no harm.

    Raises RefusedError `desk_enrolled` (this folder is a desk already), `folder_is_hq`, `code_wrong`, `code_used`,
    `code_expired`, `code_tries`, `upgrade_needed`; UsageError `hq_url_wrong`; UnreachableError as `exchange`.
    """
    url = check_url(hq_url)
    make_folder(folder)
    _check_unused(folder)
    # The key is kept before it is shown, so that the same key can be shown again.
    waiting = f"enrolling {folder.absolute()}"
    key = load_key(folder, waiting)
    if key is None:
        key = DeviceKey.make()
        save_key(folder, waiting, key)
    line = Line(transport or HttpTransport(url), patience=patience)
    request = EnrolRequest(PROTOCOL, code, key.public, machine)
    answer = line.ask("/v1/enrol", request, EnrolAnswer)
    notice = save_key(folder, answer.desk, key)
    book = open_sqlite(folder / BOOK_FILE, create=True)
    try:
        _write_identity(book, url, answer)
    finally:
        book.close()
    forget_key(folder, waiting)
    return Enrolled(
        answer.desk, answer.dealer, answer.dealer_name, answer.prefix, url, notice, answer.tier == "hq", answer.held
    )


def _check_unused(folder: Path) -> None:
    if any((folder / name).exists() for name in HQ_FILES):
        raise RefusedError("folder_is_hq", folder=str(folder))
    if not (folder / BOOK_FILE).exists():
        return
    book = open_sqlite(folder / BOOK_FILE, create=True)
    try:
        with book.reading() as connection:
            desk = read_setting(connection, "desk_id")
    finally:
        book.close()
    if desk:
        raise RefusedError("desk_enrolled", folder=str(folder), desk=desk)


def _write_identity(book: Book, url: str, answer: EnrolAnswer) -> None:
    known = {
        "role": "desk",
        "desk_id": answer.desk,
        "dealer_id": answer.dealer,
        "prefix": answer.prefix,
        "hq_url": url,
        "hq_public_key": answer.hq_public_key,
        "nonce": answer.nonce,
        "dealer_tier": answer.tier,
        VOUCHED: answer.vouched,
    }
    with book.writing() as writing:
        for name, value in known.items():
            write_setting(writing.connection, name, value)
