import type { ReactNode } from 'react';
import { Screen } from '../../ui/panel.tsx';

export function ReviewScreen(): ReactNode {
  return <Screen title="Review">{null}</Screen>;
}
