// Where the cursor is in a policy's text: the names of the members around it, a name or a value, which characters.
const textPlaces = (() => {
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

  return { placeAt, actionsAround };
})();
