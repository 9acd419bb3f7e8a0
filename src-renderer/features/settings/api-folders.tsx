import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../i18n/index.ts';
import { usePathPicker } from '../../ui/path-picker/path-picker.tsx';
import classes from './settings.module.css';

const words = text.api;

/** Folders outside of which programs can neither read nor write. */
export function ApiFolders(props: {
  folders: readonly string[];
  fixed: boolean;
  onChange: (folders: readonly string[]) => void;
}): ReactNode {
  const { folders } = props;
  const picker = usePathPicker();
  const add = async (): Promise<void> => {
    const [chosen] = (await picker.open({ title: words.addFolderTitle, kind: 'folder' })) ?? [];
    if (chosen !== undefined && !folders.includes(chosen)) props.onChange([...folders, chosen]);
  };
  return (
    <div>
      <div className={classes.row}>
        <span className={classes.label}>{words.folders}</span>
        {props.fixed ? null : (
          <Button size="compact-sm" variant="default" onClick={() => void add()}>
            {words.addFolder}
          </Button>
        )}
      </div>
      <p className={classes.hint}>{words.foldersHint}</p>
      {folders.length === 0 ? <p className={classes.hint}>{words.noFolders}</p> : null}
      {folders.map((folder) => (
        <div key={folder} className={classes.keyRow}>
          <span className={classes.path}>{folder}</span>
          {props.fixed ? null : (
            <Button
              size="compact-sm"
              variant="subtle"
              aria-label={words.removeFolder(folder)}
              onClick={() => props.onChange(folders.filter((each) => each !== folder))}
            >
              {words.remove}
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}
