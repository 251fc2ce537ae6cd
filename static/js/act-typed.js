// What was typed while a button's answer was under way, and the answer. Most orders are given again with the form as it
// stands then. A step back or forward is not: what was typed is put into the fields of its answer, if they stand there as
// they stood before; else the form stays as typed, and the step can be taken again.
const workTyped = (() => {
  const stateOf = (control) => (["checkbox", "radio"].includes(control.type) ? control.checked : control.value);
  const isBox = (control) => typeof stateOf(control) === "boolean";

  // The control of another form that stands where this one stands: in the same rule, wherever that is there; of boxes the same.
  const successor = (control, form) => {
    const [, row, field] = control.name.match(/^rules-(\d+)-(.+)$/) ?? [];
    const controls = [...form.elements];
    const rule = row && control.form.elements[`rules-${row}-id`]?.value;
    const named = row && controls.find((other) => /^rules-\d+-id$/.test(other.name) && other.value === rule);
    if (row && !named) return null;
    const name = row ? named.name.replace(/id$/, field) : control.name;
    return controls.find((other) => other.name === name && other.type === control.type && (!isBox(control) || other.value === control.value));
  };

  // Whether the answer can take the form's place now; else it is said what comes instead.
  const carries = (text) => {
    const { acting } = work;
    for (const control of acting.edited) acting.typed.add(control);
    if (!/^(undo|redo)$/.test(acting.order)) {
      acting.again = true;
      return false;
    }
    const form = new DOMParser().parseFromString(text, "text/html").querySelector("form[data-work]");
    const same = (control) => {
      const other = form && successor(control, form);
      return other && stateOf(other) === acting.before.get(control);
    };
    acting.carried = [...acting.edited].every(same);
    return acting.carried;
  };

  let caret = null;
  document.addEventListener("htmx:before:swap", () => {
    const active = document.activeElement;
    const isTyped = work.acting?.typed.has(active);
    caret = isTyped ? { active, start: active.selectionStart, end: active.selectionEnd } : null;
  });

  const put = (control, form) => {
    const other = successor(control, form);
    if (isBox(control)) other.checked = control.checked;
    else other.value = control.value;
    other.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("htmx:after:swap", () => {
    const form = work.form();
    if (work.acting?.carried) for (const control of work.acting.edited) if (!control.isConnected) put(control, form);
    const next = caret && successor(caret.active, form);
    if (next && caret.start !== null) {
      next.focus({ preventScroll: true });
      next.setSelectionRange?.(caret.start, caret.end);
    }
    caret = null;
  });

  return { stateOf, carries };
})();
