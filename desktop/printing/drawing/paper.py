"""The papers in use: their measures in millimetres and what may be drawn on them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.errors import UsageError


@dataclass(frozen=True, slots=True)
class InkPalette:
    """Colours as PDF writes them (three parts from 0 to 1); `tint` None means that areas stay white."""

    ink: str = "0 0 0"
    muted: str = "0 0 0"
    accent: str = "0 0 0"
    red: str = "0 0 0"
    rule: str = "0 0 0"
    tint: str | None = None
    ages: tuple[str, ...] = ()


SCREEN_COLOURS = InkPalette(
    ink="0.086 0.125 0.2",
    muted="0.396 0.443 0.522",
    accent="0.106 0.306 0.573",
    red="0.725 0.145 0.11",
    rule="0.8 0.831 0.878",
    tint="0.953 0.961 0.976",
    ages=(
        "0.639 0.765 0.933",
        "0.42 0.627 0.867",
        "0.961 0.792 0.435",
        "0.941 0.612 0.267",
        "0.867 0.392 0.18",
        "0.663 0.11 0.094",
    ),
)
BLACK = InkPalette()


@dataclass(frozen=True, slots=True)
class PaperFormat:
    """One paper format. Lengths in millimetres from the top left corner, text sizes in points.

    Attributes:
        left, right: the edges of what is drawn. top: the first line's upper edge. bottom: the body's lower edge.
        foot: the foot line's baseline. rule: the thinnest line. row: a table row's height. body, small: text sizes.
        grid: whether tables have every line (what a needle printer does best) or row lines alone.
    """

    name: str
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    foot: float
    row: float
    body: float
    small: float
    rule: float
    grid: bool
    colours: InkPalette

    @property
    def inner(self) -> float:
        """The width that is drawn on."""
        return self.right - self.left

    @property
    def tall(self) -> bool:
        """Whether heads have room to stand in several lines."""
        return self.height > 200


A4 = PaperFormat(
    name="a4",
    width=210,
    height=297,
    left=16,
    right=194,
    top=13,
    bottom=280,
    foot=286.5,
    row=5.6,
    body=8.5,
    small=7.2,
    rule=0.18,
    grid=False,
    colours=SCREEN_COLOURS,
)

# Continuous paper with tractor strips: 210 mm between the holes print safely. A 24-needle printer at 180 dots
# per inch breaks greys into dots and loses lines under a quarter of a millimetre. The form's length is the
# paper's own (a whole page, a half, a third of 11 inches), so that every page begins at its perforation.
HALF = PaperFormat(
    name="241x140",
    width=241,
    height=139.7,
    left=15.5,
    right=225.5,
    top=7,
    bottom=130,
    foot=134.5,
    row=5.4,
    body=9.5,
    small=8.5,
    rule=0.28,
    grid=True,
    colours=BLACK,
)
FULL = replace(HALF, name="241x280", height=279.4, top=9, bottom=267, foot=272.5)
THIRD = replace(HALF, name="241x93", height=93.1, top=5, bottom=84.6, foot=88.6, row=5.0, body=9, small=8)

PAPERS = {paper.name: paper for paper in (A4, FULL, HALF, THIRD)}
# What people call them: by their exact length in millimetres.
_SPOKEN = {"241x279.4": "241x280", "241x279": "241x280", "241x139.7": "241x140", "241x93.1": "241x93"}


def paper_named(name: str) -> PaperFormat:
    """The paper of that name; UsageError `paper_unknown` (facts `paper`, `known`) for any other."""
    asked = name.strip().lower()
    found = PAPERS.get(_SPOKEN.get(asked, asked))
    if found is None:
        raise UsageError("paper_unknown", paper=name, known=", ".join(PAPERS))
    return found
