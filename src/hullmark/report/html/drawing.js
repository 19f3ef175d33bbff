"use strict";
/* Rows of the tables as elements, from the data that stands in the page. */
const drawing = (() => {
  const parsed = new Map();
  const read = (name) => {
    if (!parsed.has(name)) {
      const held = document.getElementById("data-" + name);
      parsed.set(name, held ? JSON.parse(held.textContent) : []);
    }
    return parsed.get(name);
  };
  const names = read("names");
  const several = names.targets.length > 1;
  const say = (text) => { document.getElementById("status").textContent = text; };
  const count = (number) => number.toLocaleString("en-US");

  /* Text goes in as text, never as markup. */
  const el = (tag, css, ...held) => {
    const made = document.createElement(tag);
    if (css) made.className = css;
    for (const each of held) if (each !== "" && each !== null) made.append(each);
    return made;
  };
  const cell = (label, css, ...held) => {
    const made = el("td", css, ...held);
    made.dataset.label = label;
    return made;
  };
  const link = (address, text) => {
    if (!/^https?:\/\//.test(address)) return el("span", "", text);
    const made = el("a", "", text);
    made.href = address;
    made.rel = "noreferrer noopener";
    return made;
  };

  const definition = (label, values) => {
    const made = el("div", "", el("dt", "", label));
    for (const value of values) made.append(el("dd", "", value));
    return made;
  };
  const detail = (row, index) => {
    const [id, description, message, remediation, links, sources, ratings, places, packages, facts, accepted] =
      read("details-" + Math.floor(index / names.block))[index % names.block];
    const made = el("div", "detail");
    if (accepted) made.append(el("p", "accepted", el("strong", "", "Suppressed:"), " " + accepted));
    for (const text of [message, description]) if (text && text !== row[9]) made.append(el("p", "text", text));
    if (remediation) made.append(el("p", "text", el("strong", "", "What to do:"), " " + remediation));
    const list = el("dl", "");
    for (const [label, value] of facts) list.append(definition(label, [value]));
    for (const [label, values] of [["Places", places], ["Packages", packages], ["Reported by", sources], ["Ratings", ratings]])
      if (values.length) list.append(definition(label, values));
    if (links.length) list.append(definition("References", links.map((each) => link(each, each))));
    list.append(definition("Fingerprint", [el("span", "mono", id)]));
    made.append(list);
    return made;
  };

  const drawn = {
    findings(row, index) {
      const [level, , target, flags, ids, home, subject, version, fix, title, score, , cause] = row;
      const made = el("tr", names.levels[level] + (flags & 2 ? " suppressed" : ""));
      made.id = "finding-" + index;
      const first = ids.split(" ")[0];
      const more = el("details", "", el("summary", "", title));
      more.addEventListener("toggle", () => { if (more.open && more.children.length < 2) more.append(detail(row, index)); });
      made.append(
        cell("Severity", "", el("span", "level " + names.levels[level], names.levels[level]), score < 0 ? "" : " ", score < 0 ? "" : el("span", "score", score.toFixed(1))),
        cell("Finding", "name", home ? link(home, first) : el("span", "", first), flags & 1 ? " " : "", flags & 1 ? el("span", "tag exploited", "exploited") : "", flags & 2 ? " " : "", flags & 2 ? el("span", "tag", "suppressed") : "", cause ? " " : "", cause ? el("span", "tag", cause) : ""),
        cell("In", "subject", el("span", "mono", subject), " ", el("span", "mono quiet", version)),
        cell("Fix", flags & 4 ? "mono fixed" : "", fix),
        cell("What", "what", more));
      if (several) made.append(cell("Image", "mono", names.targets[target] || ""));
      return made;
    },
    ledger([status, missing, scanner, check, target, reason, date]) {
      const made = el("tr", missing ? "missing" : "", cell("Status", "", el("span", missing ? "state missing" : "state", status)), cell("Scanner", "", scanner), cell("Check", "mono", check), cell("Why", "", reason), cell("Data of", "", date));
      if (several) made.append(cell("Image", "mono", names.targets[target] || "all"));
      return made;
    },
    components([name, version, type, licenses, path, layer, target]) {
      const made = el("tr", "", cell("Name", "mono", name), cell("Version", "mono", version), cell("Type", "", type), cell("Licenses", "", licenses), cell("Seen in", "mono", path), cell("Layer", "number", layer < 0 ? "" : String(layer)));
      if (several) made.append(cell("Image", "mono", names.targets[target] || ""));
      return made;
    },
  };

  return { count, drawn, el, names, parsed, read, say };
})();
