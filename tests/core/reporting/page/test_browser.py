"""The report in a real browser: it asks for nothing, overflows nowhere, and prints on few pages.

Needs Chromium; not part of the plain test run: `infra/test -m browser`.
"""

import http.server
import io
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import pypdf
import pytest

from services.core.reporting.page import rendering, service
from tests.core.reporting.page import samples

pytestmark = pytest.mark.browser
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 120
WIDTHS = (1000, 390)
PAGES = {"full": 4, "single": 2, "empty": 1}
MEASURE = """<!doctype html><title>measured</title><iframe src="/report.html" width="{width}" height="800"></iframe>
<pre id="found"></pre><script>
  const frame = document.querySelector("iframe")
  frame.onload = () => {{
    const page = frame.contentDocument, root = page.documentElement, wide = []
    for (const each of page.querySelectorAll("body *")) {{
      const scrolls = each.closest(".wide")
      if (!scrolls && each.getBoundingClientRect().right > root.clientWidth + 1) wide.push(each.outerHTML.slice(0, 90))
    }}
    const told = {{
      scroll: root.scrollWidth, width: root.clientWidth, wide,
      font: frame.contentWindow.getComputedStyle(page.querySelector("h1")).fontFamily,
    }}
    document.getElementById("found").textContent = JSON.stringify(told)
  }}
</script>"""


@pytest.fixture(scope="module")
def browser() -> str:
    """Where it is."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail("Chromium is missing: install it (Debian and Ubuntu: apt-get install chromium)")
    return found


@contextmanager
def served(page: bytes, *, width: int) -> Iterator[tuple[str, list[str]]]:
    """The page behind its own policy, beside one that measures it; and every path asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            found = {"/report.html": page, "/": MEASURE.format(width=width).encode()}.get(self.path)
            self.send_response(404 if found is None else 200)
            self.send_header("content-type", "text/html; charset=utf-8")
            if self.path == "/report.html":
                self.send_header("content-security-policy", rendering.policy().partition("; frame-ancestors")[0])
            self.end_headers()
            self.wfile.write(found or b"")

        def log_message(self, *_: Any) -> None:
            """Nothing is written."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def run(browser: str, home: Path, *words: str) -> bytes:
    """What the browser prints."""
    fixed = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={home}")
    return subprocess.run([browser, *fixed, *words], capture_output=True, timeout=PATIENCE, check=True).stdout


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_the_page_asks_for_nothing_and_overflows_nowhere(browser: str, tmp_path: Path, name: str, width: int) -> None:
    page = service.laid_out(getattr(samples, name)())
    with served(page, width=width) as (address, asked):
        dom = run(browser, tmp_path, "--virtual-time-budget=5000", "--dump-dom", f"{address}/").decode()
    measured = re.search(r'<pre id="found">(.*?)</pre>', dom, re.DOTALL)
    assert measured is not None, dom[-500:]
    found = orjson.loads(measured[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    assert (found["wide"], found["scroll"]) == ([], found["width"])
    assert "Georgia" in found["font"], "the policy keeps the page's own style out"
    assert sorted(set(asked) - {"/favicon.ico"}) == ["/", "/report.html"]


@pytest.mark.parametrize(("name", "most"), PAGES.items())
def test_the_page_prints_on_few_sheets_of_a4(browser: str, tmp_path: Path, name: str, most: int) -> None:
    written, printed = tmp_path / "report.html", tmp_path / "report.pdf"
    written.write_bytes(service.laid_out(getattr(samples, name)()))
    run(browser, tmp_path / "home", "--no-pdf-header-footer", f"--print-to-pdf={printed}", written.as_uri())
    sheets = pypdf.PdfReader(io.BytesIO(printed.read_bytes())).pages
    assert len(sheets) <= most
    assert {(round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))) for sheet in sheets} == {
        (595, 842)
    }
    assert all(sheet.extract_text().strip() for sheet in sheets)
