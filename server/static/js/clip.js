// One clip of sound: fetched with the page's key, and played to its end.

import { identity } from "./keys.js";

/** The decoded sound behind a URL, asked for twice at most. */
export async function loaded(audio, url, retries = 1) {
  try {
    const answer = await fetch(url, { headers: identity(), signal: AbortSignal.timeout(5000) });
    if (!answer.ok) throw new Error(`sound ${url}: ${answer.status}`);
    return await audio.decodeAudioData(await answer.arrayBuffer());
  } catch (error) {
    if (retries > 0) return loaded(audio, url, retries - 1);
    throw error;
  }
}

/** Play a decoded sound to `output`; resolves to false when that died, so that no queue waits for it. */
export function played(audio, sound, output) {
  return new Promise((done) => {
    const source = new AudioBufferSourceNode(audio, { buffer: sound });
    const watchdog = setTimeout(done, sound.duration * 1000 + 3000, false);
    source.onended = () => {
      clearTimeout(watchdog);
      done(true);
    };
    source.connect(output);
    source.start();
  });
}
