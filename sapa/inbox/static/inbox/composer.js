// The foot of a conversation: drafts that survive, lists that / and @ open, emoji, keys, no connection.
const KEPT = 14 * 86_400_000;
const EMOJI = "😊 🙂 😄 😅 😂 🥰 😍 😉 🤗 🤔 😐 😕 😢 😭 😔 😮 🙏 👍 👌 👏 🙌 💪 🤝 👋 ✅ ❌ ⚠️ ❗ ❓ ⏰ 📅 📌 📦 🚚 🏠 📍 🧾 💳 💰 🎁 🛒 🛍️ ✨ 🎉 ❤️ 🧡 ⭐ 🌸".split(" ");
const TABS = { r: "tab-reply", c: "tab-note", t: "tab-template", n: "tab-later" };
const area = () => document.getElementById("composer-area");
const typed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

// ---- drafts
const keyOf = (form) => `sapa:draft:${area()?.dataset.person}:${area()?.dataset.talk}:${form.dataset.draft}`;

function keep(form) {
  const text = form.querySelector("textarea").value;
  if (text.trim()) localStorage.setItem(keyOf(form), JSON.stringify({ text, at: Date.now() }));
  else localStorage.removeItem(keyOf(form));
}

function restore(root) {
  for (const form of root.querySelectorAll("form[data-draft]")) {
    const field = form.querySelector("textarea");
    const draft = read(localStorage.getItem(keyOf(form)));
    if (!draft || field.value) continue;
    field.value = draft.text;
    typed(field);
  }
}

function read(kept) {
  try {
    return JSON.parse(kept);
  } catch {
    return null;
  }
}

for (const key of Object.keys(localStorage))
  if (key.startsWith("sapa:draft:") && !(read(localStorage.getItem(key))?.at > Date.now() - KEPT)) localStorage.removeItem(key);

// What is typed on while something is on its way is a draft again when the answer redraws the field.
const sent = new WeakMap();
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt.matches?.("form[data-draft]")) sent.set(detail.xhr, detail.elt.querySelector("textarea").value);
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const form = detail.requestConfig.elt;
  if (!form.matches?.("form[data-draft]") || detail.xhr.status >= 300) return;
  const field = form.querySelector("textarea");
  const text = sent.get(detail.xhr) ?? field.value;
  field.value = field.value.startsWith(text) ? field.value.slice(text.length).trimStart() : field.value;
  keep(form);
});

// What was taken back can be written anew where it was written; the strip may be drawn again before the answer comes.
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const letter = detail.elt.closest?.("form") && detail.elt.closest(".waiting-letter");
  const text = letter?.querySelector(".waiting-text").textContent;
  if (text) detail.xhr.addEventListener("load", () => detail.xhr.status < 300 && again(text));
});

function again(text) {
  const key = keyOf({ dataset: { draft: "later" } });
  if (localStorage.getItem(key)) return;
  localStorage.setItem(key, JSON.stringify({ text, at: Date.now() }));
  restore(area());
}

document.addEventListener("htmx:sendError", ({ detail }) => {
  if (!detail.requestConfig.elt.closest?.("#composer-area form") || !detail.requestConfig.elt.matches("form")) return;
  const toasts = [{ level: "error", text: area().dataset.unsent }];
  document.dispatchEvent(new CustomEvent("sapa:toasts", { detail: { toasts } }));
});

// What could not be sent has gone now: the sentence about it goes too.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status >= 300 || !detail.requestConfig.elt.matches?.("#composer-area form")) return;
  for (const toast of document.querySelectorAll("#toasts [data-toast=error]")) toast.remove();
});

// ---- lists that / and @ open
const lists = new Map();
let open = null;

async function listOf(url) {
  if (!lists.has(url)) {
    const answer = await fetch(url, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return "";
    lists.set(url, await answer.text());
    setTimeout(() => lists.delete(url), 60_000);
  }
  return lists.get(url);
}

const WORDS = { slash: /(?:^|\s)\/([\w-]*)$/, at: /(?:^|\s)@([^\s@]*(?: [^\s@]+)?)$/ };

async function suggest(field) {
  const before = field.value.slice(0, field.selectionStart);
  const kind = ["slash", "at"].find((one) => field.dataset[one] && WORDS[one].test(before));
  if (!kind) return shut();
  const word = before.match(WORDS[kind])[1];
  const html = await listOf(field.dataset[kind]);
  const meanwhile = field.value.slice(0, field.selectionStart).match(WORDS[kind]);
  if (!html || document.activeElement !== field || meanwhile?.[1] !== word) return;
  show(field, html, word);
}

function show(field, html, word) {
  const box = document.getElementById("suggestions") ?? made();
  box.innerHTML = html;
  const wanted = word.toLowerCase();
  const options = [...box.querySelectorAll("[role=option]")];
  for (const one of options) one.hidden = one.dataset.word !== undefined && !` ${one.dataset.word.toLowerCase()}`.includes(` ${wanted}`);
  if (options.every((one) => one.hidden)) return shut();
  field.closest(".composer-box").before(box);
  box.hidden = false;
  open = { field, box, word };
  field.setAttribute("aria-controls", box.id);
  mark(shown()[0]);
}

function made() {
  const box = document.createElement("ul");
  Object.assign(box, { id: "suggestions", className: "suggestions" });
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", area().querySelector("[role=tablist]").getAttribute("aria-label"));
  return box;
}

const shown = () => [...open.box.querySelectorAll("[data-text]:not([hidden])")];

function mark(option) {
  for (const one of open.box.querySelectorAll("[aria-selected=true]")) one.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) open.field.setAttribute("aria-activedescendant", option.id);
}

