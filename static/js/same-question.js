// form[data-same-question] posts to the address as it stands now: htmx keeps the question in it while one asks on.
document.addEventListener("submit", ({ target }) => {
  if (target.matches("form[data-same-question]")) target.action = location.pathname + location.search;
});
