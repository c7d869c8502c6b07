// Citation chips by hand and keyboard: a preview of the quote, arrows from chip to chip, "/" to the
// question, Esc out again. The quote is the chip's own title, which this takes for as long as it
// shows it, so that the browser does not show it a second time.

const preview = document.createElement("div");
preview.id = "preview";
preview.setAttribute("role", "tooltip");
preview.hidden = true;
document.querySelector("gradio-app").append(preview);

const GAP = 8; // pixels between a chip, its preview and the window's edge
let shown = null; // the chip whose quote is previewed

function show(chip, by) {
  if (chip === shown || !chip.title) return;
  hide();
  shown = chip;
  preview.textContent = chip.title;
  chip.removeAttribute("title");
  chip.setAttribute("aria-describedby", preview.id);
  preview.hidden = false;
  // One that the pointer has brought may be pointed at; any other is in no chip's way.
  preview.style.pointerEvents = by === "pointer" ? "auto" : "none";
  const [box, room] = [chip.getBoundingClientRect(), preview.getBoundingClientRect()];
  const above = box.top - room.height - GAP;
  const right = document.documentElement.clientWidth - room.width - GAP;
  preview.style.top = `${above > 0 ? above : box.bottom + GAP}px`;
  preview.style.left = `${Math.max(GAP, Math.min(box.left, right))}px`;
}

function hide() {
  if (!shown) return;
  shown.title = preview.textContent;
  shown.removeAttribute("aria-describedby");
  shown = null;
  preview.hidden = true;
}

const chipAt = (event) => event.target.closest?.("a.cite");
const isOver = (node) => node && (node === preview || node === shown || shown?.contains(node));

document.addEventListener("mouseover", (event) => {
  const chip = chipAt(event);
  if (chip) show(chip, "pointer");
  else if (shown !== document.activeElement && !isOver(event.target)) hide();
});
document.addEventListener("focusin", (event) => {
  const chip = chipAt(event);
  if (chip?.matches(":focus-visible")) show(chip, "focus");
  else hide();
});
for (const name of ["click", "scroll", "resize"]) window.addEventListener(name, hide, true);
// An answer that comes draws the chat anew, and the chip may be gone.
new MutationObserver(() => shown && !shown.isConnected && hide()).observe(
  document.querySelector("gradio-app"), { subtree: true, childList: true });

/** To the chip before or after in the same answer; at either end it stays. */
function step(chip, by) {
  const chips = [...chip.closest(".answer").querySelectorAll("a.cite")];
  chips[chips.indexOf(chip) + by]?.focus();
}

const isTyping = (node) => node.closest?.("input:not([type=radio]), textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const chip = chipAt(event);
  const box = document.querySelector("#question textarea");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (key === "Escape" && shown) hide();
  else if (key === "Escape" && target === box) box.blur();
  else if (key === "ArrowRight" && chip) step(chip, 1);
  else if (key === "ArrowLeft" && chip) step(chip, -1);
  else if (key === "/" && !isTyping(target)) {
    document.dispatchEvent(new CustomEvent("show", { detail: "talk" }));
    box.focus();
  } else return;
  event.preventDefault();
});
