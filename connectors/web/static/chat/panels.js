// What stands beside the log: the crisis banner, the kept receipts, the note that a human is here, the waiting line.
import { element } from "./view.js";

const words = JSON.parse(document.body.dataset.words);
const at = (id) => document.getElementById(id);

const calls = (numbers) => element("ul", { class: "calls" }, ...numbers.map((n) => element("li", {},
  element("a", { href: `tel:${n.tel}` }, element("b", {}, `${n.tel} `, element("i", {}, n.name)), element("span", {}, n.when)))));

export function crisis(risk) {
  if (!risk || risk.level === "normal") return;
  const fitting = words.numbers.filter((n) => !n.kinds.length || n.kinds.some((kind) => risk.kinds.includes(kind)));
  const others = calls(fitting.filter((n) => !words.urgent.includes(n.tel)));
  at("crisis").replaceChildren(element("section", { class: "crisis", "aria-labelledby": "crisis-title" },
    element("h2", { id: "crisis-title" }, "지금 도움받을 수 있는 전화"),
    element("p", {}, risk.subject === "other" ? words.crisis.other : words.crisis.self),
    calls(fitting.filter((n) => words.urgent.includes(n.tel))),
    element("details", {}, element("summary", {}, "다른 도움 전화"), others)));
}

export const calm = () => at("crisis").replaceChildren();

export function receipts(kept) {
  at("receipts").querySelector("ul").replaceChildren(...kept.map((one) => element("li", {}, element("b", {}, one))));
  at("receipts").hidden = kept.length === 0;
}

export function held(owner) {
  const here = owner === "human", told = at("held").childElementCount > 0;
  if (here !== told) at("held").replaceChildren(...(here ? [element("p", { class: "held" }, at("held").dataset.text)] : []));
}

// Returns the call that ends the waiting. The text changes a few times only: each change is read out.
export function waiting() {
  const timers = words.waiting.map((step) => setTimeout(() => { at("waiting").textContent = step.text; }, step.after_seconds * 1000));
  at("spinner").hidden = false;
  return () => {
    timers.forEach(clearTimeout);
    at("spinner").hidden = true;
    at("waiting").textContent = "";
  };
}
