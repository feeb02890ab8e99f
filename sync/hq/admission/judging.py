"""Judges a page of a desk's entries by the table: one result an entry, the first thing that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from sqlalchemy import Connection

from domain.values.money import format_money, from_fen, from_price
from domain.values.quantities import plain_number
from sync.hq.admission.closed import trades_on
from sync.hq.admission.ids import check_id, check_number
from sync.hq.admission.parties import PARTIES
from sync.hq.admission.remainders import names_of
from sync.hq.admission.signatures import Signatures
from sync.hq.admission.standing import BooksAtEntry, Candidate, Numbered, Version, WritingDesk, decoded, writing_desk_of
from sync.hq.admission.table import HOLLOW, RULES, Over, Rest, Writer
from sync.hq.admission.versions import OVER
from sync.hq.admission.within import WITHIN
from sync.hq.taking.hearing import UNHEARD, Hearing
from sync.records.bodies.accounts import BankLineBody, ConfirmationBody, ReplyBody
from sync.records.bodies.records import AnswerBody, Body, DealerBody, DocumentBody, PriceBody, ProductBody
from sync.records.books.bulk import rows_in
from sync.records.bounds.fitting import Misfit, misnamed, read_record
from sync.records.log.holding import (
    ANSWERED_TWICE,
    BANKED_OTHERWISE,
    BANKED_TWICE,
    CARD_TWICE,
    PRICED_TWICE,
    REPLIED_TWICE,
    RESTS,
    SETTLED,
    Held,
    read_facts,
)
from sync.records.log.problems import KIND_UNKNOWN
from sync.streams import Entry
from sync.wire.messages import HeldEntry

# So much of a fact is told of an entry that is held.
_LONGEST = 200
# Of these a later version says something new of what it takes; of all others it changes nothing, or only takes back.
_JUDGED_ANEW = frozenset({Over.FREE, Over.ANSWER})


def judge_entries(
    connection: Connection,
    stream: int,
    dealer: str,
    numbered: Numbered,
    hearing: Hearing = UNHEARD,
    offer: ReadPage | None = None,
) -> dict[int, Held]:
    """What is wrong, by number, with entries of this dealer's desk; those that may be believed are left out.

    Each is judged by what the books and the believed entries before it say. What this program doesn't know the kind of
    is held until it does: nobody may make use of what HQ can't judge.

    Args:
        offer: the same entries, where they were read already.
    """
    offer = offer or ReadPage(connection, stream, writing_desk_of(connection, stream, dealer), numbered)
    return offer.judge(hearing)


class ReadPage:
    """A page of a desk's entries, read, beside what HQ's books say of the records it is and names.

    Attributes:
        read: by number, what an entry says; None for a deletion and for a kind this program doesn't know.
        living: the versions of its records that live (`BooksAtEntry.living`).
        touched: as `BooksAtEntry` tells, once it was judged.
    """

    def __init__(self, connection: Connection, stream: int, writer: WritingDesk, numbered: Numbered) -> None:
        self._numbered = numbered
        self.read = {number: _read(entry) for number, entry in numbered}
        self._bodies = {number: body if isinstance(body, Body) else None for number, body in self.read.items()}
        self._judge = _PageJudge(connection, stream, writer, numbered, self._bodies)
        self.living = self._judge.standing.living
        self.touched = self._judge.standing.touched

    def on(self, today: date) -> ReadPage:
        """The same, judged on a day; on the machine's own otherwise."""
        self._judge.standing.today = today
        return self

    def judge(self, hearing: Hearing = UNHEARD) -> dict[int, Held]:
        """What is wrong, by number, as `judge_entries` tells; once for each page."""
        wrong: dict[int, Held] = {}
        standing = self._judge.standing
        standing.held_then = hearing.held_then
        for number, entry in self._numbered:
            standing.heard = partial(hearing.had_heard, number)
            held = self._judge.judge(entry, self.read[number])
            if held is None:
                standing.take(entry, self._bodies[number])
            else:
                wrong[number] = held
                standing.pass_over(held, self._bodies[number])
        return wrong


