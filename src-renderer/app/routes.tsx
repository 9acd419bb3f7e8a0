import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { Route, Switch } from 'wouter';
import { ProjectProvider } from '../api/project.tsx';
import { text } from '../i18n/index.ts';
import { type ScreenName, screenNames } from '../ui/places.ts';
import { LoadingState } from '../ui/states/states.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { HomeFrame, ProjectFrame } from './shell/frame.tsx';

const loaders: (() => Promise<unknown>)[] = [];

/**
 * Screens come in files of their own, so that the first is there soon. One that was fetched ahead is rendered at once:
 * React keeps whatever waited under its placeholder for a third of a second.
 */
function screen<Name extends string>(
  load: () => Promise<Readonly<Record<Name, () => ReactNode>>>,
  name: Name,
): ComponentType {
  let fetched: ComponentType | undefined;
  const fetchScreen = async (): Promise<ComponentType> => {
    fetched = (await load())[name] as ComponentType;
    return fetched;
  };
  const Waiting = lazy(async () => ({ default: await fetchScreen() }));
  loaders.push(fetchScreen);
  return () => {
    const [Shown] = useState(() => fetched ?? Waiting);
    return <Shown />;
  };
}

const HomeScreen = screen(() => import('../features/home/home-screen.tsx'), 'HomeScreen');
const BringScreen = screen(() => import('../features/import/bring-screen.tsx'), 'BringScreen');
const SettingsScreen = screen(() => import('../features/settings/settings-screen.tsx'), 'SettingsScreen');

const screens: Readonly<Record<ScreenName, ComponentType>> = {
  classes: screen(() => import('../features/classes/classes-screen.tsx'), 'ClassesScreen'),
  import: screen(() => import('../features/import/import-screen.tsx'), 'ImportScreen'),
  label: screen(() => import('../features/label/label-screen.tsx'), 'LabelScreen'),
  documents: screen(() => import('../features/documents/documents-screen.tsx'), 'DocumentsScreen'),
  train: screen(() => import('../features/train/train-screen.tsx'), 'TrainScreen'),
  models: screen(() => import('../features/models/models-screen.tsx'), 'ModelsScreen'),
  evaluate: screen(() => import('../features/evaluate/evaluate-screen.tsx'), 'EvaluateScreen'),
  review: screen(() => import('../features/review/review-screen.tsx'), 'ReviewScreen'),
  health: screen(() => import('../features/health/health-screen.tsx'), 'HealthScreen'),
  history: screen(() => import('../features/history/history-screen.tsx'), 'HistoryScreen'),
  deployments: screen(() => import('../features/deployments/deployments-screen.tsx'), 'DeploymentsScreen'),
  classify: screen(() => import('../features/classify/classify-screen.tsx'), 'ClassifyScreen'),
  settings: SettingsScreen,
};

function Shown(props: { resetKey: string; children: ReactNode }): ReactNode {
  return (
    <ErrorBoundary resetKey={props.resetKey}>
      <Suspense fallback={<LoadingState label={text.shell.loadingScreen} />}>{props.children}</Suspense>
    </ErrorBoundary>
  );
}

function ProjectRoute(props: { projectId: string; screen: string }): ReactNode {
  const current = screenNames.find((name) => name === props.screen) ?? 'label';
  const Body = screens[current];
  return (
    <ErrorBoundary resetKey={props.projectId}>
      <ProjectProvider projectId={props.projectId} key={props.projectId}>
        <ProjectFrame current={current}>
          <Shown resetKey={props.screen}>
            <Body />
          </Shown>
        </ProjectFrame>
      </ProjectProvider>
    </ErrorBoundary>
  );
}

/** The other screens are fetched while the first is looked at. A failure shows when its screen is asked for. */
function usePreloading(): void {
  useEffect(() => {
    const waiting = requestIdleCallback(() => {
      for (const load of loaders) void load().catch(() => undefined);
    });
    return () => cancelIdleCallback(waiting);
  }, []);
}

/** The place is in the address: /, /settings, /p/<project>/<screen>?... */
export function Routes(): ReactNode {
  usePreloading();
  return (
    <Switch>
      <Route path="/p/:projectId/:screen">
        {(params) => <ProjectRoute projectId={params.projectId} screen={params.screen} />}
      </Route>
      <Route path="/bring">
        <HomeFrame current="bring">
          <Shown resetKey="bring">
            <BringScreen />
          </Shown>
        </HomeFrame>
      </Route>
      <Route path="/settings">
        <HomeFrame current="settings">
          <Shown resetKey="settings">
            <SettingsScreen />
          </Shown>
        </HomeFrame>
      </Route>
      <Route>
        <HomeFrame current="home">
          <Shown resetKey="home">
            <HomeScreen />
          </Shown>
        </HomeFrame>
      </Route>
    </Switch>
  );
}
