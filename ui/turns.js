// The script of the buttons in the conversation, run by Gradio for the "Export" menu beside it:
// copies, asks again, reopens an answer from the page's address, saves an export.
// Given by gr.HTML: element, props, trigger(event, data), watch(property, callback).

const COPIED = "Copied";
const NOT_COPIED = "This browser did not let the page copy: select the text and copy it";

/** Say something to those who listen; said twice, it is heard twice. */
function say(words) {
  const status = element.querySelector("[role=status]");
  status.textContent = "";
  requestAnimationFrame(() => (status.textContent = words));
}

/** What a button carries; a link becomes a whole address. */
function carried(button) {
  const words = button.querySelector(".carried").textContent;
  return words.startsWith("#ask=") ? location.href.split("#")[0] + words : words;
}

/** Into the clipboard, the old way where the new one is not allowed. */
async function intoClipboard(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    const box = document.createElement("textarea");
    box.value = words;
    box.className = "unseen";
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }
}

async function copy(button) {
  const done = await intoClipboard(carried(button));
  button.focus();
  for (const other of document.querySelectorAll("#chat .tool.done, #chat .tool.failed")) {
    other.classList.remove("done", "failed");
  }
  button.classList.add(done ? "done" : "failed");
  say(done ? COPIED : NOT_COPIED);
}

/** Ask something that is not in the question's box, and leave the box as it is. */
function ask(what) {
  document.querySelector("#question textarea").dataset.asked = "";
  trigger("submit", what);
}

/** Ask anew what the address names; the address is taken back, so that a reload asks nothing. */
function reopen() {
  if (!location.hash.startsWith("#ask=")) return;
  if (document.querySelector("#chat .waiting")) {
    setTimeout(reopen, 200); // after the answer that is under way
    return;
  }
  const link = location.hash;
  history.replaceState(history.state, "", location.pathname + location.search);
  ask({ link });
}

/** Save what the server has made of the conversation. */
function save() {
  const { name, media, text } = props.parcel;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${media};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  say(`${name} saved`);
}

/** The menu closes when it is left or has done its work. */
function close(focus) {
  const menu = element.querySelector("details");
  if (menu.open && focus) menu.querySelector("summary").focus();
  menu.open = false;
}

watch("parcel", save);
window.addEventListener("hashchange", reopen);
element.addEventListener("keydown", (event) => event.key === "Escape" && close(true));
element.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-format]");
  if (!choice) return;
  trigger("export", { format: choice.dataset.format });
  close(true);
});
document.addEventListener("click", (event) => {
  if (!element.contains(event.target)) close(false);
  const button = event.target.closest?.("#chat .tool");
  if (button?.matches(".copy")) copy(button);
  const all = [...document.querySelectorAll("#chat .tool.again")];
  if (all.includes(button)) ask({ again: all.length - all.indexOf(button) }); // from the end
});
