import type { ReactNode } from 'react';
import { Screen } from '../../ui/panel.tsx';

export function SettingsScreen(): ReactNode {
  return <Screen title="Settings">{null}</Screen>;
}
