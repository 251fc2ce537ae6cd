// A rule and its lines of the policy belong together: [data-rule] on the card and on each .code-line.
// Focus in a card marks its lines (is-linked), hover on either hints at the other (is-hinted), activating a line of the
// policy focuses its card.
(() => {
  const card = (rule) => document.querySelector(`.rule[data-rule="${CSS.escape(rule)}"]`);
  const lines = (rule) => document.querySelectorAll(`.code-line[data-rule="${CSS.escape(rule)}"]`);
  let hovered = "";
  let focused = "";

  const mark = (name, rule) => {
    const wanted = new Set(rule ? [card(rule), ...lines(rule)].filter(Boolean) : []);
    for (const element of document.querySelectorAll(`.${name}`)) if (!wanted.has(element)) element.classList.remove(name);
    for (const element of wanted) element.classList.add(name);
  };

  const show = () => {
    mark("is-linked", focused);
    mark("is-hinted", hovered === focused ? "" : hovered);
  };

  // Only the pane scrolls, and only where it has its own scroll: the page never moves under the reader.
  const reveal = (rule) => {
    const [first] = lines(rule);
    const pane = first?.closest(".result-body");
    if (!pane || pane.scrollHeight <= pane.clientHeight) return;
    const top = first.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    if (top < 0 || top > pane.clientHeight - 120) pane.scrollTop += top - 48;
  };

  const ruleOf = (target) => target.closest?.("[data-rule]")?.dataset.rule ?? "";

  document.addEventListener("pointerover", (event) => {
    const rule = ruleOf(event.target);
    if (rule === hovered) return;
    hovered = rule;
    show();
  });

  document.addEventListener("focusin", (event) => {
    const owner = event.target.closest(".rule[data-rule]");
    const rule = owner ? owner.dataset.rule : ruleOf(event.target);
    if (rule === focused) return;
    focused = rule;
    show();
    if (owner) reveal(rule);
  });

  document.addEventListener("click", (event) => {
    const line = event.target.closest(".code-line[data-rule]");
    const other = event.target.closest("a");
    if (!line || (other && !other.matches(".code-number")) || !getSelection().isCollapsed) return;
    const rule = card(line.dataset.rule);
    if (!rule) return;
    event.preventDefault();
    rule.tabIndex = -1;
    rule.focus({ preventScroll: true });
    rule.scrollIntoView({ block: "nearest" });
  });

  document.addEventListener("htmx:after:swap", show);
})();
