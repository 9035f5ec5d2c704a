// Functions that are called later than the key that causes them, and once for many calls.

// A function that does the work when `later` comes to it; calls until then are one.
function onceLater(work, later) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    later(() => {
      waiting = false;
      work();
    });
  };
}

// A function that does the work once the frame is painted that shows what was typed.
export const afterPaint = (work) => onceLater(work, (then) => requestAnimationFrame(() => setTimeout(then)));

// A function that does the work some milliseconds after a call.
export const throttled = (work, milliseconds) => onceLater(work, (then) => setTimeout(then, milliseconds));

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

// A function that does the work, one at a time: what is called meanwhile is one more after it. Gives the end of all.
export function oneAtATime(work) {
  let running = null;
  let again = false;
  const run = async () => {
    do {
      again = false;
      await work();
    } while (again);
    running = null;
  };
  const start = () => {
    again = running !== null;
    return (running ??= run());
  };
  return Object.assign(start, { running: () => running, isCalledAgain: () => again });
}
