// Saves the notes as a draft, and shows what they make; the Preview button does so without it.

import { forget, keep, offer, same, texts, whenUsed } from "./kept-notes.js";

const PAUSE = 1500, RETRY = 5000, MOST_ON_LEAVING = 60000;
const form = document.querySelector("#desk"), { notes } = form.elements;
let edits = 0, unsaved = false, busy = false, checked = false, unheard = [], saving = Promise.resolve(), timer;

const fingerprint = () => form.querySelector("[name=fingerprint]")?.value;
function say(state, detail = "") {
  for (const words of document.querySelectorAll("#save-state [data-state]")) {
    words.hidden = words.dataset.state !== state;
    if (!words.hidden && detail) words.querySelector("time, span").textContent = detail;
  }
  if (state === "offline" || state === "signed-out") plan(RETRY);
  return state;
}

function plan(pause) {
  clearTimeout(timer);
  timer = setTimeout(save, pause);
}
const setAll = (name, value) => document.querySelectorAll(`[name=${name}]`).forEach((field) => { field.value = value; });

function show(id, html) {
  const place = document.getElementById(id), active = document.activeElement;
  const focused = place.contains(active) && active.id;
  place.innerHTML = html;
  if (focused) document.getElementById(focused)?.focus();
}

async function hasNewToken() {
  // Whoever signed in again, in another tab, has one; unless it is somebody else.
  const answer = await fetch(location.pathname, { redirect: "manual" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const isSame = page.querySelector("#desk")?.dataset.user === form.dataset.user;
  if (isSame) setAll("csrf_token", page.querySelector("[name=csrf_token]").value);
  return isSame;
}

// One after the other: each begins from the revision that the last one brought.
const save = () => (saving = saving.then(() => send()));

async function send(again = true) {
  clearTimeout(timer);
  const typed = texts(), before = edits, body = new URLSearchParams(new FormData(form));
  const keepalive = document.hidden && body.toString().length < MOST_ON_LEAVING;
  try {
    const answer = await fetch(form.dataset.save, { method: "POST", body, redirect: "manual", keepalive });
    if (answer.status === 400 && again && await hasNewToken()) return send(false);
    if (answer.type === "opaqueredirect" || answer.status === 400) return say("signed-out");
    if (answer.status === 409) return overtaken(await answer.json());
    if (answer.status === 422) return say("refused", (await answer.json()).refused.join(" "));
    return answer.ok ? saved(await answer.json(), typed, before) : say("offline");
  } catch {
    unheard.push(typed); // It may have arrived, though nobody heard so.
    return say("offline");
  }
}

function overtaken(other) {
  if (!unheard.some((text) => same(text, other))) return say("stale");
  unheard = [];
  setAll("revision", other.revision);
  return send();
}

function saved(answer, typed, before) {
  unheard = [];
  forget(typed);
  setAll("revision", answer.revision);
  show("others", answer.others);
  if (edits !== before) return say("saving");
  unsaved = false;
  show("preview", answer.preview);
  const at = new Date(answer.saved_at);
  return say("saved", at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }));
}

function changed(event) {
  [edits, unsaved] = [edits + 1, true];
  keep();
  plan(event?.target.matches("select") ? 0 : PAUSE);
}

async function submit(event) {
  // Nothing is sent to where it could be lost, and nothing is logged that was not shown.
  if (checked) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  const wanted = event.submitter?.value ?? "preview", shown = fingerprint(), state = await save();
  busy = false;
  if (state === "offline" || state === "signed-out") return;
  const button = form.querySelector(`button[value=${wanted}]`);
  if (wanted === "confirm" && (!button || shown !== fingerprint())) return say("changed");
  checked = true;
  return form.requestSubmit(button);
}

function goToLine(event) {
  const number = Number(event.target.closest("[data-line]")?.dataset.line);
  if (!number) return;
  event.preventDefault();
  const lines = notes.value.split("\n"), start = lines.slice(0, number - 1).join("\n").length + (number > 1);
  notes.setSelectionRange(start, start + lines[number - 1].length);
  notes.blur(); // A box that takes the focus shows what is chosen in it.
  notes.focus();
}

form.addEventListener("input", changed);
form.addEventListener("submit", submit);
form.addEventListener("click", goToLine);
for (const name of ["online", "focus"]) window.addEventListener(name, () => unsaved && save());
document.addEventListener("visibilitychange", () => unsaved && save());
window.addEventListener("pageshow", () => { checked = false; });
whenUsed(changed);
offer();
