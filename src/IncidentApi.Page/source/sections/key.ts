import { hasKey, setKey } from "../api.js";
import { html, place } from "../dom.js";
import type { Speech } from "../words/words.js";

/** Whose records are shown, and the way to one's own. */
export function drawReader(speech: Speech, changed: () => void): void {
  place("whose").textContent = speech.say(hasKey() ? "ownRecords" : "publicRecords");
  const button = place<HTMLButtonElement>("key-button");
  button.textContent = speech.say(hasKey() ? "forgetKey" : "useKey");
  button.onclick = () => {
    if (!hasKey()) return ask(speech, changed);
    setKey(null);
    changed();
  };
}

// No password field: browsers offer to keep what stands in one. Not checked for spelling either, which may ask a server.
function ask(speech: Speech, changed: () => void): void {
  const dialog = place<HTMLDialogElement>("key-dialog");
  const input = html("input", { id: "key", type: "text", class: "secret", autocomplete: "off", autocapitalize: "off", spellcheck: "false", required: true, "aria-describedby": "key-note" });
  const done = () => {
    input.value = "";
    dialog.close();
    dialog.replaceChildren();
  };
  const form = html("form", { submit: event => {
    event.preventDefault();
    setKey(input.value.trim());
    done();
    changed();
  } },
    html("h2", { id: "key-heading" }, speech.say("keyHeading")),
    html("label", { for: "key" }, speech.say("keyLabel")), input,
    html("p", { id: "key-note", class: "quiet" }, speech.say("keyNote")),
    html("div", { class: "buttons" }, html("button", { type: "submit", class: "main" }, speech.say("keyShow")), html("button", { type: "button", click: done }, speech.say("cancel"))));
  dialog.replaceChildren(form);
  dialog.oncancel = () => { input.value = ""; };
  dialog.showModal();
  input.focus();
}

/** A page that the browser keeps to go back to must not keep the key, nor what it showed. */
export function forgetOnLeaving(changed: () => void): void {
  addEventListener("pagehide", () => {
    if (!hasKey()) return;
    setKey(null);
    for (const part of document.querySelectorAll("main > section, dialog")) part.replaceChildren();
  });
  addEventListener("pageshow", event => { if (event.persisted) changed(); });
}
