// Copy: a button with data-copy="ID" puts the exact characters of that element on the clipboard.
// A JSON data block gives its string, a control its value, any other element its text.
(() => {
  const shownFor = 2000;

  const textOf = (source) => {
    if (source instanceof HTMLScriptElement) return JSON.parse(source.textContent);
    return "value" in source ? source.value : source.textContent;
  };

  const announce = (sentence) => {
    const status = document.getElementById("status");
    if (status) status.textContent = sentence;
  };

  // Without a secure context there is no clipboard: select what can be seen, for the user's own key press.
  const select = (button, source) => {
    const shown = document.getElementById(button.dataset.copyShown) ?? source;
    if (typeof shown.select === "function") {
      shown.focus();
      shown.select();
    } else {
      getSelection().selectAllChildren(shown);
    }
  };

  const report = (button, word, copied) => {
    const label = button.querySelector("[data-copy-word]") ?? button;
    button.dataset.copyLabel ??= label.textContent;
    label.textContent = word;
    button.classList.toggle("button-copied", copied);
    clearTimeout(button.copyTimer);
    button.copyTimer = setTimeout(() => {
      label.textContent = button.dataset.copyLabel;
      button.classList.remove("button-copied");
    }, shownFor);
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    const source = button && document.getElementById(button.dataset.copy);
    if (!source) return;
    try {
      await navigator.clipboard.writeText(textOf(source));
      report(button, "Copied", true);
      announce("Copied to the clipboard.");
    } catch {
      select(button, source);
      report(button, "Selected", false);
      announce("The text is selected: copy it with your keyboard.");
    }
  });
})();
