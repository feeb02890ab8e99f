"""All commands put together into one grammar, or only the family that a command is of: most of the others cost more."""

from __future__ import annotations

from importlib import import_module

from desktop.cli.calls import Language
from desktop.cli.grammar.words import Grammar, Parser

# By module what its commands begin with; a test holds each against what the module adds.
FAMILIES = {
    "papers": (
        "order", "deliver", "receive", "return", "reverse", "document", "statement", "statements", "verify", "profile",
        "print", "customer", "product", "stock",
    ),
    "accounts": ("money", "account", "bank"),
    "answers": ("reply", "confirm", "reconcile", "reconciled"),
    "books": (
        "demo", "practice", "enrol", "line", "key", "user", "requests", "sync", "status", "log", "support", "held",
        "attention", "import", "export", "list", "check", "backup", "restore", "kept", "period",
    ),
    "hq": ("hq",),
    "policies": ("policy",),
    "rebates": ("rebate",),
}  # fmt: skip


def make_parser(language: Language, first: str = "") -> Parser:
    """The whole grammar, or the family in which a command begins with this word."""
    grammar = Grammar(language)
    for family in [name for name, words in FAMILIES.items() if first in words] or FAMILIES:
        add_family(grammar, family)
    return grammar.top


def add_family(grammar: Grammar, family: str) -> None:
    """Adds the commands of one family."""
    getattr(import_module(f"desktop.cli.grammar.{family}"), f"add_{family}")(grammar)
