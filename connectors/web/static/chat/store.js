// What this device remembers of the conversation: an unguessable sender id and the receipts.
const SENDER = "ieum.sender", RECEIPTS = "ieum.receipts";
const memory = new Map();

const read = (name) => { try { return localStorage.getItem(name); } catch { return memory.get(name) ?? null; } };
const write = (name, value) => { try { localStorage.setItem(name, value); } catch { memory.set(name, value); } };
const drop = (name) => { memory.delete(name); try { localStorage.removeItem(name); } catch { /* nothing was kept there */ } };

// randomUUID exists only on https and localhost; an office may try 이음 over plain http.
export const freshId = () => crypto.randomUUID?.()
  ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export const knownSender = () => (/^[A-Za-z0-9_-]{16,128}$/.test(read(SENDER) ?? "") ? read(SENDER) : null);

export function sender() {
  if (!knownSender()) write(SENDER, freshId());
  return read(SENDER);
}

export function receipts() {
  try {
    const kept = JSON.parse(read(RECEIPTS) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch { return []; }
}

export function keepReceipt(receipt) {
  if (!receipts().includes(receipt)) write(RECEIPTS, JSON.stringify([...receipts(), receipt].slice(-10)));
}

export function forget() { drop(SENDER); drop(RECEIPTS); }
