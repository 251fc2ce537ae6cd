// An editor in the place of textarea[data-text-editor], which names the file of CodeMirror: fetched when such a text is on
// the page, not before. The text area goes on holding the text, and the form posts it; where the file does not come, it
// is typed in itself. The editor stands in a shadow root, where its style sheets need no inline style.
(() => {
  let editor = null; // { area, host, view }
  let loading = null;

  const areaNow = () => document.querySelector("textarea[data-text-editor]");
  const json = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");
  const facts = () => json("text-facts");

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

  const live = () => (editor?.area.isConnected && editor.host.isConnected ? editor.view : null);

  // -- the look: the site's own colours, which pass into the shadow root -------------------------------------------------

  const underline = (line) => ({ backgroundImage: "none", textDecoration: `underline ${line}`, textUnderlineOffset: "0.25em", textDecorationSkipInk: "none" });
  const marker = (colour, shape) => ({ content: "normal", inlineSize: "0.625rem", blockSize: "0.625rem", margin: "0.34rem auto", background: colour, ...shape });
  const theme = () =>
    CodeMirror.EditorView.theme({
      "&": { color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "var(--text-13)", maxBlockSize: "inherit" },
      "&.cm-focused": { outline: "none" }, // the card around it has the outline
      ".cm-scroller": { fontFamily: "var(--font-code)", lineHeight: "1.3125rem", fontVariantLigatures: "none", overflow: "auto" },
      ".cm-content": { caretColor: "var(--ink)", paddingBlock: "var(--space-8)", minBlockSize: "24rem" },
      ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--ink-2)", border: "0", borderInlineEnd: "1px solid var(--line)" },
      ".cm-activeLine": { backgroundColor: "var(--hover)" },
      ".cm-activeLineGutter": { backgroundColor: "var(--hover)", color: "var(--ink)" },
      "&.cm-focused .cm-matchingBracket, .cm-matchingBracket": { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--accent)" },
      "&.cm-focused .cm-nonmatchingBracket, .cm-nonmatchingBracket": { backgroundColor: "var(--deny-soft)" },
      ".cm-selectionMatch": { backgroundColor: "var(--accent-soft)" },
      ".cm-searchMatch": { backgroundColor: "var(--warn-soft)", outline: "1px solid var(--warn)" },
      ".cm-searchMatch.cm-searchMatch-selected": { backgroundColor: "var(--accent-soft)", outline: "2px solid var(--accent)" },
      ".cm-foldPlaceholder": { backgroundColor: "var(--accent-soft)", color: "var(--ink)", border: "1px solid var(--line-strong)", padding: "0 0.375rem" },
      ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--ink)", fontFamily: "var(--font-text)" },
      ".cm-panels.cm-panels-top": { borderBlockEnd: "1px solid var(--line)" },
      ".cm-panels.cm-panels-bottom": { borderBlockStart: "1px solid var(--line)" },
      ".cm-panel.cm-search, .cm-panel.cm-search label": { fontSize: "var(--text-13)" },
      ".cm-panel.cm-search [name=close], .cm-panel.cm-panel-lint [name=close]": { color: "var(--ink)", inlineSize: "1.5rem", blockSize: "1.5rem" },
      ".cm-panel.cm-panel-lint ul [aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--ink)" },
      ".cm-textfield": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line-strong)", fontSize: "var(--text-13)" },
      ".cm-button": { backgroundImage: "none", backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line-strong)", fontSize: "var(--text-13)" },
      ".cm-button:focus-visible, .cm-textfield:focus-visible, button:focus-visible": { outline: "2px solid var(--accent)" },
      ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line-strong)", boxShadow: "var(--shadow)", maxInlineSize: "min(32rem, 90vw)" },
      ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-code)", maxBlockSize: "18rem", maxInlineSize: "min(40rem, 90vw)" },
      ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.1875rem 0.5rem" },
      ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
      ".cm-completionMatchedText": { fontWeight: "600" },
      ".cm-completionDetail": { color: "var(--ink-2)", fontFamily: "var(--font-text)", fontStyle: "normal" },
      "li[aria-selected] .cm-completionDetail": { color: "var(--on-accent)" },
      ".cm-diagnostic": { fontFamily: "var(--font-text)", padding: "var(--space-8) var(--space-12)", borderInlineStart: "4px solid var(--line-strong)" },
      ".cm-diagnostic p": { margin: "0" },
      ".cm-diagnostic-error": { borderInlineStartColor: "var(--deny)" },
      ".cm-diagnostic-warning": { borderInlineStartColor: "var(--warn)" },
      ".cm-diagnosticAction": { backgroundColor: "var(--surface)", color: "var(--accent)", border: "1px solid var(--line-strong)", borderRadius: "var(--round-chip)", font: "500 var(--text-13) var(--font-text)", margin: "var(--space-8) 0 0", minBlockSize: "1.5rem" },
      ".cm-lintRange-error": underline("wavy var(--deny) 1px"),
      ".cm-lintRange-warning": underline("wavy var(--warn) 1px"),
      ".cm-lintRange-info": underline("dotted var(--line-strong) 1.5px"),
      ".cm-lintRange-active": { backgroundColor: "var(--warn-soft)" },
      ".cm-lintPoint::after": { borderBlockEndColor: "var(--deny)" },
      ".cm-lint-marker-error": marker("var(--deny)", {}),
      ".cm-lint-marker-warning": marker("var(--warn)", { clipPath: "polygon(50% 0, 100% 100%, 0 100%)" }),
      ".cm-lint-marker-info": marker("var(--line-strong)", { borderRadius: "50%" }),
    });

  const highlight = () => {
    const { tags } = CodeMirror;
    const words = [tags.number, tags.bool, tags.null];
    return CodeMirror.syntaxHighlighting(
      CodeMirror.HighlightStyle.define([
        { tag: tags.propertyName, color: "var(--json-key)" },
        { tag: tags.string, color: "var(--json-string)" },
        ...words.map((tag) => ({ tag, color: "var(--json-action)" })),
      ]),
    );
  };

  // -- findings ------------------------------------------------------------------------------------------------------

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
    const { pane } = facts();
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
    const view = live();
    const checked = json("text-marks");
    if (view && checked?.length === view.state.doc.length) {
      view.dispatch(CodeMirror.setDiagnostics(view.state, checked.marks.map(diagnostic)));
    }
  };

  // -- the editor ----------------------------------------------------------------------------------------------------

  const extensions = (area) => {
    const { EditorView, keymap } = CodeMirror;
    const follow = EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      area.value = update.state.doc.toString();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    });
    const attributes = EditorView.contentAttributes.of(() => ({
      "aria-label": document.querySelector("label[for=id_text]").textContent,
      "aria-invalid": String(document.getElementById("text-problem") !== null),
      autocapitalize: "off",
      tabindex: "0",
    }));
    return [
      CodeMirror.lineNumbers(),
      CodeMirror.foldGutter(),
      CodeMirror.lintGutter(),
      CodeMirror.highlightSpecialChars(),
      CodeMirror.highlightActiveLine(),
      CodeMirror.highlightActiveLineGutter(),
      CodeMirror.highlightSelectionMatches(),
      CodeMirror.history(),
      CodeMirror.indentOnInput(),
      CodeMirror.bracketMatching(),
      CodeMirror.closeBrackets(),
      CodeMirror.autocompletion({ override: [policyCompletion(facts)], icons: false }),
      CodeMirror.search({ top: true }),
      CodeMirror.json(),
      EditorView.lineWrapping,
      highlight(),
      theme(),
      follow,
      attributes,
      keymap.of([
        ...CodeMirror.closeBracketsKeymap,
        ...CodeMirror.defaultKeymap,
        ...CodeMirror.searchKeymap,
        ...CodeMirror.historyKeymap,
        ...CodeMirror.foldKeymap,
        ...CodeMirror.completionKeymap,
        ...CodeMirror.lintKeymap,
      ]),
    ];
  };

  const mount = async () => {
    const area = areaNow();
    if (!area || (editor?.area === area && live())) return;
    try {
      await load(area.dataset.textEditor);
    } catch {
      return; // the text area does without
    }
    if (!("CodeMirror" in window) || area !== areaNow() || (editor?.area === area && live())) return;
    const host = Object.assign(document.createElement("div"), { className: "text-host" });
    const root = host.attachShadow({ mode: "open" });
    area.before(host);
    const view = new CodeMirror.EditorView({ doc: area.value, parent: root, root, extensions: extensions(area) });
    editor = { area, host, view };
    for (const name of ["input", "change"]) host.addEventListener(name, (event) => event.stopPropagation());
    const focused = document.activeElement === area;
    area.hidden = true;
    area.closest(".text-side").classList.add("has-editor");
    if (focused) view.focus();
    showMarks();
  };

  // -- links into the text -------------------------------------------------------------------------------------------

  const goTo = (from, to) => {
    const view = live();
    const area = areaNow();
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
    if (!link || !areaNow()) return;
    event.preventDefault();
    const { textFrom, textTo } = link.dataset;
    if (textFrom !== undefined) goTo(Number(textFrom), Number(textTo));
    else (live() ?? areaNow()).focus();
  });

  document.addEventListener("htmx:after:swap", () => {
    mount();
    showMarks();
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mount);
  else mount();
})();
