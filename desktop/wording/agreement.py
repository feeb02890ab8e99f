"""One row is, two rows are: English nouns and verbs that agree with the number said before them."""

from __future__ import annotations

import re

_NOUNS = (
    "accounts|bytes|cases|cells|characters|codes|connections|coupons|customers|days|dealers|decimals|deliveries|desks"
    "|differences|documents|drafts|entries|files|headers|hours|lines|matters|megabytes|minutes|months|names|notes"
    "|openings|orders|pages|papers|people|pieces|places|plans|policies|problems|processes|products|receipts|records"
    "|rows|seconds|sets|settlements|shares|sheets|statements|things|threads|times|units|versions|weeks|years"
)
_VERBS = {
    "are": "is",
    "aren't": "isn't",
    "were": "was",
    "weren't": "wasn't",
    "have": "has",
    "haven't": "hasn't",
    "do": "does",
    "don't": "doesn't",
    "go": "goes",
    **{
        each: f"{each}s"
        for each in ("ask", "bear", "belong", "claim", "come", "contradict", "differ", "lie", "need", "stand", "wait")
    },
}
_VERB = "|".join(_VERBS)
_BETWEEN = r"(?: that| now| no longer| still| of \w+)*"
_MANY = re.compile(rf" ((?:[a-z]+ ){{0,3}}?)({_NOUNS})\b({_BETWEEN})(?: ({_VERB})(?![\w']))?")
_BARE = re.compile(rf" ({_VERB})(?![\w'])")
_GOES_ON = re.compile(rf"^([^.;:,]*? and) ({_VERB})(?![\w'])")


def after_one(literal: str) -> str:
    """What follows the number 1 in a sentence written for many: ` rows are hidden` becomes ` row is hidden`."""
    if told := _MANY.match(literal):
        verb = f" {_VERBS[told[4]]}" if told[4] else ""
        said = f" {told[1]}{_one(told[2])}{told[3]}{verb}"
    elif told := _BARE.match(literal):
        said = f" {_VERBS[told[1]]}"
    else:
        return literal
    rest = literal[told.end() :]
    return said + _GOES_ON.sub(lambda more: f"{more[1]} {_VERBS[more[2]]}", rest)


def _one(noun: str) -> str:
    if noun == "people":
        return "person"
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return noun[:-2] if noun == "processes" else noun[:-1]
