/** Calls `deliver` at once, then at most once per interval, and always once more after the last request. */
export interface Throttle {
  request(): void;
  stop(): void;
}

export function createThrottle(milliseconds: number, deliver: () => void): Throttle {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted = false;
  const tick = () => {
    timer = undefined;
    if (wanted) {
      fire();
    }
  };
  const fire = () => {
    wanted = false;
    timer = setTimeout(tick, milliseconds);
    timer.unref();
    deliver();
  };
  return {
    request() {
      wanted = true;
      if (timer === undefined) {
        fire();
      }
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      wanted = false;
    },
  };
}
