"""Who paid: told by account number, name, quoted document and earlier payments, and how sure that is."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from domain.bank_movements import Movement
from domain.explain import Reason
from domain.name_cores import NameCores
from domain.settling import numbers_in

# Per cent of the cases in which the one clue alone may be trusted.
_TRUST = {
    "payer_account": 98,
    "payer_number_quoted": 95,
    "payer_history": 93,
    "payer_name": 90,
    "payer_name_in_text": 75,
    "payer_account_masked": 65,
    "payer_name_core": 60,
    "payer_name_masked": 55,
}
CLEAR = 80
_MOST = 99
_SHORTEST_NAME = 3  # two characters are in any text
_WALLETS = re.compile(r"^(?:支付宝|财付通|微信支付|微信转账|微信|银联|抖音支付)[-—:：]?")
_ASIDE = re.compile(r"[\s\W_]+")
_LEGAL_FORM = re.compile(r"(?:股份)?有限(?:责任)?公司$|个体工商户$")
_MASKED = re.compile(r"\*+")


@dataclass(frozen=True, slots=True)
class Payer:
    """A customer who may pay: its id, the names it pays under (its own, its owner's), its account numbers."""

    id: str
    names: tuple[str, ...]
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """A likely payer; `confidence` in per cent, with a reason for each clue."""

    payer: str
    confidence: int
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class PayerBook:
    """All customers by what a payment may tell of them; made once for a whole import.

    Attributes:
        payers: everyone who may pay.
        numbers: open document numbers and the customer each belongs to.
        history: how often a movement with a clue of `clues_of` was booked for whom.
    """

    payers: Sequence[Payer]
    numbers: Mapping[str, str] = field(default_factory=dict)
    history: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    _by_name: dict[str, list[str]] = field(init=False, repr=False)
    _by_account: dict[str, list[str]] = field(init=False, repr=False)
    _by_number: dict[str, str] = field(init=False, repr=False)
    _cores: NameCores = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._by_name, self._by_account = defaultdict(list), defaultdict(list)
        for payer in self.payers:
            for name in dict.fromkeys(map(plain_name, payer.names)):
                if name:
                    self._by_name[name].append(payer.id)
            for account in dict.fromkeys(map(_digits, payer.accounts)):
                if account:
                    self._by_account[account].append(payer.id)
        self._cores = NameCores((name, payer) for name, payers in self._by_name.items() for payer in payers)
        self._by_number = {number.casefold(): payer for number, payer in self.numbers.items()}

    def guesses(self, movement: Movement) -> tuple[Guess, ...]:
        """The likely payers of a movement, the likeliest first; none where nothing points at anyone.

        Clues for one payer add up; a clue that points at several of them is shared among them.
        """
        clues: dict[str, dict[str, Fraction]] = defaultdict(dict)
        for code, found in self._clues(movement):
            weight = sum(found.values())
            for payer, count in found.items():
                share = Fraction(_TRUST[code] * count, weight * 100)
                clues[payer][code] = max(share, clues[payer].get(code, Fraction(0)))
        guesses = [self._guess(payer, told) for payer, told in clues.items()]
        return tuple(sorted(guesses, key=lambda guess: (-guess.confidence, guess.payer)))

    @staticmethod
    def _guess(payer: str, told: Mapping[str, Fraction]) -> Guess:
        doubt = Fraction(1)
        for share in told.values():
            doubt *= 1 - share
        reasons = tuple(Reason(code, "info", {"percent": _percent(share)}) for code, share in told.items())
        return Guess(payer, min(_percent(1 - doubt), _MOST), reasons)

    def _clues(self, movement: Movement) -> Iterable[tuple[str, Mapping[str, int]]]:
        account, name = _digits(movement.account), plain_name(movement.name)
        if "*" in account:
            yield "payer_account_masked", _each(self._masked(account, self._by_account))
        else:
            yield "payer_account", _each(self._by_account.get(account, ()))
        text = f"{movement.summary} {movement.memo}"
        quoted = [self._by_number[word] for word in numbers_in(text) if word in self._by_number]
        yield "payer_number_quoted", _each(quoted)
        for clue in clues_of(movement):
            yield "payer_history", self.history.get(clue, {})
        if "*" in name:
            yield "payer_name_masked", _each(self._masked(name, self._by_name))
        elif name in self._by_name:
            yield "payer_name", _each(self._by_name[name])
        elif within := self._named_in(plain_name(f"{movement.name}{text}")):
            yield "payer_name_in_text", _each(within)
        elif (alike := self._cores.bearer(name)) is not None:
            yield "payer_name_core", _each([alike])

    @staticmethod
    def _masked(masked: str, known: Mapping[str, Sequence[str]]) -> list[str]:
        """Those whose name or number shows through; a mask that shows fewer than two signs tells nothing."""
        if len(masked.replace("*", "")) < 2:
            return []
        pattern = re.compile(".+".join(map(re.escape, _MASKED.split(masked))))
        return [payer for text, payers in known.items() if pattern.fullmatch(text) for payer in payers]

    def _named_in(self, text: str) -> list[str]:
        """Those whose whole name stands in the text; a longer name hides a shorter one inside it."""
        names = [name for name in self._by_name if len(name) >= _SHORTEST_NAME and name in text]
        outer = [name for name in names if not any(name != other and name in other for other in names)]
        return [payer for name in outer for payer in self._by_name[name]]


def clear_guess(guesses: Sequence[Guess]) -> Guess | None:
    """The first guess, where it is sure enough and well ahead of the next."""
    if not guesses or guesses[0].confidence < CLEAR:
        return None
    second = guesses[1].confidence if len(guesses) > 1 else 0
    return guesses[0] if guesses[0].confidence - second >= 10 else None


def clues_of(movement: Movement) -> tuple[str, ...]:
    """The keys under which a booked movement is remembered, the more telling first."""
    account, name = _digits(movement.account), plain_name(movement.name)
    clues = []
    if account and "*" not in account:
        clues.append(f"account:{account}")
    if account and name:
        clues.append(f"both:{account}:{name}")
    if name and "*" not in name:
        clues.append(f"name:{name}")
    return tuple(clues)


def plain_name(name: str) -> str:
    """A name without blanks, signs, the wallet in front and the legal form behind: what two writings share."""
    text = _WALLETS.sub("", unicodedata.normalize("NFKC", name).strip().casefold())
    return _LEGAL_FORM.sub("", "*".join(_ASIDE.sub("", part) for part in _MASKED.split(text)))


def _percent(share: Fraction) -> int:
    return int(share * 100 + Fraction(1, 2))


def _digits(account: str) -> str:
    return _MASKED.sub("*", "".join(account.split()).casefold())


def _each(payers: Iterable[str]) -> dict[str, int]:
    return dict.fromkeys(payers, 1)
