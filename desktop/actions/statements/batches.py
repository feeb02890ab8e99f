"""The statements of all customers over a period, issued and drawn in one go: one file, or one for each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from desktop.actions.changes import changes
from desktop.actions.documents.overlays import layout
from desktop.actions.documents.saving import write_whole, writing_whole
from desktop.actions.headquarters.asked_acts import hq_does
from desktop.actions.headquarters.queued import Queued
from desktop.actions.statements.overlays import statement_onto_form, statements_onto_forms
from desktop.actions.statements.papers import Language, check_why, file_name, issue_drafts, printed, sheet
from desktop.actions.statements.profiles import logo_of
from desktop.actions.statements.statements import UnissuedAccount, drafts
from domain.statements.forms import Layout
from sync.records.statements.issued import Issued, issued_of_period, standing, times_of_period
from sync.records.statements.replaced import would_replace

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from desktop.printing.drawing.pen import Printout
    from desktop.printing.overlay import Overlay
    from desktop.printing.statements.sheet import StatementSheet

Progress = Callable[[int, int, str], None]
Form = Literal["merged", "files", "workbooks"]
FORMS: Sequence[Form] = ("merged", "files", "workbooks")
_TOGETHER = 200  # issued in one transaction: what is cancelled keeps what it has


@dataclass(frozen=True, slots=True)
class BatchRequestForm:
    """How a batch is to come out.

    `form` is one `merged` PDF, `files` (a PDF each) or `workbooks`; `issue` numbers what is drawn, otherwise it is a
    preview; `copies` and `columns` are as on a single statement. `count` False leaves it to a printer's job to count
    the prints. `pre_printed` puts the values alone onto forms, with this `printer`'s offset. `why` is told where a
    statement takes the place of an earlier one.
    """

    form: Form = "merged"
    issue: bool = True
    layout: Layout = field(default_factory=Layout)
    paper: str = "a4"
    language: Language = "zh"
    copies: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    count: bool = True
    pre_printed: bool = False
    printer: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class StatementBatch:
    """What became of it: how many statements and pages stand at `path`, who got none and why; whether it was stopped.

    `numbers` are those of the statements in it, where they were issued.

    Statements that were issued before it was stopped stay issued: the next batch takes them as they are.
    """

    path: Path
    made: int
    pages: int
    left: tuple[UnissuedAccount, ...]
    missing: tuple[str, ...] = ()
    cancelled: bool = False
    numbers: tuple[str, ...] = ()


class _StoppedError(Exception):
    """The user asked to stop."""


def _nobody(_done: int, _total: int, _stage: str) -> None:
    """Nobody wants to know how far it is."""


@changes("statements")
def print_batch(
    desk: Desk,
    start: date,
    end: date,
    out: Path,
    wish: BatchRequestForm | None = None,
    *,
    progress: Progress = _nobody,
    cancelled: Callable[[], bool] = lambda: False,
) -> StatementBatch | Queued:
    """All customers' statements into `out`: a file for a merged PDF, a folder otherwise.

    A desk of HQ's people draws what HQ has issued and asks HQ for what it has not. Raises UsageError
    `statement_period`, `statement_future`, `paper_unknown`; RefusedError `file_not_written`, `statement_why`.
    """
    from desktop.printing.drawing.fonts import font
    from desktop.printing.drawing.paper import paper_named

    wish = wish or BatchRequestForm()
    paper_named(wish.paper)
    if wish.issue:
        desk.need_right("statement_write")
    left: list[UnissuedAccount] = []
    numbers: list[str] = []
    try:
        if wish.issue:
            issue = _issued_by_hq if desk.asks else _issue_all
            issued = issue(desk, start, end, wish, left, (progress, cancelled))
            if isinstance(issued, Queued):
                return issued
            numbers = issued
            if wish.form != "workbooks":
                font()
            desk.book.give_back_memory()  # what issuing took, and what reading the fonts left
        return _draw(desk, start, end, out, wish, (numbers, left), (progress, cancelled))
    except _StoppedError:
        return StatementBatch(out, 0, 0, tuple(left), cancelled=True)


@hq_does("issue_all")
def issue_all(desk: Desk, start: date, end: date, layout: Layout, why: str = "") -> list[str]:
    """Issues all customers' statements and draws none; the numbers of all, those that stood already among them."""
    desk.need("statement_write")
    return _issue_all(desk, start, end, BatchRequestForm(layout=layout, why=why), [], (_nobody, lambda: False))


_Watch = tuple[Progress, Callable[[], bool]]


def _issue_all(
    desk: Desk, start: date, end: date, wish: BatchRequestForm, left: list[UnissuedAccount], watch: _Watch
) -> list[str]:
    """Issues everybody's; gives the numbers. None takes an earlier one's place without a reason, whoever asks."""

    def issued(papers: Sequence[Issued]) -> list[str]:
        if not wish.why.strip():
            _check_why(connection, papers)
        return [paper.number for paper in issue_drafts(desk, papers, wish.why.strip())]

    numbers: list[str] = []
    waiting: list[Issued] = []
    with desk.book.reading() as connection:
        for each in drafts(connection, desk, start, end, wish.layout):
            _look(watch, len(numbers) + len(waiting), 0, "issue")
            if isinstance(each, UnissuedAccount):
                left.append(each)
                continue
            waiting.append(each)
            if len(waiting) >= _TOGETHER:
                numbers += issued(waiting)
                waiting = []
        numbers += issued(waiting)
    return numbers


def _check_why(connection: Connection, papers: Sequence[Issued]) -> None:
    """RefusedError `statement_why` where any of these says otherwise than an earlier one, and nobody said why."""
    known = standing(connection, papers)
    check_why(would_replace(connection, [each.form for each, one in zip(papers, known, strict=True) if one is None]))


