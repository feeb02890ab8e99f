"""Reads a translation straight from the file translators work in, so that nothing is compiled or kept in step."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTranslator


class FileTranslator(QTranslator):
    """A language out of a `.ts` file; what stands there unfinished is shown in the source language."""

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._forms = read_forms(path)

    def isEmpty(self) -> bool:
        return not self._forms

    def translate(
        self,
        context: bytes | str,
        source: bytes | str,
        disambiguation: bytes | str | None = None,  # noqa: ARG002 -- no text of ours needs one
        n: int = -1,
    ) -> str | None:
        """The text in the other language (singular for a count of 1, else plural), or None."""
        forms = self._forms.get((_text(context), _text(source)))
        if forms is None:
            return None
        return forms[0] if n == 1 else forms[-1]


def read_forms(path: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    """Every finished message by context and source, with its forms."""
    # Only the second language needs it.
    import xml.etree.ElementTree as ET

    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 -- a file of the program itself
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type"):
                continue
            forms = tuple(form.text or "" for form in translation.iter("numerusform"))
            found[name, message.findtext("source", "")] = forms or (translation.text or "",)
    return found


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
