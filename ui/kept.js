// Each tab has a conversation of its own, also across reloads. Gradio keeps one for all tabs, in
// localStorage: what the tab that was active last has written, which a new tab goes on from. This
// keeps this tab's beside it, as it is, encrypted, and puts it back before Gradio reads it.
// Runs in the page's head, once; ``events.py`` tells when something was kept.
{
  const state = window.gradio_config.components.find(({ type }) => type === "browserstate");
  const key = state.props.storage_key;
  const own = sessionStorage.getItem(key);
  if (own !== null) localStorage.setItem(key, own);
  document.addEventListener("kept", () => {
    sessionStorage.setItem(key, localStorage.getItem(key));
  });
}
