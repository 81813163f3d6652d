/* Calling the service: never two calls of a kind at once, never a stack of waiting ones, never an exception. */

/** The service's answer; a service that does not answer is an answer with the error `unreachable`. */
async function ask(call, payload) {
  try {
    return (await call(payload)) ?? { error: 'unreachable' };
  } catch {
    return { error: 'unreachable' };
  }
}

/** After how long a service that did not answer is asked again. */
const ASK_AGAIN_AFTER = 5000;

/** A function that asks for its newest payload: while one call runs, only the last of those that come is kept. */
function newestOnly(call, deliver) {
  let running = false;
  let waiting = null;
  return async (payload) => {
    waiting = payload;
    if (running) return;
    running = true;
    while (waiting) {
      const asked = waiting;
      waiting = null;
      const answer = await ask(call, asked);
      if (!waiting) deliver(answer, asked);
    }
    running = false;
  };
}

/** A function that runs `work` once it has not been called for a while; `soon` overrides the while. */
function afterwards(milliseconds, work) {
  let timer = null;
  return (soon = milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(work, soon);
  };
}

/** The bytes of a file as base64. */
async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}
