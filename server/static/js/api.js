// The JSON door. Every change carries an Idempotency-Key, so asking again does nothing twice.

import { heardAt } from "./clock.js";
import { freshId, identity } from "./keys.js";

/** A refusal by the server (its problem+json), or code "unreachable" with status 0. */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || problem.code);
    this.name = "ApiError";
    this.status = status;
    this.code = problem.code;
    this.detail = problem.detail ?? "";
    this.problem = problem;
  }
}

const refusedListeners = new Set();

/** Call `listener(error)` whenever the server answers 401: the key or session is no longer good. */
export function onUnauthorised(listener) {
  refusedListeners.add(listener);
  return () => refusedListeners.delete(listener);
}

export const get = (path, options) => request("GET", path, undefined, options);
export const post = (path, body = {}, options) => request("POST", path, body, options);

/**
 * Ask once, and up to `retries` times more when the network fails or the server answers 503.
 * Options: timeout (ms for each try), retries, headers, as ("page" | "person"), signal,
 * idempotencyKey (give one to make repeated presses of a button one request),
 * seen (an object of the caller's that keeps {tag, content}: what has not changed is not sent again).
 */
export async function request(method, path, body, options = {}) {
  const { retries = 2, idempotencyKey = freshId() } = options;
  const init = { method, headers: { Accept: "application/json", ...identity(options.as) } };
  if (method !== "GET") init.headers["Idempotency-Key"] = idempotencyKey;
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers["Content-Type"] = "application/json";
  }
  if (options.seen?.tag) init.headers["If-None-Match"] = options.seen.tag;
  Object.assign(init.headers, options.headers);
  // A device speaks with its key alone, also in a browser where a person is signed in.
  init.credentials = "Authorization" in init.headers ? "omit" : "same-origin";
  for (let left = retries; ; left -= 1) {
    try {
      return await attempt(path, init, options);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // Headers of the caller's own (a pairing's secret) say nothing about the page's key.
      const ours = !options.headers?.Authorization;
      if (error.status === 401 && error.code !== "http_401" && ours) refusedListeners.forEach((listener) => listener(error));
      if (left <= 0 || (error.status !== 0 && error.status !== 503)) throw error;
      await pause(Math.max(error.retryAfter ?? 0, 300 * 2 ** (retries - left)));
    }
  }
}

async function attempt(path, init, { timeout = 8000, signal, seen }) {
  const limit = new AbortController();
  const stop = () => limit.abort();
  const timer = setTimeout(stop, timeout);
  signal?.addEventListener("abort", stop);
  const asked = performance.now();
  try {
    const answer = await fetch(path, { ...init, signal: limit.signal });
    const content = await read(answer);
    heardAt(content?.now ?? answer.headers.get("Date"), asked);
    if (answer.status === 304 && seen) return seen.content;
    if (answer.ok && seen) Object.assign(seen, { tag: answer.headers.get("ETag"), content });
    if (answer.ok) return content;
    throw refusal(answer, content);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    if (signal?.aborted) throw new DOMException("given up by the page", "AbortError");
    throw new ApiError(0, { code: "unreachable", detail: String(error.message ?? error) });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

async function read(answer) {
  const text = await answer.text();
  if (!/\bjson\b/.test(answer.headers.get("Content-Type") ?? "")) return text || null;
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function refusal(answer, content) {
  const problem = content && typeof content === "object" ? content : {};
  const error = new ApiError(answer.status, { code: `http_${answer.status}`, ...problem });
  const seconds = Number(answer.headers.get("Retry-After"));
  error.retryAfter = Number.isFinite(seconds) ? Math.min(seconds, 3) * 1000 : 0;
  return error;
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms * (0.75 + Math.random() / 2)));
