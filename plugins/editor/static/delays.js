// Functions that are called later than the key that causes them, and once for many calls.

// A function that does the work once the frame is painted that shows what was typed; calls until then are one.
export function afterPaint(work) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() =>
      setTimeout(() => {
        waiting = false;
        work();
      }),
    );
  };
}

// A function that does the work some milliseconds after a call; calls until then are one.
export function throttled(work, milliseconds) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      work();
    }, milliseconds);
  };
}

// A function that does the work once it was not called for some milliseconds; `stop` takes back what is to be done.
export function inPause(work, milliseconds) {
  let timer = 0;
  const soon = (pause = milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      work();
    }, pause);
  };
  const stop = () => {
    clearTimeout(timer);
    timer = 0;
  };
  return Object.assign(soon, { stop, isWaiting: () => timer !== 0 });
}
