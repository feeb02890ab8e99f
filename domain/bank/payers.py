"""Who paid: told by account number, name, quoted document and earlier payments, and how sure that is."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from domain.accounts.settling import numbers_in
from domain.bank.movements import Movement
from domain.explain import Reason
from domain.parties.name_cores import NameCores

# Per cent of the cases in which the one clue alone may be trusted.
_TRUST = {
    "payer_account": 98,
    "payer_number_quoted": 95,
    "payer_history": 93,
    "payer_name": 90,
    "payer_name_in_text": 75,
    "payer_account_masked": 65,
    "payer_name_core": 60,
    "payer_account_of_other": 60,
    "payer_name_masked": 55,
}
CLEAR = 80
_MOST = 99
_ACCOUNT = "account:"  # what a clue of the number alone begins with
_SHOWN = 6  # signs of an account number by which it is known in spite of a mask
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


@dataclass(frozen=True, slots=True)
class Own:
    """What is one's own and therefore nobody else's: account numbers, some perhaps masked, and names."""

    accounts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def without(self, movement: Movement) -> Movement:
        """A movement whose other side is told without what is one's own."""
        account, name = movement.account, movement.name
        if account and any(_is_one_number(account, each) for each in self.accounts):
            account = ""
        if name and plain_name(name) in map(plain_name, self.names):
            name = ""
        same = (account, name) == (movement.account, movement.name)
        return movement if same else replace(movement, account=account, name=name)

    def sends(self, movement: Movement, here: str) -> bool:
        """Whether a movement came from another account of one's own; `here` is the account it came to.

        Some banks write the account of the file itself beside its own rows, which tells nothing.
        """
        if movement.name and plain_name(movement.name) in map(plain_name, self.names):
            return True
        others = [each for each in self.accounts if not (here and _is_one_number(here, each))]
        return bool(movement.account) and any(_is_one_number(movement.account, each) for each in others)


_NOTHING_OWN = Own()


@dataclass(slots=True)
class PayerBook:
    """All customers by what a payment may tell of them; made once for a whole import.

    Attributes:
        payers: everyone who may pay.
        numbers: open document numbers and the customer each belongs to.
        history: how often a movement with a clue of `clues_of` was booked for whom.
        own: one's own account numbers and names; they tell nothing of a payer, whatever was remembered of them.
    """

    payers: Sequence[Payer]
    numbers: Mapping[str, str] = field(default_factory=dict)
    history: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    own: Own = _NOTHING_OWN
    _by_name: dict[str, list[str]] = field(init=False, repr=False)
    _by_account: dict[str, list[str]] = field(init=False, repr=False)
    _by_number: dict[str, str] = field(init=False, repr=False)
    _paid_as: dict[str, list[str]] = field(init=False, repr=False)
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
        self._paid_as = defaultdict(list)
        for clue, told in self.history.items():
            if not clue.startswith(_ACCOUNT):
                self._paid_as[clue.rpartition(":")[2]].extend(told)
        self._by_number = {number.casefold(): payer for number, payer in self.numbers.items()}

    def guesses(self, movement: Movement) -> tuple[Guess, ...]:
        """The likely payers of a movement, the likeliest first; none where nothing points at anyone.

        Clues for one payer add up; a clue that points at several of them is shared among them. The name that is written
        outweighs the account number: a number known of somebody who never paid under this name is a weak clue.
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

    def _clues(self, written: Movement) -> Iterable[tuple[str, Mapping[str, int]]]:
        movement = self.own.without(written)
        account, name = _digits(movement.account), plain_name(movement.name)
        bearers = self._bearers(name) if name else None
        if "*" in account:
            yield "payer_account_masked", _each(self._masked(account, self._by_account))
        else:
            yield from _by_name("payer_account", _each(self._by_account.get(account, ())), bearers)
        text = f"{movement.summary} {movement.memo}"
        quoted = [self._by_number[word] for word in numbers_in(text) if word in self._by_number]
        yield "payer_number_quoted", _each(quoted)
        for clue in clues_of(movement):
            told = self.history.get(clue, {})
            yield from _by_name("payer_history", told, bearers if clue.startswith(_ACCOUNT) else None)
        if "*" in name:
            yield "payer_name_masked", _each(self._masked(name, self._by_name))
        elif name in self._by_name:
            yield "payer_name", _each(self._by_name[name])
        elif within := self._named_in(plain_name(f"{movement.name}{text}")):
            yield "payer_name_in_text", _each(within)
        elif (alike := self._cores.bearer(name)) is not None:
            yield "payer_name_core", _each([alike])

    def _bearers(self, name: str) -> frozenset[str]:
        """Whoever has this name, or one it is short for or much like, shows through it, or paid under it before."""
        known = [self._by_name, self._paid_as]
        exact = {payer for names in known for payer in names.get(name, ())}
        seen = {payer for names in known if "*" in name for payer in self._masked(name, names)}
        masked = {payer for hidden, payers in self._paid_as.items() if _shows(hidden, name) for payer in payers}
        whole = {payer for each, payers in self._by_name.items() if _is_short_for(name, each) for payer in payers}
        alike = self._cores.bearer(name)
        return frozenset(exact | seen | masked | whole | set(self._named_in(name)) | ({alike} if alike else set()))

    @staticmethod
    def _masked(masked: str, known: Mapping[str, Sequence[str]]) -> list[str]:
        """Those whose name or number shows through."""
        return [payer for text, payers in known.items() if _shows(masked, text) for payer in payers]

    def _named_in(self, text: str) -> list[str]:
        """Those whose whole name stands in the text; a longer name hides a shorter one inside it."""
        names = [name for name in self._by_name if len(name) >= _SHORTEST_NAME and name in text]
        outer = [name for name in names if not any(name != other and name in other for other in names)]
        return [payer for name in outer for payer in self._by_name[name]]


def _by_name(
    code: str, found: Mapping[str, int], bearers: frozenset[str] | None
) -> Iterable[tuple[str, Mapping[str, int]]]:
    """A clue of an account number, apart for those who bear the name that is written and those who don't."""
    if bearers is None:
        yield code, found
        return
    yield code, {payer: times for payer, times in found.items() if payer in bearers}
    yield "payer_account_of_other", {payer: times for payer, times in found.items() if payer not in bearers}


def _shows(masked: str, text: str) -> bool:
    """Whether a text shows through a mask; one that shows fewer than two signs tells nothing."""
    if "*" not in masked or len(masked.replace("*", "")) < 2:
        return False
    return bool(re.fullmatch(".+".join(map(re.escape, _MASKED.split(masked))), text))


def _is_short_for(name: str, whole: str) -> bool:
    return len(name) >= _SHORTEST_NAME and name in whole


def _is_one_number(one: str, other: str) -> bool:
    """Whether two writings are of one account; a mask must show enough of it to tell it from others."""
    first, second = _digits(one), _digits(other)
    shown = min(len(each.replace("*", "")) for each in (first, second))
    return first == second or (shown >= _SHOWN and (_shows(first, second) or _shows(second, first)))


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
        clues.append(f"{_ACCOUNT}{account}")
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
