// What the scripts of the text editor know of the page: the text area that holds the text, facts as JSON, and the editor
// in its place ({ area, host, view }) as long as both stand there.
const textPage = {
  editor: null,
  area: () => document.querySelector("textarea[data-text-editor]:enabled"),
  json: (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null"),
  facts: () => textPage.json("text-facts"),
  view() {
    const { area, host, view } = this.editor ?? {};
    return area?.isConnected && host.isConnected ? view : null;
  },
};
