// Findings in the text editor: underlined, in the gutter, told in a tooltip that leads to the list. They come with every
// answer, in #text-marks.
const textMarks = (() => {
  const sentence = (mark) => () => {
    const place = document.createElement("div");
    const title = document.createElement("strong");
    title.textContent = `${mark.word}: ${mark.title}`;
    const text = document.createElement("p");
    text.textContent = mark.text;
    place.append(title, text);
    return place;
  };

  const showFinding = (key) => {
    const { pane } = textPage.facts();
    const asked = new URLSearchParams({ pane: "findings", finding: key });
    htmx.ajax("GET", `${pane}?${asked}`, { target: "#result", swap: "outerMorph" });
  };

  const diagnostic = (mark) => ({
    from: mark.from,
    to: mark.to,
    severity: mark.severity,
    message: `${mark.word}: ${mark.title} ${mark.text}`,
    renderMessage: sentence(mark),
    actions: [{ name: "See the finding", apply: () => showFinding(mark.key) }],
  });

  // The answer may be about a text that has been typed on since: its places would be others.
  const showMarks = () => {
    const view = textPage.view();
    const checked = textPage.json("text-marks");
    if (view && checked?.length === view.state.doc.length) {
      view.dispatch(CodeMirror.setDiagnostics(view.state, checked.marks.map(diagnostic)));
    }
  };

  document.addEventListener("htmx:after:swap", showMarks);
  return { show: showMarks };
})();
