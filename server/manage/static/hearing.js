// Clips of the voice, played one after another; what sounds right or wrong is kept in this browser.

const KEPT = "jiaohao.heard"; // localStorage: {"zh/number/012": "right" | "wrong"}
const SIGNS = { right: "✓", wrong: "✗" };

const at = (id) => document.getElementById(id);
const list = document.querySelector(".clips");
const clips = [...document.querySelectorAll(".clip")];
const sound = at("sound");
let current = 0;
let marks = kept();

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

const nameOf = (clip) => `${list.dataset.language}/${clip.dataset.name}`;

function show() {
  clips.forEach((clip, index) => {
    const mark = marks[nameOf(clip)];
    clip.dataset.mark = mark ? SIGNS[mark] : "";
    clip.classList.toggle("right", mark === "right");
    clip.classList.toggle("wrong", mark === "wrong");
    if (index === current) clip.setAttribute("aria-current", "true");
    else clip.removeAttribute("aria-current");
  });
  at("text").textContent = clips[current].textContent;
  at("name").textContent = nameOf(clips[current]);
  at("marked").textContent = clips.filter((clip) => marks[nameOf(clip)]).length;
  const wrong = Object.keys(marks).filter((name) => marks[name] === "wrong").sort();
  at("wrongs").hidden = !wrong.length;
  at("names").value = wrong.join(" ");
}

async function play() {
  at("failed").hidden = true;
  sound.src = clips[current].href;
  try {
    await sound.play();
  } catch (error) {
    // Another clip was chosen before this one began: that is no failure.
    at("failed").hidden = error.name === "AbortError";
  }
}

function go(to) {
  current = Math.min(clips.length - 1, Math.max(0, to));
  show();
  clips[current].scrollIntoView({ block: "nearest" });
  play();
}

function mark(as) {
  marks = { ...kept(), [nameOf(clips[current])]: as };
  localStorage.setItem(KEPT, JSON.stringify(marks));
  if (current < clips.length - 1) go(current + 1);
  else show();
}

const MOVES = {
  back: () => go(current - 1),
  play,
  next: () => go(current + 1),
  right: () => mark("right"),
  wrong: () => mark("wrong"),
};
const KEYS = { ArrowLeft: "back", p: "play", ArrowRight: "next", r: "right", w: "wrong" };

if (list) {
  for (const [id, move] of Object.entries(MOVES)) at(id).addEventListener("click", move);
  clips.forEach((clip, index) => clip.addEventListener("click", (event) => {
    event.preventDefault();
    go(index);
  }));
  addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea");
    const move = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!move || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    MOVES[move]();
  });
  at("player").hidden = false;
  show();
}
