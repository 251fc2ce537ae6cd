// After a page or a part arrives, focus goes to what it marks: [data-autofocus], once. A part of the page that was
// swapped away under the focus never leaves it on the body: what stands in its place takes it, else
// [data-focus-fallback] or the main heading.
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

  // What had the focus before the swap, by what its successor is known by: an id, or a button's order; and where it stood.
  let held = null;
  document.addEventListener("htmx:before:swap", (event) => {
    const active = document.activeElement;
    const order = active?.name === "do" ? active.value : "";
    held = active && active !== document.body ? { id: active.id, order, top: active.getBoundingClientRect().top } : null;
    // The new part is put in before the old one goes: without this the browser follows the old one down the page.
    // A part that is morphed in place moves nothing, and a class up here has the whole page's style worked out anew.
    if (event.detail.ctx.swap === "outerHTML") document.documentElement.classList.add("is-swapping");
  });

  const successor = () => {
    const same = held.id
      ? document.getElementById(held.id)
      : held.order && document.querySelector(`button[name="do"][value="${CSS.escape(held.order)}"]`);
    if (!same?.disabled) return same;
    return same.parentElement.querySelector("button:enabled"); // nothing left to undo: Redo, beside it
  };

  document.addEventListener("htmx:after:swap", () => {
    document.documentElement.classList.remove("is-swapping");
    if (take() || !held || document.activeElement !== document.body) return;
    const next = successor();
    if (next) {
      next.focus({ preventScroll: true });
      scrollBy(0, next.getBoundingClientRect().top - held.top); // it stays under the hand that pressed it
      return;
    }
    const fallback = document.querySelector("[data-focus-fallback]") ?? document.querySelector("main h1");
    if (!fallback) return;
    fallback.tabIndex = -1;
    fallback.focus({ preventScroll: true });
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
