// The box one writes in: Enter sends, Shift+Enter breaks the line, a Korean syllable being composed is never cut.
const LONGEST = 4000, NEARLY = 3500;

export function composer({ onSend }) {
  const form = document.getElementById("composer"), box = form.querySelector("textarea");
  const problem = document.getElementById("problem"), count = document.getElementById("count");
  form.querySelector(".keys").hidden = false;

  const complain = (text) => { problem.textContent = text; box.toggleAttribute("aria-invalid", Boolean(text)); };
  const fit = () => {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, 180)}px`;
    count.textContent = box.value.length > NEARLY ? `${box.value.length} / ${LONGEST}자` : "";
  };
  const put = (text) => { box.value = text; complain(""); fit(); box.focus({ preventScroll: true }); };

  function submit() {
    const text = box.value.trim();
    if (!text) return complain("내용을 적어 주세요.");
    put("");
    onSend(text);
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  box.addEventListener("input", () => { complain(""); fit(); });
  box.addEventListener("keydown", (event) => {
    // keyCode 229: Safari ends the composition before the keydown that ended it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  });
  fit();
  return {
    complain,
    put,
    focus: () => box.focus({ preventScroll: true }),
  };
}
