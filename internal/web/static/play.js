// The player: reads the routine from the page and guides through it. Without this file
// the page is the whole routine to read.
import * as device from "./device.js";
import { Stopwatch, at, parts, total } from "./session.js";

const RING = 326.7; // length of the ring, in units of its drawing: 2π · 52

const $ = (selector, root = document) => root.querySelector(selector);

// readSteps takes the steps from the page, with the versions of their exercise.
const readSteps = (root) =>
  [...root.querySelectorAll("[data-step]")].map((li) => {
    const n = (name) => Number(li.dataset[name]);
    const exercise = li.closest(".ex");
    const versions = [...exercise.querySelectorAll(".version")];
    return {
      side: li.dataset.side, sideText: li.dataset.sideText, moving: "moving" in li.dataset,
      ready: n("ready"), hold: n("hold"), repeats: n("repeats"), rest: n("rest"), exercise, versions,
    };
  });

class Player {
  constructor(root) {
    this.root = root;
    this.words = root.dataset;
    this.stage = $("#stage", root);
    this.steps = readSteps(root);
    this.parts = parts(this.steps);
    this.total = total(this.parts);
    this.watch = new Stopwatch(); // where in the routine
    this.spent = new Stopwatch(); // how long it really ran
    this.version = new Map(); // exercise → the version chosen
    this.part = -1;
  }

