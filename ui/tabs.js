// On narrow screens one of two panes is shown, and two tabs lead from one to the other. A chip leads
// to the document, and what leads back leads to that chip.
// Given by gr.HTML: element.

const tabs = [...element.querySelectorAll("[role=tab]")];
const isNarrow = () => getComputedStyle(element).display !== "none";
let chip = null; // that has been followed last

function show(pane) {
  document.querySelector("#room").dataset.shown = pane;
  for (const tab of tabs) {
    const isShown = tab.getAttribute("aria-controls") === pane;
    tab.setAttribute("aria-selected", isShown);
    tab.tabIndex = isShown ? 0 : -1;
  }
  const target = pane === "talk" ? chip : document.querySelector("#lit");
  if (isNarrow() && target?.isConnected) target.scrollIntoView({ block: "center" });
}

function back() {
  show("talk");
  if (chip?.isConnected) chip.focus({ preventScroll: true });
}

document.addEventListener("show", (event) => show(event.detail));
document.addEventListener("click", (event) => {
  chip = event.target.closest?.("a.cite") ?? chip;
  if (event.target.closest?.("a.cite")) show("reading");
}, true);

element.addEventListener("click", (event) => {
  const tab = event.target.closest("[role=tab]");
  if (tab) show(tab.getAttribute("aria-controls"));
});
element.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const other = tabs.find((tab) => tab.getAttribute("aria-selected") !== "true");
  show(other.getAttribute("aria-controls"));
  other.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && chip && event.target.closest?.("#pane")) back();
});
