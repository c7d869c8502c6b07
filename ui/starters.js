// Questions to begin with, fit for the open document. They are drawn by the server in an element
// of their own: nothing here touches the conversation, so nothing waits for it or is lost with it.
// Given by gr.HTML: element, trigger(event, data), watch(property, callback).

const SETTLED = 100; // milliseconds until a page that is being drawn shows what it will show
const SOON = 400; // milliseconds until another look at questions that are being made
const LATE = 5000; // between two looks, at most
let timer = 0;
let pause = SOON;
let asked = null; // the document that was looked for last
let focused = null; // words of the button that has the focus

const shown = () => element.querySelector("[data-document]");
const opened = () => document.querySelector("#pane .source")?.dataset.document;

/** Ask for the questions of the open document until they are there, for as long as they are seen. */
function look() {
  clearTimeout(timer);
  if (!element.checkVisibility()) return;
  const wanted = opened();
  if (wanted === undefined || shown()?.dataset.ready === wanted) return;
  pause = wanted === asked ? Math.min(pause * 1.5, LATE) : SOON;
  asked = wanted;
  trigger("suggest", { document: wanted });
  timer = setTimeout(look, pause);
}

/** The same, when the page has been drawn; what is another document's is gone at once. */
function lookSoon() {
  if (shown()) shown().hidden = shown().dataset.document !== opened();
  clearTimeout(timer);
  timer = setTimeout(look, SETTLED);
}

watch("value", () => {
  const same = [...element.querySelectorAll("button")].find((b) => b.textContent === focused);
  if (document.activeElement === document.body) same?.focus();
  lookSoon();
});

new MutationObserver(() => opened() !== asked && lookSoon()).observe(
  document.querySelector("gradio-app"), { subtree: true, childList: true });
new IntersectionObserver(lookSoon).observe(element); // seen again

element.addEventListener("focusin", (event) => { focused = event.target.textContent; });
element.addEventListener("focusout", (event) => {
  if (event.target.isConnected) focused = null;
});
element.addEventListener("click", (event) => {
  if (event.target.closest(".add")) document.querySelector("#reading input[type=file]").click();
  const question = event.target.closest(".starter")?.textContent;
  if (!question) return;
  document.querySelector("#question textarea").dataset.asked = ""; // the box keeps what is in it
  trigger("submit", { question });
});
