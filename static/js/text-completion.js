// What can stand at a place of a policy's text: names come from the site, by the members around the place.
// It is CodeMirror's completion source.
const textCompletion = (() => {
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

  const address = (facts, state, place, service) => {
    const asked = new URLSearchParams();
    for (const name of place.at) asked.append("at", name);
    if (place.name) asked.set("name", "1");
    const element = place.at[1];
    if (element === "Action" || element === "NotAction") asked.set("service", service);
    if (element === "Resource" || element === "NotResource" || place.at.length === 3) {
      for (const action of textPlaces.actionsAround(state, place)) asked.append("action", action);
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

  return async (context) => {
    const facts = textPage.facts();
    const { state, pos } = context;
    const place = textPlaces.placeAt(state, pos);
    if (!place || (place.bare && !context.explicit)) return null;
    const typed = state.sliceDoc(place.from, pos);
    const service = serviceOf(typed);
    const { options } = await ask(address(facts, state, place, service));
    const rows = [...options, ...known(facts, place)];
    if (context.aborted || !rows.length) return null;
    return {
      from: place.from,
      to: place.to,
      options: rows.map(([label, detail], number) => ({
        label,
        detail,
        boost: Math.round(99 - (198 * number) / rows.length),
        apply: apply(label, place.bare),
        section: label.endsWith(":") ? { name: facts.services, rank: 1 } : undefined,
      })),
      validFor: (text) => !/["\n]/.test(text) && serviceOf(text) === service,
    };
  };
})();
