// The page of papers: drawn by the server while the clerk types, printed by the API's own operations.

import { ApiError, post } from "/static/js/api.js";
import { freshId } from "/static/js/keys.js";
import { say } from "/static/js/words.js";

const AFTER = 250;
/** Milliseconds without a key before what is typed is drawn. */
const KEPT = "jiaohao.papers.printer";

const form = document.getElementById("paper");
const [said, why, picture] = ["said", "why", "proof"].map((id) => document.getElementById(id));
const { kind } = form.dataset;
const { printer } = form.elements;
const button = document.getElementById("print");
let timer = 0;
let newest = 0;
let request = freshId();

function tell(place, zh = "", en = "") {
  const span = document.createElement("span");
  span.lang = "en";
  span.textContent = en;
  place.replaceChildren(zh, " ", span);
}

/** One of the page's own sentences, in Chinese and beside it in English. */
const both = (place, sentence, values) => tell(place, say("zh-Hans", sentence, values), say("en", sentence, values));

/** Draw what is typed now; an answer that a later one has overtaken is dropped. */
async function draw() {
  const mine = ++newest;
  try {
    const answer = await fetch("/counter/papers/draft", { method: "POST", body: new FormData(form) });
    const told = answer.ok ? await answer.blob() : answer.status === 422 ? await answer.json() : null;
    if (mine !== newest || !told) return;
    tell(why, told.zh, told.en);
    const plain = "plain" in printer.selectedOptions[0].dataset;
    if (answer.ok && plain) both(why, "This printer sets its own letters: the words are these, plainer.");
    if (answer.ok) {
      URL.revokeObjectURL(picture.src);
      picture.src = URL.createObjectURL(told);
    }
    picture.hidden = !answer.ok;
  } catch {
    both(why, "The server cannot be reached.");
  }
}

function changed() {
  request = freshId(); // another paper: pressing again is no repeat of the one before
  tell(said);
  clearTimeout(timer);
  timer = setTimeout(draw, AFTER);
}

/** What the operation takes, as it is typed. */
function body() {
  const typed = new FormData(form);
  const all = (name) => typed.getAll(name).map((one) => one.trim());
  const number = (one) => Number.parseInt(one, 10) || 0;
  const about = { printer: typed.get("printer"), service: typed.get("service") };
  about.ticket = number(typed.get("ticket")) || null;
  if (kind === "notice") {
    const steps = typed.get("steps").split("\n").map((one) => one.trim()).filter(Boolean);
    const time_limit = typed.get("time_limit").trim() || null;
    return { ...about, missing: all("missing").map(number), also: all("also").filter(Boolean), steps, time_limit };
  }
  const counts = all("also_pages").map(number);
  const also = all("also").map((name, at) => ({ name, pages: counts[at] })).filter((one) => one.name);
  return { ...about, pages: all("pages").map(number), also, due: typed.get("due") };
}

async function print(event) {
  event.preventDefault();
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  try {
    // A path, not form.action: a device's address may differ from what the server calls itself.
    const headers = { "Accept-Language": "zh-Hans" };
    const made = await post(form.getAttribute("action"), body(), { as: "person", idempotencyKey: request, headers });
    said.classList.remove("warns");
    both(said, "Sent to the printer: {number}", made);
    request = freshId();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    said.classList.add("warns");
    if (error.status === 0) return both(said, "No answer came: press again, it is printed once.");
    request = freshId(); // a refusal stays the answer to its own request
    if (error.code === "invalid") both(said, "Something is still missing above.");
    else tell(said, error.detail);
  } finally {
    button.ariaDisabled = "false";
  }
}

/** Another service has another list: the page comes anew. */
function turn({ target }) {
  if (target.name === "printer") localStorage.setItem(KEPT, target.value);
  if (target.name !== "service" && target.name !== "ticket") return;
  const bound = target.name === "ticket" && target.value;
  const asked = { kind, ticket: bound ? "here" : "none", service: form.elements.service.value };
  location.search = new URLSearchParams(asked);
}

const kept = [...printer.options].find((one) => one.value === localStorage.getItem(KEPT));
const ready = [...printer.options].find((one) => !one.dataset.why);
const first = kept && !kept.dataset.why ? kept : ready;
if (first) first.selected = true;
// The printer stands outside the form, beside the paper.
document.addEventListener("input", changed);
document.addEventListener("change", turn);
form.addEventListener("submit", print);
draw();
