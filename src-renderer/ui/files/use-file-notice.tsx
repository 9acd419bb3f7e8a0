import { Anchor } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTRPC } from '../../api/client.ts';
import { useCapabilities } from '../../api/settings.ts';
import { text } from '../../i18n/index.ts';
import { notify, notifyError } from '../notify.ts';

const words = text.report;
/** Long enough to reach for it. */
const noticeMilliseconds = 15_000;

/** Says that a file was written, with the way to it that the host has. */
export function useFileNotice(): (path: string) => void {
  const trpc = useTRPC();
  const { nativeDialogs } = useCapabilities();
  const reveal = useMutation(
    trpc.application.reveal.mutationOptions({ onError: (error) => notifyError(error) }),
  );
  return (path) => {
    const way = nativeDialogs ? (
      <Anchor component="button" type="button" size="sm" onClick={() => reveal.mutate({ path })}>
        {words.reveal}
      </Anchor>
    ) : (
      <Anchor size="sm" href={`/download?${new URLSearchParams({ path })}`} download>
        {words.download}
      </Anchor>
    );
    notify(
      <>
        {words.done(path)} {way}
      </>,
      noticeMilliseconds,
    );
  };
}
