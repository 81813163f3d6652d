/* What lies on the desk, kept in this browser: a reload, a closed tab or a restarted service loses nothing. */

const KEEP_KEY = 'reply-coach:desk:1';

/** Keeps one desk per tab, and the last one for the next tab. */
class Keeper {
  load() {
    for (const store of [sessionStorage, localStorage]) {
      try {
        const kept = JSON.parse(store.getItem(KEEP_KEY));
        if (kept && typeof kept === 'object') return kept;
      } catch {
        // A damaged or forbidden store is an empty one.
      }
    }
    return null;
  }

  save(desk) {
    const text = JSON.stringify(desk);
    for (const store of [sessionStorage, localStorage]) {
      try {
        store.setItem(KEEP_KEY, text);
      } catch {
        // A full or forbidden store must not stop the agent.
      }
    }
  }

  wipe() {
    sessionStorage.removeItem(KEEP_KEY);
    localStorage.removeItem(KEEP_KEY);
  }
}
