// Countdowns (data-left) and ages (data-age) in seconds, counted by the machine's steady clock: the demo clock may jump.
const STEP = 10_000;
const [dayWord, hourWord, minuteWord, secondWord] = (document.body.dataset.units ?? "d h min s").split(" ");
const begun = new WeakMap();

function words(seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60);
  if (hours >= 48) return pair(Math.floor(hours / 24), dayWord, hours % 24, hourWord);
  if (hours) return pair(hours, hourWord, minutes % 60, minuteWord);
  return minutes ? `${minutes} ${minuteWord}` : `${seconds} ${secondWord}`;
}

function pair(large, largeWord, small, smallWord) {
  return `${large} ${largeWord}` + (small ? ` ${small} ${smallWord}` : "");
}

function tell(element) {
  if (!begun.has(element)) begun.set(element, performance.now());
  const passed = Math.round((performance.now() - begun.get(element)) / 1000);
  const { left, age } = element.dataset;
  const seconds = left === undefined ? Number(age) + passed : Math.max(0, Number(left) - passed);
  const text = words(seconds);
  if (element.textContent !== text) element.textContent = text;
  if (left !== undefined && !seconds) element.dispatchEvent(new CustomEvent("sapa:elapsed", { bubbles: true }));
}

function tellAll() {
  document.querySelectorAll("[data-left], [data-age]").forEach(tell);
}

tellAll();
setInterval(tellAll, STEP);
