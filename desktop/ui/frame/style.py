"""One look in two lights: colour tokens, the palette and style sheet made from them, fonts and painted icons."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

import resources


class Tokens(NamedTuple):
    """The colours of one light, each by what it is for."""

    dark: bool
    ground: str
    card: str
    raised: str
    field: str
    quiet: str
    hover: str
    line: str
    hair: str
    fieldline: str
    strongline: str
    text: str
    muted: str
    faint: str
    accent: str
    accenthover: str
    accentpress: str
    accenttext: str
    focus: str
    chosen: str
    good: str
    goodback: str
    goodline: str
    warn: str
    warnback: str
    warnline: str
    bad: str
    badback: str
    badline: str
    badfield: str
    info: str
    infoback: str
    infoline: str
    owed: str
    ordered: str
    thisorder: str
    scroll: str
    scrollhover: str
    rail: str
    railtext: str
    railmuted: str
    railhover: str
    railchosen: str
    railfocus: str
    railcard: str
    railwarn: str
    railgood: str
    railbutton: str
    railbuttonhover: str


# fmt: off
LIGHT = Tokens(
    dark=False, ground="#f4f6f9", card="#ffffff", raised="#ffffff", field="#ffffff", quiet="#eef1f5", hover="#f3f6fa",
    line="#e1e6ed", hair="#edf0f4", fieldline="#cfd6e0", strongline="#aeb8c7", text="#17202f", muted="#5d6a7e",
    faint="#97a2b3", accent="#1f6feb", accenthover="#1a62d2", accentpress="#1654b6", accenttext="#1558c0",
    focus="#0d3f8f", chosen="#e5effe", good="#136c43", goodback="#e3f5ea", goodline="#b5e0c6", warn="#8a5600",
    warnback="#fdf2da", warnline="#f0d59a", bad="#b3261e", badback="#fdecea", badline="#f3c1bc", badfield="#fff6f5",
    info="#1d4f91", infoback="#e8f1fd", infoline="#bcd5f7", owed="#5b95dd", ordered="#a3c8f3", thisorder="#f0b54a",
    scroll="#c8d0db", scrollhover="#a5b0c0", rail="#0f2942", railtext="#d3deea", railmuted="#8fa5bd",
    railhover="#17385a", railchosen="#1f4d7f", railfocus="#6ea8ef", railcard="#17365a", railwarn="#ffc459",
    railgood="#5ed19a", railbutton="#2a5d97", railbuttonhover="#3370b3",
)
DARK = Tokens(
    dark=True, ground="#14181f", card="#1c222b", raised="#242b36", field="#151a21", quiet="#262e39", hover="#232b36",
    line="#2c3542", hair="#262e39", fieldline="#3a4554", strongline="#566375", text="#e6ebf2", muted="#9aa7b8",
    faint="#67748a", accent="#2f7bf0", accenthover="#4a8df5", accentpress="#2467cf", accenttext="#8dbbff",
    focus="#bcd8ff", chosen="#213a5c", good="#6fd6a0", goodback="#16352a", goodline="#23543f", warn="#f2c266",
    warnback="#3a2e14", warnline="#5d4a20", bad="#ff9a90", badback="#421f1d", badline="#6b322e", badfield="#2a191a",
    info="#9cc4fb", infoback="#1a2d47", infoline="#2c4a72", owed="#4d8ddb", ordered="#315f95", thisorder="#e0a53a",
    scroll="#3b4657", scrollhover="#56647a", rail="#0b1119", railtext="#c3cedb", railmuted="#7a8a9d",
    railhover="#161f2b", railchosen="#1d3454", railfocus="#6ea8ef", railcard="#141d29", railwarn="#ffc459",
    railgood="#5ed19a", railbutton="#24405f", railbuttonhover="#2c5079",
)
# fmt: on
_TOKEN = re.compile(r"@([a-z]+)")
_PROPERTY = "desk_dark"


def tokens() -> Tokens:
    """The colours that hold now."""
    application = QApplication.instance()
    return DARK if application is not None and application.property(_PROPERTY) else LIGHT


def colour(name: str) -> QColor:
    """One of the colours that hold now, by its token."""
    return QColor(getattr(tokens(), name))


def apply_theme(application: QApplication, *, dark: bool) -> None:
    """Puts on one of the two lights, at once and everywhere."""
    application.setProperty(_PROPERTY, dark)
    chosen = DARK if dark else LIGHT
    _icon.cache_clear()
    application.setPalette(_palette(chosen))
    application.setStyleSheet(sheet(chosen))


def sheet(chosen: Tokens) -> str:
    """The style sheet in these colours."""
    tone = "dark" if chosen.dark else "light"
    places = {name: resources.path(f"icons/{name}-{tone}.svg").as_posix() for name in ("down", "up", "tick")}
    colours = {name: str(value) for name, value in chosen._asdict().items()}
    words = colours | places
    text = resources.path("style/desk.qss").read_text(encoding="utf-8")
    return _TOKEN.sub(lambda found: words.get(found[1], found[0]), text)


def _palette(chosen: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: chosen.ground,
        role.WindowText: chosen.text,
        role.Base: chosen.card,
        role.AlternateBase: chosen.quiet,
        role.Text: chosen.text,
        role.Button: chosen.card,
        role.ButtonText: chosen.text,
        role.BrightText: chosen.bad,
        role.Highlight: chosen.accent,
        role.HighlightedText: "#ffffff",
        role.ToolTipBase: chosen.raised,
        role.ToolTipText: chosen.text,
        role.PlaceholderText: chosen.faint,
        role.Link: chosen.accenttext,
        role.Mid: chosen.line,
        role.Dark: chosen.strongline,
        role.Light: chosen.raised,
    }
    for place, name in pairs.items():
        palette.setColor(place, QColor(name))
    for place in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, place, QColor(chosen.faint))
    return palette


def choose_font(application: QApplication) -> None:
    """The system's Chinese face where there is a good one, else the one the papers are printed in."""
    own = {"win32": "Microsoft YaHei UI", "darwin": "PingFang SC"}.get(sys.platform)
    if own is None:
        for weight in ("Regular", "Bold"):
            QFontDatabase.addApplicationFont(str(resources.path(f"fonts/NotoSansSC-{weight}.ttf")))
    font = QFont([own or "Noto Sans SC", "Noto Sans CJK SC"])
    font.setPixelSize(13)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    application.setFont(font)


