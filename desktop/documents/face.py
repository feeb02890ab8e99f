"""What a kind of document looks like to people, in both languages; what it does stands in `domain.documents.kinds`.

Faces are named tuples: the first look at the books names kinds, and nothing it loads may take long.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from desktop.label_groups import Pair

NOTHING: Pair = ("", "")


class PaperFace(NamedTuple):
    """The paper of a kind that is printed by itself.

    Attributes:
        title: what stands above it.
        like: whose columns it has: those of goods as a `delivery`, of an `order`, or of money as a `money_receipt`.
        source: what the document it follows is called on it.
        signers: who signs beside its maker.
    """

    title: Pair
    like: Literal["delivery", "order", "money_receipt"] = "delivery"
    source: Pair = NOTHING
    signers: tuple[Pair, Pair] = (("送货", "Delivered by"), ("收货人签字", "Received by"))


class Command(NamedTuple):
    """The command that writes one: its word within its group, and what it does."""

    word: str
    does: Pair


class Form(NamedTuple):
    """The window's form for a document that is an amount: what it does to the account, and what is asked besides."""

    effect: Pair
    asks: tuple[Literal["source", "ref", "remark", "method"], ...] = ("source", "ref", "remark")


class Face(NamedTuple):
    """One kind of document as people meet it.

    Attributes:
        name: what the document is called.
        short: what it is called in a line of a statement; nothing where it stands in none.
        lists: the pages of the window that list it.
        place: the page that is opened where something is to be done about one; "" for none.
    """

    kind: str
    name: Pair
    short: Pair = NOTHING
    lists: tuple[Literal["papers", "money"], ...] = ()
    place: str = ""
    paper: PaperFace | None = None
    form: Form | None = None
    command: Command | None = None


def in_language(faces: Mapping[str, Pair], language: Literal["zh", "en"]) -> dict[str, str]:
    """These names in one language."""
    return {kind: pair[language == "en"] for kind, pair in faces.items()}
