// Files on their way into the library: dropped anywhere on the page, and answered for in their
// list. What is dropped goes through the "Add files" button, so that there is one way in.
// Given by gr.HTML: element, trigger(event, data), watch(property, callback).

const input = () => document.querySelector("#reading input[type=file]");
const hasFiles = (event) => event.dataTransfer?.types.includes("Files");

const target = document.createElement("div");
target.id = "drop";
target.textContent = "Drop files here to add them to your library";
target.hidden = true;
const news = document.createElement("div");
news.className = "unseen";
news.setAttribute("role", "status");
document.querySelector("gradio-app").append(target, news);

for (const name of ["dragenter", "dragover"]) {
  window.addEventListener(name, (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = "copy";
    target.hidden = false;
  }, true);
}

window.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) target.hidden = true; // the pointer has left the window
}, true);

/** A file, or all files in a folder and its folders. */
async function filesIn(entry) {
  if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
  const reader = entry.createReader();
  const found = [];
  const more = () => new Promise((done, failed) => reader.readEntries(done, failed));
  for (let some = await more(); some.length; some = await more()) found.push(...some);
  return (await Promise.all(found.map(filesIn))).flat();
}

window.addEventListener("drop", async (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  event.stopPropagation();
  target.hidden = true;
  // All asked for at once: what was dropped is gone when this event is over.
  const dropped = Array.from(event.dataTransfer.items, (item) => {
    const entry = item.webkitGetAsEntry?.();
    return entry?.isDirectory ? filesIn(entry) : [item.getAsFile()];
  });
  const files = new DataTransfer();
  for (const file of (await Promise.all(dropped)).flat()) files.items.add(file);
  if (!files.files.length) return; // an empty folder
  input().files = files.files;
  input().dispatchEvent(new Event("change", { bubbles: true }));
}, true);

/** Send the reader's word on the file whose list item holds a node. */
function answer(node, choice, password = "") {
  const key = Number(node.closest("[data-key]")?.dataset.key ?? 0);
  typed.delete(String(key));
  trigger("settle", { key, choice, password });
}

element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-choice]");
  if (button) answer(button, button.dataset.choice);
});

element.addEventListener("submit", (event) => {
  event.preventDefault();
  answer(event.target, "open", event.target.querySelector("input").value);
});

// What is being typed in a list that is drawn anew: its file, its words, whether it has the focus.
const typed = new Map();
let focused = null;
const keyOf = (node) => node.closest("[data-key]")?.dataset.key ?? "";
element.addEventListener("input", (event) => typed.set(keyOf(event.target), event.target.value));
element.addEventListener("focusin", (event) => { focused = keyOf(event.target); });
element.addEventListener("focusout", (event) => {
  if (event.target.isConnected && event.relatedTarget) focused = null;
});

watch("value", () => {
  for (const field of element.querySelectorAll("form input")) {
    field.value = typed.get(keyOf(field)) ?? "";
    if (keyOf(field) === focused) field.focus();
  }
  const list = element.querySelector("ul");
  if (focused !== null && document.activeElement === document.body && !list?.dataset.busy) {
    // What had the focus is answered: on to the next thing to answer.
    const next = element.querySelector(".answers :is(input, button)");
    if (!next) focused = null;
    (next ?? document.querySelector("#upload")).focus();
  }
  const said = list?.dataset.said ?? "";
  if (news.textContent !== said) news.textContent = said;
});
