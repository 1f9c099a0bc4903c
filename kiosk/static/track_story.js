// What happened to the ticket and why, in sentences; the newest first.

import { html } from "../vendor/lit-html/lit-html.js";
import { time } from "../js/clock.js";
import { named, say } from "../js/words.js";

const SENTENCES = {
  issued: "Number taken",
  called: "Called to {window}",
  recalled: "Called again to {window}",
  started: "Service began at {window}",
  parked: "Set aside by the window for a while",
  transferred: "Passed on to {service}; your arrival time still counts",
  finished: "Service ended",
  missed: "Called, and nobody came",
  reinstated: "Back in the line",
  cancelled: "Number given up",
  rated: "Rated. Thank you",
};

/** Why more people go first than before: green-channel tickets that came later. */
export function overtaken(lang, picture) {
  return picture.passed_by.map(({ priority, people }) => {
    const reason = priority ? named(priority, lang) : say(lang, "Green channel");
    const text = say(lang, "Green channel ({reason}): {people} who came later go before you.",
      { reason, people });
    return html`<p lang=${lang}>${text}</p>`;
  });
}

/** The list of all steps. */
export function story(lang, picture) {
  const steps = picture.story.filter((step) => step.kind in SENTENCES).reverse();
  return html`<details class="story">
    <summary lang=${lang}>${say(lang, "What has happened")}</summary>
    <ol>${steps.map((step) => html`<li>
      <span class="figure">${time(step.at)}</span>
      <span lang=${lang}>${sentence(lang, step, picture)}</span>
    </li>`)}</ol>
  </details>`;
}

function sentence(lang, step, picture) {
  const service = named(step.to ?? picture.service_name, lang);
  return say(lang, SENTENCES[step.kind], { window: named(step.window_name, lang), service });
}
