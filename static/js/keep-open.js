// What a hand unfolded or folded stays so when its part of the page comes anew: details[data-keep-open] with an id.
(() => {
  const states = new Map();

  document.addEventListener(
    "click",
    (event) => {
      const details = event.target.closest("summary")?.parentElement;
      if (details?.matches("details[data-keep-open][id]")) states.set(details.id, !details.open);
    },
    true,
  );

  document.addEventListener("htmx:after:swap", () => {
    for (const [id, open] of states) {
      const details = document.getElementById(id);
      if (details) details.open = open;
    }
  });
})();
