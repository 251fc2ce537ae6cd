"""A hand on the keyboard: Tab until something named has the focus, and a look at the focus after every key."""

import re
from typing import Any

from playwright.sync_api import Page

FARTHEST = 160  # Tab presses; the longest way on any page is shorter

LOOK = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const shown = element.matches("input[type=radio]") ? element.closest("label") ?? element : element;
  const box = shown.getBoundingClientRect();
  const ringed = (part) => {
    const style = getComputedStyle(part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const spots = [[0.5, 0.5], [0.05, 0.5], [0.95, 0.5], [0.5, 0.1], [0.5, 0.9]];
  const inView = ([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return top !== null && (shown.contains(top) || top.contains(shown));
  };
  const words = (part) => part.labels?.[0]?.textContent ?? part.getAttribute("aria-label") ??
    document.getElementById(part.getAttribute("aria-labelledby"))?.textContent ?? part.textContent;
  return {
    name: words(element).replace(/\\s+/g, " ").trim(),
    kind: element.type ?? element.localName,
    ringed: [element, shown, shown.closest("label")].some((part) => part && ringed(part)) ||
      element.localName === "main",
    seen: spots.some(inView),
    html: element.outerHTML.slice(0, 120),
  };
}"""


def look(page: Page) -> dict[str, Any]:
    """What has the focus. Fails where nothing has it, where it cannot be seen, or where no ring shows it."""
    found: dict[str, Any] | None = page.evaluate(LOOK)
    assert found is not None, f"The focus is lost on {page.url}"
    assert found["seen"], f"Out of sight: {found['html']}"
    assert found["ringed"], f"No ring around {found['html']}"
    return found


def press(page: Page, *keys: str) -> dict[str, Any]:
    """Press the keys; what has the focus then."""
    for key in keys:
        page.keyboard.press(key)
    return look(page)


def tab_to(page: Page, name: str, *, back: bool = False) -> dict[str, Any]:
    """Press Tab (or Shift+Tab) until something whose name matches the pattern has the focus."""
    seen = []
    for _ in range(FARTHEST):
        found = press(page, "Shift+Tab" if back else "Tab")
        if re.search(name, found["name"]):
            return found
        seen.append(found["name"])
    raise AssertionError(f"Tab never came to {name!r}, only to {seen}")
