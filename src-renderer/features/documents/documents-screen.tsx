import type { ReactNode } from 'react';
import { Screen } from '../../ui/panel.tsx';

export function DocumentsScreen(): ReactNode {
  return <Screen title="Documents">{null}</Screen>;
}
