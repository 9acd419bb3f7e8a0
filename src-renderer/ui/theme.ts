import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';
import { text } from '../i18n/index.ts';

const accent: MantineColorsTuple = [
  '#e2f2ee',
  '#c4e5dd',
  '#9cd3c6',
  '#6fc0ae',
  '#4cc2a8',
  '#2a9682',
  '#178070',
  '#0f6e5f',
  '#0b5a4e',
  '#07463d',
];

/** Mantine's dark surfaces, in the greys of tokens.css: text first, ground last. */
const dark: MantineColorsTuple = [
  '#e6e9ec',
  '#c4cbd2',
  '#a9b2bc',
  '#8f99a4',
  '#3a434c',
  '#2c333b',
  '#20262c',
  '#1b2026',
  '#14181c',
  '#0f1215',
];

/** Filled controls in the accent take its tokens: dark text on the light accent of the dark scheme. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const isAccent = input.color === undefined || input.color === 'accent';
  if (input.variant !== 'filled' || !isAccent) return colors;
  return {
    ...colors,
    background: 'var(--w-accent)',
    hover: 'var(--w-accent-hover)',
    color: 'var(--w-on-accent)',
  };
};

export const theme = createTheme({
  fontFamily: 'system-ui, "Segoe UI", Inter, Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '18px' },
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '18px' }, h2: { fontSize: '15px' }, h3: { fontSize: '14px' } },
  },
  colors: { accent, dark },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  variantColorResolver,
  defaultRadius: 8,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: { Modal: { defaultProps: { closeButtonProps: { 'aria-label': text.shell.closeDialog } } } },
});

/** Mantine's own surfaces take the tokens of tokens.css, in both colour schemes. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--w-panel)',
    '--mantine-color-text': 'var(--w-text)',
    '--mantine-color-dimmed': 'var(--w-dim)',
    '--mantine-color-placeholder': 'var(--w-faint)',
    '--mantine-color-default': 'var(--w-panel)',
    '--mantine-color-default-hover': 'var(--w-bg)',
    '--mantine-color-default-color': 'var(--w-text)',
    '--mantine-color-default-border': 'var(--w-line)',
    '--mantine-color-error': 'var(--w-bad)',
    '--mantine-color-anchor': 'var(--w-accent)',
  };
  return { variables: {}, light: shared, dark: shared };
};
