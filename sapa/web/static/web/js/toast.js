// Toasts from the server: in the page, or as the htmx event sapa:toasts. Errors stay until they are closed.
const SHOWN_FOR = 6000;
const stack = document.getElementById("toasts");

function settle(toast) {
  if (toast.dataset.toast !== "error") setTimeout(() => toast.remove(), SHOWN_FOR);
}

function show({ text, level }) {
  const known = document.getElementById(`toast-${level}`) ?? document.getElementById("toast-info");
  const toast = known.content.firstElementChild.cloneNode(true);
  toast.querySelector("p").textContent = text;
  stack.append(toast);
  settle(toast);
}

for (const toast of stack.children) settle(toast);
document.addEventListener("sapa:toasts", (event) => event.detail.toasts.forEach(show));
document.addEventListener("click", (event) => event.target.closest("[data-toast-close]")?.closest(".toast").remove());
