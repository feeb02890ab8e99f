"""How this desk reaches HQ: the address, and what proves that HQ is there; shown, changed, and its troubles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from desktop.actions.headquarters.status_views import KEY
from domain.errors import RefusedError
from domain.explain import Fact, Reason
from sync.client.line.address import Address, check_url, read_address, write_address
from sync.client.line.clocks import read_clock
from sync.records.log.alarms import OVER_BY_ITSELF, REPLACED, SHUT_OUT, TWO_MACHINES, alarms

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

_UNITS = ((1440, "days"), (60, "hours"), (1, "minutes"))
_ORDER_WARNINGS = {
    SHUT_OUT: "order_while_shut_out", REPLACED: "order_while_replaced", TWO_MACHINES: "order_on_two_machines",
}  # fmt: skip
NO_PRINT = "none"


def line_of(desk: Desk) -> Address:
    """How HQ is reached; RefusedError `exchange_at_hq`."""
    if desk.is_hq:
        raise RefusedError("exchange_at_hq")
    with desk.book.reading() as connection:
        return read_address(connection)


def change_line(desk: Desk, url: str = "", key_print: str = "", *, insecure: bool = False) -> Address:
    """Another address, another key of HQ's, or leave to go on in clear; kept once this desk's own HQ answers there.

    `key_print` as HQ told it, or `none`. Whoever may look after the books may do it.

    Raises RefusedError `not_permitted`, `hq_insecure`, `hq_pin_needs_tls`, `line_other_hq`; UsageError `hq_url_wrong`,
    `code_incomplete`; UnreachableError as `exchange`; RefusedError `practice_alone` in the practice company.
    """
    desk.need("books_care")
    if desk.practice:
        raise RefusedError("practice_alone")
    before = line_of(desk)
    pin = "" if key_print == NO_PRINT else _print(key_print) or before.pin
    asked = Address(check_url(url, encrypted=bool(pin)) if url else before.url, pin, insecure).check()
    kept = replace(_proved(desk, asked), insecure=insecure and asked.exposed)
    with desk.book.writing() as writing:
        write_address(writing.connection, kept)
    desk.identity = replace(desk.identity, hq_url=kept.url)
    return kept


def _print(typed: str) -> str:
    from sync.wire.codes import PRINT_LETTERS, bare_letters, read_code

    letters = bare_letters(typed)
    # A print alone, or a whole code whose print is what counts.
    return letters if len(letters) in (0, PRINT_LETTERS) else read_code(typed)[1]


def _proved(desk: Desk, address: Address) -> Address:
    """The address with the whole print of the key that was met there; asked without a word about this desk."""
    from sync.client.line.asking import HqLine
    from sync.client.line.transport import HttpTransport
    from sync.wire.messages import Hello

    with desk.book.reading() as connection:
        parent = _hq_of(connection)
    transport = HttpTransport(address)
    try:
        hello = HqLine(transport).ask("/v1/hello", None, Hello, "GET")
        if parent and hello.dealer != parent:
            raise RefusedError("line_other_hq", url=address.url, dealer=hello.dealer)
        return replace(address, pin=transport.pin)
    finally:
        transport.close()


def _hq_of(connection: Connection) -> str:
    """Which dealer HQ is, as far as this desk's books tell."""
    from sync.records.books.bulk import query_rows

    found = query_rows(connection, "SELECT id FROM dealer WHERE tier = 'hq' ORDER BY id LIMIT 1")
    return str(found[0][0]) if found else ""


def line_troubles(connection: Connection, desk: Desk) -> Iterator[tuple[str, dict[str, Fact]]]:
    """What a person should know of the line: that it is read along, or that a clock is wrong."""
    if desk.is_hq:
        return
    address = read_address(connection)
    if address.exposed:
        yield "line_insecure" if address.insecure else "hq_insecure", {"url": address.url}
    yield from clock_trouble(connection, desk)
    for each in alarms(connection):
        lasting: dict[str, Fact] = {} if each.code in OVER_BY_ITSELF else {KEY: each.code}
        yield each.code, {**each.facts, "date": each.since[:10], **lasting}


def order_warnings(connection: Connection) -> list[Reason]:
    """What whoever takes an order must know of the line: nobody may ever hear of it."""
    return [Reason(_ORDER_WARNINGS[each.code], "warn", {"date": each.since[:10]}) for each in alarms(connection)]


def clock_trouble(connection: Connection, desk: Desk) -> Iterator[tuple[str, dict[str, Fact]]]:
    """That this desk's clock is another than HQ's, or shows a day that the last exchange makes doubtful."""
    if desk.is_hq:
        return
    clock = read_clock(connection, desk.clock())
    if clock.behind:
        yield _clock(clock.behind)
    elif clock.is_doubtful and clock.heard is not None:
        days = {"date": clock.now.astimezone().date(), "heard": clock.heard.astimezone().date()}
        yield "clock_doubtful", {name: day.isoformat() for name, day in days.items()}


def likely_today(connection: Connection, desk: Desk) -> tuple[date, datetime]:
    """The business date and the moment, by HQ's clock as far as the last exchange told how far this one is off."""
    clock = read_clock(connection, desk.clock())
    return desk.today() + (clock.likely.astimezone().date() - clock.now.astimezone().date()), clock.likely


def _clock(minutes: int) -> tuple[str, dict[str, Fact]]:
    """How far this machine's clock is off, in the unit people say it in, and which way; HQ's is ahead by `minutes`."""
    size, unit = next(each for each in _UNITS if abs(minutes) >= 2 * each[0] or each[0] == 1)
    return "clock_behind" if minutes > 0 else "clock_ahead", {"count": round(abs(minutes) / size), "unit": unit}
