// What is called.
const namespace = 'shop';
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: '1' } };
const lease = {
  apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'multiregion', namespace: 'multiregion', resourceVersion: '42' },
  spec: { holderIdentity: 'c1', leaseDurationSeconds: 15, leaseTransitions: 1 },
};
const journal = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'multiregion-journal', namespace: 'multiregion', resourceVersion: '42' }, data: { last: '1' } };
const us = { fieldManager: 'multiregion', fieldValidation: 'Strict' };

export const cases = [
  { operation: 'readDeployment', input: { name: 'web', namespace } },
  { operation: 'listDeployments', input: { namespace, labelSelector: 'app in (web, db),tier!=x', limit: 500 } },
  { operation: 'createConfigMap', input: { namespace, body: configMap, ...us } },
  { operation: 'applyConfigMap', input: { name: 'settings', namespace, body: configMap, force: true, dryRun: 'All', ...us } },
  { operation: 'mergeDeployment', input: { name: 'web', namespace, body: { metadata: { resourceVersion: '7' }, spec: { replicas: 3 } }, ...us } },
  { operation: 'jsonPatchConfigMap', input: { name: 'settings', namespace, body: [{ op: 'replace', path: '/data/a', value: '2' }], ...us } },
  { operation: 'strategicDeployment', input: { name: 'web', namespace, body: { spec: { paused: true } }, ...us } },
  { operation: 'scaleDeployment', input: { name: 'web', namespace, body: { spec: { replicas: 5 }, metadata: { resourceVersion: '7' } }, ...us } },
  { operation: 'replaceLease', input: { name: 'multiregion', namespace: 'multiregion', body: lease, ...us } },
  {
    operation: 'deleteConfigMap',
    input: { name: 'settings', namespace, dryRun: 'All', body: { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Foreground', preconditions: { uid: 'u-1', resourceVersion: '7' } } },
  },
  { operation: 'askVersion', input: {} },
  { operation: 'listSecretsEverywhere', input: { labelSelector: 'multiregion/federation=multiregion', limit: 500 } },
  { operation: 'readNamespace', input: { name: 'shop' } },
  { operation: 'applyNamespace', input: { name: 'shop', body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }, ...us } },
  { operation: 'applyDeployment', input: { name: 'web', namespace, body: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace, uid: 'u-1', resourceVersion: '7' }, spec: { replicas: 3 } }, force: true, ...us } },
  { operation: 'applyCustom', input: { group: 'shop.example.com', version: 'v1', namespace, plural: 'widgets', name: 'w', body: { apiVersion: 'shop.example.com/v1', kind: 'Widget', metadata: { name: 'w', namespace }, spec: { size: 3 } }, ...us } },
  { operation: 'listCustom', input: { group: 'shop.example.com', version: 'v1', plural: 'widgets', labelSelector: 'multiregion/federation=multiregion', limit: 500 } },
  { operation: 'deleteNamespace', input: { name: 'shop', body: { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', preconditions: { uid: 'u-1', resourceVersion: '7' } } } },
  { operation: 'createLease', input: { namespace: 'multiregion', body: { ...lease, metadata: { name: 'multiregion', namespace: 'multiregion' } }, ...us } },
  { operation: 'replaceConfigMap', input: { name: 'multiregion-journal', namespace: 'multiregion', body: journal, ...us } },
  { operation: 'readConfigMap', input: { name: 'multiregion-journal', namespace: 'multiregion' } },
  { operation: 'deleteConfigMaps', input: { namespace: 'multiregion', labelSelector: 'multiregion/journal=j,multiregion/journal-base in (0,7)', body: { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background' } } },
  { operation: 'listCommands', input: { namespace: 'multiregion-commands', labelSelector: 'multiregion/command=multiregion,!multiregion/answered', limit: 100 } },
  { operation: 'answerConfigMap', input: { name: 'a', namespace: 'multiregion-commands', body: { metadata: { uid: 'u-1', labels: { 'multiregion/answered': 'accepted' }, annotations: { 'multiregion/answer': 'moving' } } }, ...us } },
  { operation: 'listAutoscalers', input: { namespace, limit: 500 } },
  { operation: 'raiseAutoscaler', input: { name: 'web', namespace, body: { metadata: { uid: 'u-1', resourceVersion: '7', annotations: { 'multiregion/owner': 'multiregion' } }, spec: { minReplicas: 5 } }, ...us } },
  { operation: 'readScale', input: { name: 'web', namespace } },
  { operation: 'readDefinition', input: { name: 'rollouts.argoproj.io' } },
  { operation: 'listNodes', input: { limit: 500 } },
  { operation: 'listPods', input: { fieldSelector: 'status.phase!=Succeeded,status.phase!=Failed', limit: 500 } },
  { operation: 'readSecret', input: { name: 'registry', namespace } },
  { operation: 'readService', input: { name: 'web', namespace } },
  { operation: 'readIngress', input: { name: 'web', namespace } },
  { operation: 'discoverGroups', input: {} },
  { operation: 'readReadiness', input: {} },
  { operation: 'discoverApps', input: {} },
  { operation: 'watchConfigMaps', input: { namespace, query: { labelSelector: 'app=web', allowWatchBookmarks: true, resourceVersion: '7', timeoutSeconds: 450 } } },
];
