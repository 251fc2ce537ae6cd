// A link into the result pane (a tab, a finding, the offers for the size) shows the policy as it stands in the form: what
// is typed or ordered is answered first, and an answer that something was sent after is asked for once more. The pane's
// hidden fields follow the link at once, so that no preview brings the view back that was left.
(() => {
  let wanted = null;

  const isLink = ({ request, target }) => request.method === "GET" && target?.id === "result" && work.form();

  const follow = (address) => {
    const asked = new URL(address, location).searchParams;
    for (const field of document.querySelectorAll("#result > input[type=hidden]")) {
      if (asked.has(field.name) || field.name !== "place") field.value = asked.get(field.name) ?? ""; // the place stays
    }
  };

  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = event.detail;
    if (!isLink(ctx)) return;
    wanted = ctx.request.action;
    follow(wanted);
    ctx.address = wanted;
    ctx.sent = work.sent;
    if (!work.busy()) return;
    event.preventDefault();
    work.rest();
  });

  const isOld = (ctx) => ctx.address !== wanted || ctx.sent !== work.sent || work.busy();

  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    if (isLink(ctx) && isOld(ctx)) event.preventDefault();
    else if (isLink(ctx)) wanted = null;
  });

  const ask = () => {
    if (wanted) htmx.ajax("GET", wanted, { source: "#result", target: "#result", swap: "outerMorph" });
  };

  document.addEventListener("htmx:finally:request", (event) => {
    const { ctx } = event.detail;
    if (!isLink(ctx)) return;
    if (ctx.address === wanted && ctx.sent === work.sent && !work.busy()) wanted = null; // it failed
    else if (!work.busy()) ask();
  });

  // The form came anew with the view it was posted with.
  document.addEventListener("htmx:after:swap", () => wanted && follow(wanted));
  document.addEventListener("work:rest", ask);
})();
