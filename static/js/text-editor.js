// An editor in the place of textarea[data-text-editor], which names the file of CodeMirror: fetched when such a text is on
// the page, not before. The text area goes on holding the text, and the form posts it; where the file does not come, it
// is typed in itself. The editor stands in a shadow root, where its style sheets need no inline style.
(() => {
  let loading = null;

  const load = (address) =>
    (loading ??= new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: address });
      script.addEventListener("load", resolve);
      script.addEventListener("error", () => {
        loading = null;
        script.remove();
        reject(new Error(address));
      });
      document.head.append(script);
    }));

  // What is typed is typed into the text area as well, so that the form follows as it follows any field.
  const follow = (area) =>
    CodeMirror.EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      area.value = update.state.doc.toString();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    });

  const attributes = () =>
    CodeMirror.EditorView.contentAttributes.of(() => ({
      "aria-label": document.querySelector("label[for=id_text]").textContent,
      "aria-invalid": String(document.getElementById("text-problem") !== null),
      autocapitalize: "off",
      tabindex: "0",
    }));

  const stands = (area) => textPage.editor?.area === area && textPage.view();

  const put = (area) => {
    const host = Object.assign(document.createElement("div"), { className: "text-host" });
    const root = host.attachShadow({ mode: "open" });
    area.before(host);
    const extensions = [textFeatures(), textTheme(), attributes(), follow(area)];
    const before = textPage.editor?.view; // of the part of the page that came anew: the cursor stays where it was
    const anchor = Math.min(before?.state.selection.main.from ?? 0, area.value.length);
    const scrollTo = CodeMirror.EditorView.scrollIntoView(anchor, { y: "center" });
    const start = { doc: area.value, selection: { anchor }, scrollTo };
    const view = new CodeMirror.EditorView({ ...start, parent: root, root, extensions });
    before?.destroy();
    textPage.editor = { area, host, view };
    // The editor's own fields are none of the form's.
    for (const name of ["input", "change"]) host.addEventListener(name, (event) => event.stopPropagation());
    const focused = document.activeElement === area;
    area.hidden = true;
    area.closest(".text-side").classList.add("has-editor");
    if (focused) view.focus();
    textMarks.show();
  };

  const mount = async () => {
    const area = textPage.area();
    if (!area || stands(area)) return;
    try {
      await load(area.dataset.textEditor);
    } catch {
      return; // the text area does without
    }
    if (window.CodeMirror && area === textPage.area() && !stands(area)) put(area);
  };

  document.addEventListener("htmx:after:swap", mount);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mount);
  else mount();
})();
