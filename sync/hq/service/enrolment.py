"""How a machine becomes a desk: a one-time code from HQ against the public half of a key made on the machine."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.exc import IntegrityError

from domain.errors import RefusedError, UsageError
from domain.parties.users import check_name, head_role
from sync.hq.service.certificate import PRINT
from sync.hq.service.known_again import Claim, check_claim
from sync.hq.service.roster import note_desks
from sync.records.books.bulk import query_rows, run_many
from sync.records.books.database import Book
from sync.records.books.reading import dealer as find_dealer
from sync.records.books.settings import moment, read_setting
from sync.records.log.streams import lock_head
from sync.records.people.grants import give
from sync.records.schema import service_tables, tables
from sync.wire.codes import ALPHABET, CODE_LETTERS, PRINT_LETTERS, bare_letters, grouped
from sync.wire.signing import from_base64

_BY_CODE = "code"  # who let the first person of a desk in
_LIFE = timedelta(minutes=15)
# After so many wrong codes that begin alike, such codes are refused until the window has passed: whoever overheard the
# first half can't try the second. Others aren't kept waiting; that 30^10 codes can't be tried is the line's business,
# which lets one address try only so often (`web.limits`).
_HALF = 5
_MOST_WRONG = 5
_WRONG_WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class EnrolCode:
    """A one-time code for a dealer, in groups of five, its print behind it; `expires` is a UTC moment."""

    code: str
    dealer: str
    expires: str


@dataclass(frozen=True, slots=True)
class EnrolledDesk:
    """A desk as HQ knows it."""

    id: str
    dealer: str
    prefix: str


def make_code(
    book: Book, dealer_code: str, *, desk: str | None = None, now: datetime, key_print: str = ""
) -> EnrolCode:
    """Makes a code; with `desk` (id or number prefix) the new machine takes that desk's place.

    The print of the key that desks will meet comes behind it where HQ vouches for itself: `key_print`, or as served.

    Raises UsageError `dealer_unknown`, `desk_unknown`.
    """
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))
    expires = moment(now + _LIFE)
    with book.writing() as writing:
        connection = writing.connection
        dealer = find_dealer(connection, dealer_code)
        taken = None if desk is None else _desk_of(connection, dealer.id, desk)
        row = {"code_hash": _hash(code), "dealer": dealer.id, "desk": taken, "expires": expires}
        connection.execute(service_tables.enrol_code.insert().values(row))
        told = key_print or read_setting(connection, PRINT)
    return EnrolCode(grouped(code + bare_letters(told)), dealer.id, expires)


def _desk_of(connection: Connection, dealer: str, desk: str) -> str:
    desks = tables.desk
    found = connection.execute(
        select(desks.c.id).where(desks.c.dealer == dealer, (desks.c.id == desk) | (desks.c.prefix == desk))
    ).scalar()
    if found is None:
        raise UsageError("desk_unknown", desk=desk, dealer=dealer)
    return str(found)


def enrol_desk(
    book: Book,
    code: str,
    public_key: str,
    machine: str,
    now: datetime,
    user: str = "",
    claim: Claim | None = None,
) -> EnrolledDesk:
    """Makes the desk a code stands for; asked again with the same code and key it gives the same answer.

    `user` is who works there first. At a desk of HQ's own the code, which HQ made for it, makes him one of HQ's heads;
    without him nobody there could ask HQ for anything, so the code waits until he is named.
    `claim` is what a machine that has books already says it is.

    Raises RefusedError `code_wrong`, `code_used`, `code_expired`, `code_tries`, `key_wrong`, `enrol_user_needed`, and
    as `check_claim`.
    """
    desk = _enrolled(book, code, public_key, machine, now, user, claim)
    note_desks(book, [desk.id])
    return desk


def _enrolled(
    book: Book, code: str, public_key: str, machine: str, now: datetime, user: str, claim: Claim | None
) -> EnrolledDesk:
    _check_key(public_key)
    user = check_name(user) if user else ""
    machine = machine.replace("\0", "")
    with book.writing() as writing:
        connection = writing.connection
        codes = service_tables.enrol_code
        found = connection.execute(
            select(codes).where(codes.c.code_hash == _hash(code)).with_for_update()
        ).one_or_none()
        half = _hash(_letters(code)[:_HALF])
        tries = _wrong_tries(connection, half, now)
        if found is None:
            _count_wrong(connection, half, now)
        elif tries < _MOST_WRONG:
            own = found.dealer == read_setting(connection, "dealer_id")
            # Where a machine takes a dead one's place, HQ knows already who works there.
            if own and not user and claim is None and found.used_at is None and found.desk is None:
                raise RefusedError("enrol_user_needed")
            desk = _use(connection, found, (public_key, machine), now, claim)
            if user and found.used_at is None and own:
                give(writing, desk.id, user, head_role(at_hq=True), active=True, now=moment(now), by=_BY_CODE)
            return desk
    if tries >= _MOST_WRONG:
        raise RefusedError("code_tries", minutes=int(_WRONG_WINDOW.total_seconds() // 60))
    raise RefusedError("code_wrong")


def _use(
    connection: Connection,
    found: Row[tuple[object, ...]],
    shown: tuple[str, str],
    now: datetime,
    claim: Claim | None,
) -> EnrolledDesk:
    """What becomes of a code that HQ made; `shown` is the machine's key and name."""
    desks = tables.desk
    public_key, machine = shown
    if found.used_at is not None:
        again = connection.execute(
            select(desks).where(desks.c.public_key == public_key, desks.c.dealer == found.dealer)
        ).one_or_none()
        if again is None or found.desk != again.id or again.revoked:
            raise RefusedError("code_used")
        return EnrolledDesk(again.id, again.dealer, again.prefix)
    if moment(now) > found.expires:
        raise RefusedError("code_expired", expired=found.expires)
    if claim is not None:
        check_claim(connection, claim, found.dealer, found.desk)
    desk = _replace_key(connection, found.desk, public_key, machine, now) if found.desk else None
    desk = desk or _make_desk(connection, found.dealer, public_key, machine, now, claim)
    codes = service_tables.enrol_code
    connection.execute(
        update(codes).where(codes.c.code_hash == found.code_hash).values(used_at=moment(now), desk=desk.id)
    )
    return desk


