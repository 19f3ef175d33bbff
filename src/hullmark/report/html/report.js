"use strict";
(() => {
  const PAGE = 100;
  const AHEAD = 10000;
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
  const searched = { findings: [4, 6, 7, 9, 13], ledger: [0, 2, 3, 5], components: [0, 1, 2, 3, 4] };

  class Grid {
    constructor(box) {
      this.name = box.dataset.grid;
      this.box = box;
      this.body = box.querySelector("tbody");
      this.tools = box.querySelector(".tools");
      this.pager = box.querySelector(".pager");
      this.page = 0;
      this.only = null;
      this.hay = [];
      this.sorted = null;
      this.search = box.querySelector("[data-search]");
      const shown = box.querySelector(".rest");
      if (shown) shown.remove();
      this.tools.hidden = false;
      this.buildPager();
      for (const head of box.querySelectorAll("th[data-sort]")) this.sortable(head);
      let waiting = 0;
      this.tools.addEventListener("input", (event) => {
        clearTimeout(waiting);
        waiting = setTimeout(() => this.filter(), event.target === this.search ? 120 : 0);
      });
      this.tools.addEventListener("submit", (event) => event.preventDefault());
      this.tools.addEventListener("reset", () => { this.only = null; setTimeout(() => this.filter()); });
      if (this.name === "findings") this.openFirst();
      this.count(Number(box.dataset.total));
    }

    /* The rows come in parts, each parsed by itself; whoever needs all of them gets them. */
    get rows() {
      if (!this.all) this.all = this.parts().flatMap((part) => read(part));
      return this.all;
    }

    parts() {
      const parts = [];
      while (document.getElementById("data-" + this.name + "-" + parts.length)) parts.push(this.name + "-" + parts.length);
      return parts;
    }

    /* Rows that stand in the page already get their order and numbers from it. */
    openFirst() {
      this.note = el("p", "rest", "");
      this.note.hidden = true;
      this.box.insertBefore(this.note, this.pager);
    }

    buildPager() {
      this.counted = el("span", "count", "");
      this.back = el("button", "", "Previous");
      this.next = el("button", "", "Next");
      for (const [button, step] of [[this.back, -1], [this.next, 1]]) {
        button.type = "button";
        button.addEventListener("click", () => { this.page += step; this.draw(); this.box.closest("section").scrollIntoView({ block: "start" }); });
      }
      this.pager.append(this.counted, this.back, this.next);
      this.pager.hidden = false;
    }

    sortable(head) {
      const button = el("button", "", head.textContent);
      button.type = "button";
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of this.box.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        this.sort(head.dataset.sort, down);
      });
    }

    sort(key, down) {
      const rows = this.rows;
      const value = key === "level" ? (row) => row[0] * 100 - row[10] : typeof rows[0]?.[key] === "string" ? (row) => row[key].toLowerCase() : (row) => row[key];
      const keys = rows.map(value);
      /* Few values are compared as such; the rows are then sorted as numbers, which is fast. */
      const ranks = new Map();
      for (const each of [...new Set(keys)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))) ranks.set(each, ranks.size);
      const packed = Float64Array.from(keys, (each, index) => ranks.get(each) * rows.length + index).sort();
      const order = Uint32Array.from(packed, (each) => each % rows.length);
      this.sorted = down ? order.reverse() : order;
      this.filter();
    }

    text() {
      while (this.hay.length < this.rows.length) this.read();
      return this.hay;
    }

    /* What is searched, in lower case: some thousand rows more. */
    read() {
      const columns = searched[this.name];
      for (const row of this.rows.slice(this.hay.length, this.hay.length + AHEAD))
        this.hay.push(columns.map((column) => row[column]).join("\n").toLowerCase());
    }

    wanted() {
      const rows = this.rows;
      const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const hay = words.length ? this.text() : null;
      const found = (index) => words.every((word) => hay[index].includes(word));
      const asked = (name) => this.tools.querySelector("[data-" + name + "]");
      if (this.name === "ledger") {
        const missing = asked("missing").checked;
        return (index) => (!missing || rows[index][1]) && (!hay || found(index));
      }
      if (this.name === "components") return (index) => !hay || found(index);
      const levels = [...this.tools.querySelectorAll("[data-level]")].map((each) => each.checked);
      const kind = asked("kind")?.value ?? "";
      const target = asked("target")?.value ?? "";
      const fix = asked("fix").value;
      const exploited = asked("exploited").checked;
      const hidden = asked("suppressed")?.checked ?? false;
      return (index) => {
        const row = rows[index];
        if (this.only) { if (!this.only.has(index)) return false; }
        else if (row[3] & 2 && !hidden) return false;
        return levels[row[0]] && (kind === "" || row[1] === Number(kind)) && (target === "" || row[2] === Number(target)) &&
          (fix === "" || (fix === "yes") === Boolean(row[3] & 4)) && (!exploited || row[3] & 1) && (!hay || found(index));
      };
    }

    filter() {
      const wanted = this.wanted();
      const total = this.rows.length;
      const kept = [];
      for (let step = 0; step < total; step++) {
        const index = this.sorted ? this.sorted[step] : step;
        if (wanted(index)) kept.push(index);
      }
      this.kept = kept;
      this.page = 0;
      this.draw();
      say(count(kept.length) + " " + this.name + " shown");
    }

    draw() {
      if (!this.kept) {
        const page = this.page;
        this.filter();
        this.page = page;
      }
      this.page = Math.max(0, Math.min(this.page, Math.ceil(this.kept.length / PAGE) - 1));
      const start = this.page * PAGE;
      this.body.replaceChildren(...this.kept.slice(start, start + PAGE).map((index) => drawn[this.name](this.rows[index], index)));
      if (this.note) {
        this.note.hidden = !this.only;
        this.note.textContent = this.only ? "Only the findings of one line to change; Reset shows all again." : "";
      }
      this.count(this.kept.length);
    }

    count(total) {
      const start = this.page * PAGE;
      const end = Math.min(start + PAGE, total);
      const all = Number(this.box.dataset.total);
      this.counted.textContent = total ? count(start + 1) + "–" + count(end) + " of " + count(total) + (total < all ? " (" + count(all) + " in all)" : "") : "Nothing fits.";
      this.back.disabled = start === 0;
      this.next.disabled = end >= total;
      this.back.hidden = this.next.hidden = total <= PAGE;
    }

    /* Shows one row, whatever is filtered: after the reset has drawn all of them. */
    show(index) {
      this.tools.reset();
      setTimeout(() => this.reveal(index));
    }

    reveal(index) {
      this.sorted = null;
      for (const head of this.box.querySelectorAll("th[aria-sort]")) head.removeAttribute("aria-sort");
      const hidden = this.tools.querySelector("[data-suppressed]");
      if (hidden && this.rows[index][3] & 2) hidden.checked = true;
      this.filter();
      this.page = Math.floor(this.kept.indexOf(index) / PAGE);
      this.draw();
      const row = document.getElementById("finding-" + index);
      if (!row) return;
      row.classList.add("found");
      row.querySelector("details").open = true;
      row.scrollIntoView({ block: "center" });
      row.querySelector("summary").focus({ preventScroll: true });
    }
  }

  const grids = new Map();
  for (const box of document.querySelectorAll("[data-grid]")) grids.set(box.dataset.grid, new Grid(box));
  const findings = grids.get("findings");
  const aside = document.querySelector(".aside");
  if (findings && aside) aside.hidden = true;
  for (const button of document.querySelectorAll("[data-rows]")) {
    button.hidden = !button.dataset.rows || !findings;
    button.addEventListener("click", () => {
      findings.tools.reset();
      setTimeout(() => {
        findings.only = new Set(button.dataset.rows.split(" ").map(Number));
        findings.filter();
        findings.box.closest("section").scrollIntoView({ block: "start" });
      });
    });
  }
  for (const each of document.querySelectorAll("a[data-row]"))
    each.addEventListener("click", (event) => { event.preventDefault(); findings.show(Number(each.dataset.row)); });

  /* Read ahead while nobody waits, so that the first key stroke finds everything ready. */
  const ahead = [];
  for (const grid of grids.values()) {
    for (const part of grid.parts()) ahead.push(() => read(part));
    for (const _ of grid.parts()) ahead.push(() => grid.read());
  }
  const idle = window.requestIdleCallback || ((task) => setTimeout(task, 200));
  const step = () => { const task = ahead.shift(); if (task) { task(); idle(step); } };
  addEventListener("load", () => idle(step));
})();
