// Links into the text that is typed: a[data-text-from][data-text-to] go to those characters, a[href="#id_text"] to the text.
(() => {
  const goTo = (from, to) => {
    const view = textPage.view();
    const area = textPage.area();
    if (view) {
      const end = view.state.doc.length;
      const selection = { anchor: Math.min(from, end), head: Math.min(to, end) };
      view.dispatch({ selection, effects: CodeMirror.EditorView.scrollIntoView(selection.anchor, { y: "center" }) });
      view.focus();
    } else {
      area.focus();
      area.setSelectionRange(from, to);
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-text-from], a[href='#id_text']");
    if (!link || !textPage.area()) return;
    event.preventDefault();
    const { textFrom, textTo } = link.dataset;
    if (textFrom !== undefined) goTo(Number(textFrom), Number(textTo));
    else (textPage.view() ?? textPage.area()).focus();
  });
})();
