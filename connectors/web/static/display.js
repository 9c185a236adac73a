// Text size and contrast: applied before the first paint, remembered on this device, switched in the 화면 설정 menu.
(() => {
  const root = document.documentElement;
  const kept = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* a private window forgets; the page still works */ } };

  const apply = () => {
    const size = root.dataset.size || "normal";
    const contrast = root.dataset.krdsMode === "high-contrast" ? "high" : "normal";
    for (const button of document.querySelectorAll("[data-set-size]")) {
      button.setAttribute("aria-pressed", String(button.dataset.setSize === size));
    }
    for (const button of document.querySelectorAll("[data-set-contrast]")) {
      button.setAttribute("aria-pressed", String(button.dataset.setContrast === contrast));
    }
  };
  const setSize = (size) => { root.dataset.size = size; keep("ieum.size", size); apply(); };
  const setContrast = (contrast) => {
    if (contrast === "high") root.dataset.krdsMode = "high-contrast"; else delete root.dataset.krdsMode;
    keep("ieum.contrast", contrast);
    apply();
  };

  if (["large", "larger"].includes(kept("ieum.size"))) root.dataset.size = kept("ieum.size");
  const wished = kept("ieum.contrast") || (matchMedia("(prefers-contrast: more)").matches ? "high" : "normal");
  if (wished === "high") root.dataset.krdsMode = "high-contrast";

  document.addEventListener("DOMContentLoaded", () => {
    const tools = document.querySelector(".tools");
    if (!tools) return;
    tools.hidden = false;
    apply();
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.dataset.setSize) setSize(button.dataset.setSize);
      if (button?.dataset.setContrast) setContrast(button.dataset.setContrast);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && tools.open) { tools.open = false; tools.querySelector("summary").focus(); }
    });
    document.addEventListener("click", (event) => { if (!tools.contains(event.target)) tools.open = false; });
  });
})();