def font_of(pixels: int, *, bold: bool = False) -> QFont:
    """The window's face in another size, figures all of one width."""
    font = QFont(QApplication.font())
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font


def icon(name: str, tone: str = "muted") -> QIcon:
    """An icon in one of the token's colours; a token name, or a colour itself."""
    return _icon(name, tone if tone.startswith("#") else str(getattr(tokens(), tone)))


@lru_cache(maxsize=256)
def _icon(name: str, shade: str) -> QIcon:
    application = QApplication.instance()
    ratio = application.devicePixelRatio() if isinstance(application, QApplication) else 1.0
    return QIcon(_painted(name, shade, 18, max(1, round(ratio + 0.3))))


def pixmap(name: str, tone: str, side: int, factor: float = 1.0) -> QPixmap:
    """An icon painted `side` logical pixels wide."""
    return _painted(name, str(getattr(tokens(), tone)), side, max(1, round(factor)))


@lru_cache(maxsize=512)
def _painted(name: str, shade: str, side: int, factor: int) -> QPixmap:
    # Loaded with the first icon, which is no earlier than the first window.
    from PySide6.QtSvg import QSvgRenderer

    text = resources.path(f"icons/{name}.svg").read_text(encoding="utf-8").replace('stroke="#000"', f'stroke="{shade}"')
    picture = QPixmap(QSize(side, side) * factor)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, side * factor, side * factor))
    painter.end()
    picture.setDevicePixelRatio(factor)
    return picture


def tone(widget: QWidget, **marks: object) -> None:
    """Sets properties the style sheet asks for, and lets it look again."""
    for name, value in marks.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