def held_numbers(connection: Connection, stream: str, after: int, until: int) -> set[int]:
    """Numbers of a desk's entries in (after, until] that are kept without being believed."""
    if not stream.startswith("desk/"):
        return set()
    sql = "SELECT number FROM problem WHERE stream IN (?*) AND number > ? AND number <= ? AND held"
    return {number for (number,) in rows_in(connection, sql, [stream], after, until)}


def held_entries(connection: Connection, stream: str, after: int, until: int) -> list[HeldEntry]:
    """The same with the reasons, as they are told to whoever may read the stream; by number."""
    if not stream.startswith("desk/") or after >= until:
        return []
    sql = (
        "SELECT number, code, facts, CASE WHEN put_away_by = '' THEN put_away_why ELSE '' END AS settled "
        "FROM problem WHERE stream IN (?*) AND number > ? AND number <= ? AND held ORDER BY number"
    )
    return [
        # What settled itself meanwhile nobody needs to look at who hears of it only now.
        HeldEntry(number, code, _told(facts) | ({SETTLED: settled} if settled else {}))
        for number, code, facts, settled in rows_in(connection, sql, [stream], after, until)
    ]


def _told(stored: str) -> dict[str, str]:
    return {name: fact[:_LONGEST] for name, fact in read_facts(stored).items()}


def _read(entry: Entry) -> Body | Misfit | None:
    """What an entry says; None for a deletion and for a kind this program doesn't know."""
    wrong = misnamed(entry.kind, entry.record)
    if wrong is not None or entry.body is None:
        return wrong
    return read_record(entry.kind, entry.record, entry.body)


class _PageJudge:
    """Carries out the table over one page."""

    def __init__(
        self,
        connection: Connection,
        stream: int,
        writer: WritingDesk,
        numbered: Numbered,
        bodies: Mapping[int, Body | None],
    ) -> None:
        self.standing = BooksAtEntry(connection, stream, writer, numbered, bodies)
        self._signatures = Signatures(connection, writer.desk, writer.dealer, numbered, bodies)
        self._writer = Writer.PEOPLE if self.standing.at_hq else Writer.DESK

    def judge(self, entry: Entry, read: Body | Misfit | None) -> Held | None:
        """What is wrong with an entry, None where it may be believed."""
        rule = RULES.get(entry.kind)
        if isinstance(read, Misfit) and (rule is None or read.field in ("id", "kind")):
            return Held(read.code, read.facts)
        if entry.is_hollow:
            return Held(HOLLOW, {"kind": entry.kind})
        if rule is None:
            return Held(KIND_UNKNOWN, {"kind": entry.kind})
        if self._writer not in rule.writers:
            return Held("kind_not_yours", {"kind": entry.kind})
        there = self.standing.elsewhere(entry)
        if there:
            return (
                _made_twice(entry, read, there)
                or (_said_twice(read, there) if self.standing.is_colleagues(there) else None)
                or Held("record_of_another", {"id": entry.record})
            )
        if isinstance(read, Misfit):
            return Held(read.code, read.facts)
        return self._by_rule(Candidate(self.standing, rule, entry, read, self.standing.earlier(entry)))

    def _by_rule(self, asked: Candidate) -> Held | None:
        if asked.changes:
            held = OVER[asked.rule.over](asked)
            if held is not None:
                return held
        if asked.read is None:
            return None
        return (
            PARTIES[asked.rule.whose](asked)
            or trades_on(asked)
            or check_id(asked)
            or _rests(asked)
            or check_number(asked)
            or _takes(asked)
            or self._signed(asked)
        )

    def _signed(self, asked: Candidate) -> Held | None:
        body = asked.read
        return self._signatures.judge(asked.entry, body) if isinstance(body, ConfirmationBody) else None


