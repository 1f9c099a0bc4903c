// Whose turn it is to speak where several screens are heard: the server gives the word to one of them.

const AGAIN = 2000; // ms between two questions
const WATCH = 200; // ms between two looks at whether the word still holds
const CUT = 6; // seconds of silence from the server after which nothing is asked: it would only pile up
const screen = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * Asks for the word while `ready()`, and keeps it. What was given counts from the moment in which it was asked
 * for, so it is over here before anybody else can have it. lost(): it is over, be silent at once.
 */
export function turn(live, { ready, speaking, lost }) {
  const said = new Set();
  let until = 0; // on the page's own clock, ms
  let wanted = false;
  let willing = false;

  const holds = () => performance.now() < until;
  function ask() {
    if (live.sinceHeard() > CUT) return;
    const asked = performance.now();
    // Somebody comes first and waits: what is being said is said to its end, then it is theirs.
    const leave = wanted && !speaking();
    if (leave) until = 0;
    willing = ready() && !leave;
    live.emit("voice", { screen, ready: willing }, (answer) => {
      if (!answer) return;
      until = answer.mine ? asked + answer.seconds * 1000 : 0;
      ({ wanted } = answer);
      for (const seq of answer.said) said.add(seq);
    });
  }

  setInterval(ask, AGAIN);
  setInterval(() => holds() || lost(), WATCH);
  addEventListener("pagehide", () => live.emit("voice", { screen, ready: false }));
  return {
    ask,
    /** Something is to be said: who could not speak before, as it was silent then, need not wait to ask. */
    hurry: () => willing || !ready() || ask(),
    mine: () => holds() && !wanted,
    /** Whether somebody who spoke here before has said it. */
    said: (seq) => said.has(seq),
  };
}
