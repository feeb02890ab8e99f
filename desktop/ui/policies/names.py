"""How the things a policy names are called: asked once on the worker, remembered, told when they arrive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.ui.frame.actions import policy_names
from desktop.ui.frame.work import Worker
from desktop.ui.widgets import formatting

if TYPE_CHECKING:
    from desktop.actions.policies.names import Named, NameKind


class Names(QObject):
    """The names known so far.

    Signals:
        arrived: names that were asked for are here.
    """

    arrived = Signal()

    def __init__(self, worker: Worker, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._known: dict[tuple[str, str], str] = {}
        self._wanted: dict[str, set[str]] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask)

    def know(self, named: Named) -> None:
        """A name that came with a suggestion."""
        self._known[named.kind, named.id] = named.name

    def of(self, kind: str, name: str) -> str:
        """How a thing is called; its id stands for it while nobody has said."""
        if kind == "tier":
            return formatting.tier(name)
        if kind in ("category", "brand", "tag") or not name:
            return name
        if (kind, name) not in self._known:
            self._known[kind, name] = name
            self._wanted.setdefault(kind, set()).add(name)
            self._soon.start()
        return self._known[kind, name]

    def listed(self, kind: str, ids: Iterable[str], most: int = 3) -> str:
        """Some of them by name, and how many more there are."""
        named = list(ids)
        told = self.tr("、").join(self.of(kind, name) for name in named[:most])
        return told if len(named) <= most else self.tr("{0} 等 {1} 个").format(told, len(named))

    @Slot()
    def _ask(self) -> None:
        wanted, self._wanted = self._wanted, {}
        for kind, ids in wanted.items():
            self._worker.read(
                policy_names.names_of, cast("NameKind", kind), sorted(ids), then=self._take, failed=self._forget
            )

    @Slot(object)
    def _take(self, found: dict[str, Named]) -> None:
        for named in found.values():
            self.know(named)
        if found:
            self.arrived.emit()

    @Slot(object)
    def _forget(self, _: object) -> None:
        """Without a name the id goes on standing for the thing."""