  begin() {
    for (const b of this.root.querySelectorAll("[data-do]")) {
      b.addEventListener("click", (event) => {
        event.preventDefault();
        this[b.dataset.do]();
      });
    }
    device.switches(this.stage, () => device.on("voice") && this.announce());
    document.addEventListener("visibilitychange", () => document.hidden && this.watch.running && this.pause());
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.stage.hidden) this.hurts();
    });
  }

  start() {
    this.only("stage");
    document.body.classList.add("playing");
    this.at = new Date().toISOString();
    this.go();
    $("#stage-h").focus();
  }

  // only shows one of the sections of the player.
  only(id) {
    for (const name of ["read", "stage", "hurts", "done"]) $(`#${name}`).hidden = name !== id;
    scrollTo(0, 0);
  }

  go() {
    this.only("stage");
    this.watch.run();
    this.spent.run();
    this.timer ??= setInterval(() => this.tick(), 200);
    $("[data-do=pause]").textContent = this.words.pause;
    device.stayAwake();
    this.tick();
  }

  halt() {
    this.watch.hold();
    this.spent.hold();
    clearInterval(this.timer);
    this.timer = undefined;
    device.hush();
    device.sleep();
  }

  pause() {
    if (!this.watch.running) {
      this.go();
      return;
    }
    this.halt();
    $("[data-do=pause]").textContent = this.words.resume;
    this.tell(this.words.paused);
  }

  tick() {
    const seconds = this.watch.seconds;
    const i = at(this.parts, seconds);
    if (i === this.parts.length) {
      this.end();
      return;
    }
    const part = this.parts[i];
    const left = Math.ceil(part.from + part.seconds - seconds);
    if (i !== this.part) this.enter(i);
    else if (left !== this.leftShown && left <= 3 && this.watch.running) device.tone(440, 0.08);
    this.leftShown = left;
    this.text(".number", left);
    this.text(".left-time", device.fill(this.words.left, { time: device.clock(Math.ceil(this.total - seconds)) }));
    $("progress", this.stage).value = seconds / this.total;
    $(".run", this.stage).setAttribute("stroke-dashoffset", ((RING * (seconds - part.from)) / part.seconds).toFixed(1));
  }

  text(selector, value) {
    const e = $(selector, this.stage);
    if (e.textContent !== String(value)) e.textContent = value;
  }

  // enter shows a new part and gives its sign: high for a hold, low for its end.
  enter(i) {
    const part = this.parts[i];
    const old = this.parts[this.part];
    const step = this.steps[part.step];
    this.part = i;
    this.text(".of", device.fill(this.words.of, { n: part.step + 1, max: this.steps.length }));
    this.text(".phase", this.words[part.kind]);
    this.text(".repeat", step.repeats > 1 && part.kind !== "ready" ? device.fill(this.words.repeat, { n: part.repeat, max: step.repeats }) : "");
    this.stage.dataset.kind = part.kind;
    if (old?.step !== part.step) this.draw(step);
    this.picture(part.kind);
    const works = part.kind === "hold" || part.kind === "move";
    device.tone(works ? 660 : 330, 0.25);
    device.buzz(...(works ? [200] : [80, 80, 80]));
    this.announce();
  }

  draw(step) {
    const shown = this.version.get(step.exercise) ?? step.versions[0];
    this.text(".name", shown.dataset.name);
    this.text(".side", step.sideText);
    $("ol.how", this.stage).replaceChildren(...$(".how", shown).cloneNode(true).childNodes);
    const warn = $(".not-if", shown)?.cloneNode(true);
    $(".swaps", this.stage).replaceChildren(
      ...(warn ? [warn] : []),
      ...step.versions.filter((v) => v !== shown).map((v) => {
        const b = Object.assign(document.createElement("button"), { type: "button", className: "plain" });
        b.textContent = this.words[`swap${v.dataset.position[0].toUpperCase()}${v.dataset.position.slice(1)}`];
        b.addEventListener("click", () => {
          this.version.set(step.exercise, v);
          this.draw(step);
          this.picture(this.parts[this.part].kind);
          this.announce();
          $("#stage-h").focus();
        });
        return b;
      }),
    );
    $(".swaps", this.stage).hidden = step.versions.length < 2;
  }

  picture(kind) {
    const step = this.steps[this.parts[this.part].step];
    const drawings = $(".scenes", this.version.get(step.exercise) ?? step.versions[0]).children;
    const drawing = drawings[kind === "ready" || drawings.length < 2 ? 0 : 1];
    $(".scene", this.stage).replaceChildren(...(drawing ? [drawing.cloneNode(true)] : []));
    $(".scene", this.stage).classList.toggle("mirrored", step.side === "left");
  }

  // announce says the part in words: the whole at the start of a step, else one word.
  announce() {
    const part = this.parts[this.part];
    if (!part) return;
    const step = this.steps[part.step];
    const name = (this.version.get(step.exercise) ?? step.versions[0]).dataset.name;
    const word = part.kind === "hold" ? this.words.holdWord : this.words[part.kind];
    if (part.kind === "ready" || this.parts[this.part - 1]?.step !== part.step) {
      this.tell(`${name}. ${step.sideText}. ${word}.`);
      const how = [...this.stage.querySelectorAll("ol.how li")].map((li) => li.textContent);
      device.say(`${name}. ${step.sideText}.`, ...(part.kind === "ready" ? how.slice(0, 2) : [word]));
    } else {
      this.tell(word);
      device.say(word);
    }
  }

  tell(text) {
    $(".said", this.stage).textContent = text;
  }

  jump(step) {
    const target = this.parts.find((p) => p.step === step);
    this.watch.set(target ? target.from : this.total);
    this.part = -1;
    this.tick();
  }

  skip() {
    this.jump((this.parts[this.part]?.step ?? 0) + 1);
  }

  // back starts the step again, or goes to the one before when it has only just begun.
  back() {
    const now = this.parts[this.part];
    const begun = this.parts.find((p) => p.step === now.step).from;
    this.jump(this.watch.seconds - begun < 3 ? Math.max(0, now.step - 1) : now.step);
  }

  hurts() {
    this.halt();
    const step = this.steps[this.parts[this.part].step];
    const shown = this.version.get(step.exercise) ?? step.versions[0];
    $("#hurts .signs").textContent = $(".stop", shown).textContent;
    this.only("hurts");
    $("#hurts-h").focus();
    device.say($("#hurts-h").textContent);
  }

  // leave drops every step of the exercise that hurt.
  leave() {
    const { exercise } = this.steps[this.parts[this.part].step];
    let next = this.parts[this.part].step;
    while (this.steps[next]?.exercise === exercise) next++;
    this.only("stage");
    this.jump(next);
    if (next < this.steps.length) this.go();
  }

  end() {
    this.halt();
    const seconds = Math.round(Math.min(this.spent.seconds, this.total));
    const whole = this.watch.seconds >= this.total && seconds >= this.total - 1;
    document.body.classList.remove("playing");
    this.only("done");
    const { minutesSeconds, minutes, secondsWord } = this.words;
    const time = device.fill(this.words.time, { time: device.spell(seconds, { minutesSeconds, minutes, secondsWord }) });
    $("#done .time").textContent = whole ? time : `${time} ${this.words.early}`;
    this.keep({ at: this.at, routine: this.words.routine, seconds });
    $("#done-h").focus();
    device.tone(880, 0.5);
    device.buzz(200, 100, 200);
    device.say($("#done-h").textContent);
  }

  keep(session) {
    const asked = $("#done .keep");
    this.asking ??= asked.cloneNode(true);
    const box = this.asking.cloneNode(true);
    asked.replaceWith(box);
    $(".yes", box).onclick = () => {
      const ok = device.add(device.SESSIONS, session);
      box.textContent = ok ? `${this.words.kept} ` : this.words.cannot;
      if (ok) box.append(Object.assign(document.createElement("a"), { href: "/offline#kept", textContent: this.words.keptSee }));
    };
    $(".no", box).onclick = () => (box.textContent = this.words.notKept);
  }

  again() {
    this.watch.set(0);
    this.spent.set(0);
    this.part = -1;
    this.start();
  }
}

const root = document.getElementById("player");
if (root) new Player(root).begin();