def _said_twice(read: Body | Misfit | None, there: Version) -> Held | None:
    """What bears the name of the thing it speaks of, and another desk of the dealer spoke of first."""
    match read:
        case BankLineBody():
            return _banked_twice(read, there)
        case AnswerBody():
            answer = decoded(AnswerBody, there.body)
            facts = {"order": read.order, "answered": read.state, "first": answer.state if answer else ""}
            return Held(ANSWERED_TWICE, facts)
        case ReplyBody():
            reply = decoded(ReplyBody, there.body)
            facts = {"statement": read.statement, "verdict": read.verdict, "first": reply.verdict if reply else ""}
            return Held(REPLIED_TWICE, facts)
        case PriceBody():
            price = decoded(PriceBody, there.body)
            facts = {
                "sku": read.product.partition(":")[2] or read.product,
                "price_list": read.price_list.partition(":")[2] or read.price_list,
                "price": plain_number(from_price(read.unit_price)),
                "first": plain_number(from_price(price.unit_price)) if price else "",
            }
            return Held(PRICED_TWICE, facts)
    return None


def _banked_twice(read: BankLineBody, there: Version) -> Held | None:
    """A movement of a bank's file: the money came once, and is a customer's or isn't."""
    first = decoded(BankLineBody, there.body)
    if first is None or first.document == read.document:
        return None
    facts = {"date": read.date, "amount": format_money(from_fen(read.amount)), "payer": read.payer}
    if first.document and read.document:
        return Held(BANKED_TWICE, {**facts, "by": first.document, "id": read.document})
    return Held(BANKED_OTHERWISE, {**facts, "id": first.document or read.document})


def _made_twice(entry: Entry, read: Body | Misfit | None, there: Version) -> Held | None:
    """A card that another desk of the dealer made under the same code: of somebody else, or with other details."""
    if isinstance(read, DealerBody | ProductBody):
        code = read.code if isinstance(read, DealerBody) else read.sku
        first = decoded(type(read), there.body)
        if first is not None and entry.record.endswith(f":{code}"):
            return Held(CARD_TWICE, {"code": code, "name": read.name, "other": first.name})
    return None


def _takes(asked: Candidate) -> Held | None:
    """What a record takes of those it speaks of must be left; what stands already was judged when it came."""
    if asked.before is not None and not (asked.changes and asked.rule.over in _JUDGED_ANEW):
        return None
    for field, named in names_of(asked.body).items() if asked.rule.within else ():
        if named not in asked.standing.remainders.sheets:  # it came in this very moment
            return Held(RESTS, {"field": field, "id": named}, ("document", named))
    return next((held for each in asked.rule.within if (held := WITHIN[each](asked)) is not None), None)


def _rests(asked: Candidate) -> Held | None:
    """What a record rests on must be there, of the fitting kind and parties."""
    found = [held for rest in asked.rule.rests if (held := _rest(asked, rest)) is not None]
    if found:
        # What can never fit is told before what only has to come.
        return next((held for held in found if held.waits is None), found[0])
    if asked.rule.goods and isinstance(asked.body, DocumentBody):
        product = asked.standing.missing_product(asked.body)
        if product:
            return Held("product_missing", {"product": product}, ("product", product))
    return None


def _rest(asked: Candidate, rest: Rest) -> Held | None:
    named = getattr(asked.body, rest.field) or ""
    if not named or "statement" in rest.kinds:
        return None  # a statement's parties were looked at with whose the record is
    paper = asked.standing.papers.get(named)
    kinds = (asked.entry.kind,) if rest.same else rest.kinds
    if paper is None:
        waits = (kinds[0] if kinds else "document", named)
        return Held(RESTS, {"field": rest.field, "id": named}, waits)
    mine = not rest.account or paper.account == (asked.body.seller, asked.body.buyer)  # type: ignore[attr-defined]
    if (kinds and paper.kind not in kinds) or not mine or (rest.account and named == asked.entry.record):
        return Held(asked.rule.refusal, {"field": rest.field, "id": named})
    return None
