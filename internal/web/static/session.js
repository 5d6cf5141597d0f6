// The time of a guided session, apart from the page and from any clock: which part of
// which step a moment belongs to.

// parts takes steps apart: getting ready, then each repeat with a rest between two.
// Times are seconds; a part runs from its from up to its from + seconds.
export function parts(steps) {
  const out = [];
  let from = 0;
  const part = (kind, step, repeat, seconds) => {
    if (seconds <= 0) return;
    out.push({ kind, step, repeat, seconds, from });
    from += seconds;
  };
  steps.forEach((s, i) => {
    part("ready", i, 1, s.ready);
    for (let r = 1; r <= s.repeats; r++) {
      part(s.moving ? "move" : "hold", i, r, s.hold);
      if (r < s.repeats) part("rest", i, r, s.rest);
    }
  });
  return out;
}

export const total = (list) => (list.length ? list.at(-1).from + list.at(-1).seconds : 0);

// at is the index of the part that a moment belongs to; the number of parts at the end.
export function at(list, seconds) {
  const i = list.findIndex((p) => seconds < p.from + p.seconds);
  return i < 0 ? list.length : i;
}

// Stopwatch counts only while it runs, and can be set to another moment.
export class Stopwatch {
  #now;
  #base = 0; // milliseconds
  #since = null;
  constructor(now = () => performance.now()) {
    this.#now = now;
  }
  get running() {
    return this.#since !== null;
  }
  get seconds() {
    return (this.#base + (this.running ? this.#now() - this.#since : 0)) / 1000;
  }
  run() {
    this.#since ??= this.#now();
  }
  hold() {
    this.#base = this.seconds * 1000;
    this.#since = null;
  }
  set(seconds) {
    this.#base = seconds * 1000;
    if (this.running) this.#since = this.#now();
  }
}
