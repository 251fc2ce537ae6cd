// Messages of fields arrive beside the form in use (out of band, into "ID_errors"); the control itself stays untouched, so
// its state for assistive technology follows here: aria-invalid and a reference to the message. A message about a control
// waits until it has been left once: nobody is told that a word is wrong before it is written.
(() => {
  const left = new Set();

  const places = () => document.querySelectorAll(".field-errors[id]");
  const controlOf = (place) => place.id.replace(/_errors$/, "");
  const isWrong = (place) => place.childElementCount > 0;

  const describe = (control, place, wrong) => {
    if (wrong) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    const named = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && !/_errors?$/.test(id));
    if (wrong) named.push(place.id);
    if (named.length) control.setAttribute("aria-describedby", named.join(" "));
    else control.removeAttribute("aria-describedby");
  };

  const follow = () => {
    for (const place of places()) {
      const control = document.getElementById(controlOf(place));
      if (!control || !("validity" in control)) continue;
      const shown = isWrong(place) && left.has(control.id);
      place.hidden = isWrong(place) && !shown;
      describe(control, place, shown);
    }
    followSummary();
  };

  // The summary of a refused form tells of the fields as they were: what was mended since is struck through, in its place.
  const followSummary = () => {
    for (const link of document.querySelectorAll(".error-summary a[href^='#']")) {
      const control = document.getElementById(link.hash.slice(1));
      const place = document.getElementById(`${control?.id}_errors`);
      link.classList.toggle("is-mended", Boolean(place && !isWrong(place) && control.value));
    }
  };

  // In a form that came anew every message stands, but for rows just added: they are empty, and nobody has been in them.
  const asBrought = () => {
    const summary = document.querySelector(".error-summary");
    for (const place of places()) {
      const control = document.getElementById(controlOf(place));
      if (isWrong(place) && (summary || control?.value)) left.add(controlOf(place));
    }
  };

  // A message that came between pressing and letting go would push what is being clicked from under the mouse.
  let pressing = false;
  const release = () => {
    pressing = false;
    setTimeout(follow);
  };
  document.addEventListener("pointerdown", () => (pressing = true), true);
  document.addEventListener("pointerup", release, true);
  document.addEventListener("pointercancel", release, true);

  document.addEventListener("focusout", (event) => {
    if (!event.target.id || left.has(event.target.id)) return;
    left.add(event.target.id);
    if (!pressing) follow();
  });

  let form = null;
  document.addEventListener("htmx:after:swap", () => {
    for (const id of left) if (!document.getElementById(id)) left.delete(id); // a row that went takes its past with it
    if (document.querySelector("form[data-work]") !== form) asBrought();
    form = document.querySelector("form[data-work]");
    follow();
  });

  const ready = () => {
    form = document.querySelector("form[data-work]");
    asBrought();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
