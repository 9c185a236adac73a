// Puts a suggested reply into the box, where it is read and changed before anybody sends it.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-draft]");
  const box = document.getElementById("say-text");
  if (button === null || box === null) return;
  box.value = box.value.trim() === "" ? button.dataset.draft : `${box.value.trimEnd()}\n\n${button.dataset.draft}`;
  box.focus();
});
