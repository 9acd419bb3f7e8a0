import { MantineProvider } from '@mantine/core';
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { usePortions } from './portions.tsx';

let root: Root;
/** The document of the tests has no layout: nothing comes into view by itself. */
let scrollToEnd: () => void;

class Observer {
  readonly #callback: IntersectionObserverCallback;
  constructor(callback: IntersectionObserverCallback) {
    this.#callback = callback;
  }
  observe(): void {
    const seen = [{ isIntersecting: true } as IntersectionObserverEntry];
    scrollToEnd = () => this.#callback(seen, this as unknown as IntersectionObserver);
  }
  disconnect(): void {
    scrollToEnd = () => undefined;
  }
}

function List(props: { total: number }): ReactNode {
  const { shown, more } = usePortions(props.total, 10);
  return (
    <MantineProvider>
      <output>{shown}</output>
      {more}
    </MantineProvider>
  );
}

function open(total: number): { readonly shown: () => string | null; readonly button: () => Element | null } {
  act(() => root.render(<List total={total} />));
  return {
    shown: () => document.querySelector('output')!.textContent,
    button: () => document.querySelector('button'),
  };
}

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  vi.stubGlobal('IntersectionObserver', Observer);
  root = createRoot(document.body.appendChild(document.createElement('div')));
});

afterEach(() => {
  act(() => root.unmount());
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

test('a short list is shown whole', () => {
  const list = open(10);
  expect(list.shown()).toBe('10');
  expect(list.button()).toBeNull();
});

test('the next portion comes by the button and when the end is reached, until all is there', () => {
  const list = open(25);
  expect(list.shown()).toBe('10');
  expect(list.button()?.textContent).toContain('10 of 25');
  act(() => (list.button() as HTMLButtonElement).click());
  expect(list.shown()).toBe('20');
  act(() => scrollToEnd());
  expect(list.shown()).toBe('25');
  expect(list.button()).toBeNull();
});
