// What is called.
const namespace = 'shop';
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: '1' } };
const lease = {
  apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'multiregion', namespace: 'multiregion', resourceVersion: '42' },
  spec: { holderIdentity: 'c1', leaseDurationSeconds: 15, leaseTransitions: 1 },
};
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
  { operation: 'discoverApps', input: {} },
  { operation: 'watchConfigMaps', input: { namespace, query: { labelSelector: 'app=web', allowWatchBookmarks: true, resourceVersion: '7', timeoutSeconds: 450 } } },
];
