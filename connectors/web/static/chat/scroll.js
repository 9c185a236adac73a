// Brings new lines into view without hiding them behind what sticks to the edges, and without moving the focus.
const root = document.documentElement;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const sticky = (id) => {
  const one = document.getElementById(id);
  return getComputedStyle(one).position === "sticky" ? one.offsetHeight : 0;
};

const measure = () => {
  root.style.scrollPaddingTop = `${sticky("pinned") + 16}px`;
  root.style.scrollPaddingBottom = `${sticky("composer") + 16}px`;
};
const watch = new ResizeObserver(measure);
for (const id of ["pinned", "composer"]) watch.observe(document.getElementById(id));

export function reveal(first, last) {
  measure();
  const room = innerHeight - sticky("pinned") - sticky("composer") - 32;
  const fits = last.getBoundingClientRect().bottom - first.getBoundingClientRect().top <= room;
  const options = { behavior: calm.matches ? "auto" : "smooth" };
  if (fits) last.scrollIntoView({ ...options, block: "end" });
  else first.scrollIntoView({ ...options, block: "start" });
}
