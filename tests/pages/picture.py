"""Takes the picture of a page in README.md, diagrams/site.png: python3 tests/pages/picture.py, after make site."""

import base64
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:1] = [str(ROOT / "gdb"), str(ROOT / "tests")]  # in place of this folder; never the root: see pyproject.toml

from pages.browser import Browser  # noqa: E402

browser = Browser()
browser.size((1720, 940))
browser.open(ROOT / "build/site/01.html", "#01/6")
browser.point(browser.part("w-80218d60"))
taken = browser.driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
(ROOT / "diagrams/site.png").write_bytes(base64.b64decode(taken["data"]))
browser.close()