def _replace_key(connection: Connection, desk: str, public_key: str, machine: str, now: datetime) -> EnrolledDesk:
    """The new machine's key takes the place of the old one, which is thereby worth nothing any more."""
    desks = tables.desk
    connection.execute(
        update(desks)
        .where(desks.c.id == desk)
        .values(public_key=public_key, machine=machine[:200], enrolled_at=moment(now), revoked=False)
    )
    row = connection.execute(select(desks).where(desks.c.id == desk)).one()
    return EnrolledDesk(row.id, row.dealer, row.prefix)


def _make_desk(
    connection: Connection, dealer: str, public_key: str, machine: str, now: datetime, claim: Claim | None
) -> EnrolledDesk:
    desks = tables.desk
    for _ in range(5):
        taken = [int(each) for each in connection.execute(select(desks.c.prefix)).scalars() if each.isdigit()]
        desk = EnrolledDesk(uuid.uuid4().hex[:12], dealer, f"{max(taken, default=0) + 1:02d}")
        if claim is not None:
            desk = EnrolledDesk(claim.desk, dealer, claim.prefix)
        row = {
            "id": desk.id,
            "dealer": dealer,
            "prefix": desk.prefix,
            "public_key": public_key,
            "machine": machine[:200],
            "enrolled_at": moment(now),
        }
        try:
            with connection.begin_nested():
                connection.execute(desks.insert().values(row))
        except IntegrityError:  # another machine took the number in this moment
            continue
        lock_head(connection, f"desk/{desk.id}")  # makes the stream where it is missing
        return desk
    raise RefusedError("database_busy")


def revoke_desk(book: Book, desk: str) -> None:
    """Shuts a desk out; what it sent stays. UsageError `desk_unknown`."""
    desks = tables.desk
    with book.writing() as writing:
        changed = writing.connection.execute(
            update(desks).where((desks.c.id == desk) | (desks.c.prefix == desk)).values(revoked=True)
        )
        if changed.rowcount == 0:
            raise UsageError("desk_unknown", desk=desk, dealer="")
    note_desks(book, [desk])


def _check_key(public_key: str) -> None:
    try:
        sound = len(from_base64(public_key)) == 32
    except ValueError:
        sound = False
    if not sound:
        raise RefusedError("key_wrong")


def _letters(code: str) -> str:
    """A code is read as it is heard: case, spaces and hyphens don't count, nor a print that a desk sent with it."""
    letters = bare_letters(code)
    return letters[:CODE_LETTERS] if len(letters) == CODE_LETTERS + PRINT_LETTERS else letters


def _hash(code: str) -> str:
    return hashlib.sha256(f"enrol {_letters(code)}".encode()).hexdigest()


def _wrong_tries(connection: Connection, half: str, now: datetime) -> int:
    since = moment(now - _WRONG_WINDOW)
    rows = query_rows(connection, "SELECT tries FROM wrong_code WHERE half = ? AND since > ?", half, since)
    return rows[0][0] if rows else 0


def _count_wrong(connection: Connection, half: str, now: datetime) -> None:
    """One more wrong code that begins so; what was counted before the window is forgotten."""
    run_many(connection, "DELETE FROM wrong_code WHERE since <= ?", [(moment(now - _WRONG_WINDOW),)])
    sql = "INSERT INTO wrong_code (half, since, tries) VALUES (?, ?, 1) ON CONFLICT (half) DO UPDATE SET tries = "
    run_many(connection, sql + "wrong_code.tries + 1", [(half, moment(now))])
