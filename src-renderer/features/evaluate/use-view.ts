import { type RefObject, useEffect, useRef, useState } from 'react';

export interface View {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const nowhere: View = { left: 0, top: 0, width: 0, height: 0 };

function viewOf(element: HTMLElement): View {
  const { scrollLeft, scrollTop, clientWidth, clientHeight } = element;
  return { left: scrollLeft, top: scrollTop, width: clientWidth, height: clientHeight };
}

function sameView(first: View, second: View): boolean {
  return (
    first.left === second.left &&
    first.top === second.top &&
    first.width === second.width &&
    first.height === second.height
  );
}

/** The part of a scrolling element that is in view; `refresh` reads it again after a scroll by program. */
export function useView<Element extends HTMLElement>(): {
  readonly ref: RefObject<Element | null>;
  readonly view: View;
  readonly refresh: () => void;
} {
  const ref = useRef<Element>(null);
  const [view, setView] = useState(nowhere);
  const refresh = (): void => {
    const element = ref.current;
    if (element !== null) setView((before) => (sameView(before, viewOf(element)) ? before : viewOf(element)));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: `refresh` only reads the element.
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(refresh);
    observer.observe(element);
    element.addEventListener('scroll', refresh, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', refresh);
    };
  }, []);
  return { ref, view, refresh };
}
