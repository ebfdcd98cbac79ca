import { ApiextensionsV1Api, AppsV1Api, CoordinationV1Api, CoreV1Api, CustomObjectsApi, KubeConfig, setHeaderOptions, VersionApi, Watch } from '@kubernetes/client-node';

const type = (text) => setHeaderOptions('Content-Type', text);

const operations = (kc, core, apps, coordination, { custom, definitions, version }) => ({
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
  askVersion: () => version.getCode(),
  listNodes: (input) => core.listNode(input),
  listSecretsEverywhere: (input) => core.listSecretForAllNamespaces(input),
  readNamespace: (input) => core.readNamespace(input),
  applyNamespace: (input) => core.patchNamespace(input, type('application/apply-patch+yaml')),
  applyDeployment: (input) => apps.patchNamespacedDeployment(input, type('application/apply-patch+yaml')),
  readDefinition: (input) => definitions.readCustomResourceDefinition(input),
  applyCustom: (input) => custom.patchNamespacedCustomObject(input, type('application/apply-patch+yaml')),
  listCustom: (input) => custom.listClusterCustomObject(input),
  deleteNamespace: (input) => core.deleteNamespace(input),
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
  const known = operations(kc, kc.makeApiClient(CoreV1Api), kc.makeApiClient(AppsV1Api), kc.makeApiClient(CoordinationV1Api), {
    custom: kc.makeApiClient(CustomObjectsApi),
    definitions: kc.makeApiClient(ApiextensionsV1Api),
    version: kc.makeApiClient(VersionApi),
  });
  return async (operation, input) => {
    try {
      return { read: (await known[operation](input)) ?? null };
    } catch (error) {
      return { error: { status: error.code ?? error.statusCode ?? null, message: String(error.body ?? error.message) } };
    }
  };
}
