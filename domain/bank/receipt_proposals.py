"""Movements of money become proposed receipts: who paid, what it settles, how sure that is; and nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from domain.accounts.ledger import Posting
from domain.accounts.positions import OpenCredit, Position, Settlement
from domain.accounts.settling import (
    after,
    contested,
    numbers_in,
    settle_by_amount,
    settle_by_number,
    settle_oldest,
    settle_several,
    settle_whole,
)
from domain.bank.movements import Movement
from domain.bank.payers import Guess, PayerBook, clear_guess
from domain.explain import Fact, Reason
from domain.values.money import ZERO

State = Literal["proposed", "payer_unclear", "held", "booked_before", "skipped", "not_received", "other_currency"]
# How far the way in which documents were found may be trusted, in per cent.
_TRUST = {"number": 97, "whole": 92, "amount": 90, "several": 75, "oldest": 55}
_NOTHING = Position((), ())
_NOBODY: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True)
class ReceiptProposal:
    """One movement and the receipt it would make.

    `proposed` has a payer, `payer_unclear` only guesses; `booked_before` was imported already, `not_received` went out
    or only changed its pocket, `held` waits for a person's word though its payer may be clear,
    `other_currency` can't be booked in yuan. `settlements` are written with the movement's
    id as the credit; `ahead` is what becomes a prepayment. `confidence` (per cent) is that of its weakest part.
    """

    movement: Movement
    state: State
    payer: str | None = None
    confidence: int = 0
    settlements: tuple[Settlement, ...] = ()
    ahead: Decimal = ZERO
    guesses: tuple[Guess, ...] = ()
    reasons: tuple[Reason, ...] = ()


def _always(_: ReceiptProposal) -> bool:
    return True


def propose_receipts(
    movements: Iterable[Movement],
    book: PayerBook,
    positions: Mapping[str, Position],
    booked: Collection[str] = (),
    *,
    chosen: Mapping[int, str] = _NOBODY,
    counts: Callable[[ReceiptProposal], bool] = _always,
) -> tuple[ReceiptProposal, ...]:
    """A proposal for every movement, in their order.

    Movements of one payer settle one after another, so that no document is settled twice; where several quote one
    document and together pay more than is open, the later says so (`settle_contested`). What is free already stays
    free.

    Args:
        movements: what came in and went out.
        book: who may pay.
        positions: the open items by payer, with nothing settled by rule.
        booked: the ids of movements booked before.
        chosen: the payers a person named, by row.
        counts: whether a proposal will be booked; one that won't leaves its documents to the others.
    """
    left = dict(positions)
    seen = set(booked)
    plans: dict[str, list[tuple[Settlement, ...]]] = {}
    proposals = []
    for movement in movements:
        proposal = _propose(movement, book, left, seen)
        if movement.row in chosen and proposal.state in ("proposed", "payer_unclear"):
            payer = chosen[movement.row]
            proposal = propose_for(movement, payer, left.get(payer, _NOTHING), proposal.guesses)
        seen.add(movement.id)
        if proposal.payer is not None and counts(proposal):
            left[proposal.payer] = after(left.get(proposal.payer, _NOTHING), proposal.settlements)
            earlier = plans.setdefault(proposal.payer, [])
            told = _claimed_twice(movement, positions.get(proposal.payer, _NOTHING), earlier)
            proposal = replace(proposal, reasons=(*proposal.reasons, *told))
        proposals.append(proposal)
    return tuple(proposals)


def _claimed_twice(movement: Movement, found: Position, plans: list[tuple[Settlement, ...]]) -> tuple[Reason, ...]:
    """What this movement quotes that earlier ones quoted too, where that is too much; remembers its own claim."""
    mine = _by_number(movement, Position(found.debts, (_receipt(movement),)))
    plans.append(mine)
    claimed = {(each.debt, each.part) for each in mine}
    debts = tuple(debt for debt in found.debts if (debt.posting.document, debt.part) in claimed)
    return contested(plans, Position(debts, ()))


def propose_for(movement: Movement, payer: str, found: Position, guesses: tuple[Guess, ...] = ()) -> ReceiptProposal:
    """The receipt of a movement for a payer who is known, by a person or by a clear guess."""
    settlements = _settle(movement, found)
    ahead = movement.amount - sum((each.amount for each in settlements), ZERO)
    trust = min((_TRUST[each.mode] for each in settlements if each.mode in _TRUST), default=_TRUST["oldest"])
    guess = next((each for each in guesses if each.payer == payer), None)
    reasons = list(guess.reasons) if guess else []
    for mode in dict.fromkeys(each.mode for each in settlements):
        amount = sum((each.amount for each in settlements if each.mode == mode), ZERO)
        reasons.append(Reason(f"settled_by_{mode}", "info", {"amount": amount}))
    if ahead:
        reasons.append(Reason("paid_ahead", "info", {"amount": ahead}))
    confidence = min(trust, guess.confidence if guess else 100)
    return ReceiptProposal(
        movement, "proposed", payer, confidence, settlements, ahead, guesses=guesses, reasons=tuple(reasons)
    )


def _propose(
    movement: Movement, book: PayerBook, positions: Mapping[str, Position], seen: Collection[str]
) -> ReceiptProposal:
    if movement.id in seen:
        return ReceiptProposal(movement, "booked_before")
    if movement.direction != "in":
        to_whom = book.guesses(movement) if movement.direction == "out" else ()
        return ReceiptProposal(movement, "not_received", guesses=tuple(to_whom))
    if movement.currency != "CNY":
        facts: dict[str, Fact] = {"amount": movement.amount, "currency": movement.currency}
        told = Reason("bank_other_currency", "warn", facts, movement.row)
        return ReceiptProposal(movement, "other_currency", reasons=(told,))
    guesses = book.guesses(movement)
    clear = clear_guess(guesses)
    if clear is None:
        return ReceiptProposal(movement, "payer_unclear", guesses=guesses)
    return propose_for(movement, clear.payer, positions.get(clear.payer, _NOTHING), guesses)


def _settle(movement: Movement, found: Position) -> tuple[Settlement, ...]:
    """By the numbers quoted, then the whole debt, one document's amount, a few documents' sum, the oldest."""
    alone = Position(found.debts, (_receipt(movement),))
    made = _by_number(movement, alone)
    left = after(alone, made)
    for way in (settle_whole, settle_by_amount, settle_several):
        step = () if made else way(left, movement.date)
        made, left = (*made, *step), after(left, step)
    return (*made, *settle_oldest(left, movement.date))


def _by_number(movement: Movement, alone: Position) -> tuple[Settlement, ...]:
    text = f"{movement.summary} {movement.memo} {movement.reference}"
    return settle_by_number(alone, movement.date, {movement.id: text}) if numbers_in(text) else ()


def _receipt(movement: Movement) -> OpenCredit:
    posting = Posting(
        movement.date, "money_receipt", movement.reference, -movement.amount, movement.date, movement.memo, movement.id
    )
    return OpenCredit(posting, movement.amount)
