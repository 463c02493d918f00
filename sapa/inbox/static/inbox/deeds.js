// What is done with one message: tap it (or open its menu, or swipe it to the right) to answer, react, copy.
const SWIPE = 60;
const bar = document.getElementById("message-deeds");
const opener = document.getElementById("deeds-opener");
let chosen = null;
let begun = null;

const bubbleOf = (target) => target.closest("#messages [data-message]");
const words = (message) => message.querySelector(".said")?.textContent.trim() ?? "";

function open(message) {
  chosen = message;
  const may = "answerable" in message.dataset;
  for (const one of bar.querySelectorAll("[data-emoji], [data-deed=reply]")) one.hidden = !may;
  bar.querySelector("[data-deed=copy]").hidden = !words(message);
  bar.showPopover();
  const at = message.getBoundingClientRect();
  const own = bar.getBoundingClientRect();
  const left = message.classList.contains("out") ? at.right - own.width : at.left;
  bar.style.left = `${Math.max(8, Math.min(left, innerWidth - own.width - 8))}px`;
  bar.style.top = `${Math.max(8, at.bottom + own.height + 8 < innerHeight ? at.bottom + 4 : Math.max(at.top, 60) - own.height - 4)}px`;
  bar.querySelector("button:not([hidden])").focus();
}

function offer(message) {
  if (!message.querySelector(":scope > .bubble-more")) message.append(opener.content.cloneNode(true));
}

document.addEventListener("pointerover", ({ target, pointerType }) => {
  const message = pointerType === "mouse" && bubbleOf(target);
  if (message) offer(message);
});
document.getElementById("messages")?.querySelectorAll(".bubble[data-message]").forEach(offer);
document.addEventListener("htmx:load", ({ target }) => target.closest("#messages, #talk") && document.querySelectorAll("#messages .bubble[data-message]").forEach(offer));

document.addEventListener("click", (event) => {
  const { target } = event;
  if (target.closest("#message-deeds")) return deed(target.closest("button"));
  if (target.closest("[data-answering-end]")) return target.closest(".answering").remove();
  const taken = target.closest("[data-react]");
  if (taken) return react(taken.dataset.of, taken.dataset.react);
  const asked = target.closest("[data-say]");
  if (asked) return say(asked.dataset.say);
  const message = bubbleOf(target);
  if (!message) return;
  const touched = event.pointerType === "touch" && !target.closest("a, button, audio, video, summary, form, [popover]");
  if (target.closest(".bubble-more") || (touched && getSelection().isCollapsed)) open(message);
});

function deed(button) {
  if (!button || !chosen) return;
  bar.hidePopover();
  const id = chosen.dataset.message;
  if (button.dataset.emoji) react(id, button.dataset.emoji);
  if (button.dataset.deed === "reply") answer(chosen);
  if (button.dataset.deed === "copy") navigator.clipboard?.writeText(words(chosen));
  if (button.dataset.deed === "link") navigator.clipboard?.writeText(`${location.origin}${location.pathname}?pesan=${id}`);
}

function react(id, emoji) {
  const values = { emoji, client_id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` };
  htmx.ajax("POST", `/kotak-masuk/pesan/${id}/reaksi/`, { source: document.getElementById("messages"), swap: "none", values });
}

function answer(message) {
  const form = document.getElementById("composer");
  if (!form) return;
  document.getElementById("tab-reply")?.click();
  form.querySelector(".answering")?.remove();
  const strip = document.getElementById("answering").content.firstElementChild.cloneNode(true);
  strip.querySelector("input").value = message.dataset.message;
  strip.querySelector("p").textContent = words(message).slice(0, 160) || message.querySelector("img")?.alt || "";
  form.prepend(strip);
  form.querySelector("textarea")?.focus();
}

function say(text) {
  const area = document.querySelector("#composer textarea");
  if (!area) return;
  if (!area.value.includes(text)) area.value = area.value ? `${area.value}\n${text}` : text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
}

// ---- swiped to the right
document.addEventListener("touchstart", ({ target, touches }) => {
  const message = touches.length === 1 && bubbleOf(target);
  begun = message && "answerable" in message.dataset && document.getElementById("composer") ? { message, x: touches[0].clientX, y: touches[0].clientY } : null;
}, { passive: true });
document.addEventListener("touchmove", ({ touches }) => {
  if (!begun) return;
  const x = touches[0].clientX - begun.x;
  if (Math.abs(touches[0].clientY - begun.y) > 24 || x < -12) return rest();
  begun.far = x > SWIPE;
  begun.message.style.translate = `${Math.max(0, Math.min(x - 12, SWIPE))}px`;
}, { passive: true });
document.addEventListener("touchend", () => {
  if (begun?.far) answer(begun.message);
  rest();
});
document.addEventListener("touchcancel", rest);

function rest() {
  if (begun) begun.message.style.translate = "";
  begun = null;
}
