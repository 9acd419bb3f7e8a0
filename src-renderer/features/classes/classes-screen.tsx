import type { ReactNode } from 'react';
import { Screen } from '../../ui/panel.tsx';

export function ClassesScreen(): ReactNode {
  return <Screen title="Classes">{null}</Screen>;
}
