import type { ReactNode } from 'react';
import { Screen } from '../../ui/panel.tsx';

export function EvaluateScreen(): ReactNode {
  return <Screen title="Evaluate">{null}</Screen>;
}
