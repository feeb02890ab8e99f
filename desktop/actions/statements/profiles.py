"""Whose papers these are: heading, bank account and logo of a dealer, kept as records, shown on all that is printed."""

from __future__ import annotations

import base64
import binascii
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import UsageError
from domain.parties.dealers import Dealer
from sync.records.accounts.profiles import next_profile, profile_of, profile_record
from sync.records.bodies.accounts import ProfileBody

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from desktop.printing.statements.sheet import Heading

FIELDS = ("heading", "address", "phone", "tax_number", "bank", "bank_account", "checker", "footer")
_MOST_PIXELS = 800  # a logo's longer side: 32 mm at 600 dots an inch
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Profile:
    """How a dealer's papers are headed; what is empty comes from the dealer's card or is left out."""

    heading: str = ""
    address: str = ""
    phone: str = ""
    tax_number: str = ""
    bank: str = ""
    bank_account: str = ""
    checker: str = ""
    footer: str = ""
    logo: bytes = b""


def profile(desk: Desk) -> Profile:
    """One's own profile as it stands."""
    with desk.book.reading() as connection:
        found = profile_of(connection, desk.dealer_id)
    return Profile() if found is None else _profile(found[1])


def save_profile(desk: Desk, wanted: Profile) -> Profile:
    """Keeps one's profile; UsageError `logo_unreadable` where the logo is no PNG or JPEG."""
    desk.need("card_write")
    texts = {name: getattr(wanted, name).strip() for name in FIELDS}
    wanted = Profile(**texts, logo=scaled_logo(wanted.logo))
    logo = base64.b64encode(wanted.logo).decode()
    body = ProfileBody(desk.dealer_id, logo=logo, **texts)
    with desk.book.writing() as writing:
        known = profile_of(writing.connection, desk.dealer_id)
        if known is None or known[1] != body:
            # HQ's heading stands on the papers of everyone who buys from it.
            stream = "catalog" if desk.is_hq else desk.stream
            writing.put(stream, "profile", next_profile(writing.connection, desk.dealer_id), body)
    return wanted


def read_logo(path: Path) -> bytes:
    """A picture file made small enough for a heading; UsageError `logo_unreadable`, `file_missing`."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError("logo_unreadable", path=str(path))
        data = path.read_bytes()
    except OSError as missing:
        raise UsageError("file_missing", file=str(path)) from missing
    return scaled_logo(data, str(path))


def scaled_logo(data: bytes, path: str = "") -> bytes:
    """A PNG no larger than a heading needs."""
    if not data:
        return b""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.format not in ("PNG", "JPEG"):
                raise UsageError("logo_unreadable", path=path)
            if opened.format == "PNG" and max(opened.size) <= _MOST_PIXELS:
                opened.load()
                return data
            small = opened.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError) as unreadable:
        raise UsageError("logo_unreadable", path=path) from unreadable
    small.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
    buffer = io.BytesIO()
    small.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def heading_facts(connection: Connection, seller: Dealer) -> dict[str, str]:
    """What stands at the head of a seller's papers: his profile, and his card where that says nothing."""
    found = profile_of(connection, seller.id)
    record, body = found or ("", ProfileBody(seller.id))
    return {
        "heading": body.heading or seller.name,
        "address": body.address or seller.address,
        "phone": body.phone or seller.phone,
        "tax_number": body.tax_number,
        "bank": body.bank,
        "bank_account": body.bank_account,
        "footer": body.footer,
        "checker": body.checker,
        "profile": record,
    }


def heading_of(connection: Connection, dealer: Dealer) -> Heading:
    """The heading of a dealer's papers today."""
    from desktop.printing.statements.sheet import Heading

    facts = heading_facts(connection, dealer)
    names = ("address", "phone", "tax_number", "bank", "bank_account", "footer")
    texts = {name: facts[name] for name in names}
    return Heading(facts["heading"], logo=logo_of(connection, facts["profile"]), **texts)


def logo_of(connection: Connection, record: str) -> bytes:
    """The logo of one profile record, empty where it has none."""
    body = profile_record(connection, record) if record else None
    return b"" if body is None else _logo(body)


def _profile(body: ProfileBody) -> Profile:
    texts = {name: getattr(body, name) for name in FIELDS}
    return Profile(**texts, logo=_logo(body))


def _logo(body: ProfileBody) -> bytes:
    try:
        return base64.b64decode(body.logo, validate=True)
    except binascii.Error:
        return b""
