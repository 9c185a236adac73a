// The chat page: sends what is written, in order, and shows what comes back.
import * as api from "./api.js";
import { composer } from "./composer.js";
import * as panels from "./panels.js";
import { poller } from "./poll.js";
import { reveal } from "./scroll.js";
import * as store from "./store.js";
import * as view from "./view.js";

const log = document.getElementById("log");
const greeting = log.querySelector("#greeting")?.cloneNode(true);
let queue = Promise.resolve(), conversation = 0;

const poll = poller({
  sender: store.sender,
  onLines: (lines) => { if (lines.length) show(...lines.map((one) => view.line(one.author, one.messages, one.at))); },
  onOwner: panels.held,
  near: () => store.receipts().length > 0,
});

function show(...made) {
  log.append(...made);
  reveal(made[0], made.at(-1));
}

function send(text, label = text) {
  const made = view.line("citizen", [view.plain(label)]);
  show(made);
  enqueue(text, made, store.freshId());
}

// One at a time, so that several short messages in a row arrive in the order they were written.
function enqueue(text, made, id) {
  const mine = conversation;
  queue = queue.then(() => (mine === conversation ? deliver(text, made, id, mine) : undefined));
}

async function deliver(text, made, id, mine) {
  const done = panels.waiting();
  try {
    const reply = await api.say(store.sender(), text, id);
    if (mine === conversation) accept(reply);
  } catch (error) {
    // Whatever went wrong, the person keeps what was written and can send it again.
    if (!(error instanceof api.Failed)) console.error(error);
    const told = error instanceof api.Failed ? error : new api.Failed("화면에 문제가 생겼어요. 다시 보내 주세요.", true);
    if (mine === conversation) fail(text, made, id, told);
  } finally {
    done();
  }
}

function accept(reply) {
  panels.crisis(reply.risk);
  if (reply.receipt) store.keepReceipt(reply.receipt);
  panels.receipts(store.receipts());
  const lines = reply.messages.map((message) => view.line("bot", [message]));
  if (reply.receipt) lines.push(view.receiptNote(reply.receipt));
  if (lines.length) show(...lines);
  poll.soon();
}

function fail(text, made, id, error) {
  made.classList.add("failed");
  const note = view.failure(error.message, error.again,
    () => { note.remove(); made.classList.remove("failed"); write.focus(); enqueue(text, made, id); },
    () => { made.remove(); write.put(text); });
  made.append(note);
  reveal(made, note);
}

const write = composer({ onSend: send });

log.addEventListener("click", (event) => {
  const chip = event.target.closest("button.chip");
  if (!chip) return;
  event.preventDefault();
  send(chip.dataset.value ?? chip.value, chip.textContent.trim());
  write.focus();
});

// Deleted on the server first: if that fails, the person still sees the conversation and can try again.
async function forget() {
  const told = document.getElementById("cleared");
  conversation += 1;
  try {
    const { message } = store.knownSender() ? await api.forget(store.sender()) : { message: "" };
    restart();
    told.textContent = message;
  } catch (error) {
    told.textContent = `대화를 지우지 못했어요. ${error.message}`;
  }
}

function restart() {
  conversation += 1;
  poll.stop();
  store.forget();
  panels.calm();
  panels.held("bot");
  panels.receipts([]);
  log.replaceChildren(...(greeting ? [greeting.cloneNode(true)] : []));
  write.put("");
}

function clearable() {
  const ask = document.getElementById("ask"), button = document.getElementById("clear");
  button.hidden = false;
  button.addEventListener("click", () => ask.showModal());
  ask.addEventListener("click", (event) => {
    const chosen = event.target.closest("button")?.value;
    if (chosen) ask.close(chosen);
    if (chosen === "yes") forget();
  });
}

async function resume() {
  panels.receipts(store.receipts());
  if (!store.knownSender()) return;
  try {
    const past = await api.history(store.sender());
    // What is already there is not news: it must not be read out line by line.
    log.setAttribute("aria-live", "off");
    past.lines.forEach((one) => log.append(view.line(one.author, one.messages, one.at)));
    requestAnimationFrame(() => log.setAttribute("aria-live", "polite"));
    poll.seen(past);
    if (past.lines.length) { reveal(log.lastElementChild, log.lastElementChild); poll.start(); }
  } catch (error) {
    write.complain(`지난 대화를 불러오지 못했어요. 새로 적으셔도 돼요. ${error.message}`);
  }
}

clearable();
queue = resume();
