"""The fields of a card as options of a command, by its face."""

from __future__ import annotations

import argparse
from collections.abc import Collection

from desktop.cards.face import CardFace
from desktop.cli.grammar.words import Grammar

CREDIT_AND_CODES = ("code", "name", "tier", "price_list", "credit_limit", "credit_days", "terms")
"""The fields of a new customer that its command has options of its own for."""


def add_fields(grammar: Grammar, parser: argparse.ArgumentParser, face: CardFace, but: Collection[str] = ()) -> None:
    """One option for each field; what isn't named stays as it is."""
    for field in face.fields:
        if field.key not in but:
            parser.add_argument(
                f"--{field.key.replace('_', '-')}",
                default=None,
                metavar="TEXT",
                choices=field.choices or None,
                help=grammar.words(*field.title).replace("%", "%%"),
            )


def texts_of(args: argparse.Namespace, face: CardFace) -> dict[str, str]:
    """What was said of each field."""
    told = {field.key: getattr(args, field.key, None) for field in face.fields}
    return {key: str(text) for key, text in told.items() if text is not None}
