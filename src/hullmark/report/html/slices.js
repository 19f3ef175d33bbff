"use strict";
/* Work in slices of a few milliseconds, between which the page answers. */
const slices = (() => {
  const SLICE = 12;
  const STEP = 2048;

  const pause = () => (window.scheduler?.yield ? window.scheduler.yield() : new Promise((go) => setTimeout(go)));

  /* Does the steps of a generator; what is short is done at once. Whoever asks for something newer stops it. */
  const run = (work, done, stopped) => {
    const until = performance.now() + SLICE;
    let step = work.next();
    while (!step.done && performance.now() < until) step = work.next();
    /* Drawing takes a slice of its own. */
    const rest = step.done ? () => done(step.value) : () => run(work, done, stopped);
    if (step.done && performance.now() < until) rest();
    else pause().then(() => { if (!stopped()) rest(); });
  };

  /* Does the steps while nobody waits for anything. */
  const idle = window.requestIdleCallback || ((task) => setTimeout(() => task({ timeRemaining: () => SLICE }), 200));
  const runAside = (work) => idle((deadline) => {
    let step = work.next();
    while (!step.done && deadline.timeRemaining() > SLICE / 4) step = work.next();
    if (!step.done) runAside(work);
  });

  /* One piece of work that several may carry on: each takes the next step, all get the result. */
  const shared = (work) => {
    let result;
    return function* () {
      while (result === undefined) {
        const step = work.next();
        if (step.done) result = step.value;
        else yield;
      }
      return result;
    };
  };

  /* The positions of distinct values in ascending order: sorted runs, merged. */
  function* ranked(values) {
    const compare = (one, other) => (values[one] < values[other] ? -1 : values[one] > values[other] ? 1 : 0);
    const size = values.length;
    let from = Uint32Array.from(values.keys());
    let to = new Uint32Array(size);
    for (let start = 0; start < size; start += STEP) {
      from.subarray(start, start + STEP).sort(compare);
      yield;
    }
    for (let width = STEP; width < size; width *= 2) {
      for (let start = 0; start < size; start += 2 * width) {
        const middle = Math.min(start + width, size);
        const end = Math.min(middle + width, size);
        for (let at = start, left = start, right = middle; at < end; at++) {
          const first = right >= end || (left < middle && values[from[left]] < values[from[right]]);
          to[at] = first ? from[left++] : from[right++];
          if (at % STEP === 0) yield;
        }
      }
      [from, to] = [to, from];
    }
    return from;
  }

  /* The order of rows by a key, equal ones as they stood. Each value is compared once, not each row. */
  function* ordered(size, keyOf) {
    const known = new Map();
    const held = new Uint32Array(size);
    for (let at = 0; at < size; at++) {
      const key = keyOf(at);
      let number = known.get(key);
      if (number === undefined) known.set(key, (number = known.size));
      held[at] = number;
      if (at % STEP === 0) yield;
    }
    const rank = new Uint32Array(known.size);
    (yield* ranked([...known.keys()])).forEach((number, at) => { rank[number] = at; });
    const next = new Uint32Array(known.size + 1);
    for (const number of held) next[rank[number] + 1]++;
    for (let at = 1; at < next.length; at++) next[at] += next[at - 1];
    yield;
    const order = new Uint32Array(size);
    for (let at = 0; at < size; at++) order[next[rank[held[at]]]++] = at;
    return order;
  }

  return { STEP, run, runAside, shared, ordered };
})();
