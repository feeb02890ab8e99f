"""What a command is called with and what it gives back."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from desktop.cli.command_place import CommandPlace
from desktop.cli.rights import RIGHTS, is_guarded, may_be_handed
from domain.errors import RefusedError

if TYPE_CHECKING:
    from decimal import Decimal

    from desktop.desk import Desk
    from domain.values.quantities import Pack

    Units = tuple[str, tuple[Pack, ...]]  # the base unit and the packs goods are counted in

Language = Literal["zh", "en"]

# What is done where no command is named.
WINDOW = "window:open_window"


class CommandResult(NamedTuple):
    """A command's answer: `value` for JSON, `text` for people, `notes` for standard error."""

    value: object = None
    text: str = ""
    status: int = 0
    notes: Sequence[str] = ()


class FolderHeldError(RefusedError):
    """Another program has the folder open, and this command may be handed to it."""


class Call(NamedTuple):
    """The parsed words of a command; `in_json` says that standard output holds one JSON value."""

    args: Namespace
    language: Language
    in_json: bool
    place: CommandPlace = CommandPlace()

    @property
    def folder(self) -> Path | None:
        data = getattr(self.args, "data", None)
        return Path(data).expanduser() if data else None

    def path(self, name: str) -> Path:
        """A file that was named, or whose name the command finds itself, from where the command was typed."""
        return self.place.at / name

    @contextmanager
    def desk(self, *, writing: bool = False) -> Iterator[Desk]:
        """The folder the command works on, opened and closed again; what the running program has open stays so.

        FolderHeldError where that is another process, to which the command may be handed; else as `open_desk`.
        """
        from desktop.printing.practice_mark import drawing_for

        if self.place.desk is not None:
            with self.place.desk.beside() as desk, drawing_for(desk):
                self.begin(desk, writing=writing)
                yield desk
            return
        desk = self._opened(writing=writing)
        try:
            with drawing_for(desk):
                self.begin(desk, writing=writing)
                yield desk
        finally:
            desk.close()

    def _opened(self, *, writing: bool) -> Desk:
        from desktop.desk import open_desk

        try:
            return open_desk(self.folder, writing=writing)
        except RefusedError as refused:
            if refused.code == "folder_in_use" and may_be_handed(str(self.args.run)):
                raise FolderHeldError(refused.code, **refused.facts) from refused
            raise

    def begin(self, desk: Desk, *, writing: bool = False) -> None:
        """Lets in whoever is named; otherwise it is asked at once by what gives the books' content out.

        What a machine does by itself goes without a password (`rights`), as does what asks for a right of its own.
        """
        if desk.closed_off:
            self.note("files_closed_off", folder=desk.folder, count=desk.closed_off)
        if desk.shared_by:
            from desktop.shared_folders import refusal  # what the window's start does without

            self.note(refusal(desk.folder, desk.shared_by).code, folder=desk.folder, name=desk.shared_by)
        if desk.book.barred is not None:
            full = desk.book.barred.code == "disk_full"
            self.note("looked_at_full" if full else "looked_at_read_only", **desk.book.barred.facts)
        if writing and str(self.args.run) != "books:sync":  # which tells how the clocks are at its end
            self._tell_clock(desk)
        if desk.backup_failure is not None:
            self.note("backup_failed", detail=desk.backup_failure)
        from desktop.actions.people.present import is_open_to_all, nobody_asked
        from desktop.cli.signing_in import USER, passphrase, who

        desk.passphrase = lambda: passphrase(self.language, self.place)
        named: str = getattr(self.args, "user", "")
        desk.insists = bool(getattr(self.args, "again", False))
        desk.who = lambda: who(desk, named, self.language, self.place)
        if desk.peopled and named:
            desk.user = desk.who()
        elif desk.peopled:
            desk.user = nobody_asked(desk, self.place.named.get(USER, ""))
        run = str(self.args.run)
        if is_guarded(run) and not is_open_to_all(desk):
            desk.signed_in()
        if run in RIGHTS:
            desk.need_right(RIGHTS[run])

    def _tell_clock(self, desk: Desk) -> None:
        """Whoever writes is told before that the day on the paper may be wrong."""
        from desktop.actions.headquarters.lines import clock_trouble

        with desk.book.reading() as connection:
            for code, facts in clock_trouble(connection, desk):
                self.note(code, **facts)

    def note(self, code: str, **facts: object) -> None:
        """Tells something at once that a person should know whatever the command gives."""
        from desktop.wording import say

        print(say(code, self.language, **facts), file=self.place.notes, flush=True)

    def day(self, desk: Desk, name: str = "date") -> date | None:
        """A date as typed, or None where none was; UsageError `date_unreadable`."""
        typed = getattr(self.args, name, None)
        if not typed:
            return None
        from domain.values.dates import parse_date

        return parse_date(typed, desk.today())

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def quantities(self, units: Callable[[], Mapping[int, Units]]) -> dict[int, Decimal] | None:
        """`--line 2=12`, `2=3箱` or `2=3+5` as quantities in base units by line, None where none was given.

        `units` tells what each line is counted in; a bare number is in base units. Raises UsageError
        `line_unreadable`, `quantity_…`, `unit_unknown`, `pack_missing`.
        """
        given = getattr(self.args, "line", None) or []
        known = units() if given else {}
        return dict(_counted(typed, known) for typed in given) or None


def _counted(typed: str, known: Mapping[int, Units]) -> tuple[int, Decimal]:
    from decimal import Decimal

    from domain.errors import UsageError
    from domain.values.quantities import read_quantity

    number, _, text = typed.partition("=")
    try:
        line = int(number)
    except ValueError as unreadable:
        raise UsageError("line_unreadable", text=typed) from unreadable
    base_unit, packs = known.get(line, ("", ()))
    try:
        return line, read_quantity(text, base_unit, packs)[0]
    except UsageError as wrong:
        if wrong.code == "quantity_zero":
            return line, Decimal(0)
        if wrong.code == "quantity_unreadable":
            raise UsageError("line_unreadable", text=typed) from wrong
        raise UsageError(wrong.code, **{**wrong.facts, "line": line}) from wrong
