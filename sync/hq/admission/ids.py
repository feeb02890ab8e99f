"""Which ids and numbers a desk may give: none that could be taken for another record's, or for HQ's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from sync.hq.admission.standing import Candidate
from sync.hq.admission.table import Id
from sync.records.bodies.accounts import ConfirmationBody
from sync.records.bodies.policies import PolicyReadBody
from sync.records.bodies.records import DealerBody, PeriodBody, PriceBody, ProductBody
from sync.records.log.holding import Held

_WORD = re.compile(r"[A-Za-z0-9._~+=@-]{1,120}")
# As `domain.documents.kinds.document_number` writes them, whatever the case: what people type may be a number or an id.
_LIKE_NUMBER = re.compile(r"[A-Z]{2,5}-[0-9A-Z]+-[0-9]{6}-[0-9]+", re.IGNORECASE)


def check_id(asked: Candidate) -> Held | None:
    """Lets an id pass that is what the table says of its kind."""
    if _IDS[asked.rule.id](asked):
        return None
    code = "id_not_yours" if asked.rule.id in (Id.RANDOM, Id.NUMBER) else asked.rule.refusal
    return Held(code, {"id": asked.entry.record})


def check_number(asked: Candidate) -> Held | None:
    """Lets a number pass that is of its kind and of the desk's own prefix, `XSDD-01-261123-0042`, or like none.

    What looks like a number that a desk or HQ gives, whatever the case and width of its letters, would be taken for it.
    """
    if not asked.rule.prefix:
        return None
    number: str = asked.body.number  # type: ignore[attr-defined]
    if not _LIKE_NUMBER.fullmatch(_as_read(number)):
        return None
    head = f"{asked.rule.prefix}-{asked.standing.prefix}-"
    days, _, place = number.removeprefix(head).partition("-")
    digits = days.isascii() and days.isdigit() and place.isascii() and place.isdigit()
    if number.startswith(head) and digits and len(days) == 6 and len(place) >= 4:
        return None
    return Held("number_not_yours", {"number": number, "expected": f"{head}…"})


def _as_read(number: str) -> str:
    """A number as a person reads it: of one width, without blanks, each dash the same one."""
    plain = unicodedata.normalize("NFKC", number)
    kept = (each for each in plain if not each.isspace())
    return "".join("-" if unicodedata.category(each) == "Pd" or each == "\N{MINUS SIGN}" else each for each in kept)


def _is_word(asked: Candidate) -> bool:
    record = asked.entry.record
    return bool(_WORD.fullmatch(record)) and not _LIKE_NUMBER.fullmatch(record)


def _is_own(asked: Candidate) -> bool:
    body = asked.body
    dealer = asked.standing.dealer
    if isinstance(body, PriceBody):
        own = f"{body.price_list}/{body.product.removeprefix(f'{dealer}:')}"
    else:
        own = body.code if isinstance(body, DealerBody) else body.sku if isinstance(body, ProductBody) else ""
    return asked.entry.record == f"{dealer}:{own}"


def _is_place(asked: Candidate) -> bool:
    dealer, record = asked.standing.dealer, asked.entry.record
    if isinstance(asked.body, PeriodBody):
        return record in (dealer, f"{dealer}/{asked.standing.prefix}")
    return record == dealer or record.startswith(f"{dealer}/")


def _is_act(asked: Candidate) -> bool:
    body = asked.body
    assert isinstance(body, ConfirmationBody)
    head = f"{body.statement}/{body.place}/{body.actor}"
    return asked.entry.record in (head, f"{head}/{body.signer}") or _is_word(asked)


def _is_reading(asked: Candidate) -> bool:
    body = asked.body
    assert isinstance(body, PolicyReadBody)
    return asked.entry.record == f"{body.policy}/{body.version}/{asked.standing.desk}"


def _is_seen(asked: Candidate) -> bool:
    return asked.entry.record.endswith(f"/{asked.standing.desk}")


def _is_named_by(field: str) -> Callable[[Candidate], bool]:
    return lambda asked: asked.entry.record == getattr(asked.body, field)


_IDS: Mapping[Id, Callable[[Candidate], bool]] = {
    Id.RANDOM: _is_word,
    Id.OWN: _is_own,
    Id.PLACE: _is_place,
    Id.NUMBER: lambda asked: _is_word(asked) or _is_named_by("number")(asked),
    Id.ORDER: _is_named_by("order"),
    Id.STATEMENT: _is_named_by("statement"),
    Id.ACT: _is_act,
    Id.READ: _is_reading,
    Id.SEEN: _is_seen,
}
