// The page of the contact policy: clocks that count by themselves, usual values put back, a customer chosen.
const begun = new WeakMap();
const english = document.documentElement.lang.startsWith("en");

function shown(zone) {
  const parts = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: zone };
  return new Intl.DateTimeFormat(english ? "en-GB" : "id-ID", parts);
}

// By the steady clock from what the server said: the demo clock stands elsewhere than the machine's.
function tick(clock) {
  if (!begun.has(clock)) begun.set(clock, { from: performance.now(), format: shown(clock.dataset.zone) });
  const { from, format } = begun.get(clock);
  const now = Number(clock.dataset.now) * 1000 + performance.now() - from;
  clock.querySelector("time").textContent = format.format(now);
  const span = JSON.parse(clock.dataset.spans).find(([start, end]) => start <= now && now < end);
  if (!span) return;
  const words = clock.querySelector("[data-clock-words]");
  if (words.textContent !== span[3]) words.textContent = span[3];
  clock.classList.toggle("hue-daun", span[2]);
  clock.classList.toggle("hue-kunyit", !span[2]);
}

function tickAll() {
  document.querySelectorAll("[data-zone-clock]").forEach(tick);
}

function restore(field) {
  field.querySelectorAll("[data-usual]").forEach((input) => {
    if (input.type === "checkbox") input.checked = input.dataset.usual === "1";
    else input.value = input.dataset.usual;
  });
  field.querySelector("[data-restore]").hidden = true;
  field.querySelector("[data-usual]").focus();
}

function choose(button) {
  const form = button.closest("form");
  form.elements.pelanggan.value = button.dataset.choose;
  form.elements.cari.value = button.dataset.name;
  button.closest("ul").remove();
  form.elements.cari.focus();
  const view = document.querySelector("[data-view-customer]");
  if (!view) return;
  view.value = button.dataset.choose;
  view.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", ({ target }) => {
  const field = target.closest("[data-restore]")?.closest(".policy-field");
  if (field) restore(field);
  const person = target.closest("[data-choose]");
  if (person) choose(person);
});

document.addEventListener("input", ({ target }) => {
  const button = target.closest(".policy-field")?.querySelector("[data-restore]");
  if (button) button.hidden = false;
  if (target.name === "cari") target.form.elements.pelanggan.value = "";
});

// Before htmx reads the form: another segment is nobody in particular.
document.addEventListener("change", ({ target }) => {
  if (target.id === "segmen") target.form.elements.pelanggan.value = "";
}, true);

document.querySelector('[data-policy-form] [aria-invalid="true"]')?.focus();
tickAll();
setInterval(tickAll, 1000);
document.addEventListener("htmx:afterSwap", tickAll);
