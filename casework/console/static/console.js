// Small comforts on pages that work without them: live words for a screen reader, a title count, a sound for a new
// emergency, the conversation kept at its end, and a loud word when the page has lost its server.
"use strict";

(() => {
  const plainTitle = document.title;
  const button = document.getElementById("sound");
  const lost = document.getElementById("lost");
  let calls = null;
  let audio = null;
  let reading = null;

  // A browser may forbid keeping anything; the page works all the same.
  const kept = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* forgotten at the next page */ } };

  const soundOn = () => button !== null && button.getAttribute("aria-pressed") === "true";

  const ring = () => {
    audio = audio || new AudioContext();
    for (const [start, pitch] of [[0, 880], [0.25, 660], [0.5, 880]]) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.value = 0.15;
      tone.connect(volume).connect(audio.destination);
      tone.start(audio.currentTime + start);
      tone.stop(audio.currentTime + start + 0.2);
    }
  };

  // Writing the same words again would make a screen reader say them again.
  const tell = (id, words) => {
    const place = document.getElementById(id);
    if (place !== null && place.textContent !== words) place.textContent = words;
  };

  const queue = () => {
    const rows = document.getElementById("rows");
    if (rows === null) return;
    tell("count", rows.dataset.summary);
    const waiting = Number(rows.dataset.waiting);
    document.title = waiting > 0 ? `(${waiting}) ${plainTitle}` : plainTitle;
    // Ids, not a count: one that is taken in the same moment must not hide one that comes.
    const now = new Set(rows.dataset.calls.split(" ").filter(Boolean));
    if (calls !== null && soundOn() && [...now].some((id) => !calls.has(id))) ring();
    calls = now;
  };

  const talk = (fresh) => {
    const lines = document.getElementById("lines");
    if (lines === null) return;
    lines.scrollTop = reading === null ? lines.scrollHeight : reading;
    if (fresh && lines.dataset.last) tell("said", `시민: ${lines.dataset.last}`);
  };

  const remember = () => {
    const lines = document.getElementById("lines");
    const atEnd = lines === null || lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40;
    reading = atEnd ? null : lines.scrollTop;
  };

  const away = () => {
    if (lost === null) return;
    lost.hidden = false;
    tell("lost", "연결이 끊겼어요. 화면이 멈춰 있을 수 있으니 급한 일은 전화로 확인해 주세요. 다시 이어지면 이 글이 사라져요.");
  };

  const back = (event) => {
    if (event.detail.xhr.status >= 500) away();
    else if (lost !== null && !lost.hidden) { lost.hidden = true; lost.textContent = ""; }
  };

  if (button !== null) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(kept("ieum.sound") === "on"));
    button.addEventListener("click", () => {
      const on = !soundOn();
      button.setAttribute("aria-pressed", String(on));
      keep("ieum.sound", on ? "on" : "off");
      if (on) ring();
    });
    // Browsers let a page sound only after a touch or a key.
    const wake = () => { if (soundOn()) { audio = audio || new AudioContext(); audio.resume(); } };
    document.addEventListener("pointerdown", wake, { once: true });
    document.addEventListener("keydown", wake, { once: true });
  }
  document.addEventListener("htmx:sendError", away);
  document.addEventListener("htmx:timeout", away);
  document.addEventListener("htmx:afterOnLoad", back);
  document.addEventListener("htmx:responseError", back);
  document.addEventListener("htmx:beforeSwap", remember);
  document.addEventListener("htmx:afterSwap", () => { queue(); talk(true); });
  queue();
  talk(false);
})();
