import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { TRPCClient } from '@trpc/client';
import { type ReactNode, Suspense, useState } from 'react';
import type { AppRouter } from '../../src-main/api/router.ts';
import { TRPCProvider } from '../api/client.ts';
import { text } from '../i18n/index.ts';
import { PathPickerProvider } from '../ui/path-picker/path-picker.tsx';
import { LoadingState } from '../ui/states/states.tsx';
import { cssVariablesResolver, theme } from '../ui/theme.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Routes } from './routes.tsx';
import { ThemeFromSettings } from './theme-from-settings.tsx';

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The host is on this computer and says when something changed: nothing goes stale by time.
      queries: { staleTime: Infinity, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  });
}

export function App(props: { client: TRPCClient<AppRouter> }): ReactNode {
  const [queryClient] = useState(createQueryClient);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <ErrorBoundary>
        <QueryClientProvider client={queryClient}>
          <TRPCProvider trpcClient={props.client} queryClient={queryClient}>
            {/* Messages ask the host, too: the way to a file that was written differs between hosts. */}
            <Suspense fallback={null}>
              <Notifications position="bottom-center" autoClose={5000} limit={3} />
            </Suspense>
            <Suspense fallback={<LoadingState label={text.shell.loading} />}>
              <ThemeFromSettings />
              <PathPickerProvider>
                <Routes />
              </PathPickerProvider>
            </Suspense>
          </TRPCProvider>
        </QueryClientProvider>
      </ErrorBoundary>
    </MantineProvider>
  );
}
