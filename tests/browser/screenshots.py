"""`make screenshots`: every page at 1440 and 390 px, light and dark, into var/screenshots, to be looked at."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.harness import ROOT, WATCHES, launch, open_context, served_site
from tests.browser.pages import VISITS

TARGET = ROOT / "var" / "screenshots"


def main() -> None:
    """Take them all; what the watch saw is printed beside the file's name."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, served_site(Path(folder)) as site, sync_playwright() as driver:
        browser = launch(driver)
        for name, visit in VISITS.items():
            for phone in (False, True):
                for dark in (False, True):
                    context = open_context(browser, site, phone=phone, dark=dark, calm=True)
                    page = context.new_page()
                    visit(page)
                    file = TARGET / f"{name}-{390 if phone else 1440}-{'dark' if dark else 'light'}.png"
                    page.screenshot(path=file, full_page=True, animations="disabled")
                    print(f"{file.relative_to(ROOT)}", *WATCHES[context].complaints())  # noqa: T201 - a command's output
                    context.close()
        browser.close()


if __name__ == "__main__":
    main()
