import { ApiextensionsV1Api, ApisApi, AppsV1Api, AutoscalingV2Api, CoordinationV1Api, CoreV1Api, CustomObjectsApi, Health, KubeConfig, NetworkingV1Api, setHeaderOptions, VersionApi, Watch } from '@kubernetes/client-node';

const type = (text) => setHeaderOptions('Content-Type', text);

const operations = (kc, { core, apps, coordination, autoscaling, extensions, networking, groups, custom, version }) => ({
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
  replaceConfigMap: (input) => core.replaceNamespacedConfigMap(input),
  deleteConfigMaps: (input) => core.deleteCollectionNamespacedConfigMap(input),
  answerConfigMap: (input) => core.patchNamespacedConfigMap(input, type('application/merge-patch+json')),
  listCommands: (input) => core.listNamespacedConfigMap(input),
  readConfigMap: (input) => core.readNamespacedConfigMap(input),
  discoverGroups: () => groups.getAPIVersions(),
  readReadiness: () => ready(kc),
  listAutoscalers: (input) => autoscaling.listNamespacedHorizontalPodAutoscaler(input),
  raiseAutoscaler: (input) => autoscaling.patchNamespacedHorizontalPodAutoscaler(input, type('application/merge-patch+json')),
  readScale: (input) => apps.readNamespacedDeploymentScale(input),
  readDefinition: (input) => extensions.readCustomResourceDefinition(input),
  listNodes: (input) => core.listNode(input),
  listPods: (input) => core.listPodForAllNamespaces(input),
  readSecret: (input) => core.readNamespacedSecret(input),
  readService: (input) => core.readNamespacedService(input),
  readIngress: (input) => networking.readNamespacedIngress(input),
  createLease: (input) => coordination.createNamespacedLease(input),
  deleteConfigMap: (input) => core.deleteNamespacedConfigMap(input),
  askVersion: () => version.getCode(),
  listSecretsEverywhere: (input) => core.listSecretForAllNamespaces(input),
  readNamespace: (input) => core.readNamespace(input),
  applyNamespace: (input) => core.patchNamespace(input, type('application/apply-patch+yaml')),
  applyDeployment: (input) => apps.patchNamespacedDeployment(input, type('application/apply-patch+yaml')),
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

/** What the official client asks for readiness by. */
const ready = (kc) => new Health(kc).readyz({});

/** Calls operations at a server, by name. A failure is a value. */
export function caller(server, token) {
  const kc = new KubeConfig();
  kc.loadFromOptions({
    clusters: [{ name: 'c', server, skipTLSVerify: true }],
    users: [{ name: 'u', token }],
    contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
    currentContext: 'x',
  });
  const apis = { core: CoreV1Api, apps: AppsV1Api, coordination: CoordinationV1Api, autoscaling: AutoscalingV2Api, extensions: ApiextensionsV1Api, networking: NetworkingV1Api, groups: ApisApi, custom: CustomObjectsApi, version: VersionApi };
  const known = operations(kc, Object.fromEntries(Object.entries(apis).map(([name, api]) => [name, kc.makeApiClient(api)])));
  return async (operation, input) => {
    try {
      return { read: (await known[operation](input)) ?? null };
    } catch (error) {
      return { error: { status: error.code ?? error.statusCode ?? null, message: String(error.body ?? error.message) } };
    }
  };
}