function shut() {
  if (!open) return;
  open.field.removeAttribute("aria-activedescendant");
  open.field.removeAttribute("aria-controls");
  open.box.remove();
  open = null;
}

function take(option) {
  const { field, word } = open;
  const end = field.selectionStart;
  const start = end - word.length - 1;
  const text = option.dataset.text;
  field.setRangeText(text, start, end, "end");
  if (option.dataset.quick) {
    const used = Object.assign(document.createElement("input"), { type: "hidden", name: "cepat", value: option.dataset.quick });
    field.form.append(used);
    const gap = text.search(/\{[a-z_]+\}/);
    if (gap >= 0) field.setSelectionRange(start + gap, start + gap + text.slice(gap).indexOf("}") + 1);
  }
  shut();
  field.focus();
  typed(field);
}

function steer(event) {
  const all = shown();
  const here = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const to = { ArrowDown: here + 1, ArrowUp: here - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
  if (event.key === "Escape") shut();
  else if (!all.length) return;
  else if (event.key === "Enter" || event.key === "Tab") take(all[Math.max(0, here)]);
  else if (to !== undefined) mark(all[to % all.length]);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

// ---- emoji
function emoji(button) {
  const box = document.getElementById("emoji") ?? palette();
  box.dataset.for = button.dataset.emojiFor;
  box.showPopover();
  const at = button.getBoundingClientRect();
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8))}px`;
  box.style.top = `${Math.max(8, at.top - box.offsetHeight - 8)}px`;
  box.querySelector("button").focus();
}

function palette() {
  const box = Object.assign(document.createElement("div"), { id: "emoji", className: "emoji", popover: "auto" });
  for (const sign of EMOJI) {
    const one = Object.assign(document.createElement("button"), { type: "button", textContent: sign });
    one.dataset.insert = sign;
    box.append(one);
  }
  document.body.append(box);
  return box;
}

function insert(sign) {
  const box = document.getElementById("emoji");
  const field = document.getElementById(box.dataset.for);
  box.hidePopover();
  field.setRangeText(sign, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  typed(field);
}

// ---- what the assistant suggests
function use(letter) {
  const field = document.getElementById("reply");
  if (!letter || !field) return false;
  document.getElementById("tab-reply").click();
  const words = letter.innerText.trim();
  if (!field.value.includes(words)) field.value = [field.value.trim(), words].filter(Boolean).join("\n");
  field.focus();
  typed(field);
  return true;
}

// ---- what is typed, pressed and chosen
document.addEventListener("input", ({ target }) => {
  if (target.form?.dataset.draft && target.matches("textarea")) keep(target.form);
  if (target.matches("textarea[data-slash], textarea[data-at]")) suggest(target);
  if (target.matches("input[name=pada]")) target.closest("fieldset").querySelector("[value=sendiri]").checked = true;
  if (target.dataset.filter) filter(target);
});

function filter({ dataset, value }) {
  const wanted = value.trim().toLowerCase();
  for (const one of document.getElementById(dataset.filter).children) one.hidden = !one.dataset.word.toLowerCase().includes(wanted);
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[name=kapan][value=sendiri]")) target.closest("fieldset").querySelector("[name=pada]").focus();
});
document.addEventListener("click", (event) => {
  const { target } = event;
  const wanted = target.closest("[data-use-draft]");
  if (wanted && use(wanted.closest("section, dd").querySelector(".draft"))) event.preventDefault();
  if (wanted || target.closest("[data-drop-draft]")) return target.closest(".draft-card")?.remove();
  const option = target.closest("#suggestions [data-text]");
  if (option) return take(option);
  if (!target.closest("#suggestions")) shut();
  const smile = target.closest("[data-emoji-for]");
  if (smile) return emoji(smile);
  const sign = target.closest("#emoji [data-insert]");
  if (sign) return insert(sign.dataset.insert);
  const way = target.closest("[data-write-with]");
  if (way) return document.getElementById(`tab-${way.dataset.writeWith}`)?.click();
  const tab = target.closest("#composer-area [role=tab]");
  if (tab) document.getElementById(tab.getAttribute("aria-controls")).querySelector("textarea, input:not([type=hidden])")?.focus();
});
document.addEventListener("mousedown", (event) => event.target.closest("#suggestions") && event.preventDefault());
document.addEventListener(
  "keydown",
  (event) => {
    if (open && event.target === open.field && !event.isComposing) return steer(event);
    if (event.key === "Enter" && event.target.dataset?.slash && /^\s*\/[\w-]*\s*$/.test(event.target.value)) {
      event.preventDefault(); // a call of the list is never an answer, also before the list has come
      return event.stopPropagation();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], dialog, [popover]")) return;
    const tab = document.getElementById(TABS[event.key]);
    if (!tab) return;
    event.preventDefault();
    tab.click();
  },
  true,
);
document.addEventListener("focusout", ({ target }) => open?.field === target && shut());
document.addEventListener("htmx:afterSwap", ({ target }) => target.id === "pane-template" && target.scrollTo(0, 0)); // not where the list was
document.addEventListener("htmx:load", ({ detail }) => restore(detail.elt.parentElement ?? detail.elt));
if (area()) restore(area());
