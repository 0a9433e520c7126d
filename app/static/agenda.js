// Arranging an agenda in place: by dragging, by Alt and an arrow key. The buttons work without it.
const form = document.querySelector("form[data-agenda]");
const said = form.querySelector("[data-said]");
const all = (name, within = form) => [...within.querySelectorAll(`[data-${name}]`)];
const agenda = (held) => `${held.dataset.session}:${all("topic", held).map((one) => one.dataset.topic)}`;
let sending = Promise.resolve(), unsaved = 0, dragged = null, home = null;
async function send() {
  const { based_on: seen, order } = form.elements;
  if ((order.value = all("session").map(agenda).join(";")) === seen.value) return;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  said.classList.toggle("visually-hidden", answer !== null);
  if (!answer) said.textContent = form.dataset.lost;
  else if (!answer.redirected || new URL(answer.url).pathname !== new URL(form.action).pathname) form.submit();
  else seen.value = order.value;
}
function settle(item) {
  const within = item.dataset.topic ? item.closest("[data-session]") : form;
  const line = all(item.dataset.topic ? "topic" : "session", within);
  const select = item.querySelector(":scope > .moves > select");
  if (select) select.value = within.dataset.session;
  const words = { what: item.dataset.name, place: line.indexOf(item) + 1, count: line.length, where: within.dataset.name };
  said.textContent = form.dataset.moved.replace(/{(\w+)}/g, (_all, name) => words[name]);
  unsaved += 1;
  sending = sending.then(send).finally(() => (unsaved -= 1));
}
function step(event, up) {
  const item = event.target.closest("[data-topic], [data-session]");
  event.preventDefault();
  const next = up ? item.previousElementSibling : item.nextElementSibling;
  const lists = all("topics"), other = lists[lists.indexOf(item.parentElement) + (up ? -1 : 1)];
  if (next?.dataset.name) next[up ? "before" : "after"](item);
  else if (item.dataset.topic) other?.[up ? "append" : "prepend"](item);
  event.target.focus();
  settle(item);
}
form.addEventListener("keydown", (event) => {
  const way = event.altKey && event.target.matches("[data-session] :not(select)") && event.key;
  if (way === "ArrowUp" || way === "ArrowDown") step(event, way === "ArrowUp");
});
form.addEventListener("click", (event) => event.target.dataset.step && step(event, event.target.dataset.step === "up"));
form.addEventListener("dragstart", (event) => {
  if ((dragged = event.target.closest("[data-topic]"))) dragged.before((home = document.createComment("")));
  dragged?.classList.add("dragged");
});
form.addEventListener("dragover", (event) => {
  const over = event.target.closest("[data-topic]"), held = event.target.closest("[data-session]");
  if (dragged && held) event.preventDefault();
  if (!dragged || !held || over === dragged) return;
  if (!over) return all("topics", held)[0].append(dragged);
  const { top, height } = over.getBoundingClientRect();
  over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
});
window.addEventListener("beforeunload", (event) => unsaved && event.preventDefault());
form.addEventListener("drop", (event) => event.preventDefault());
form.addEventListener("dragend", (event) => {
  if (event.dataTransfer.dropEffect === "none") home?.before(dragged);
  home?.remove(), dragged?.classList.remove("dragged"), dragged && settle(dragged), (dragged = home = null);
});
form.querySelector("[data-hint]").hidden = false;
for (const topic of all("topic")) topic.draggable = true;
