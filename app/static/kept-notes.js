// What this browser keeps of the notes until the server has it, and offers after a crash.

const form = document.querySelector("#desk"), { notes, roster } = form.elements;
const box = document.getElementById("kept");
const shelf = `throughline-notes:${form.dataset.user}:${location.pathname}:`;
// Each opened page keeps its own text: no tab writes over another's.
const mine = `${shelf}${Date.now()}-${Math.random()}`;

export const texts = () => ({ notes: notes.value, roster: roster.value });
export const same = (one, other) => one.notes === other.notes && one.roster === other.roster;
const taken = (place) => JSON.parse(localStorage.getItem(place));

export function keep(text = texts(), place = mine) {
  try {
    localStorage.setItem(place, JSON.stringify({ ...text, at: Date.now() }));
  } catch { /* It is full, or forbidden: there is still the server. */ }
}

export function forget(saved) {
  const kept = taken(mine);
  if (kept && same(kept, saved)) localStorage.removeItem(mine);
}

export function offer() {
  const places = Object.keys(localStorage).filter((place) => place.startsWith(shelf) && place !== mine);
  const left = places.filter((place) => !same(taken(place), texts()));
  for (const place of places) if (!left.includes(place)) localStorage.removeItem(place);
  const [latest] = left.sort((one, other) => taken(other).at - taken(one).at);
  box.hidden = !latest;
  box.dataset.place = latest ?? "";
  if (latest) box.querySelector("time").textContent = new Date(taken(latest).at).toLocaleString(document.documentElement.lang);
}

export function whenUsed(changed) {
  document.getElementById("kept-use").addEventListener("click", () => {
    const { place } = box.dataset, text = taken(place), now = texts();
    [notes.value, roster.value] = [text.notes, text.roster];
    localStorage.removeItem(place);
    // What stood in the boxes may be nowhere else once this is saved in its place.
    if (now.notes || now.roster) keep(now, place);
    changed();
    offer();
  });
  document.getElementById("kept-drop").addEventListener("click", () => {
    localStorage.removeItem(box.dataset.place);
    offer();
  });
}
