import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { useSettings } from '../api/settings.ts';

/** The colour scheme and the document size follow the person's settings. */
export function ThemeFromSettings(): null {
  const { theme, documentFontSize } = useSettings();
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => setColorScheme(theme === 'system' ? 'auto' : theme), [theme, setColorScheme]);
  useEffect(() => {
    document.documentElement.style.setProperty('--w-document-size', `${documentFontSize}px`);
  }, [documentFontSize]);
  return null;
}
