// What the builder's scripts know of the form's way to the server. `acting` is the button's order under way; `unsent`:
// something was typed that no request took along; `underWay`: the form's requests that are not answered yet; `sent`: how
// many ever went.
const work = {
  acting: null,
  unsent: false,
  underWay: 0,
  sent: 0,
  form: () => document.querySelector("form[data-work]"),
  isOurs: (element) => Boolean(element?.matches?.("form[data-work]")),
  busy: () => Boolean(work.acting || work.unsent || work.underWay),

  // Tells the others once all that was typed and ordered is answered; what is typed but not sent is sent first.
  rest() {
    if (work.acting || work.underWay) return;
    if (work.unsent) work.send();
    else document.dispatchEvent(new CustomEvent("work:rest"));
  },

  // The preview now, not after the typist's pause.
  send() {
    const form = work.form();
    htmx.ajax("POST", form.getAttribute("hx-post"), { source: form, target: "#result", swap: "outerMorph" });
  },
};

document.addEventListener(
  "input",
  ({ target }) => {
    if (!work.isOurs(target.form ?? target)) return;
    work.unsent = true;
    if (target.name) work.acting?.edited.add(target);
  },
  true,
);

// No preview of what was sent already; and none while a button is answered: it would take the place of what was ordered.
document.addEventListener("htmx:config:request", (event) => {
  const { request, sourceElement } = event.detail.ctx;
  if (!work.isOurs(sourceElement)) return;
  const isPreview = !request.body.has("do") && !work.acting?.keeps;
  if (isPreview && (work.acting || !work.unsent)) {
    event.preventDefault();
    return;
  }
  if (work.acting) work.acting.keeps = false;
  work.unsent = false;
  work.underWay += 1;
  work.sent += 1;
});

// An answer that brings the whole form waits for what was typed since: its own preview is about to go.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (!work.acting && work.unsent && ctx.hx?.retarget === "#build") event.preventDefault();
});

document.addEventListener("htmx:finally:request", (event) => {
  if (!work.isOurs(event.detail.ctx.request.form)) return;
  work.underWay -= 1;
  if (!work.unsent) work.rest();
});
