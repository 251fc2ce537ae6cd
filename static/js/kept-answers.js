// A form with data-kept-answers has its answers in the address at once, so that going back or a reload finds them.
(() => {
  const keep = (event) => {
    const form = event.target.closest("form[data-kept-answers]");
    if (!form) return;
    const answers = new URLSearchParams(new FormData(form));
    for (const name of ["csrfmiddlewaretoken", "shown"]) answers.delete(name);
    history.replaceState(history.state, "", `?${answers}`);
  };
  document.addEventListener("input", keep);
  document.addEventListener("submit", keep);
})();
