// After a page or a part arrives, focus goes to what it marks: [data-autofocus], once. A part of the page that was
// swapped away under the focus never leaves it on the body: [data-focus-fallback] or the main heading takes it.
(() => {
  const take = () => {
    const wanted = document.querySelector("[data-autofocus]");
    if (!wanted) return false;
    wanted.removeAttribute("data-autofocus");
    if (!wanted.matches("a[href], button, input, select, textarea, summary, [tabindex]")) wanted.tabIndex = -1;
    wanted.focus();
    return true;
  };

  const ready = () => {
    if (document.querySelector(".error-summary[data-autofocus]") && !document.title.startsWith("Error: ")) {
      document.title = `Error: ${document.title}`;
    }
    take();
  };

  let hadFocus = false;
  document.addEventListener("htmx:before:swap", () => {
    hadFocus = document.activeElement !== null && document.activeElement !== document.body;
  });

  document.addEventListener("htmx:after:swap", () => {
    if (take() || !hadFocus || document.activeElement !== document.body) return;
    const fallback = document.querySelector("[data-focus-fallback]") ?? document.querySelector("main h1");
    if (!fallback) return;
    fallback.tabIndex = -1;
    fallback.focus({ preventScroll: true });
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
