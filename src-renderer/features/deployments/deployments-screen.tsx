import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { type Deployment, maximalDeployments } from '../../../src-main/domain/decision.ts';
import type { Model } from '../../../src-main/domain/model.ts';
import { useModels, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { plural } from '../../ui/format.ts';
import { Panel, Screen } from '../../ui/panel.tsx';
import { useGo, usePlaceParameters } from '../../ui/places.ts';
import { EmptyState, LoadingState } from '../../ui/states/states.tsx';
import { DeleteDeployment } from './delete-deployment.tsx';
import { DeployDialog } from './deploy-dialog.tsx';
import { DeploymentHistory } from './deployment-history.tsx';
import { DeploymentTable } from './deployment-table.tsx';
import classes from './deployments.module.css';
import { SwapDialog } from './swap-dialog.tsx';
import { useDeployments } from './use-deployments.ts';

const words = text.deployments;

type Act =
  | { readonly kind: 'deploy' }
  | { readonly kind: 'point' | 'swap' | 'delete'; readonly of: Deployment };

export function DeploymentsScreen(): ReactNode {
  const models = useModels();
  const deployments = useDeployments();
  if (deployments === undefined) return <LoadingState label={text.shell.loadingScreen} />;
  return <DeploymentsWork models={models} deployments={deployments} />;
}

function Dialogs(props: {
  act: Act | null;
  models: readonly Model[];
  deployments: readonly Deployment[];
  modelId: number | null;
  onClose: () => void;
}): ReactNode {
  const { act, models, deployments, onClose } = props;
  if (act === null) return null;
  if (act.kind === 'swap') {
    const others = deployments.filter(({ id }) => id !== act.of.id);
    return <SwapDialog deployment={act.of} others={others} onClose={onClose} />;
  }
  if (act.kind === 'delete') return <DeleteDeployment deployment={act.of} onClose={onClose} />;
  return (
    <DeployDialog
      models={models}
      deployments={deployments}
      pointing={act.kind === 'point' ? act.of : null}
      modelId={act.kind === 'point' ? null : props.modelId}
      onClose={onClose}
    />
  );
}

function Nothing(props: { hasModels: boolean; deploy: ReactNode }): ReactNode {
  const go = useGo();
  return (
    <EmptyState
      title={words.empty}
      actions={
        props.hasModels ? (
          <>
            <Button variant="default" onClick={() => go('classify')}>
              {words.tryFirst}
            </Button>
            {props.deploy}
          </>
        ) : (
          <Button onClick={() => go('train')}>{words.train}</Button>
        )
      }
    >
      {props.hasModels ? words.emptyHint : words.emptyNoModels}
    </EmptyState>
  );
}

function DeploymentsWork(props: { models: readonly Model[]; deployments: readonly Deployment[] }): ReactNode {
  const { models, deployments } = props;
  const { readOnly } = useProjectInfo();
  const go = useGo();
  const wanted = Number(usePlaceParameters().get('deploy')) || null;
  const [act, setAct] = useState<Act | null>(wanted === null ? null : { kind: 'deploy' });
  const close = (): void => {
    setAct(null);
    if (wanted !== null) go('deployments', {}, { replace: true });
  };
  const full = deployments.length >= maximalDeployments;
  const canDeploy = !readOnly && models.length > 0;
  const deploy = (): void => {
    if (canDeploy) setAct({ kind: 'deploy' });
  };
  useCommands([
    {
      id: 'deployments.deploy',
      title: words.deploy,
      group: words.group,
      chord: 'n',
      hint: words.deployHint,
      run: deploy,
    },
  ]);
  const button = (
    <Button disabled={!canDeploy} title={full ? words.full(maximalDeployments) : undefined} onClick={deploy}>
      {words.deploy}
    </Button>
  );
  return (
    <>
      {deployments.length === 0 ? (
        <>
          <Nothing hasModels={models.length > 0} deploy={button} />
          <DeploymentHistory />
        </>
      ) : (
        <Screen
          title={words.title}
          subtitle={words.subtitle(plural(deployments.length, 'deployment'), maximalDeployments)}
          actions={button}
        >
          <div className={classes.parts}>
            <Panel className={classes.panel} label={words.title}>
              <DeploymentTable
                deployments={deployments}
                onPoint={(of) => setAct({ kind: 'point', of })}
                onSwap={(of) => setAct({ kind: 'swap', of })}
                onDelete={(of) => setAct({ kind: 'delete', of })}
              />
            </Panel>
            <DeploymentHistory />
          </div>
        </Screen>
      )}
      <Dialogs act={act} models={models} deployments={deployments} modelId={wanted} onClose={close} />
    </>
  );
}
