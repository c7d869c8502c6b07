// "Ask about this": a button at what is selected in the document puts it, quoted, before the
// question. Only the open document is asked then, because that is where the words stand.
// Given by gr.HTML: element.

const LONGEST = 300; // code points of a passage in a question; longer ones end in "…"

const button = document.createElement("button");
button.id = "about";
button.className = "word";
button.type = "button";
button.textContent = "Ask about this";
button.hidden = true;
(element.closest("#passage") ?? element).after(button); // after the text, for the Tab key

/** What is selected in the document, as a range; null if nothing is, or more than the document. */
function selected() {
  const selection = document.getSelection();
  const text = document.querySelector("#pane .text");
  if (!selection.rangeCount || selection.isCollapsed || !text) return null;
  const range = selection.getRangeAt(0).cloneRange();
  if (!text.contains(range.startContainer)) return null;
  // Three clicks on the last paragraph select up to what stands behind the text.
  if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
  return range.toString().trim() ? range : null;
}

function place() {
  const range = selected();
  button.hidden = !range;
  if (button.hidden) return;
  const lines = range.getClientRects();
  const pane = document.querySelector("#pane").getBoundingClientRect();
  const line = lines[lines.length - 1];
  if (!line) return;
  const { offsetHeight: height, offsetWidth: width } = button;
  const top = Math.min(Math.max(line.bottom + 6, pane.top), pane.bottom - height);
  const left = Math.min(Math.max(line.right - width / 2, pane.left), pane.right - width);
  button.style.top = `${top}px`;
  button.style.left = `${left}px`;
}

document.addEventListener("selectionchange", place);
window.addEventListener("scroll", place, true);
window.addEventListener("resize", place);
button.addEventListener("mousedown", (event) => event.preventDefault()); // it would deselect
button.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.getSelection().removeAllRanges();
});

button.addEventListener("click", () => {
  const range = selected();
  if (!range) return;
  const letters = Array.from(range.toString().replace(/\s+/g, " ").trim());
  const words = letters.length > LONGEST ? [...letters.slice(0, LONGEST - 1), "…"] : letters;
  document.getSelection().removeAllRanges();
  document.querySelector("#scope input").click(); // "This document" is the first
  document.dispatchEvent(new CustomEvent("show", { detail: "talk" }));
  const box = document.querySelector("#question textarea");
  box.focus();
  box.select();
  const question = `About “${words.join("")}”: `;
  // As if it was typed over what stood there, which "undo" brings back.
  if (document.execCommand("insertText", false, question)) return;
  box.value = question;
  box.dispatchEvent(new Event("input", { bubbles: true }));
});
