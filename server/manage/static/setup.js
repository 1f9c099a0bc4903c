// Set-up forms: an ordered choice changes places on the spot; without this its arrows ask the server.

const isShown = (element) => getComputedStyle(element).visibility === "visible";

/** A list of choices whose order counts: those chosen stand first, and arrows move them among each other. */
function keepOrder(list) {
  const chosen = () => [...list.children].filter((row) => row.querySelector(":checked"));

  const moved = (row, way) => {
    const rows = chosen();
    const at = rows.indexOf(row);
    if (way === "up" && at > 0) rows[at - 1].before(row);
    if (way === "down" && at < rows.length - 1) rows[at + 1].after(row);
  };

  list.addEventListener("click", (event) => {
    const arrow = event.target.closest("button[name=move]");
    if (!arrow) return;
    event.preventDefault();
    const row = arrow.closest("li");
    moved(row, arrow.value.split(":")[1]);
    // At either end one arrow is gone, and the other takes its focus.
    [arrow, ...row.querySelectorAll("button")].find(isShown)?.focus();
  });

  list.addEventListener("change", ({ target }) => {
    const row = target.closest("li");
    const last = chosen().filter((one) => one !== row).at(-1);
    if (last) last.after(row);
    else list.prepend(row);
    target.focus();
  });
}

/** A rule in words that follows what is typed; what cannot be read leaves the line empty. */
function sayRule(line) {
  const words = JSON.parse(line.dataset.rule);
  const fields = line.htmlFor.value.split(" ").map((id) => document.getElementById(id));

  const say = () => {
    const [credit, rate] = fields.map(({ value }) => (value.trim() === "" ? NaN : Number(value)));
    const kind = rate === 1 ? (credit ? "credit" : "none") : credit ? "both" : "rate";
    const known = Number.isFinite(credit) && Number.isFinite(rate);
    const texts = known
      ? words[kind].map((text) => text.replace("{rate}", rate).replace("{credit}", credit)) : ["", ""];
    const spans = texts.map((text, index) => {
      const span = document.createElement("span");
      span.textContent = text;
      if (index) span.lang = "en";
      return span;
    });
    const both = document.createElement("span");
    both.className = "both beside";
    both.append(...spans);
    line.replaceChildren(both);
  };

  fields.forEach((field) => field.addEventListener("input", say));
}

document.querySelectorAll("[data-rule]").forEach(sayRule);
document.querySelectorAll("[data-ordered]").forEach(keepOrder);
