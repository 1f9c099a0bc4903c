// The set-up of papers: a sample is drawn by the server while somebody types, by the code that prints.

const AFTER = 250;
/** Milliseconds without a key before what is typed is drawn. */

const form = document.querySelector("form.sheet");
const asked = document.getElementById("proof");
const picture = document.getElementById("proof-picture");
const letters = document.getElementById("proof-letters");
const fault = document.getElementById("proof-fault");
let timer = 0;
let newest = 0;

function say(told) {
  const span = document.createElement("span");
  span.lang = "en";
  span.textContent = told.en ?? "";
  fault.replaceChildren(told.zh ?? "", " ", span);
}

function show(blob) {
  const old = picture.src;
  picture.src = URL.createObjectURL(blob);
  if (old.startsWith("blob:")) URL.revokeObjectURL(old);
}

/** Draw what is typed now; an answer that a later one has overtaken is dropped. */
async function draw() {
  const mine = ++newest;
  const body = new FormData(form);
  for (const [name, value] of new FormData(asked)) body.set(name, value);
  try {
    const answer = await fetch(asked.dataset.now, { method: "POST", body });
    const told = answer.ok ? await answer.blob() : answer.status === 422 ? await answer.json() : null;
    if (mine !== newest || told === null) return;
    say(answer.ok ? {} : told);
    letters.hidden = body.get("template") !== "text";
    if (answer.ok) show(told);
  } catch {
    // The server is away, and the page says so; the next key asks again.
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(draw, AFTER);
}

form.addEventListener("input", soon);
form.addEventListener("change", soon);
// The arrows of an ordered choice change places without an input event.
form.addEventListener("click", ({ target }) => target.closest("button[name=move]") && soon());
asked.addEventListener("change", draw);
asked.addEventListener("submit", (event) => event.preventDefault());
asked.querySelector("button").hidden = true;
draw();
