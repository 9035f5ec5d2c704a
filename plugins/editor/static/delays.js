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
