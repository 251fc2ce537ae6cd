// Each page load has an identity, each request of it a number, so that the server tells a later state from an earlier
// one and this tab from another. Works on form[data-work]: hidden inputs named "tab" and "sequence". What is typed in one
// field without a pause is one step to undo: "changed" names the field (and, of boxes, which).
(() => {
  const identity = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  let sequence = 0;
  let changed = "";

  const input = (form, name) => {
    const found = form.querySelector(`input[type="hidden"][name="${name}"]`);
    if (found) return found;
    const made = Object.assign(document.createElement("input"), { type: "hidden", name });
    form.append(made);
    return made;
  };

  const stamp = (form) => {
    sequence += 1;
    input(form, "tab").value = identity;
    input(form, "sequence").value = String(sequence);
  };

  document.addEventListener(
    "input",
    ({ target }) => {
      if (!target.form?.matches("[data-work]")) return;
      changed = ["checkbox", "radio"].includes(target.type) ? `${target.value} ${target.name}` : target.name;
    },
    true,
  );

  // htmx has read the form by then, so its copy is stamped too.
  document.addEventListener("htmx:config:request", (event) => {
    const { form, body } = event.detail.ctx.request;
    if (!form?.matches("[data-work]")) return;
    stamp(form);
    body.set("tab", identity);
    body.set("sequence", String(sequence));
    if (!body.has("do")) body.set("changed", changed);
  });

  document.addEventListener(
    "submit",
    (event) => {
      if (event.target.matches("[data-work]")) stamp(event.target);
    },
    true,
  );
})();
