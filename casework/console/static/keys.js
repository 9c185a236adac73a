// Keys of the queue: j and k walk through the cases, c claims the one that has the focus, ? shows the keys.
// Letters can be switched off: a person who talks to the computer would press them without meaning to.
"use strict";

(() => {
  const help = document.getElementById("keys");
  if (help === null) return;
  const letters = document.getElementById("keys-on");
  const open = document.getElementById("keys-open");
  const NAME = "ieum.keys";
  const kept = () => { try { return localStorage.getItem(NAME); } catch { return null; } };

  const links = () => [...document.querySelectorAll("#rows .desk-row-main a")];

  const walk = (by) => {
    const all = links();
    if (all.length === 0) return;
    const here = all.findIndex((link) => link.closest(".desk-row").contains(document.activeElement));
    const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1);
    all[next].focus();
    all[next].closest(".desk-row").scrollIntoView({ block: "nearest" });
  };

  const claim = () => {
    const row = document.activeElement && document.activeElement.closest(".desk-row");
    const button = row && row.querySelector(".desk-row-claim button");
    if (button) button.click();
  };

  const DEEDS = { j: () => walk(1), k: () => walk(-1), c: claim, "?": () => help.showModal() };
  const writing = (at) => at.closest("input, textarea, select, [contenteditable]") !== null;

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || help.open) return;
    if (writing(event.target) || !letters.checked) return;
    // With the Korean layout on, the same keys send other letters.
    const key = { KeyJ: "j", KeyK: "k", KeyC: "c" }[event.code] || event.key;
    if (!(key in DEEDS)) return;
    event.preventDefault();
    DEEDS[key]();
  });

  letters.checked = kept() !== "off";
  letters.addEventListener("change", () => {
    try { localStorage.setItem(NAME, letters.checked ? "on" : "off"); } catch { /* forgotten at the next page */ }
  });
  open.hidden = false;
  open.addEventListener("click", () => help.showModal());
  document.getElementById("keys-close").addEventListener("click", () => help.close());
})();
