// One clip of sound: fetched with the page's key, and played to its end.

import { identity } from "./keys.js";

const WAITS = [500, 1500, 3000]; // ms between tries; a server that starts again is back within them
const rest = (ms) => new Promise((done) => setTimeout(done, ms));

/** The decoded sound behind a URL: asked for once more after a refusal, longer when the server is away. */
export async function loaded(audio, url) {
  for (let tried = 0; ; tried += 1) {
    let status = 0;
    try {
      const answer = await fetch(url, { headers: identity(), signal: AbortSignal.timeout(5000) });
      ({ status } = answer);
      if (!answer.ok) throw new Error(`sound ${url}: ${status}`);
      return await audio.decodeAudioData(await answer.arrayBuffer());
    } catch (error) {
      const refused = status >= 400 && status < 500;
      if (tried >= (refused ? 1 : WAITS.length)) throw error;
      await rest(WAITS[tried]);
    }
  }
}

/**
 * Play a decoded sound to `output`; resolves to false when that died, or `signal` stopped it, and then it
 * is silent for good: no queue waits for it, and it never sounds beside what comes after.
 */
export function played(audio, sound, output, signal) {
  return new Promise((done) => {
    const source = new AudioBufferSourceNode(audio, { buffer: sound });
    const end = (whole) => {
      clearTimeout(watchdog);
      source.onended = null;
      source.stop();
      source.disconnect();
      done(whole);
    };
    const watchdog = setTimeout(end, sound.duration * 1000 + 3000, false);
    source.onended = () => end(true);
    signal.addEventListener("abort", () => end(false), { once: true });
    source.connect(output);
    source.start();
  });
}
