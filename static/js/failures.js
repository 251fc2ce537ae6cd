// The site did not answer, or a proxy answered in its place: what stands on the page stays, a note says so, and what the
// builder holds is sent again until it is answered. What is refused with a page of its own is shown above what stands.
(() => {
  const FIRST = 2000; // milliseconds until the next try, twice as long after each
  const LONGEST = 30000;
  let wait = FIRST;
  let timer = 0;
  let shown = "";
  let lost = false; // a button of the builder was not answered, nor another one since

  const builder = () => (typeof work === "undefined" ? null : work);

  const say = (id) => {
    if (id === shown) return;
    shown = id;
    document.getElementById("unanswered").replaceChildren(...(id ? [document.getElementById(id).content.cloneNode(true)] : []));
  };

  const again = () => {
    clearTimeout(timer);
    timer = 0;
    if (builder()?.unsent) work.rest();
  };

  const failed = ({ request }) => {
    say("unanswered-note");
    if (!builder()?.isOurs(request.form)) return;
    lost ||= Boolean(work.acting);
    work.unsent = true;
    timer ||= setTimeout(again, wait);
    wait = Math.min(wait * 2, LONGEST);
  };

  const answered = () => {
    clearTimeout(timer);
    timer = 0;
    wait = FIRST;
    lost &&= !work.acting;
    say(lost ? "unanswered-button" : "");
  };

  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    const { status } = ctx.response;
    if (status >= 500) {
      event.preventDefault();
      failed(ctx);
      return;
    }
    answered();
    if (status < 400) document.getElementById("refused").replaceChildren();
    else if (ctx.text.includes('class="error-page"')) {
      Object.assign(ctx.hx, { retarget: "#refused", reswap: "innerHTML", reselect: ".error-page" });
    }
  });
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    if (!ctx.response) failed(ctx);
  });
  addEventListener("online", again);
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-send-again]")) again();
    if (!target.closest("[data-close-note]")) return;
    lost = false;
    say("");
  });
})();
