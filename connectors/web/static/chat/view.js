// Builds the elements of the log. Text only ever goes in as text, never as markup.
const NAMES = { citizen: "나", bot: "이음", caseworker: "담당자" };

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

const outside = { target: "_blank", rel: "noopener noreferrer" };

function source(citation) {
  const name = [citation.title, citation.section].filter(Boolean).join(" · ");
  const told = citation.url ? element("a", { href: citation.url, ...outside }, `${name} (새 창)`) : name;
  return element("li", {}, told, citation.as_of ? element("span", { class: "dated" }, ` 기준일 ${citation.as_of}`) : null);
}

// Lines that begin with a dash or a dot become a list, so that a screen reader says how many there are.
function blocks(text) {
  const made = [];
  for (const run of text.split("\n")) {
    const point = /^\s*[-·•]\s+(.*)$/.exec(run);
    const tag = point ? "UL" : "P";
    if (made.at(-1)?.tagName !== tag) made.push(element(tag));
    const last = made.at(-1);
    if (point) last.append(element("li", {}, point[1]));
    else last.append(last.hasChildNodes() ? `\n${run}` : run);
  }
  for (const prose of made.filter((block) => block.tagName === "P")) prose.textContent = prose.textContent.trim();
  return made.filter((block) => block.textContent);
}

export function bubble(message) {
  const box = element("div", { class: "bubble" }, ...blocks(message.text));
  if (message.citations.length) {
    box.append(element("div", { class: "sources" }, element("p", { class: "sources-title" }, "근거"), element("ul", {}, ...message.citations.map(source))));
  }
  return box;
}

function chip(button) {
  if (!button.url) return element("button", { class: "chip", type: "button", "data-value": button.value }, button.label);
  if (button.url.startsWith("tel:")) return element("a", { class: "chip call", href: button.url }, button.label);
  return element("a", { class: "chip", href: button.url, ...outside }, `${button.label} (새 창)`);
}

export function chips(buttons) {
  return buttons.length ? element("ul", { class: "chips" }, ...buttons.map((one) => element("li", {}, chip(one)))) : null;
}

export function line(author, messages, at = null) {
  const when = at ? element("time", { datetime: at }, ` ${new Date(at).toLocaleString("ko-KR", { dateStyle: "medium", timeStyle: "short" })}`) : null;
  const made = element("div", { class: `line ${author}` }, element("p", { class: "who" }, NAMES[author], when));
  for (const message of messages) made.append(...[bubble(message), chips(message.buttons)].filter(Boolean));
  return made;
}

export const receiptNote = (receipt) => element("p", { class: "noted" }, "접수번호 ", element("b", {}, receipt));

export const plain = (text) => ({ text, citations: [], buttons: [] });

export function failure(reason, again, onAgain, onEdit) {
  const box = element("div", { class: "ieum-row failure" }, element("p", {}, `보내지 못했어요. ${reason}`));
  const act = (label, run) => {
    const button = element("button", { type: "button", class: "krds-btn tertiary small" }, label);
    button.addEventListener("click", run);
    box.append(button);
  };
  if (again) act("다시 보내기", onAgain);
  act("고쳐 쓰기", onEdit);
  return box;
}
