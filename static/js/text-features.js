// What the text editor can do besides holding text. Tab is not among it: it leaves the editor.
const textFeatures = (() => {
  const keys = () => [
    ...CodeMirror.closeBracketsKeymap,
    ...CodeMirror.defaultKeymap,
    ...CodeMirror.searchKeymap,
    ...CodeMirror.historyKeymap,
    ...CodeMirror.foldKeymap,
    ...CodeMirror.completionKeymap,
    ...CodeMirror.lintKeymap,
  ];

  return () => [
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
    CodeMirror.autocompletion({ override: [textCompletion], icons: false, maxRenderedOptions: 12 }),
    CodeMirror.search({ top: true }),
    CodeMirror.json(),
    CodeMirror.EditorView.lineWrapping,
    CodeMirror.keymap.of(keys()),
  ];
})();
