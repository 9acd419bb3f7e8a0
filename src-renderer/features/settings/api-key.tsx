import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTRPC } from '../../api/client.ts';
import { text } from '../../i18n/index.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { notify, notifyError } from '../../ui/notify.ts';
import classes from './settings.module.css';

const words = text.api;

/** Hidden until asked for: somebody may look over a shoulder, or at a shared screen. */
export function ApiKey(props: { value: string | null; accessKeyId: string; fixed: boolean }): ReactNode {
  const { value } = props;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [shown, setShown] = useState(false);
  const [asking, setAsking] = useState(false);
  const rotate = useMutation(
    trpc.rest.rotateKey.mutationOptions({
      onSuccess: (state) => {
        queries.setQueryData(trpc.rest.state.queryKey(), state);
        setAsking(false);
        notify(words.rotated);
      },
      onError: (error) => notifyError(error),
    }),
  );
  return (
    <div>
      <div className={classes.label}>{words.key}</div>
      {value === null ? (
        <p className={classes.hint}>{words.noKey}</p>
      ) : (
        <>
          <div className={classes.row}>
            <code className={classes.path}>{shown ? value : '•'.repeat(24)}</code>
            <Group gap={4} wrap="nowrap">
              <Button
                size="compact-sm"
                variant="subtle"
                aria-pressed={shown}
                onClick={() => setShown(!shown)}
              >
                {shown ? words.hide : words.show}
              </Button>
              <Button
                size="compact-sm"
                variant="subtle"
                onClick={() =>
                  void navigator.clipboard.writeText(value).then(() => notify(words.copied), notifyError)
                }
              >
                {words.copy}
              </Button>
              {props.fixed ? null : (
                <Button size="compact-sm" variant="subtle" onClick={() => setAsking(true)}>
                  {words.rotate}
                </Button>
              )}
            </Group>
          </div>
          <p className={classes.hint}>{words.keyHint(props.accessKeyId)}</p>
        </>
      )}
      {asking ? (
        <ConfirmDialog
          title={words.rotateTitle}
          confirm={words.rotateConfirm}
          busy={rotate.isPending}
          onConfirm={() => rotate.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>{words.rotateHint}</p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
