// Where the cursor is in a policy's text, and what can stand there: names come from the site, by the members around the
// place. `policyCompletion(facts)` gives CodeMirror's completion source; facts() are those of the page.
const policyCompletion = (() => {
  const answers = new Map();

  const ask = (address) => {
    if (!answers.has(address)) {
      const answer = fetch(address, { headers: { Accept: "application/json" } }).then((response) => {
        if (!response.ok) throw new Error(response.statusText);
        return response.json();
      });
      answer.catch(() => answers.delete(address));
      answers.set(address, answer);
    }
    return answers.get(address);
  };

  const read = (state, node) => {
    const text = state.sliceDoc(node.from, node.to);
    try {
      return String(JSON.parse(text));
    } catch {
      return text.replace(/^"|"$/g, "");
    }
  };

  const nameOf = (state, property) => {
    const name = property.getChild("PropertyName");
    return name ? read(state, name) : "";
  };

  const namesAround = (state, node) => {
    const names = [];
    for (let at = node; at; at = at.parent) if (at.name === "Property") names.unshift(nameOf(state, at));
    return names;
  };

  // A text in quotes under the cursor, or an empty place: { at, name, from, to, bare, node }.
  const placeAt = (state, pos) => {
    let node = CodeMirror.syntaxTree(state).resolveInner(pos, -1);
    if (["String", "PropertyName"].includes(node.name) && pos > node.from) {
      const closed = node.to - node.from > 1 && state.sliceDoc(node.to - 1, node.to) === '"';
      if (closed && pos === node.to) return null;
      const name = node.name === "PropertyName";
      const around = name ? node.parent.parent : node.parent;
      return { at: namesAround(state, around), name, from: node.from + 1, to: closed ? node.to - 1 : pos, bare: false, node };
    }
    while (node.type.isError || node.name === "[" || node.name === "{") node = node.parent;
    if (node.name === "Property") {
      const colon = state.sliceDoc(node.from, pos).trimEnd().endsWith(":");
      return colon ? { at: namesAround(state, node), name: false, from: pos, to: pos, bare: true, node } : null;
    }
    if (node.name !== "Object" && node.name !== "Array") return null;
    return { at: namesAround(state, node), name: node.name === "Object", from: pos, to: pos, bare: true, node };
  };

  // The entries of Action and NotAction in the statement around a place.
  const actionsAround = (state, place) => {
    let statement = null;
    for (let at = place.node; at; at = at.parent) if (at.name === "Object" && namesAround(state, at).join() === "Statement") statement = at;
    const found = [];
    for (const property of statement?.getChildren("Property") ?? []) {
      if (!["Action", "NotAction"].includes(nameOf(state, property))) continue;
      const list = property.getChild("Array");
      const values = list ? list.getChildren("String") : property.getChildren("String");
      found.push(...values.map((value) => read(state, value)));
    }
    return found.slice(0, 40);
  };

  const address = (facts, state, place, service) => {
    const asked = new URLSearchParams();
    for (const name of place.at) asked.append("at", name);
    if (place.name) asked.set("name", "1");
    const element = place.at[1];
    if (element === "Action" || element === "NotAction") asked.set("service", service);
    if (element === "Resource" || element === "NotResource" || place.at.length === 3) {
      for (const action of actionsAround(state, place)) asked.append("action", action);
    }
    if (element !== "Action") for (const name of ["partition", "region", "account"]) if (facts[name]) asked.set(name, facts[name]);
    return `${facts.completions}?${asked}`;
  };

  const known = (facts, place) =>
    place.at[0] === "Statement" && ["Resource", "NotResource"].includes(place.at[1]) ? facts.arns.map((arn) => [arn, facts.known]) : [];

  // A service's prefix is half a name: its actions follow at once.
  const apply = (text, bare) => (view, completion, from, to) => {
    const insert = bare ? JSON.stringify(text) : JSON.stringify(text).slice(1, -1);
    const cursor = from + insert.length - (bare && text.endsWith(":") ? 1 : 0);
    view.dispatch({ changes: { from, to, insert }, selection: { anchor: cursor }, userEvent: "input.complete" });
    if (text.endsWith(":")) CodeMirror.startCompletion(view);
  };

  const serviceOf = (text) => (text.includes(":") ? text.slice(0, text.indexOf(":")) : "");

  return (facts) => async (context) => {
    const { state, pos } = context;
    const place = placeAt(state, pos);
    if (!place || (place.bare && !context.explicit)) return null;
    const typed = state.sliceDoc(place.from, pos);
    const service = serviceOf(typed);
    const { options } = await ask(address(facts(), state, place, service));
    const rows = [...options, ...known(facts(), place)];
    if (context.aborted || !rows.length) return null;
    return {
      from: place.from,
      to: place.to,
      options: rows.map(([label, detail], number) => ({
        label,
        detail,
        boost: Math.round(99 - (198 * number) / rows.length),
        apply: apply(label, place.bare),
        section: label.endsWith(":") ? { name: facts().services, rank: 1 } : undefined,
      })),
      validFor: (text) => !/["\n]/.test(text) && serviceOf(text) === service,
    };
  };
})();
