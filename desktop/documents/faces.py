"""All faces by kind, in the order in which people meet the kinds, and what lists ask of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from desktop.documents.face import Face, PaperFace
from desktop.documents.goods import GOODS
from desktop.documents.notes import NOTES
from desktop.documents.orders import ORDERS
from desktop.documents.stock import STOCK
from desktop.label_groups import Pair

FACES: Mapping[str, Face] = MappingProxyType({face.kind: face for face in (*GOODS, *STOCK, *ORDERS, *NOTES)})
KIND_NAMES: Mapping[str, Pair] = {kind: face.name for kind, face in FACES.items()}
"""What each kind of document is called."""
SHORT_NAMES: Mapping[str, Pair] = {kind: face.short for kind, face in FACES.items() if face.short[0]}
"""What each is called in a line of a statement."""
PAPERS: Mapping[str, PaperFace] = {kind: face.paper for kind, face in FACES.items() if face.paper}
"""The kinds that are printed by themselves, with their papers."""
IN_FORM = tuple(kind for kind, face in FACES.items() if face.form)
"""What the window's form for documents of an account offers."""


def listed_on(page: str) -> tuple[str, ...]:
    """The kinds that a page of the window lists."""
    return tuple(kind for kind, face in FACES.items() if page in face.lists)


def place_of(kind: str) -> str:
    """The page that is opened where something is to be done about a document of this kind; "" for none."""
    return FACES[kind].place if kind in FACES else ""


def paper_like(kind: str) -> str:
    """The kind whose columns the paper of a document of this kind has."""
    return PAPERS[kind].like if kind in PAPERS else "delivery"
