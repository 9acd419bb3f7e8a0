import { Anchor } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTRPC } from '../../api/client.ts';
import { useCapabilities } from '../../api/settings.ts';
import { text } from '../../i18n/index.ts';
import { notifyError } from '../notify.ts';

const words = text.report;

/** The way to a file that was written, as the host has it: its folder on the desktop, else a download. */
export function FileLink(props: { path: string }): ReactNode {
  const { path } = props;
  const trpc = useTRPC();
  const { nativeDialogs } = useCapabilities();
  const reveal = useMutation(
    trpc.application.reveal.mutationOptions({ onError: (error) => notifyError(error) }),
  );
  return nativeDialogs ? (
    <Anchor component="button" type="button" size="sm" onClick={() => reveal.mutate({ path })}>
      {words.reveal}
    </Anchor>
  ) : (
    <Anchor size="sm" href={`/download?${new URLSearchParams({ path })}`} download>
      {words.download}
    </Anchor>
  );
}
