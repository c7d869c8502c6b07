// The script of an exported conversation: it lights what the address names, as a chip sets it.
// Each run of words names the places that it belongs to; no text is cut here.

const dark = window.matchMedia("(prefers-color-scheme: dark)");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Follow the system's light or dark. */
function dress() {
  document.body.classList.toggle("dark", dark.matches);
}

/** Light the place in the address, and bring it into view. */
function light() {
  for (const run of document.querySelectorAll(".quote[data-quote]")) {
    run.classList.remove("quote", "exact");
  }
  const place = location.hash.slice(1);
  if (!document.getElementById(place)) return;
  for (const run of document.querySelectorAll(`[data-quote~="${place}"]`)) {
    run.classList.add("quote");
    run.classList.toggle("exact", run.dataset.exact.split(" ").includes(place));
  }
  const lit = document.querySelector(".exact[data-quote]") ?? document.querySelector(".quote[data-quote]");
  lit.tabIndex = -1;
  lit.focus({ preventScroll: true });
  lit.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
}

dark.addEventListener("change", dress);
window.addEventListener("hashchange", light);
document.addEventListener("click", (event) => {
  const chip = event.target.closest("a.cite");
  if (!chip) return;
  event.preventDefault();
  history.replaceState(null, "", chip.getAttribute("href"));
  light(); // also where the address stays the same
});
dress();
light();
