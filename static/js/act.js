// The builder's buttons (name="do") without a page load: the form as it stands is posted to its own address with the
// button's order and the answer takes the place of #build. Without this script the browser posts and the page comes anew.
(() => {
  const isOurs = (form) => form?.matches?.("form[data-work]");
  let leaving = false;

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!isOurs(form) || button?.name !== "do") return;
    event.preventDefault();
    if (!button.value) return; // Enter in a field: the preview already follows what is typed
    form.dataset.acting = "yes";
    const done = () => leaving || delete form.dataset.acting;
    htmx.ajax("POST", form.getAttribute("action"), { source: form, target: "#build", swap: "outerHTML", event }).then(done, done);
  });

  // A preview still waiting for the typist's pause must not take the place of what the button ordered.
  document.addEventListener("htmx:config:request", (event) => {
    const { request, sourceElement } = event.detail.ctx;
    if (isOurs(sourceElement) && sourceElement.dataset.acting && !request.body.has("do")) event.preventDefault();
  });

  // Saved: the browser is on its way to the policy's own address, and this page has nothing more to say. Brought back
  // by the Back button it stands on a state that is gone, so it comes anew.
  document.addEventListener("htmx:after:request", (event) => {
    leaving ||= Boolean(event.detail.ctx.hx?.redirect);
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted && leaving) location.reload();
  });
})();
