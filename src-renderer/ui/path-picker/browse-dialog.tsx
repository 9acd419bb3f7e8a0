import { ActionIcon, Button, Group, Modal, TextInput } from '@mantine/core';
import { IconArrowUp, IconFile, IconFolder } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Outputs, useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { text } from '../../i18n/index.ts';
import { formatBytes, formatDateTime } from '../format.ts';
import { LoadingState } from '../states/states.tsx';
import classes from './browse-dialog.module.css';

export type BrowseRequest =
  | { readonly mode: 'open'; readonly title: string; readonly kind: 'project' | 'documents' | 'folder' }
  | {
      readonly mode: 'save';
      readonly title: string;
      readonly kind: 'documents';
      readonly proposedPath: string;
    };

type Listing = Outputs['application']['browse'];
type Entry = Listing['entries'][number];

const separatorOf = (path: string): string => (path.includes('\\') ? '\\' : '/');
const joined = (folder: string, name: string): string =>
  folder.endsWith(separatorOf(folder)) ? folder + name : folder + separatorOf(folder) + name;

function split(path: string): { folder: string | null; name: string } {
  const at = path.lastIndexOf(separatorOf(path));
  return at < 0
    ? { folder: null, name: path }
    : { folder: path.slice(0, at) || separatorOf(path), name: path.slice(at + 1) };
}

function fits(entry: Entry, request: BrowseRequest): boolean {
  if (entry.kind === 'folder') return true;
  if (request.mode === 'save') return true;
  if (request.kind === 'folder') return false;
  return request.kind === 'project' ? entry.name.endsWith('.winnow') : !entry.name.endsWith('.winnow');
}

function EntryRow(props: { entry: Entry; chosen: boolean; onClick: () => void }): ReactNode {
  const { entry } = props;
  return (
    <button type="button" className={classes.entry} aria-pressed={props.chosen} onClick={props.onClick}>
      {entry.kind === 'folder' ? (
        <IconFolder size={16} aria-hidden="true" />
      ) : (
        <IconFile size={16} aria-hidden="true" />
      )}
      <span className={classes.name}>{entry.name}</span>
      <span className={classes.detail}>{entry.kind === 'file' ? formatBytes(entry.size) : ''}</span>
      <span className={classes.detail}>{formatDateTime(entry.modifiedAt)}</span>
    </button>
  );
}

function Entries(props: {
  listing: Listing;
  request: BrowseRequest;
  chosen: readonly string[];
  onEntry: (entry: Entry) => void;
}): ReactNode {
  const shown = props.listing.entries.filter((entry) => fits(entry, props.request));
  return (
    <div className={classes.list}>
      {shown.length === 0 ? <p className={classes.empty}>{text.pathPicker.empty}</p> : null}
      {shown.map((entry) => (
        <EntryRow
          key={entry.name}
          entry={entry}
          chosen={props.chosen.includes(joined(props.listing.path, entry.name))}
          onClick={() => props.onEntry(entry)}
        />
      ))}
    </div>
  );
}

/** Folders and files of this computer, for hosts without dialogs of the system. */
export function BrowseDialog(props: {
  request: BrowseRequest;
  onDone: (paths: readonly string[] | null) => void;
}): ReactNode {
  const { request, onDone } = props;
  const trpc = useTRPC();
  const proposed = split(request.mode === 'save' ? request.proposedPath : '');
  const [folder, setFolder] = useState<string | null>(proposed.folder);
  const [name, setName] = useState(proposed.name);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const listing = useQuery({
    ...trpc.application.browse.queryOptions({ path: folder }),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const place = listing.data?.path ?? '';
  const onEntry = (entry: Entry): void => {
    const path = joined(place, entry.name);
    if (entry.kind === 'folder') setFolder(path);
    else if (request.mode === 'save') setName(entry.name);
    else if (request.kind === 'project') onDone([path]);
    else setChosen(chosen.includes(path) ? chosen.filter((each) => each !== path) : [...chosen, path]);
  };
  const result = (): readonly string[] | null => {
    if (request.mode === 'save') return name.trim() === '' ? null : [joined(place, name.trim())];
    return request.kind === 'folder' ? [place] : chosen;
  };
  const ready = (result()?.length ?? 0) > 0;
  const action =
    request.mode === 'save'
      ? text.pathPicker.save
      : request.kind === 'folder'
        ? text.pathPicker.chooseFolder
        : text.pathPicker.open;
  return (
    <Modal opened onClose={() => onDone(null)} title={request.title} size="lg">
      <div className={classes.place}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={text.pathPicker.up}
          disabled={listing.data?.parent == null}
          onClick={() => setFolder(listing.data?.parent ?? null)}
        >
          <IconArrowUp size={16} />
        </ActionIcon>
        <TextInput
          key={place}
          className={classes.path ?? ''}
          aria-label={text.pathPicker.folder}
          defaultValue={place}
          // What is typed before the first folder is known would be lost when its path arrives.
          disabled={listing.isPending}
          onKeyDown={(event) => {
            if (event.key === 'Enter') setFolder(event.currentTarget.value);
          }}
        />
      </div>
      {listing.error === null ? null : (
        <p role="alert" className={classes.problem}>
          {text.pathPicker.unreadable}: {messageOf(listing.error)}
        </p>
      )}
      {listing.data === undefined ? (
        <LoadingState label={text.pathPicker.loading} />
      ) : (
        <Entries listing={listing.data} request={request} chosen={chosen} onEntry={onEntry} />
      )}
      {request.mode === 'save' ? (
        <TextInput
          mt="sm"
          label={text.pathPicker.fileName}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      ) : null}
      <Group justify="flex-end" mt="md">
        <span className={classes.space}>
          {chosen.length === 0 ? '' : text.pathPicker.selected(chosen.length)}
        </span>
        <Button variant="default" onClick={() => onDone(null)}>
          {text.pathPicker.cancel}
        </Button>
        <Button disabled={!ready} onClick={() => onDone(result())}>
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
