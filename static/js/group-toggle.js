// "All in this group": a button[data-group-toggle] ticks every box of its [data-group] that is shown, or clears them where
// all are ticked; [data-group-count] says how many are. Without this script the button posts its name and value and the server does the same.
(() => {
  const boxes = (button) =>
    [...(button.closest("[data-group]")?.querySelectorAll('input[type="checkbox"]:enabled') ?? [])].filter(
      (box) => !box.closest("[hidden]"),
    );

  const count = (group) => {
    const place = group?.querySelector("[data-group-count]");
    if (!place) return;
    place.textContent = String(group.querySelectorAll('input[type="checkbox"]:checked').length);
    place.hidden = place.textContent === "0";
  };

  const describe = (button) => {
    const group = boxes(button);
    const all = group.length > 0 && group.every((box) => box.checked);
    const word = button.querySelector("[data-group-word]");
    const { all: everyOne = "All of these", none = "None of these" } = word?.dataset ?? {};
    if (word) word.textContent = all ? none : everyOne;
    count(button.closest("[data-group]"));
  };

  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest("[data-group-toggle]");
      if (!button) return;
      event.preventDefault();
      event.stopPropagation();
      const group = boxes(button);
      const wanted = !group.every((box) => box.checked);
      for (const box of group) box.checked = wanted;
      group[0]?.dispatchEvent(new Event("input", { bubbles: true }));
      describe(button);
    },
    true,
  );

  document.addEventListener("change", (event) => {
    const group = event.target.closest("[data-group]");
    const button = group?.querySelector("[data-group-toggle]");
    if (button) describe(button);
    else count(group);
  });

  // What the server ticked counts as well.
  for (const button of document.querySelectorAll("[data-group-toggle]")) describe(button);
})();
