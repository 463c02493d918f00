// Pictures in a viewer with arrows and Esc, voices faster, and files that cannot be shown say so.
const SPEEDS = [1, 1.5, 2];
const viewer = document.getElementById("viewer");
let at = null;

const pictures = () => [...document.querySelectorAll("#messages [data-view]")];

function show(link) {
  at = link;
  const all = pictures();
  const place = all.indexOf(link);
  const image = viewer.querySelector("img");
  image.src = link.href;
  image.alt = link.querySelector("img").alt;
  image.classList.remove("large");
  viewer.querySelector("p").textContent = link.dataset.view;
  viewer.querySelector("a[download]").href = link.href;
  viewer.querySelector(".before").hidden = place <= 0;
  viewer.querySelector(".after").hidden = place < 0 || place >= all.length - 1;
  if (!viewer.open) viewer.showModal();
}

function step(by) {
  const all = pictures();
  const next = all[all.indexOf(at) + by];
  if (next) show(next);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("#messages [data-view]");
  if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    show(link);
  }
  const side = event.target.closest(".viewer-step");
  if (side) step(Number(side.dataset.step));
  if (event.target.matches(".viewer-stage img")) event.target.classList.toggle("large");
  else if (event.target.closest(".viewer-stage")) viewer.close();
  const speed = event.target.closest("[data-speed]");
  if (speed) faster(speed);
});
viewer?.addEventListener("keydown", ({ key }) => {
  if (key === "ArrowLeft") step(-1);
  if (key === "ArrowRight") step(1);
});
viewer?.addEventListener("close", () => at?.focus());

function faster(button) {
  const voice = button.parentElement.querySelector("audio");
  const next = SPEEDS[(SPEEDS.indexOf(voice.playbackRate) + 1) % SPEEDS.length];
  voice.playbackRate = next;
  button.textContent = `${String(next).replace(".", ",")}×`;
}

// One voice at a time.
document.addEventListener("play", ({ target }) => {
  for (const other of document.querySelectorAll("#messages audio, #messages video")) if (other !== target) other.pause();
}, { capture: true });

const FILES = "#messages img, #messages audio, #messages video";

function broken(target) {
  const told = document.getElementById("broken-file").content.firstElementChild.cloneNode(true);
  told.querySelector("a").href = target.src;
  (target.closest("a.part-picture, .part-voice") ?? target).replaceWith(told);
}

document.addEventListener("error", ({ target }) => target.matches?.(FILES) && broken(target), { capture: true });
// What failed before this was loaded.
for (const one of document.querySelectorAll(FILES)) if (one.error || (one.complete && !one.naturalWidth && one.currentSrc)) broken(one);
