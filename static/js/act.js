// The builder's buttons (name="do") without a page load: the form as it stands is posted to its own address with the
// button's order and the answer takes the place of #build. Without this script the browser posts and the page comes anew.
// What is typed while the answer is under way comes first: the order is given again with it (`act-typed.js`).
(() => {
  const ANYWHERE = /^(undo|redo|save$|rule-add:)/; // orders that mean the same in whatever form stands
  let next = "";
  let gone = false;

  const give = (event, typed = new Set()) => {
    const form = work.form();
    const before = new Map([...form.elements].map((control) => [control, workTyped.stateOf(control)]));
    work.acting = { event, order: event.submitter.value, before, typed, edited: new Set() };
    post(form.getAttribute("action"), event);
  };

  const post = (address, event) =>
    htmx.ajax("POST", address, { source: work.form(), target: "#build", swap: "outerHTML", event }).then(ended, ended);

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!work.isOurs(event.target) || button?.name !== "do") return;
    event.preventDefault();
    if (!button.value) return; // Enter in a field: the preview already follows what is typed
    if (!work.acting) give(event);
    else if (ANYWHERE.test(button.value)) next = button.value;
  });

  const ended = () => {
    const { acting } = work;
    if (gone) return;
    if (acting.again) {
      give(acting.event, acting.typed);
      return;
    }
    if (acting.leaves && acting.kept) {
      if (acting.edited.size) keep();
      else leave(acting.leaves);
      return;
    }
    work.acting = null;
    const button = next && document.querySelector(`button[name="do"][value="${CSS.escape(next)}"]:enabled`);
    next = "";
    if (button) button.form.requestSubmit(button);
    else work.rest();
  };

  // Saved, and something was typed since: it is kept in the saved policy before the page leaves for it.
  const keep = () => {
    const { acting } = work;
    acting.edited.clear();
    Object.assign(acting, { keeps: true, kept: false });
    const saved = new URL("preview/", new URL(acting.leaves, location)).pathname;
    post(acting.order === "save" ? saved : work.form().getAttribute("hx-post"));
  };

  // The browser is on its way, and this page has nothing more to say nor to be told. Brought back by the Back button it
  // stands on a state that is gone, so it comes anew.
  const leave = (address) => {
    gone = true;
    work.form().inert = true;
    location.href = address;
  };
  addEventListener("pageshow", (event) => {
    if (event.persisted && gone) location.reload();
  });

  document.addEventListener("htmx:after:request", (event) => {
    const { acting } = work;
    const { ctx } = event.detail;
    if (!acting || !work.isOurs(ctx.request.form)) return;
    const address = ctx.hx?.redirect;
    if (acting.leaves) acting.kept = ctx.response.status < 500;
    else if (address && acting.edited.size) Object.assign(acting, { leaves: address, kept: true });
    else if (address) leave(address);
    else if (!acting.edited.size || workTyped.carries(ctx.text)) return;
    event.preventDefault();
  });
})();
