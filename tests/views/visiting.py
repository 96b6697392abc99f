"""What the tests in a browser share: an opened page, with what it asked for and what it complained about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
NEEDS_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM} (Debian: apt-get install chromium)"),
]


class Visit:
    """One opened page with what it asked for and what it complained about."""

    def __init__(self, browser: Any, html: str, folder: Path, fragment: str = "", **context: Any) -> None:
        place = folder / "page.html"
        place.write_text(html, encoding="utf-8")
        self.page = browser.new_page(**{"viewport": {"width": 1440, "height": 900}, **context})
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(place.as_uri() + fragment)
        self.page.wait_for_selector("body[data-ready]")
        self.address = place.as_uri()

    def close(self) -> None:
        """Closes the page, which must have asked for nothing but itself and complained of nothing."""
        assert {one.partition("#")[0] for one in self.requests} == {self.address}
        assert self.complaints == []
        self.page.close()

    @property
    def said(self) -> str:
        """What was last announced."""
        return str(self.page.inner_text("#said"))

    def rows(self) -> int:
        """Returns how many relations the table shows."""
        return int(self.page.locator("tr[data-line]:visible").count())

    def spot(self, js: str) -> tuple[float, float]:
        """Returns the screen place of a picture point; `js` gives {x, y} from the page's data `d`."""
        return tuple(self.page.evaluate(f"""() => {{
            const d = JSON.parse(document.getElementById("data").textContent);
            const frame = document.getElementById("picture").getBoundingClientRect();
            const at = {js}, scale = Math.min(1.25, frame.width / d.width);
            const [x, y] = [(at.x - d.width / 2) * scale, (at.y - d.height / 2) * scale];
            return [frame.x + frame.width / 2 + x, frame.y + frame.height / 2 + y];
        }}"""))  # fmt: skip


def runs_nothing(browser: Any, still: str, folder: Path) -> None:
    """Opens a still picture by itself: no script of its texts runs, and nothing is asked for but the file."""
    page = browser.new_page()
    file = folder / "still.svg"
    file.write_text(still, encoding="utf-8")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert page.evaluate("window.pwned") is None
    assert asked == [file.as_uri()]
    page.close()
