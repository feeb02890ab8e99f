"""Settling (核销): which receipt pays for which document, proposed by rule or said by hand, and undone again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from domain.accounts.positions import Mode, OpenCredit, OpenDebt, Position, Settlement
from domain.errors import RefusedError
from domain.explain import Fact, Reason
from domain.values.money import ZERO, to_fen
from domain.values.subset_sums import Effort, subset_of_sum

_WORD = re.compile(r"[0-9A-Za-z]+(?:[-_/][0-9A-Za-z]+)*")


@dataclass(frozen=True, slots=True)
class WriteOff:
    """A small rest to be given up: post `amount` (its sign is a posting's), settled with `document`."""

    document: str
    amount: Decimal


def settle_oldest(found: Position, on: dt.date, credits_: Collection[str] = ()) -> tuple[Settlement, ...]:
    """Free credits against what is due earliest; `credits_` names the credits to use, else all that aren't held."""
    work = _SettlementPairing(found, on, "oldest")
    work.spread_all(_chosen(found, credits_), found.debts)
    return work.made()


def settle_by_number(found: Position, on: dt.date, quoted: Mapping[str, str]) -> tuple[Settlement, ...]:
    """Credits against the debts whose numbers they quote (专认勾对).

    `quoted` gives for a credit's document id the text that may name documents: the payment's remark, the bank's memo.
    A number counts as a whole word, whatever its case. Instalments are paid from the first.
    """
    work = _SettlementPairing(found, on, "number")
    for credit in [each for each in found.credits if each.posting.document in quoted]:
        words = numbers_in(quoted[credit.posting.document])
        named = [debt for debt in found.debts if debt.posting.number.casefold() in words]
        work.spread(credit, named)
    return work.made()


def settle_by_amount(found: Position, on: dt.date, credits_: Collection[str] = ()) -> tuple[Settlement, ...]:
    """One credit against one document open with the very same amount, the earliest due of several (逐笔勾对)."""
    work = _SettlementPairing(found, on, "amount")
    open_with: dict[Decimal, list[list[OpenDebt]]] = {}
    for document in reversed(_documents(found)):
        open_with.setdefault(_open_of(document), []).append(document)
    for credit in _chosen(found, credits_):
        if same := open_with.get(credit.remaining):
            work.spread(credit, same.pop())
    return work.made()


def settle_several(found: Position, on: dt.date, credits_: Collection[str] = ()) -> tuple[Settlement, ...]:
    """One credit against the few documents that together make its amount; the fewest, then the earliest due."""
    work = _SettlementPairing(found, on, "several")
    effort = Effort()
    documents = _documents(found)
    amounts = [to_fen(_open_of(each)) for each in documents]
    for credit in _chosen(found, credits_):
        for place in subset_of_sum(amounts, to_fen(credit.remaining), effort):
            work.spread(credit, documents[place])
            amounts[place] = 0
    return work.made()


def settle_whole(found: Position, on: dt.date) -> tuple[Settlement, ...]:
    """Everything against everything, where the free credits are just what is owed (全额勾对); else nothing."""
    chosen = _chosen(found, ())
    if not chosen or sum((credit.remaining for credit in chosen), ZERO) != found.owed:
        return ()
    work = _SettlementPairing(found, on, "whole")
    work.spread_all(chosen, found.debts)
    return work.made()


def settle_by_hand(
    found: Position, credit: str, shares: Mapping[tuple[str, int], Decimal], on: dt.date
) -> tuple[Settlement, ...]:
    """What a person says: for a credit's id, the amount for each debt, named by document id and part.

    Raises RefusedError: `settle_not_positive` (facts `amount`), `settle_unknown` (fact `document`; it isn't open),
    `settle_over_debt` (facts `number`, `remaining`, `amount`), `settle_over_credit` (facts `number`, `remaining`,
    `amount`): F26.
    """
    debts = {(debt.posting.document, debt.part): debt for debt in found.debts}
    paying = next((each for each in found.credits if each.posting.document == credit), None)
    if paying is None:
        raise RefusedError("settle_unknown", document=credit)
    for key, amount in shares.items():
        _check_share(debts.get(key), key[0], amount)
    total = sum(shares.values(), ZERO)
    if total > paying.remaining:
        number = paying.posting.number
        raise RefusedError("settle_over_credit", number=number, remaining=paying.remaining, amount=total)
    return tuple(Settlement(credit, document, amount, on, part) for (document, part), amount in shares.items())


def _check_share(debt: OpenDebt | None, document: str, amount: Decimal) -> None:
    if amount <= 0:
        raise RefusedError("settle_not_positive", amount=amount)
    if debt is None:
        raise RefusedError("settle_unknown", document=document)
    if amount > debt.remaining:
        raise RefusedError("settle_over_debt", number=debt.posting.number, remaining=debt.remaining, amount=amount)


def settle_all_ways(found: Position, on: dt.date, quoted: Mapping[str, str]) -> tuple[Settlement, ...]:
    """By number, by amount, by a few documents' sum, and the rest as it falls due: what a person would do by eye."""
    made = settle_by_number(found, on, quoted)
    for way in (settle_by_amount, settle_several, settle_oldest):
        made = join(made, way(after(found, made), on))
    return made


def after(found: Position, settlements: Iterable[Settlement]) -> Position:
    """The position once these settlements of its own open items stand as well."""
    paid: dict[tuple[str, int], Decimal] = {}
    used: dict[str, Decimal] = {}
    for each in settlements:
        paid[each.debt, each.part] = paid.get((each.debt, each.part), ZERO) + each.amount
        used[each.credit] = used.get(each.credit, ZERO) + each.amount
    debts = [_less_debt(debt, paid.get((debt.posting.document, debt.part), ZERO)) for debt in found.debts]
    credits_ = [_less_credit(credit, used.get(credit.posting.document, ZERO)) for credit in found.credits]
    return Position(
        tuple(debt for debt in debts if debt.remaining), tuple(credit for credit in credits_ if credit.remaining)
    )


def _less_debt(debt: OpenDebt, amount: Decimal) -> OpenDebt:
    return replace(debt, remaining=debt.remaining - amount) if amount else debt


def _less_credit(credit: OpenCredit, amount: Decimal) -> OpenCredit:
    return replace(credit, remaining=credit.remaining - amount) if amount else credit


def join(standing: Iterable[Settlement], new: Iterable[Settlement]) -> tuple[Settlement, ...]:
    """Both together, one for each key, in the order they came; amounts of one key add up."""
    by_key: dict[str, Settlement] = {}
    for each in (*standing, *new):
        before = by_key.get(each.key)
        by_key[each.key] = replace(each, amount=before.amount + each.amount) if before else each
    return tuple(by_key.values())


def undo(standing: Iterable[Settlement], keys: Collection[str]) -> tuple[Settlement, ...]:
    """What stands when the settlements of these keys are taken away (反核销).

    Raises RefusedError `settle_unknown` (fact `document`: the key) for one that doesn't stand.
    """
    left = list(standing)
    missing = sorted(set(keys) - {each.key for each in left})
    if missing:
        raise RefusedError("settle_unknown", document=missing[0])
    return tuple(each for each in left if each.key not in keys)


def contested(plans: Sequence[Sequence[Settlement]], found: Position) -> tuple[Reason, ...]:
    """Documents that several plans together would pay with more than is open (F09); `settle_contested` warns of each.

    Facts: `number`, `remaining`, `claimed`, `plans` (how many).
    """
    claims: dict[tuple[str, int], list[Decimal]] = {}
    for each in (settlement for plan in plans for settlement in plan):
        claims.setdefault((each.debt, each.part), []).append(each.amount)
    reasons = []
    for debt in found.debts:
        amounts = claims.get((debt.posting.document, debt.part), [])
        if len(amounts) > 1 and sum(amounts) > debt.remaining:
            facts: dict[str, Fact] = {"number": debt.posting.number, "remaining": debt.remaining}
            claimed = sum(amounts, ZERO)
            reasons.append(Reason("settle_contested", "warn", {**facts, "claimed": claimed, "plans": len(amounts)}))
    return tuple(reasons)


def write_off(found: Position, document: str, most: Decimal) -> WriteOff:
    """What to post so that a document's small rest disappears (抹零): a debt's unpaid fen, or a payment's surplus.

    Raises RefusedError `settle_unknown` (fact `document`) or `write_off_over` (facts `remaining`, `most`).
    """
    unpaid = sum((debt.remaining for debt in found.debts if debt.posting.document == document), ZERO)
    free = sum((each.remaining for each in found.credits if each.posting.document == document), ZERO)
    if not unpaid and not free:
        raise RefusedError("settle_unknown", document=document)
    if max(unpaid, free) > most:
        raise RefusedError("write_off_over", remaining=max(unpaid, free), most=most)
    return WriteOff(document, free - unpaid)


def numbers_in(text: str) -> frozenset[str]:
    """The words of a text that can be document numbers, without case."""
    return frozenset(word.casefold() for word in _WORD.findall(text))


def _chosen(found: Position, credits_: Collection[str]) -> list[OpenCredit]:
    if credits_:
        return [credit for credit in found.credits if credit.posting.document in credits_]
    return [credit for credit in found.credits if not credit.held]


def _documents(found: Position) -> list[list[OpenDebt]]:
    """Each document's open parts, the earliest due first."""
    documents: dict[str, list[OpenDebt]] = {}
    for debt in found.debts:
        documents.setdefault(debt.posting.document, []).append(debt)
    return list(documents.values())


def _open_of(document: Sequence[OpenDebt]) -> Decimal:
    return sum((debt.remaining for debt in document), ZERO)


class _SettlementPairing:
    """Settlements in the making, with what they leave open."""

    def __init__(self, found: Position, on: dt.date, mode: Mode) -> None:
        self.on, self.mode = on, mode
        self.unpaid = {(debt.posting.document, debt.part): debt.remaining for debt in found.debts}
        self.settlements: list[Settlement] = []

    def spread_all(self, credits_: Iterable[OpenCredit], debts: Sequence[OpenDebt]) -> None:
        """Credit after credit, debt after debt, never going back to a debt that is paid."""
        first = 0
        for credit in credits_:
            self.spread(credit, islice(debts, first, None))
            while first < len(debts) and not self.unpaid[debts[first].posting.document, debts[first].part]:
                first += 1

    def spread(self, credit: OpenCredit, debts: Iterable[OpenDebt]) -> None:
        """One credit over debts in their order, as far as it goes."""
        free = credit.remaining
        for debt in debts:
            if not free:
                return
            key = debt.posting.document, debt.part
            amount = min(free, self.unpaid[key])
            if amount > 0:
                self.unpaid[key] -= amount
                free -= amount
                self.settlements.append(
                    Settlement(credit.posting.document, debt.posting.document, amount, self.on, debt.part, self.mode)
                )

    def made(self) -> tuple[Settlement, ...]:
        return tuple(self.settlements)
