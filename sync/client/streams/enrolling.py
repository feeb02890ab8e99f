"""Makes this machine a desk: a key of its own, HQ's one-time code, and an empty book with its name in it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from domain.errors import DeskError, RefusedError
from domain.explain import Reason
from sync.client.line.address import Address, check_url, write_address
from sync.client.line.asking import HqLine, Patience
from sync.client.line.proof import KnownKey
from sync.client.line.transport import HttpTransport, Transport
from sync.keys import DeviceKey, forget_key, load_key, save_key
from sync.owner_only import make_folder
from sync.records.books.database import Book, open_sqlite
from sync.records.books.settings import PROVES, VOUCHED, write_setting
from sync.records.copies.nameplate import keep_nameplate, settings_of
from sync.wire.codes import read_code
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


def enrol(  # noqa: PLR0913 -- most are said by name
    folder: Path,
    hq_url: str,
    code: str,
    machine: str,
    *,
    user: str = "",
    transport: Transport | None = None,
    patience: Patience | None = None,
    insecure: bool = False,
    passphrase: str = "",
    again: bool = False,
) -> Enrolled:
    """Enrols this machine; the first exchange is separate. Asking again after a lost answer does no harm.

    With `again` the folder may be a desk already whose key HQ doesn't know, because HQ was set back or the key is lost:
    it gets a new key under the same name, and its books stay. The code is then HQ's for this very desk, or for its
    dealer where HQ knows of no such desk any more. `hq_url` may be left out ("").

    `user` is who will work here first; of HQ's own people HQ then knows him by the code.

    The code goes to nobody who isn't proven: by the print that came with it, or else by a certificate the system
    trusts; in clear only on this very machine, or where `insecure` says that this was meant. Where the machine has no
    key store, the key's file is sealed under `passphrase`, if there is one.

    Raises RefusedError `desk_enrolled` (this folder is a desk already), `folder_is_hq`, `code_wrong`, `code_used`,
    `code_expired`, `code_tries`, `code_not_for_desk`, `desk_unproven`, `desk_place_taken`, `desk_of_another`,
    `upgrade_needed`, `hq_insecure`, `hq_pin_needs_tls`; UsageError `hq_url_wrong`, `code_incomplete`; UnreachableError
    as `exchange`.
    """
    bare, pin = read_code(code)
    stands = _stands(folder)
    if stands and not again:
        raise RefusedError("desk_enrolled", folder=str(folder), desk=stands["desk_id"])
    address = Address(check_url(hq_url or stands.get("hq_url", ""), encrypted=bool(pin)), pin, insecure).check()
    opened = None if transport else HttpTransport(address)
    make_folder(folder)
    waiting = f"enrolling {folder.absolute()}"
    key = _key_to_show(folder, waiting, passphrase)
    try:
        answer, proof = _ask(
            transport or opened or HttpTransport(address),
            patience,
            address,
            _request(folder, stands, bare, key, machine, user),
        )
        _check_same(stands, answer)
    finally:
        if opened:
            opened.close()
    kept = replace(address, pin=opened.pin if opened else "", insecure=insecure and address.exposed)
    notice = save_key(folder, answer.desk, key, passphrase)
    _write_book(folder, kept, answer, proves=proof.signed)
    forget_key(folder, waiting)
    desk = answer.desk, answer.dealer, answer.dealer_name, answer.prefix
    return Enrolled(*desk, address.url, notice, answer.tier == "hq", answer.held)


def _write_book(folder: Path, address: Address, answer: EnrolAnswer, *, proves: bool) -> None:
    """Makes the folder's book this desk's; one that is keeps all it holds."""
    book = open_sqlite(folder / BOOK_FILE, create=True)
    try:
        _write_identity(book, address, answer, proves=proves)
        keep_nameplate(book, folder)
    finally:
        book.close()


def _key_to_show(folder: Path, waiting: str, passphrase: str) -> DeviceKey:
    """The key is kept before it is shown, so that the same key can be shown again."""
    key = load_key(folder, waiting, (lambda: passphrase) if passphrase else None)
    if key is None:
        key = DeviceKey.make()
        save_key(folder, waiting, key, passphrase)
    return key


def _request(
    folder: Path, stands: Mapping[str, str], code: str, key: DeviceKey, machine: str, user: str
) -> EnrolRequest:
    request = EnrolRequest(PROTOCOL, code, key.public, machine, user)
    if stands:
        request.desk, request.prefix = stands["desk_id"], stands.get("prefix", "")
        with suppress(DeskError):  # a lost or sealed key proves nothing, and HQ may not ask
            earlier = load_key(folder, request.desk)
            if earlier is not None:
                request.key, request.vouched = earlier.public, stands.get(VOUCHED, "")
    return request


def _ask(
    transport: Transport, patience: Patience | None, address: Address, request: EnrolRequest
) -> tuple[EnrolAnswer, KnownKey]:
    """HQ's answer, of which everything that HQ signs was found signed by one key."""
    proof = KnownKey(asks=not address.encrypted)
    line = HqLine(transport, patience=patience, proof=proof)
    answer = line.ask("/v1/enrol", request, EnrolAnswer)
    proof.learn(answer.hq_public_key)
    proof.check_vouched(answer.vouched, answer.desk, answer.dealer, request.public_key)
    return answer, proof


def _stands(folder: Path) -> dict[str, str]:
    """What the folder's book says of itself where it is a desk's; nothing where there is none."""
    if any((folder / name).exists() for name in HQ_FILES):
        raise RefusedError("folder_is_hq", folder=str(folder))
    if not (folder / BOOK_FILE).exists():
        return {}
    book = open_sqlite(folder / BOOK_FILE, create=True)
    try:
        with book.reading() as connection:
            known = settings_of(connection)
    finally:
        book.close()
    return known if known.get("desk_id") else {}


def _check_same(stands: Mapping[str, str], answer: EnrolAnswer) -> None:
    """Books are never given another name, nor another HQ: RefusedError `desk_of_another`."""
    if not stands:
        return
    told = {"desk_id": answer.desk, "dealer_id": answer.dealer, "hq_public_key": answer.hq_public_key}
    if any(stands.get(name, value) != value for name, value in told.items()):
        raise RefusedError("desk_of_another", desk=stands["desk_id"], dealer=stands.get("dealer_id", ""))


def _write_identity(book: Book, address: Address, answer: EnrolAnswer, *, proves: bool) -> None:
    """Makes the book this desk's."""
    known = {
        "role": "desk",
        "desk_id": answer.desk,
        "dealer_id": answer.dealer,
        "prefix": answer.prefix,
        "hq_public_key": answer.hq_public_key,
        "nonce": answer.nonce,
        "dealer_tier": answer.tier,
        VOUCHED: answer.vouched,
        PROVES: "1" if proves else "",
    }
    with book.writing() as writing:
        write_address(writing.connection, address)
        for name, value in known.items():
            write_setting(writing.connection, name, value)
