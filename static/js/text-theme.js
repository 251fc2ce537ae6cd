// The look of the text editor: the site's own colours, which pass into its shadow root.
const textTheme = (() => {
  const underline = (line) => ({ backgroundImage: "none", textDecoration: `underline ${line}`, textUnderlineOffset: "0.25em", textDecorationSkipInk: "none" });
  const marker = (colour, shape) => ({ content: "normal", inlineSize: "0.625rem", blockSize: "0.625rem", margin: "0.34rem auto", background: colour, ...shape });
  const theme = () =>
    CodeMirror.EditorView.theme({
      "&": { color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "var(--text-13)", maxBlockSize: "inherit" },
      "&.cm-focused": { outline: "none" }, // the card around it has the outline
      ".cm-scroller": { fontFamily: "var(--font-code)", lineHeight: "1.3125rem", fontVariantLigatures: "none", overflow: "auto" },
      ".cm-content": { caretColor: "var(--ink)", paddingBlock: "var(--space-8)", minBlockSize: "24rem" },
      ".cm-lineWrapping": { wordBreak: "break-all" }, // ARNs are one long word
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
      ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-code)", maxHeight: "none", overflow: "hidden", maxInlineSize: "min(40rem, 90vw)" },
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

  return () => [theme(), highlight()];
})();
