import { Button } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { type ReactNode, useState } from 'react';
import { useCapabilities } from '../../api/settings.ts';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../format.ts';
import { notifyError } from '../notify.ts';
import { usePathPicker } from '../path-picker/path-picker.tsx';
import { pathsOfDrop } from './dropped-files.ts';
import classes from './file-drop.module.css';

const words = text.files;

/** Drop files or folders, or choose them; tells the paths that the host can read. */
export function FileDrop(props: {
  title: string;
  hint: string;
  compact?: boolean;
  /** One file is asked for, not a folder of them. */
  single?: boolean;
  onPaths: (paths: readonly string[]) => void;
}): ReactNode {
  const capabilities = useCapabilities();
  const picker = usePathPicker();
  const [taking, setTaking] = useState<{ done: number; total: number } | null>(null);
  const take = async (files: readonly File[]): Promise<void> => {
    setTaking({ done: 0, total: files.length });
    try {
      const paths = await pathsOfDrop(files, capabilities, (done) =>
        setTaking({ done, total: files.length }),
      );
      if (paths.length > 0) props.onPaths(paths);
    } catch (error) {
      notifyError(error);
    } finally {
      setTaking(null);
    }
  };
  const choose = async (kind: 'documents' | 'folder'): Promise<void> => {
    const title = kind === 'folder' ? words.chooseFolder : words.chooseFiles;
    const paths = await picker.open({ title, kind });
    if (paths !== null && paths.length > 0) props.onPaths(paths);
  };
  return (
    <Dropzone
      onDrop={(files) => void take(files)}
      activateOnClick={false}
      multiple={props.single !== true}
      loading={taking !== null}
      className={props.compact === true ? (classes.compact ?? '') : (classes.zone ?? '')}
      aria-label={props.title}
      inputProps={{ 'aria-label': props.title }}
    >
      <div className={classes.inner}>
        <h2>{props.title}</h2>
        <p>
          {taking === null ? props.hint : words.taking(formatCount(taking.done), formatCount(taking.total))}
        </p>
        <div className={classes.buttons}>
          <Button onClick={() => void choose('documents')}>
            {props.single === true ? words.chooseFile : words.chooseFiles}
          </Button>
          {props.single === true ? null : (
            <Button variant="default" onClick={() => void choose('folder')}>
              {words.chooseFolder}
            </Button>
          )}
        </div>
      </div>
    </Dropzone>
  );
}
