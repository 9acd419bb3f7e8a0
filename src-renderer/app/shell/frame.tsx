import type { ReactNode } from 'react';
import { useProjectInfo } from '../../api/project.tsx';
import { useSettings } from '../../api/settings.ts';
import { text } from '../../i18n/index.ts';
import { useKeyListener } from '../../ui/commands/key-listener.ts';
import { useRememberCommands } from '../../ui/commands/known-commands.ts';
import type { ScreenName } from '../../ui/places.ts';
import { CommandPalette } from './command-palette.tsx';
import { Foot } from './foot.tsx';
import classes from './frame.module.css';
import { useFrameCommands, useProjectCommands } from './frame-commands.ts';
import { InterruptedNotice } from './interrupted-notice.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { ProjectDialogs } from './project-dialogs.tsx';
import { Rail } from './rail.tsx';
import { HomeTopBar, ProjectTopBar } from './top-bar.tsx';
import { useWindowTitle } from './use-window-title.ts';

function useWindowKeys(): void {
  const { singleKeys, keys } = useSettings();
  useKeyListener({ singleKeys, keys });
  useRememberCommands();
}

/** The window around screens that belong to no project. */
export function HomeFrame(props: { current: 'home' | 'bring' | 'settings'; children: ReactNode }): ReactNode {
  useWindowTitle(...(props.current === 'home' ? [] : [text.shell.screens[props.current]]));
  useWindowKeys();
  useFrameCommands();
  return (
    <div className={classes.home}>
      <HomeTopBar />
      <main className={classes.main}>{props.children}</main>
      <Foot />
      <CommandPalette />
      <KeysDialog />
    </div>
  );
}

/** The window around the screens of a project: top bar, rail, the screen, the keys that work here. */
export function ProjectFrame(props: { current: ScreenName; children: ReactNode }): ReactNode {
  useWindowTitle(text.shell.screens[props.current], useProjectInfo().name);
  useWindowKeys();
  useFrameCommands();
  useProjectCommands();
  return (
    <div className={classes.frame}>
      <ProjectTopBar />
      <Rail current={props.current} />
      <main key={props.current} className={classes.main}>
        {props.children}
      </main>
      <Foot />
      <CommandPalette />
      <KeysDialog />
      <ProjectDialogs />
      <InterruptedNotice />
    </div>
  );
}
