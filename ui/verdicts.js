// The script of "Right", "Wrong" and "Wrong place" at each answer, run by Gradio for the line that
// says what was kept. A second click takes back what was said; another choice replaces it.
// Given by gr.HTML: element, props, trigger(event, data), watch(property, callback).

const CHOICES = ["right", "wrong", "place"];
const SAID = {
  right: "Marked as right",
  wrong: "Marked as wrong",
  place: "Marked as from the wrong place",
};

/** Gradio's chat drops what tells those who listen whether a button is pressed, and the name. */
function name() {
  for (const group of document.querySelectorAll("#chat .verdicts:not([aria-label])")) {
    group.setAttribute("aria-label", "Was this right?");
  }
  for (const button of document.querySelectorAll("#chat .verdict:not([aria-pressed])")) {
    button.setAttribute("aria-pressed", button.classList.contains("chosen"));
  }
}

/** Show and say what the library now keeps; the same answer may stand in the chat twice. */
function show() {
  const { key, verdict } = props.said;
  for (const group of document.querySelectorAll("#chat .verdicts")) {
    if (group.querySelector(".carried").textContent !== key) continue;
    for (const button of group.querySelectorAll(".verdict")) {
      const pressed = verdict !== null && button.classList.contains(verdict);
      button.classList.toggle("chosen", pressed);
      button.setAttribute("aria-pressed", pressed);
    }
  }
  const status = element.querySelector("[role=status]");
  status.textContent = "";
  requestAnimationFrame(() => (status.textContent = verdict ? SAID[verdict] : "Mark taken back"));
}

watch("said", show);
new MutationObserver(name).observe(document.body, { subtree: true, childList: true });
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#chat .verdict");
  if (!button) return;
  const key = button.closest(".verdicts").querySelector(".carried").textContent;
  const choice = CHOICES.find((each) => button.classList.contains(each));
  trigger("judge", { key, verdict: button.classList.contains("chosen") ? null : choice });
});
