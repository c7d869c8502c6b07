// The page's own script, run by Gradio for the pane and for the notes beside it.
// It sends clicks on citation chips to the server, scrolls to what the server then lights, notes
// what is asked before more is typed and asks it when its turn comes, and puts into the question's
// box what is to be edited or asked again.
// It never cuts text: Python does, so code points and UTF-16 units never meet.
// Given by gr.HTML: element, props, trigger(event, data), watch(property, callback).

const SOON = 100; // milliseconds until a question that waits in its box is asked again
let insisting = 0; // the timer of that
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Bring what was just drawn into view; move the focus there if the reader asked to go there. */
function attend() {
  const drawn = element.querySelector("[data-attend]");
  if (!drawn) return;
  const target = element.querySelector("#lit") ?? drawn;
  const behavior = calm.matches ? "auto" : "smooth";
  if (drawn.dataset.attend === "focus") {
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center", behavior });
    return;
  }
  // A look: only the pane scrolls, so that a phone stays at the answer.
  const pane = element.closest("#pane") ?? element;
  const top = target === drawn ? 0 : middle(target, pane);
  pane.scrollTo({ top, behavior: target === drawn ? "auto" : behavior });
}

/** Where the pane has to scroll to show the target at its middle, in pixels. */
function middle(target, pane) {
  const box = target.getBoundingClientRect();
  const room = pane.getBoundingClientRect();
  return pane.scrollTop + box.top - room.top - (pane.clientHeight - box.height) / 2;
}

watch("value", attend);

/** Gradio labels a message with its HTML source. */
function nameParts() {
  for (const message of document.querySelectorAll("#chat [data-testid][aria-label]")) {
    const name = message.dataset.testid === "user" ? "You asked" : "Footnote answered";
    if (message.getAttribute("aria-label") !== name) message.setAttribute("aria-label", name);
  }
  const pane = document.querySelector("#pane:not([tabindex])");
  if (!pane) return;
  pane.tabIndex = 0; // so that the arrow keys can scroll it
  pane.setAttribute("role", "region");
  pane.setAttribute("aria-label", "The document");
}

/** Note what is in the question's box at Enter or a click on "Ask": that is what is asked. */
function noteQuestion(event) {
  const question = event.isTrusted && event.target.closest?.("#question");
  const box = question && question.querySelector("textarea");
  if (!box) return;
  box.dataset.asked = box.value;
  clearTimeout(insisting);
  insisting = setTimeout(insist, SOON, question, box);
}

/** Gradio takes no question while an answer is under way: ask again until this one is taken. */
function insist(question, box) {
  const { asked } = box.dataset;
  if (!asked || !box.value.startsWith(asked)) return; // taken, or changed meanwhile
  question.querySelector("button").click();
  insisting = setTimeout(insist, SOON, question, box);
}

/** Put a question, as it was understood, into its box, to be changed there; nothing is asked. */
function edit(words) {
  const question = document.querySelector("#question");
  const box = question.querySelector("textarea");
  box.focus();
  box.select();
  // As if it was typed over what stood there, which "undo" brings back.
  if (!document.execCommand("insertText", false, words)) {
    box.value = words;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  // When Gradio has made the box as high as its words: a phone shows all of it.
  requestAnimationFrame(() => question.scrollIntoView({ block: "nearest" }));
}

/** Put a question without an answer back into its box; beside a draft, offer to. */
function putBack() {
  const back = document.querySelector("#notice .back:not([data-seen])");
  const box = document.querySelector("#question textarea");
  if (!back || !box) return;
  back.dataset.seen = "";
  back.hidden = !box.value.trim();
  if (!back.hidden) return;
  box.value = back.querySelector(".words").textContent;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

if (props.listens) {
  document.addEventListener("click", noteQuestion, true);
  document.addEventListener("keydown", (e) => e.key === "Enter" && noteQuestion(e), true);
  // Observed from the body: Gradio draws the chat later than the pane, and anew when it likes.
  const changes = { subtree: true, childList: true, attributeFilter: ["aria-label"] };
  new MutationObserver(() => {
    nameParts();
    putBack();
  }).observe(document.body, changes);
  document.addEventListener("click", (event) => {
    const understood = event.target.closest?.("#chat button.edit")?.closest(".understood");
    if (understood) edit(understood.querySelector(".words").textContent);
    const question = event.target.closest?.("#chat .edit-question")?.closest(".question");
    if (question) edit(question.querySelector(".asked").textContent);
    const back = event.target.closest?.("#notice .back button")?.closest(".back");
    if (back) {
      edit(back.querySelector(".words").textContent);
      back.hidden = true;
    }
    const link = event.target.closest?.("a.cite, a.turn");
    if (!link) return;
    event.preventDefault();
    trigger("cite", { href: link.getAttribute("href") });
  });
}
