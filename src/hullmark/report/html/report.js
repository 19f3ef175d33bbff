"use strict";
/* The tables: pages, order, search and filters. */
(() => {
  const { count, drawn, el, names, parsed, read, say } = drawing;
  const PAGE = 100;
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
      this.rows = [];
      this.hay = [];
      this.orders = new Map();
      this.sorted = null;
      this.turn = 0;
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

    /* The rows come in parts, each parsed by itself; whoever needs all of them waits for the rest. */
    *load() {
      for (let part; (part = this.name + "-" + (this.loaded ?? 0)), document.getElementById("data-" + part); ) {
        this.loaded = (this.loaded ?? 0) + 1;
        for (const row of read(part)) this.rows.push(row);
        parsed.delete(part);
        yield;
      }
    }

    /* What is searched, in lower case. */
    *text() {
      const columns = searched[this.name];
      while (this.hay.length < this.rows.length) {
        const end = Math.min(this.hay.length + slices.STEP, this.rows.length);
        for (let at = this.hay.length; at < end; at++)
          this.hay.push(columns.map((column) => this.rows[at][column]).join("\n").toLowerCase());
        yield;
      }
    }

    /* The order by a column, found once. */
    *order(key) {
      yield* this.load();
      if (!this.orders.has(key)) {
        const rows = this.rows;
        const value = key === "level" ? (at) => rows[at][0] * 100 - rows[at][10] : typeof rows[0]?.[key] === "string" ? (at) => rows[at][key].toLowerCase() : (at) => rows[at][key];
        this.orders.set(key, slices.shared(slices.ordered(rows.length, value)));
      }
      return yield* this.orders.get(key)();
    }

    /* All that a search or a click may need, found while nobody waits. */
    *prepare() {
      yield* this.load();
      yield* this.text();
      for (const head of this.box.querySelectorAll("th[data-sort]")) yield* this.order(head.dataset.sort);
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
        this.sorted = { key: head.dataset.sort, down };
        this.filter();
      });
    }

    wanted() {
      const rows = this.rows;
      const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const hay = words.length ? this.hay : null;
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

    *keep() {
      yield* this.load();
      if (this.search.value.trim()) yield* this.text();
      const order = this.sorted ? yield* this.order(this.sorted.key) : null;
      const total = this.rows.length;
      const wanted = this.wanted();
      const kept = [];
      for (let step = 0; step < total; step++) {
        const place = this.sorted?.down ? total - 1 - step : step;
        const index = order ? order[place] : place;
        if (wanted(index)) kept.push(index);
        if (step % slices.STEP === 0) yield;
      }
      return kept;
    }

    /* Finds what is asked for now, shows it, and then does what follows; the newest question counts. */
    filter(then = () => { this.page = 0; this.draw(); }) {
      const turn = ++this.turn;
      this.box.setAttribute("aria-busy", "true");
      const done = (kept) => {
        this.box.removeAttribute("aria-busy");
        this.kept = kept;
        then();
        say(count(kept.length) + " " + this.name + " shown");
      };
      slices.run(this.keep(), done, () => turn !== this.turn);
    }

    draw() {
      if (!this.kept) {
        this.filter(() => this.draw());
        return;
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
      if (hidden && index >= names.open) hidden.checked = true;
      this.filter(() => {
        this.page = Math.floor(this.kept.indexOf(index) / PAGE);
        this.draw();
        this.point(index);
      });
    }

    point(index) {
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

  /* Read ahead, so that the first key stroke and the first click find everything ready. */
  function* prepare() {
    for (const grid of grids.values()) yield* grid.prepare();
  }
  addEventListener("load", () => slices.runAside(prepare()));
})();
