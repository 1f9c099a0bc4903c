// Many reasons to fetch, one fetch at a time.

/**
 * Make `work` (which may be async) run one at a time: calls that come while it runs make one more
 * run after it. A run that failed, but was not refused, is tried again after some seconds.
 */
export function oneAtATime(work, done = () => {}) {
  let busy = false;
  let wanted = false;
  let later;
  return async function run() {
    wanted = true;
    if (busy) return;
    busy = true;
    clearTimeout(later);
    while (wanted) {
      wanted = false;
      try {
        done(await work());
      } catch (error) {
        console.warn("fetching anew failed", error);
        const refused = error.status >= 400 && error.status < 500;
        if (!refused) later = setTimeout(run, 2000 + Math.random() * 2000);
      }
    }
    busy = false;
  };
}
