// Cramp now: the clock, the voice and the question whether to keep it. Without this file
// the page has all its steps and numbers.
import * as device from "./device.js";

const $ = (selector, root = document) => root.querySelector(selector);
const MINUTE = 60_000;
const STALE = 12 * 60 * MINUTE; // a clock that nobody stopped is forgotten
const ASK = 48 * 60 * MINUTE; // how long "keep it?" is asked

// offer shows one eased cramp with "keep it?".
function offer(box, words, cramp, text, done = () => {}) {
  box.hidden = false;
  $(".keep-text", box).textContent = text;
  const answer = (kept) => {
    const others = device.read(device.PENDING, []).filter((c) => c.at !== cramp.at);
    const { at, muscle, seconds } = cramp;
    const ok = !kept || device.add(device.CRAMPS, { at, muscle, seconds });
    device.write(device.PENDING, others.length ? others : null);
    $(".keep-ask", box).hidden = $(".row", box).hidden = true;
    $(".keep-text", box).textContent += " " + (!ok ? words.cannot : kept ? words.kept : words.notKept);
    if (kept && ok) $(".keep-text", box).append(" ", Object.assign(document.createElement("a"), { href: "/offline#kept", textContent: words.keptSee }));
    done();
  };
  $(".keep-ask", box).hidden = $(".row", box).hidden = false;
  $(".yes", box).onclick = () => answer(true);
  $(".no", box).onclick = () => answer(false);
}

// On the first page: cramps of last night that nobody has kept or dropped.
function pending(root) {
  const fresh = device.read(device.PENDING, []).filter((c) => Date.now() - Date.parse(c.at) < ASK);
  for (const cramp of fresh) {
    const box = $("template", root).content.cloneNode(true).firstElementChild;
    root.append(box);
    const muscle = root.getAttribute(`data-muscle-${cramp.muscle}`) ?? "";
    offer(box, root.dataset, cramp, device.fill(root.dataset.last, { muscle, time: device.spell(cramp.seconds, root.dataset) }));
  }
}

class Cramp {
  constructor(root) {
    this.root = root;
    this.words = root.dataset;
    this.muscle = root.dataset.muscle;
    this.helpAfter = Number(root.dataset.helpAfter);
    const was = device.read(device.RUNNING, null);
    const goesOn = was?.muscle === this.muscle && Date.now() - was.start < STALE;
    this.run = goesOn ? was : this.fresh();
    this.minute = Math.floor(this.seconds() / 60);
  }

  fresh() {
    return { muscle: this.muscle, start: Date.now(), paused: 0, pausedAt: null };
  }

  seconds() {
    const { start, paused, pausedAt } = this.run;
    return Math.max(0, Math.floor(((pausedAt ?? Date.now()) - start - paused) / 1000));
  }

  start() {
    device.write(device.RUNNING, this.run);
    this.timer ??= setInterval(() => this.tick(), 250);
    device.stayAwake();
    this.tick();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = undefined;
    device.hush();
    device.sleep();
  }

  tick() {
    const seconds = this.seconds();
    const shown = device.clock(seconds);
    const clock = $(".clock", this.root);
    if (clock.textContent !== shown) clock.textContent = shown;
    const minute = Math.floor(seconds / 60);
    if (minute > this.minute) {
      this.minute = minute;
      this.tell(minute);
    }
    if (minute >= this.helpAfter) this.late(minute);
  }

  // Each minute once, to the screen reader, the ear and the hand.
  tell(n) {
    const text = n === 1 ? this.words.saidOne : device.fill(this.words.said, { n });
    $(".said", this.root).textContent = text;
    device.say(text);
    device.buzz(120);
  }

  late(minute) {
    const box = $(".late", this.root);
    if (!box.hidden) return;
    box.append($("#aid", this.root));
    $("h2", box).after(Object.assign(document.createElement("p"), { className: "lasted", textContent: device.fill(this.words.over, { n: minute }) }));
    box.hidden = false;
    device.say($("h2", box).textContent, $("#aid p:not(.lasted)", box).textContent);
    device.buzz(300, 150, 300);
    box.scrollIntoView({ block: "start" });
  }

  pause() {
    const now = Date.now();
    if (this.run.pausedAt === null) {
      this.run.pausedAt = now;
      device.hush();
    } else {
      this.run.paused += now - this.run.pausedAt;
      this.run.pausedAt = null;
    }
    const paused = this.run.pausedAt !== null;
    this.showPause();
    $(".said", this.root).textContent = paused ? this.words.paused : "";
    device.write(device.RUNNING, this.run);
    this.tick();
  }

  showPause() {
    const paused = this.run.pausedAt !== null;
    $(".pause", this.root).setAttribute("aria-pressed", String(paused));
    $(".bar", this.root).classList.toggle("paused", paused);
  }

  steps() {
    const who = device.on("helper") ? "helper" : "alone";
    const list = $(`[data-of=${who}]`, this.root) ?? $("[data-of=alone]", this.root);
    return [...list.querySelectorAll("li")].map((li) => li.textContent);
  }

  speak() {
    device.say($("h1", this.root).textContent, ...this.steps());
  }

  who() {
    const helper = $("[data-of=helper]", this.root);
    if (!helper) {
      $(".who", this.root).hidden = true;
      return;
    }
    const show = () => {
      helper.classList.toggle("shown", device.on("helper"));
      $("[data-of=alone]", this.root).classList.toggle("gone", device.on("helper"));
      for (const b of this.root.querySelectorAll("[data-who]")) b.setAttribute("aria-pressed", String((b.dataset.who === "helper") === device.on("helper")));
    };
    for (const b of this.root.querySelectorAll("[data-who]")) {
      b.addEventListener("click", () => {
        device.set("helper", b.dataset.who === "helper");
        show();
        this.speak();
      });
    }
    show();
  }

  // It has eased: the clock stops, and the time waits for an answer.
  eased() {
    if (!this.timer) return;
    this.stop();
    const cramp = { at: new Date(this.run.start).toISOString(), muscle: this.muscle, seconds: this.seconds() };
    device.write(device.RUNNING, null);
    device.add(device.PENDING, cramp);
    this.show(true);
    offer($("#after .keep", this.root), this.words, cramp, device.fill(this.words.took, { time: device.spell(cramp.seconds, this.words) }));
    $("#after-h", this.root).focus();
    scrollTo(0, 0);
  }

  again() {
    this.run = this.fresh();
    this.minute = 0;
    this.show(false);
    this.start();
    scrollTo(0, 0);
    $("h1", this.root).focus();
  }

  show(over) {
    $("#during", this.root).hidden = over;
    this.root.classList.toggle("over", over);
  }

  begin() {
    $("h1", this.root).tabIndex = -1;
    this.who();
    device.switches(this.root, (name) => name === "voice" && this.speak());
    $(".pause", this.root).addEventListener("click", () => this.pause());
    $(".eased", this.root).addEventListener("click", (event) => {
      event.preventDefault();
      this.eased();
    });
    $(".again", this.root).addEventListener("click", () => this.again());
    this.show(false);
    this.showPause();
    this.start();
    this.speak();
    device.buzz(120);
  }
}

const root = document.getElementById("cramp");
if (root) new Cramp(root).begin();
const waiting = document.getElementById("pending");
if (waiting) pending(waiting);
