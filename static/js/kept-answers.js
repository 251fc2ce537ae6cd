// A form with data-kept-answers leaves its answers in the address when it is sent, so that going back finds them.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-kept-answers]");
  if (!form) return;
  const answers = new URLSearchParams(new FormData(form));
  for (const name of ["csrfmiddlewaretoken", "shown"]) answers.delete(name);
  history.replaceState(history.state, "", `?${answers}`);
});
