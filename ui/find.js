// Looking for words in the open document: a box above the text. The server finds and lights them;
// here is what is typed, to which hit the reader goes, and how many there are.
// Given by gr.HTML: element, trigger(event, data), watch(property, callback).

const PAUSE = 150; // milliseconds after a letter

const box = document.createElement("form");
box.id = "finder";
box.hidden = true;
box.setAttribute("role", "search");
box.innerHTML =
  '<input type="text" aria-label="Find in the document" placeholder="Find in the document" ' +
  'autocomplete="off" spellcheck="false"><output role="status"></output>' +
  '<button type="button" class="word" data-step="-1" aria-label="Previous hit">↑</button>' +
  '<button type="button" class="word" data-step="1" aria-label="Next hit">↓</button>' +
  '<button type="button" class="word" data-step="0" aria-label="Close the search">✕</button>';
(element.closest("#found") ?? element).after(box); // above the text
const field = box.querySelector("input");
const count = box.querySelector("output");

let at = null; // the hit that the reader is at
let found = 0; // how many there are
let timer = 0;
let mine = ""; // which drawing of the pane the count is of
let sent = ""; // what is being looked for, "" while nothing is; one search at a time

const source = () => document.querySelector("#pane .source");
const wanted = () => JSON.stringify([field.value, at]);

function ask() {
  clearTimeout(timer);
  if (sent) return; // looked for when the answer to the one before is there
  sent = wanted();
  const { from, place } = source()?.dataset ?? {};
  trigger("find", { query: field.value, at, since: Number(from ?? 0), lit: place ?? "" });
}

function go(step) {
  if (at !== null && found) at = (at + step + found) % found;
  ask();
}

/** The text as it is without its hits, and with what is cited; the words stay where they are. */
function darken() {
  const hits = document.querySelectorAll("#pane mark.hit");
  for (const hit of hits) hit.replaceWith(...hit.childNodes);
  document.querySelector("#pane .text")?.normalize();
  const cited = document.querySelector("#pane mark.exact") ?? document.querySelector("#pane mark");
  if (!hits.length || !cited) return;
  cited.id = "lit";
  cited.tabIndex = -1;
}

function open() {
  box.hidden = false;
  field.focus();
  field.select();
  if (field.value) ask();
}

function close() {
  clearTimeout(timer);
  box.hidden = true;
  darken();
  document.querySelector("#find").focus();
}

box.addEventListener("submit", (event) => event.preventDefault());
field.addEventListener("input", () => {
  at = null;
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
});
box.addEventListener("click", (event) => {
  const step = event.target.closest("button")?.dataset.step;
  if (step === "0") close();
  else if (step) go(Number(step));
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
  else if (event.key === "Enter" && event.target === field) go(event.shiftKey ? -1 : 1);
  else return;
  event.preventDefault();
  event.stopPropagation();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("#find")) open();
});
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey)) return;
  // The browser's own search cannot see the other parts of a long document; again brings it.
  if (event.target === field || !document.querySelector("#pane .parts")) return;
  event.preventDefault();
  open();
});

watch("value", () => {
  const isLate = sent && sent !== wanted();
  sent = "";
  if (isLate && !box.hidden) {
    ask();
    return;
  }
  const said = element.querySelector("[data-count]");
  if (!said || box.hidden) {
    darken();
    return;
  }
  found = Number(said.dataset.count);
  at = found ? Number(said.dataset.at) : null;
  count.textContent = field.value.trim() ? said.textContent : "";
  mine = found ? said.dataset.visit : source()?.dataset.visit;
  if (!found) darken();
});

// Something else has drawn the pane, another document maybe: the next search begins anew.
new MutationObserver(() => {
  if (box.hidden || sent || !source() || source().dataset.visit === mine) return;
  [at, found, count.textContent] = [null, 0, ""];
}).observe(document.querySelector("gradio-app"), { subtree: true, childList: true });
