import type { ReactNode } from 'react';
import { Screen } from '../../ui/panel.tsx';

export function ModelsScreen(): ReactNode {
  return <Screen title="Models">{null}</Screen>;
}
