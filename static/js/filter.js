// Search within what is on the page: an input[data-filter] hides the [data-filter-item]s of its [data-filter-scope] that
// lack a typed word (in data-filter-item, or their text), groups left empty, and says how many are left.
(() => {
  const matches = (item, words) => {
    const text = (item.dataset.filterItem || item.textContent).toLowerCase();
    return words.every((word) => text.includes(word));
  };

  // A search unfolds what it finds in; cleared, what it unfolded is folded again.
  const unfold = (group, searching) => {
    if (searching) {
      group.dataset.wasOpen ??= String(group.open);
      group.open = true;
    } else if (group.dataset.wasOpen) {
      group.open = group.dataset.wasOpen === "true";
      delete group.dataset.wasOpen;
    }
  };

  const apply = (input, { announced = false } = {}) => {
    const scope = input.closest("[data-filter-scope]");
    if (!scope) return;
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const items = [...scope.querySelectorAll("[data-filter-item]")];
    for (const item of items) item.hidden = !matches(item, words);
    for (const group of scope.querySelectorAll("[data-filter-group]")) {
      group.hidden = !group.querySelector("[data-filter-item]:not([hidden])");
      if (group instanceof HTMLDetailsElement) unfold(group, words.length > 0);
    }
    const left = items.filter((item) => !item.hidden).length;
    for (const empty of scope.querySelectorAll("[data-filter-empty]")) empty.hidden = left > 0;
    const status = document.getElementById("status");
    if (announced && status) status.textContent = words.length ? `${left} of ${items.length} shown.` : `All ${items.length} shown.`;
  };

  // In a form that posts itself on input, the search is nobody's business but this page's.
  document.addEventListener(
    "input",
    (event) => {
      if (!event.target.matches("[data-filter]")) return;
      event.stopPropagation();
      apply(event.target, { announced: true });
    },
    true,
  );

  document.addEventListener("keydown", (event) => {
    if (!event.target.matches("[data-filter]")) return;
    if (event.key === "Enter") event.preventDefault();
    if (event.key === "Escape" && event.target.value) {
      event.target.value = "";
      apply(event.target, { announced: true });
    }
  });

  const again = () => {
    for (const input of document.querySelectorAll("[data-filter]")) if (input.value) apply(input);
  };
  document.addEventListener("htmx:after:swap", again);
  addEventListener("pageshow", again);
})();
