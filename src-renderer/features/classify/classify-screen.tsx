import type { ReactNode } from 'react';
import { Screen } from '../../ui/panel.tsx';

export function ClassifyScreen(): ReactNode {
  return <Screen title="Classify">{null}</Screen>;
}
