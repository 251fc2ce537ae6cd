"""`make screenshots`: every page at 1440 and 390 px, light and dark, into var/screenshots, to be looked at.

`.venv/bin/python -m tests.browser.screenshots build-open library` takes those two alone.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.harness import ROOT, WATCHES, launch, open_context, served_site
from tests.browser.pages import EVERYTHING, LOOKS, look

TARGET = ROOT / "var" / "screenshots"


def main(chosen: list[str]) -> None:
    """Take them all, or those named; what the watch saw is printed beside the file's name."""
    if not chosen:
        shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served_site(Path(folder)) as site, sync_playwright() as driver:
        browser = launch(driver)
        for name in chosen or EVERYTHING:
            context = open_context(browser, site, calm=True)
            page = context.new_page()
            EVERYTHING[name](page)
            for appearance in LOOKS:
                look(page, appearance)
                file = TARGET / f"{name}-{appearance}.png"
                page.screenshot(path=file, full_page=True, animations="disabled")
                print(f"{file.relative_to(ROOT)}", *WATCHES[context].complaints())  # noqa: T201 - a command's output
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
