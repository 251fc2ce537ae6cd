// Messages of fields arrive beside the form in use (out of band, into "ID_errors"); the control itself stays untouched, so
// its state for assistive technology follows here: aria-invalid and a reference to the message.
(() => {
  const follow = () => {
    for (const place of document.querySelectorAll(".field-errors[id]")) {
      const control = document.getElementById(place.id.replace(/_errors$/, ""));
      if (!control || !("validity" in control)) continue;
      const wrong = place.childElementCount > 0;
      if (wrong) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
      const named = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && !/_errors?$/.test(id));
      if (wrong) named.push(place.id);
      if (named.length) control.setAttribute("aria-describedby", named.join(" "));
      else control.removeAttribute("aria-describedby");
    }
  };

  document.addEventListener("htmx:after:swap", follow);
})();
