import type { ReactNode } from 'react';
import { Screen } from '../../ui/panel.tsx';

export function HomeScreen(): ReactNode {
  return <Screen title="Home">{null}</Screen>;
}
