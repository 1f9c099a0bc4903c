// Who this page is to the server: a paired device holds a bearer key, a person a session cookie.

const place = () => `jiaohao.key:${location.pathname}`;

/** The device key kept for this page, or null. */
export function key() {
  try {
    return localStorage.getItem(place());
  } catch {
    return null; // storage is switched off: the page is a person's, or must be paired each time
  }
}

export function keepKey(value) {
  localStorage.setItem(place(), value);
}

export function forgetKey() {
  localStorage.removeItem(place());
}

/** The content of <meta name=…>, or null. */
export function meta(name) {
  return document.querySelector(`meta[name="${name}"]`)?.content ?? null;
}

/** Headers that say who asks. `as`: "page" (its key if it has one) or "person" (the cookie). */
export function identity(as = "page") {
  const bearer = as === "page" ? key() : null;
  if (bearer) return { Authorization: `Bearer ${bearer}` };
  const csrf = meta("csrf");
  return csrf ? { "X-CSRF-Token": csrf } : {};
}

/** An id nobody else makes; halls often run on plain http, where randomUUID does not exist. */
export function freshId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte, at) => {
    const marked = at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte;
    return marked.toString(16).padStart(2, "0");
  }).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
