"""The pages one under the other as they will come out, fitted to the room or large enough to read."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from desktop.ui.frame.style import colour, font_of
from desktop.ui.paper.pages import Pages

_GAP = 18
_ROOM = 22


class _Sheets(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.images: tuple[QImage, ...] = ()
        self.scale = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def lay(self, scale: float) -> None:
        self.scale = scale
        width = max((image.width() for image in self.images), default=1) * scale + 2 * _ROOM
        height = sum(image.height() * scale + _GAP for image in self.images) + 2 * _ROOM - _GAP
        self.setFixedSize(QSize(int(width), int(max(height, 1))))
        self.update()

    def top_of(self, place: int) -> int:
        return int(_ROOM + sum(image.height() * self.scale + _GAP for image in self.images[:place]))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        top = float(_ROOM)
        for image in self.images:
            width, height = image.width() * self.scale, image.height() * self.scale
            area = QRectF((self.width() - width) / 2, top, width, height)
            if area.intersects(QRectF(event.rect())):
                painter.fillRect(area.translated(2, 3), QColor(0, 0, 0, 34))
                ratio = self.devicePixelRatioF()
                fitted = image.scaled(
                    QSize(int(width * ratio), int(height * ratio)),
                    Qt.AspectRatioMode.IgnoreAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
                painter.drawImage(area, fitted)
            top += height + _GAP


class PagesView(QScrollArea):
    """The preview; `waits` is what stands there before there are pages."""

    def __init__(self, waits: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waits = waits
        self._sheets = _Sheets()
        self._wide = False
        self._count = 0
        self.setWidget(self._sheets)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @property
    def images(self) -> tuple[QImage, ...]:
        """The pages shown."""
        return self._sheets.images

    def show_pages(self, shown: Pages) -> None:
        """Other pages; the place one was at is kept."""
        self._sheets.images = shown.images
        self._count = len(shown.sizes)
        self._fit()

    def clear(self) -> None:
        """No pages."""
        self._sheets.images = ()
        self._count = 0
        self._fit()

    def turn_zoom(self) -> None:
        """From the whole page to its width, and back."""
        self._wide = not self._wide
        self._fit()

    def step(self, by: int) -> None:
        """Goes to the next page or the one before."""
        now = self.verticalScrollBar().value()
        tops = [self._sheets.top_of(place) - _ROOM for place in range(len(self._sheets.images))]
        wanted = [top for top in tops if (top > now + 2 if by > 0 else top < now - 2)]
        if wanted:
            self.verticalScrollBar().setValue(wanted[0] if by > 0 else wanted[-1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self._sheets.images:
            self._sheets.lay(1.0)
            return
        first = self._sheets.images[0]
        across = (self.width() - 2 * _ROOM - 14) / first.width()
        down = (self.height() - 2 * _ROOM) / first.height()
        self._sheets.lay(min(across, 1.0) if self._wide else min(across, down, 1.0))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), colour("quiet"))
        if not self._sheets.images:
            painter.setPen(colour("muted"))
            painter.setFont(font_of(13))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self._waits)
