"""Makes the practice company by playing the sample's story into a folder of its own, and throws it away again.

It is made beside its place and moved there when it is whole: what stands in the place can always be entered.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.headquarters import exchange
from desktop.demo.stage import DemoStage
from desktop.demo.trade import Trade
from desktop.folder_lock import FolderLock
from desktop.folders import PracticePlace
from desktop.shared_folders import check_place
from desktop.wording import Language
from domain.errors import RefusedError, UnreachableError
from sync.hq_at_hand import PRACTICE_URL, HqAtHand
from sync.owner_only import make_folder
from sync.practice import is_practice, mark_practice
from sync.records.books.settings import PRACTICE, write_setting
from sync.trouble import known_trouble

if TYPE_CHECKING:
    from desktop.desk import Desk
    from sync.client.line.address import Address
    from sync.client.line.transport import Response
    from sync.client.streams.enrolling import Enrolled

Told = Callable[[int, int, str], None]
STEPS = 28
"""About as many lines as the story tells."""


def make_company(
    place: PracticePlace, language: Language = "zh", told: Told = lambda _done, _total, _step: None
) -> None:
    """Makes the company in its place; one that is there stays.

    Raises RefusedError `folder_read_only`, `disk_full`, `practice_place_taken`, `folder_in_cloud`, `folder_on_network`;
    `practice_unmade` (fact `step`) where its story didn't come to what it should.
    """
    if place.made:
        return
    check_place(place.root)
    if place.root.exists():
        _refuse_stranger(place.root)
    part = place.root.with_name(f"{place.root.name}.making")
    try:
        _clear(part)
        _play(part, language, told)
        if place.root.exists():
            _clear(place.root)
        part.replace(place.root)
    except OSError as failure:
        raise (known_trouble(failure, place.root) or failure) from failure
    finally:
        shutil.rmtree(part, ignore_errors=True)


def throw_away(place: PracticePlace) -> bool:
    """Removes the company, and nothing else; whether there was one.

    Raises RefusedError `folder_in_use` while somebody practises, `practice_place_taken` where other things lie there.
    """
    if not place.root.exists():
        return False
    _refuse_stranger(place.root)
    if place.desk.exists():
        FolderLock(place.desk).release()  # nobody is in it
    try:
        _clear(place.root)
    except OSError as failure:
        raise (known_trouble(failure, place.root) or failure) from failure
    return True


def _refuse_stranger(folder: Path) -> None:
    """What isn't the practice company's is never touched."""
    ours = is_practice(folder) or (folder.is_dir() and not any(folder.iterdir()))
    if not ours:
        raise RefusedError("practice_place_taken", folder=str(folder))


def _clear(folder: Path) -> None:
    """Removes a folder in one step as far as others see it."""
    if not folder.exists():
        return
    away = folder.with_name(f"{folder.name}.away")
    shutil.rmtree(away, ignore_errors=True)
    folder.replace(away)
    shutil.rmtree(away, ignore_errors=True)


def _play(root: Path, language: Language, told: Told) -> None:
    place = PracticePlace(root)
    for folder in (place.root, place.desk, place.hq):
        make_folder(folder)
        mark_practice(folder)
    steps: list[str] = []

    def tell(line: str) -> None:
        if not line.startswith(" "):
            steps.append(line[2:])
            told(min(len(steps), STEPS), STEPS, line[2:])

    with _Stage(root) as stage:
        story = Trade(stage, language, tell=tell)
        story.trade()
        failed = [step.text for step in story.steps if not step.ok]
        for books in (stage.desk(), stage.hq()):
            with books.book.writing() as writing:
                write_setting(writing.connection, PRACTICE, "1")
            if books.is_hq:
                books.close()
    if failed:
        raise RefusedError("practice_unmade", step=failed[0])
    for folder in (stage.out, root / "sample"):
        shutil.rmtree(folder, ignore_errors=True)


class _Stage(DemoStage):
    """The demonstration's stage with HQ in this very process, reached without a network and taken away by a word."""

    _down = False

    def raise_hq(self, port: int = 0) -> str:
        self._down = False
        return f"{PRACTICE_URL}:{port}" if port else PRACTICE_URL

    def stop_hq(self) -> None:
        self._down = True

    def enrol(self, url: str, code: str, user: str) -> Enrolled:
        line = HqAtHand(self.hq_folder)
        try:
            return exchange.enrol(self.desk_folder, url, code, user=user, transport=line)
        finally:
            line.close()

    def desk(self) -> Desk:
        found = super().desk()
        found.carrier = self._carried
        return found

    def _carried(self, _: Address) -> _Switched:
        return _Switched(HqAtHand(self.hq_folder), lambda: self._down)


class _Switched:
    """A line that is cut while its switch says so."""

    def __init__(self, line: HqAtHand, is_down: Callable[[], bool]) -> None:
        self._line, self._is_down = line, is_down

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response:
        if self._is_down():
            raise UnreachableError("hq_unreachable", url=PRACTICE_URL)
        return self._line.send(method, path, headers, body)

    def close(self) -> None:
        self._line.close()
