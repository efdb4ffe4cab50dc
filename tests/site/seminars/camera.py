"""A camera for Chromium that shows what a test holds before it: badges as the site draws them, as frames of a film."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from tripartite.site.seminars import codes

SIZE = (640, 480)


class Camera:
    """The film that Chromium plays when a page asks for the camera; it is read again each time one does."""

    def __init__(self, film: Path) -> None:
        self.film = film
        self.show_nothing()

    @property
    def arguments(self) -> list[str]:
        """How Chromium is started with it. A page may use it where the context has the permission."""
        return ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={self.film}"]

    def show_nothing(self) -> None:
        self._play(Image.new("L", SIZE, 90))

    def show(self, page: Any, chosen: str) -> None:
        """Hold a part of a page before the camera, such as a badge's code as it is printed."""
        self.show_picture(page.locator(chosen).first.screenshot())

    def show_code(self, browser: Any, text: str) -> None:
        """Hold a code before the camera, as the site draws it."""
        page = browser.new_page()
        page.set_content(f'<div id="held" style="width: 8rem">{codes.picture(text)}</div>')
        self.show(page, "#held")
        page.close()

    def show_picture(self, png: bytes) -> None:
        with Image.open(BytesIO(png)) as held:
            shown = held.convert("L")
        # As a hand holds it: smaller than the picture, not in its middle, on a grey ground.
        shown.thumbnail((300, 300))
        frame = Image.new("L", SIZE, 90)
        frame.paste(shown, (190, 110))
        self._play(frame)

    def _play(self, frame: Image.Image) -> None:
        """Two frames of YUV4MPEG2, in grey."""
        width, height = SIZE
        colours = bytes([128]) * (width * height // 2)
        with self.film.open("wb") as film:
            film.write(f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode())
            for _frame in range(2):
                film.write(b"FRAME\n" + frame.tobytes() + colours)
