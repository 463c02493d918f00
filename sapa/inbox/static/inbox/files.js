// Files of an answer: chosen, dropped or pasted, shown before they go.
const MOST_FILES = 10;
const area = () => document.getElementById("composer-area");
const input = () => document.querySelector("#composer input[type=file]");

function add(files) {
  const field = input();
  if (!field || !files.length) return false;
  put([...field.files, ...files].slice(0, MOST_FILES));
  document.getElementById("tab-reply").click();
  return true;
}

function put(files) {
  const given = new DataTransfer();
  for (const file of files) given.items.add(file);
  input().files = given.files;
  draw();
}

function draw() {
  const list = document.getElementById("files");
  for (const one of list.querySelectorAll("img")) URL.revokeObjectURL(one.src);
  list.replaceChildren(...[...input().files].map((file, place) => tile(file, place, list.dataset.remove)));
  list.hidden = !list.children.length;
}

function tile(file, place, word) {
  const one = document.createElement("li");
  if (/^image\/(png|jpeg|webp|gif)$/.test(file.type)) one.append(Object.assign(document.createElement("img"), { src: URL.createObjectURL(file), alt: "" }));
  one.append(Object.assign(document.createElement("span"), { textContent: file.name }));
  const away = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
  away.setAttribute("aria-label", `${word}: ${file.name}`);
  away.dataset.fileAway = place;
  one.append(away);
  return one;
}

// A note or a message for later draws everything anew; the files of the answer stay chosen.
let chosen = null;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id === "talk" && detail.requestConfig.elt.id !== "composer") chosen = input()?.files;
});
document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.id === "talk" && chosen?.length && input()) put(chosen);
  if (target.id === "talk") chosen = null;
});

const brings = (event) => event.dataTransfer?.types.includes("Files") && input() && event.target.closest?.(".chat");
document.addEventListener("dragover", (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  area().classList.add("over");
});
document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget?.closest?.(".chat") || area()?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  area()?.classList.remove("over");
  if (!brings(event)) return;
  event.preventDefault();
  add([...event.dataTransfer.files]);
});
document.addEventListener("paste", (event) => {
  if (event.target.closest?.(".chat") && add([...(event.clipboardData?.files ?? [])])) event.preventDefault();
});
document.addEventListener("change", ({ target }) => target === input() && draw());
document.addEventListener("click", ({ target }) => {
  const away = target.closest("[data-file-away]");
  if (away) put([...input().files].filter((_, place) => place !== Number(away.dataset.fileAway)));
});
