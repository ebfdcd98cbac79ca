import { AppsV1Api, CoordinationV1Api, CoreV1Api, KubeConfig, setHeaderOptions, Watch } from '@kubernetes/client-node';

const type = (text) => setHeaderOptions('Content-Type', text);

const operations = (kc, core, apps, coordination) => ({
  readDeployment: (input) => apps.readNamespacedDeployment(input),
  listDeployments: (input) => apps.listNamespacedDeployment(input),
  listConfigMaps: (input) => core.listNamespacedConfigMap(input),
  createNamespace: (input) => core.createNamespace(input),
  createDeployment: (input) => apps.createNamespacedDeployment(input),
  createConfigMap: (input) => core.createNamespacedConfigMap(input),
  applyConfigMap: (input) => core.patchNamespacedConfigMap(input, type('application/apply-patch+yaml')),
  mergeDeployment: (input) => apps.patchNamespacedDeployment(input, type('application/merge-patch+json')),
  jsonPatchConfigMap: (input) => core.patchNamespacedConfigMap(input, type('application/json-patch+json')),
  strategicDeployment: (input) => apps.patchNamespacedDeployment(input, type('application/strategic-merge-patch+json')),
  scaleDeployment: (input) => apps.patchNamespacedDeploymentScale(input, type('application/merge-patch+json')),
  replaceLease: (input) => coordination.replaceNamespacedLease(input),
  createLease: (input) => coordination.createNamespacedLease(input),
  deleteConfigMap: (input) => core.deleteNamespacedConfigMap(input),
  discoverApps: () => apps.getAPIResources(),
  watchConfigMaps: ({ namespace, query, until }) => watch(kc, `/api/v1/namespaces/${namespace}/configmaps`, query, until ?? 0),
});

/** The first events of a watch, or those until it ends. */
function watch(kc, path, query, until) {
  return new Promise((resolve, reject) => {
    const events = [];
    let request;
    const done = (error) => (error && error.name !== 'AbortError' && events.length < until ? reject(error) : resolve(events));
    new Watch(kc).watch(path, query, (kind, item) => {
      events.push({ type: kind, name: item.metadata?.name ?? null });
      if (events.length === until) {
        request?.abort();
      }
    }, done).then((made) => { request = made; }, reject);
  });
}

/** Calls operations at a server, by name. A failure is a value. */
export function caller(server, token) {
  const kc = new KubeConfig();
  kc.loadFromOptions({
    clusters: [{ name: 'c', server, skipTLSVerify: true }],
    users: [{ name: 'u', token }],
    contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
    currentContext: 'x',
  });
  const known = operations(kc, kc.makeApiClient(CoreV1Api), kc.makeApiClient(AppsV1Api), kc.makeApiClient(CoordinationV1Api));
  return async (operation, input) => {
    try {
      return { read: (await known[operation](input)) ?? null };
    } catch (error) {
      return { error: { status: error.code ?? error.statusCode ?? null, message: String(error.body ?? error.message) } };
    }
  };
}
