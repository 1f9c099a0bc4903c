// Words on screen. The page embeds its catalogue as a data block; English is the message itself.

let catalogue;

function words() {
  catalogue ??= JSON.parse(document.getElementById("words")?.textContent || "{}");
  return catalogue;
}

/** A message in a language, its {placeholders} filled, with names too: say("zh-Hans", "Window {name}", {name}). */
export function say(lang, message, values = {}) {
  const known = words();
  const text = known[lang]?.[message] || (lang === "zh-Hant" && known["zh-Hans"]?.[message]);
  return fill(text || message, values, lang);
}

/** A name that the hall's set-up gives in several languages: {"zh-Hans": …, "en": …}. */
export function named(names, lang) {
  if (typeof names === "string") return names;
  if (!names) return "";
  return names[lang] || names["zh-Hans"] || names.en || Object.values(names)[0] || "";
}

/** The smaller line beside a first language: English beside Chinese, Chinese beside English. */
export const other = (lang) => (lang === "en" ? "zh-Hans" : "en");

function fill(text, values, lang) {
  const told = (one) => (typeof one === "object" ? named(one, lang) : one);
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? told(values[name]) : whole));
}
