// Small comforts on pages that work without them: a spoken summary, a title count, a sound for a new emergency.
"use strict";

(() => {
  const plainTitle = document.title;
  const button = document.getElementById("sound");
  let urgent = null;
  let audio = null;

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

  const read = () => {
    const rows = document.getElementById("rows");
    if (rows === null) return;
    const count = document.getElementById("count");
    // Writing the same words again would make a screen reader say them again.
    if (count !== null && count.textContent !== rows.dataset.summary) count.textContent = rows.dataset.summary;
    const waiting = Number(rows.dataset.waiting);
    document.title = waiting > 0 ? `(${waiting}) ${plainTitle}` : plainTitle;
    const now = Number(rows.dataset.urgent);
    if (urgent !== null && now > urgent && soundOn()) ring();
    urgent = now;
  };

  if (button !== null) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const on = !soundOn();
      button.setAttribute("aria-pressed", String(on));
      if (on) ring();
    });
  }
  document.addEventListener("htmx:afterSwap", read);
  read();
})();
