import type { ReactNode } from 'react';
import { Screen } from '../../ui/panel.tsx';

export function ImportScreen(): ReactNode {
  return <Screen title="Import">{null}</Screen>;
}
