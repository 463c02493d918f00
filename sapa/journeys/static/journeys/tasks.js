// Today's list: copies a text, tells the navigation that something changed, and reads the list anew when
// something happens, but never under the hands of somebody who is writing a note.
const EVERY = 60000;
const list = () => document.querySelector("[data-tasks]");
const writing = (box) => box.querySelector("details[open] form, :focus");

function refresh() {
  const box = list();
  if (box && !writing(box) && !document.hidden) box.dispatchEvent(new CustomEvent("sapa:refresh"));
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText);
  button.setAttribute("data-done", "");
  button.querySelector(".quiet").textContent = button.dataset.copied;
});
document.body.addEventListener("sapa:counts", refresh);
document.body.addEventListener("htmx:afterSwap", () => {
  const told = document.querySelectorAll("[data-tasks-changed]");
  told.forEach((one) => one.remove());
  if (told.length) document.body.dispatchEvent(new CustomEvent("sapa:tasks"));
});
setInterval(refresh, EVERY);
