// Files dropped anywhere on the page go into the form with data-drop-files, which is sent with its first button.
(() => {
  const formOf = () => document.querySelector("form[data-drop-files]");
  const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const mark = (on) => formOf()?.classList.toggle("is-drop-target", on);

  document.addEventListener("dragover", (event) => {
    if (!formOf() || !holdsFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    mark(true);
  });

  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) mark(false);
  });

  document.addEventListener("drop", (event) => {
    const form = formOf();
    if (!form || !holdsFiles(event)) return;
    event.preventDefault();
    mark(false);
    form.querySelector("input[type=file]").files = event.dataTransfer.files;
    form.requestSubmit(form.querySelector("button[type=submit]"));
  });
})();
