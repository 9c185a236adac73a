// The four calls of the chat face. Every failure becomes a Failed with a sentence for the person.
export class Failed extends Error {
  constructor(message, again) { super(message); this.again = again; }
}

async function call(path, options, seconds) {
  let response;
  try {
    response = await fetch(path, { ...options, signal: AbortSignal.timeout(seconds * 1000) });
  } catch (error) {
    throw new Failed(error.name === "TimeoutError" ? "답이 늦어지고 있어요. 다시 보내 주세요." : "연결이 끊겼어요. 인터넷 연결을 확인하고 다시 보내 주세요.", true);
  }
  let body = null;
  try { body = await response.json(); } catch (error) {
    if (response.ok) throw new Failed("답을 읽지 못했어요. 다시 보내 주세요.", true);
  }
  if (!response.ok) {
    throw new Failed(body?.error?.message ?? "지금은 답할 수 없어요. 잠시 뒤 다시 보내 주세요.", response.status >= 500 || response.status === 429);
  }
  return body;
}

export const say = (sender, text, messageId) => call("/api/chat", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ sender, text, message_id: messageId }),
}, 40);

export const forget = (sender) => call("/api/chat", { method: "DELETE", headers: { "X-Ieum-Sender": sender } }, 15);
export const history = (sender) => call("/api/chat/history", { headers: { "X-Ieum-Sender": sender } }, 8);
export const updates = (sender, after) => call(`/api/chat/updates?after=${after}`, { headers: { "X-Ieum-Sender": sender } }, 15);
