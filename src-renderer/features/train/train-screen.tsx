import type { ReactNode } from 'react';
import { Screen } from '../../ui/panel.tsx';

export function TrainScreen(): ReactNode {
  return <Screen title="Train">{null}</Screen>;
}
