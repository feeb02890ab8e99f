"""A policy as a text to read: headings, sentences and small tables, in the window's own colours."""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from desktop.ui.frame.style import tokens


class TextView(QTextBrowser):
    """The text, which can be copied and scrolled and never written in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("reader", True)
        self.setOpenLinks(False)
        self.document().setDocumentMargin(0)
        self._text: Any = None

    def show_text(self, text: Any) -> None:
        """Shows a text; the place that is being read stays where it is."""
        place = self.verticalScrollBar().value()
        self._text = text
        self.setHtml(as_html(text))
        self.verticalScrollBar().setValue(place)

    def say(self, told: str) -> None:
        """A sentence instead of a text."""
        self._text = None
        self.setPlainText(told)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._text is not None:
            self.setHtml(as_html(self._text))


def as_html(text: Any) -> str:
    """The text as the small HTML that Qt lays out: a title, and sections of sentences and tables."""
    now = tokens()
    parts = [
        f'<p style="font-size:16px;font-weight:700;margin:0 0 2px 0;color:{now.text}">{escape(text.title)}</p>',
        f'<p style="margin:0 0 6px 0;color:{now.muted};font-size:12px">{escape(text.subtitle)}</p>',
    ]
    for section in text.sections:
        parts.append(
            f'<p style="font-weight:700;margin:12px 0 3px 0;color:{now.muted};font-size:12px">'
            f"{escape(section.heading)}</p>"
        )
        parts += [f'<p style="margin:2px 0;color:{now.text}">{escape(line)}</p>' for line in section.sentences]
        if section.grid is not None:
            parts.append(_table(section.grid))
    return "".join(parts)


def _table(grid: Any) -> str:
    """A small table; figures stand to the right."""
    now = tokens()

    def cell(tag: str, place: int, text: str, look: str) -> str:
        side = "right" if place in grid.figures else "left"
        return f'<{tag} align="{side}" style="padding:4px 12px 4px 8px;{look}">{escape(text)}</{tag}>'

    head_look = f"color:{now.muted};font-size:12px;font-weight:400;background:{now.quiet}"
    heads = "".join(cell("td", place, text, head_look) for place, text in enumerate(grid.heads))
    look = f"color:{now.text};border-bottom:1px solid {now.hair}"
    rows = "".join(
        f"<tr>{''.join(cell('td', place, text, look) for place, text in enumerate(row))}</tr>" for row in grid.rows
    )
    return f'<table cellspacing="0" width="100%" style="margin:6px 0 4px 0"><tr>{heads}</tr>{rows}</table>'