def _issued_by_hq(
    desk: Desk, start: date, end: date, wish: BatchRequestForm, left: list[UnissuedAccount], watch: _Watch
) -> list[str] | Queued:
    """At a desk of HQ's people: the numbers, once HQ has issued every one; until then HQ is asked to."""
    numbers: list[str] = []
    asked = False
    with desk.book.reading() as connection:
        for each in drafts(connection, desk, start, end, wish.layout):
            _look(watch, len(numbers), 0, "issue")
            if isinstance(each, UnissuedAccount):
                left.append(each)
                continue
            known = standing(connection, [each])[0]
            if known is not None:
                numbers.append(known.number)
                continue
            asked = True
            if wish.why.strip():
                break
            _check_why(connection, [each])
    if not asked:
        return numbers
    return issue_all(desk, start, end, wish.layout, wish.why.strip())


def _draw(
    desk: Desk,
    start: date,
    end: date,
    out: Path,
    wish: BatchRequestForm,
    found: tuple[list[str], list[UnissuedAccount]],
    watch: _Watch,
) -> StatementBatch:
    numbers, left = found
    with desk.book.reading() as connection:
        papers = _papers(connection, desk, start, end, wish, numbers, left)
        times = times_of_period(connection, desk.dealer_id, start, end)
        watched = _watched(papers, len(numbers), watch)
        write = {"merged": _merged, "files": _files, "workbooks": _workbooks}[wish.form]
        overlay = layout(desk, "statement") if wish.pre_printed else None
        batch = write(_Drawing(connection, wish, times, overlay), watched, out)
    if numbers and wish.count:
        printed(desk, [f"statement/{number}" for number in numbers])
    return replace(batch, left=tuple(left), numbers=tuple(numbers))


def _papers(
    connection: Connection,
    desk: Desk,
    start: date,
    end: date,
    wish: BatchRequestForm,
    numbers: list[str],
    left: list[UnissuedAccount],
) -> Iterator[Issued]:
    if wish.issue:
        yield from issued_of_period(connection, desk.dealer_id, start, end, frozenset(numbers))
        return
    for each in drafts(connection, desk, start, end, wish.layout):
        if isinstance(each, UnissuedAccount):
            left.append(each)
        else:
            yield each


def _watched(papers: Iterable[Issued], total: int, watch: _Watch) -> Iterator[Issued]:
    for done, paper in enumerate(papers):
        _look(watch, done, total, "draw")
        yield paper


def _look(watch: _Watch, done: int, total: int, stage: str) -> None:
    """Every now and then: tells how far it is, and stops where that is wished."""
    progress, cancelled = watch
    if cancelled():
        raise _StoppedError
    if done % 20 == 0:
        progress(done, total, stage)


class _Drawing:
    """Turns statements into sheets; logos are read once."""

    def __init__(
        self, connection: Connection, wish: BatchRequestForm, times: dict[str, int], overlay: Overlay | None = None
    ) -> None:
        self.wish = wish
        self.overlay = overlay
        self._connection = connection
        self._times = times
        self._logos: dict[str, bytes] = {}

    def sheet(self, paper: Issued) -> StatementSheet:
        wish, record = self.wish, paper.profile
        if record not in self._logos:
            self._logos[record] = logo_of(self._connection, record)
        times = self._times.get(paper.number, 0) + 1
        look = {"paper": wish.paper, "language": wish.language, "columns": wish.columns}
        return sheet(paper, times, self._logos[record], **look)  # type: ignore[arg-type]

    def printed(self, paper: Issued) -> Printout:
        """One statement by itself."""
        from desktop.printing.statements.statement import print_sheet

        wish = self.wish
        if self.overlay is not None:
            return statement_onto_form(paper, self.overlay, wish.printer, wish.language)
        return print_sheet(self.sheet(paper), copies=wish.copies)


def _merged(drawing: _Drawing, papers: Iterable[Issued], out: Path) -> StatementBatch:
    from desktop.printing.statements.statement import print_sheets

    made, wish = 0, drawing.wish

    def counted() -> Iterator[Issued]:
        nonlocal made
        for paper in papers:
            made += 1
            yield paper

    with writing_whole(out) as file:
        if drawing.overlay is not None:
            done = statements_onto_forms(counted(), drawing.overlay, wish.printer, wish.language, file)
        else:
            done = print_sheets(map(drawing.sheet, counted()), file, title=out.stem, copies=wish.copies)
    if done is None:
        out.unlink(missing_ok=True)
        return StatementBatch(out, 0, 0, ())
    return StatementBatch(out, made, done.pages, (), done.missing)


def _files(drawing: _Drawing, papers: Iterable[Issued], out: Path) -> StatementBatch:
    made, pages = 0, 0
    missing: dict[str, None] = {}
    for paper in papers:
        made += 1
        done = drawing.printed(paper)
        write_whole(out / file_name(paper, "pdf"), done.pdf)
        pages += done.pages
        missing |= dict.fromkeys(done.missing)
    return StatementBatch(out, made, pages, (), tuple(missing))


def _workbooks(drawing: _Drawing, papers: Iterable[Issued], out: Path) -> StatementBatch:
    from desktop.exchange.statement_sheets import statement_xlsx

    made = 0
    for paper in papers:
        made += 1
        write_whole(
            out / file_name(paper, "xlsx"),
            statement_xlsx(paper.form, language=drawing.wish.language, replaces=(paper.replaces, paper.why)),
        )
    return StatementBatch(out, made, 0, ())
