import type { ReactNode } from 'react';
import { Screen } from '../../ui/panel.tsx';

export function LabelScreen(): ReactNode {
  return <Screen title="Label">{null}</Screen>;
}
