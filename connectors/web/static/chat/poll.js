// Asks for what a caseworker wrote: every few seconds while one is here or a case is open, else rarely, never unseen.
import { updates } from "./api.js";

const NEAR = 4000, FAR = 20000, LOST = 60000;

export function poller({ sender, onLines, onOwner, near }) {
  let after = 0, owner = "bot", timer = 0, failures = 0, running = false;

  const wait = () => (failures ? Math.min(NEAR * 2 ** failures, LOST) : owner === "human" || near() ? NEAR : FAR);
  const plan = () => {
    clearTimeout(timer);
    if (running && !document.hidden) timer = setTimeout(ask, wait());
  };
  async function ask() {
    const asked = sender();
    try {
      const news = await updates(asked, after);
      if (!running || asked !== sender()) return;
      failures = 0;
      seen(news);
      onLines(news.lines.filter((line) => line.author === "caseworker"));
    } catch (error) {
      failures += 1;
      console.warn("updates", error.message);
    }
    plan();
  }
  function seen(news) {
    after = Math.max(after, news.last);
    owner = news.owner;
    onOwner(owner);
  }
  document.addEventListener("visibilitychange", () => { if (running && !document.hidden) ask(); });
  return {
    seen,
    start() { running = true; plan(); },
    soon() { running = true; clearTimeout(timer); timer = setTimeout(ask, 300); },
    stop() { running = false; after = 0; owner = "bot"; clearTimeout(timer); },
  };
}
