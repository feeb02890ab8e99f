"""What a statement's paper is made from: the account's figures and everything that stands around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from desktop.printing.drawing.paper import PaperFormat
from desktop.printing.drawing.pen import Style
from desktop.printing.labels import Labels, Language
from domain.statements.forms import StatementForm
from domain.statements.statement import Statement


@dataclass(frozen=True, slots=True)
class Heading:
    """The issuing company as it stands at the head of its papers; empty parts are left out."""

    name: str
    address: str = ""
    phone: str = ""
    tax_number: str = ""
    bank: str = ""
    bank_account: str = ""
    footer: str = ""
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class BookPoint:
    """The point of the books a statement was printed from: a stream, its number, the chain's hash in hex."""

    stream: str
    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class MemoFigure:
    """A figure shown beside the balance, never netted with it: prepayment, rebate, goods in transit, dispute."""

    label: str
    amount: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class Extras:
    """What a statement may also show: maker, checker, the reply slip, and which one it takes the place of and why."""

    maker: str = ""
    checker: str = ""
    reply_slip: bool = True
    replaces: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class StatementSheet:
    """All parts of one statement on one paper in one language.

    `issued_at` is the moment it was issued: a reprint shows the same. `columns` are those chosen for the paper (none:
    all), `copy` the name of the copy being drawn.
    """

    form: StatementForm
    heading: Heading
    issued_at: str
    print_count: int
    proof: BookPoint | None
    extras: Extras
    paper: PaperFormat
    labels: Labels
    columns: tuple[str, ...] = ()
    copy: str = ""
    looks: Looks = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "looks", Looks.of(self.paper, self.labels.language))

    @property
    def statement(self) -> Statement:
        """The account's figures."""
        return self.form.statement

    @property
    def number(self) -> str:
        """Its number, or that it has none yet."""
        return self.form.number or self.labels.unnumbered

    @property
    def title(self) -> str:
        """What it is."""
        return self.labels.statement if self.form.number else self.labels.preview

    def place(self, page: int, pages: int) -> str:
        """Which page of how many, and of which copy."""
        told = self.labels.page.format(page, pages)
        return f"{told}　{self.labels.copy.format(self.copy)}" if self.copy else told


@dataclass(frozen=True, slots=True)
class Looks:
    """The text styles of one paper."""

    body: Style
    strong: Style
    muted: Style
    small: Style
    accent: Style
    red: Style
    company: Style
    title: Style
    subtitle: Style
    figure: Style
    words: Style

    @classmethod
    def of(cls, paper: PaperFormat, language: Language) -> Looks:
        """The styles that suit a paper's sizes and colours; Chinese titles are set wide."""
        colours, size = paper.colours, paper.body
        wide = 2.5 if language == "zh" else 0.3
        return cls(
            body=Style(size, colours.ink),
            strong=Style(size, colours.ink, bold=True),
            muted=Style(size, colours.muted),
            small=Style(paper.small, colours.muted),
            accent=Style(size, colours.accent, bold=True),
            red=Style(size, colours.red),
            company=Style(size + 3, colours.ink, bold=True),
            title=Style(size + (10 if paper.tall else 5.5), colours.ink, bold=True, spacing=wide),
            subtitle=Style(size + 4, colours.ink, bold=True, spacing=wide * 0.6),
            figure=Style(size + (4.5 if paper.tall else 2), colours.ink, bold=True),
            words=Style(size + (3 if paper.tall else 1.5), colours.ink, bold=True),
        )
