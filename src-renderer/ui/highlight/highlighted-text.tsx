import type { ReactNode } from 'react';
import { text } from '../../i18n/index.ts';
import classes from './highlighted-text.module.css';

export interface Highlight {
  /** UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly tone: 'for' | 'against';
  /** 0 to 1: how strongly it is tinted. */
  readonly strength: number;
}

interface Piece {
  readonly start: number;
  readonly content: string;
  readonly highlight: Highlight | null;
}

/** Cuts the text at the highlights; of two that overlap the stronger stays. */
export function piecesOf(content: string, highlights: readonly Highlight[]): readonly Piece[] {
  const kept: Highlight[] = [];
  for (const each of highlights.toSorted((first, second) => second.strength - first.strength)) {
    const free = kept.every((other) => each.end <= other.start || each.start >= other.end);
    if (free && each.start >= 0 && each.end <= content.length && each.start < each.end) kept.push(each);
  }
  kept.sort((first, second) => first.start - second.start);
  const pieces: Piece[] = [];
  let at = 0;
  for (const each of kept) {
    if (each.start > at) pieces.push({ start: at, content: content.slice(at, each.start), highlight: null });
    pieces.push({ start: each.start, content: content.slice(each.start, each.end), highlight: each });
    at = each.end;
  }
  if (at < content.length) pieces.push({ start: at, content: content.slice(at), highlight: null });
  return pieces;
}

/** The words for (underlined once) and against (underlined with dots): never told by colour alone. */
export function HighlightedText(props: { content: string; highlights: readonly Highlight[] }): ReactNode {
  return piecesOf(props.content, props.highlights).map((piece) =>
    piece.highlight === null ? (
      <span key={piece.start}>{piece.content}</span>
    ) : (
      <mark
        key={piece.start}
        className={piece.highlight.tone === 'for' ? classes.for : classes.against}
        style={{ '--strength': `${Math.round(35 + 65 * piece.highlight.strength)}%` } as React.CSSProperties}
        title={piece.highlight.tone === 'for' ? text.highlight.speaksFor : text.highlight.speaksAgainst}
      >
        {piece.content}
      </mark>
    ),
  );
}

/** Weaker words than this share of the strongest only colour the page. */
const faint = 0.2;
/** So many words at most: an explanation, not a painting. */
const mostWords = 14;

/** Highlights of one class's words: weights above zero in the tone given, those below in the other one if wanted. */
export function highlightsOf(
  words: readonly { readonly start: number; readonly end: number; readonly weight: number }[],
  tones: { readonly positive: 'for' | 'against'; readonly negative: 'for' | 'against' | null },
): readonly Highlight[] {
  const strongest = Math.max(...words.map((word) => Math.abs(word.weight)), Number.MIN_VALUE);
  const ordered = words.toSorted((first, second) => Math.abs(second.weight) - Math.abs(first.weight));
  return ordered.slice(0, mostWords).flatMap(({ start, end, weight }) => {
    const tone = weight > 0 ? tones.positive : tones.negative;
    const strength = Math.abs(weight) / strongest;
    return tone === null || strength < faint ? [] : [{ start, end, tone, strength }];
  });
}
