// What is called, and what is answered.
export const subscription = '8f2c1f6e-3a52-4c0f-9a53-0a4f6b0b7d11';
export const group = 'edge';
const id = (name) => `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/trafficManagerProfiles/${name}`;
const good = (body, status = 200) => ({ status, body });
const failed = (status, code, message, target, details) => ({ status, body: { error: { code, message, ...(target ? { target } : {}), ...(details ? { details } : {}) } } });
const monitorConfig = { protocol: 'HTTPS', port: 443, path: '/health', intervalInSeconds: 10, timeoutInSeconds: 9, toleratedNumberOfFailures: 3, customHeaders: [{ name: 'Host', value: 'www.example.com' }], expectedStatusCodeRanges: [{ min: 200, max: 299 }] };
const tags = { 'multiregion-owner': 'multiregion', 'multiregion-epoch': '4.1', team: 'edge' };
const external = (name, target, more) => ({ name, type: 'Microsoft.Network/trafficManagerProfiles/externalEndpoints', properties: { target, endpointStatus: 'Enabled', weight: 1, priority: 1, alwaysServe: 'Disabled', ...more } });
const nested = (name, more) => ({ name, type: 'Microsoft.Network/trafficManagerProfiles/nestedEndpoints', properties: { targetResourceId: id(name), endpointStatus: 'Enabled', weight: 1, priority: 6, minChildEndpoints: 1, ...more } });
const profile = (trafficRoutingMethod, endpoints, more) => ({
  location: 'global', tags, properties: { profileStatus: 'Enabled', trafficRoutingMethod, dnsConfig: { relativeName: 'shop-x', ttl: 60 }, monitorConfig, endpoints, ...more },
});
const priority = profile('Priority', [external('eu', 'eu.example.com'), external('us', 'us.example.com', { priority: 6, endpointStatus: 'Disabled' })]);
const geographic = profile('Geographic', [nested('shop-eu', { geoMapping: ['GEO-EU', 'CY'] }), external('us', 'us.example.com', { geoMapping: ['WORLD'], priority: 1 })]);
const multivalue = profile('MultiValue', [external('eu', '192.0.2.1'), external('us', '192.0.2.2', { priority: 6 })], { maxReturn: 8, trafficViewEnrollmentStatus: 'Enabled' });
const performance = profile('Performance', [external('eu', 'eu.example.com', { endpointLocation: 'northeurope' }), nested('shop-us', { endpointLocation: 'eastus2', minChildEndpointsIPv4: 1, minChildEndpointsIPv6: 0 })]);
const weighted = profile('Weighted', [external('eu', 'eu.example.com', { weight: 100, alwaysServe: 'Enabled' }), { name: 'app', type: 'Microsoft.Network/trafficManagerProfiles/azureEndpoints', properties: { targetResourceId: `/subscriptions/${subscription}/resourceGroups/web/providers/Microsoft.Web/sites/app`, endpointStatus: 'Enabled', weight: 900, priority: 6 } }]);
const subnet = profile('Subnet', [external('eu', 'eu.example.com', { subnets: [{ first: '10.0.0.0', scope: 29 }, { first: '10.0.1.0', last: '10.0.1.9' }] })]);
const live = (name, body) => ({
  id: id(name), name, type: 'Microsoft.Network/trafficManagerProfiles', ...body,
  properties: { ...body.properties, dnsConfig: { ...body.properties.dnsConfig, fqdn: 'shop-x.trafficmanager.net' }, monitorConfig: { profileMonitorStatus: 'CheckingEndpoints', ...body.properties.monitorConfig },
    endpoints: body.properties.endpoints.map((one) => ({ ...one, id: `${id(name)}/externalEndpoints/${one.name}`, properties: { ...one.properties, endpointMonitorStatus: 'CheckingEndpoint' } })) },
});
const put = (name, body, status) => ({ operation: 'putProfile', input: { name, body }, response: good(live(name, body), status) });

export const cases = [
  { name: 'list', operation: 'listProfiles', input: {}, response: good({ value: [live('shop', priority), live('shop-eu', multivalue)] }) },
  { name: 'list nothing', operation: 'listProfiles', input: {}, response: good({ value: [] }) },
  { name: 'get', operation: 'getProfile', input: { name: 'shop' }, response: good(live('shop', performance)) },
  { name: 'get with an unusual name', operation: 'getProfile', input: { name: 'shop.eu_1-x' }, response: good(live('shop.eu_1-x', priority)) },
  { name: 'get what is not there', operation: 'getProfile', input: { name: 'gone' }, response: failed(404, 'ResourceNotFound', "The Resource 'gone' was not found.") },
  { name: 'create priority', ...put('shop', priority, 201) },
  { name: 'change geographic', ...put('shop', geographic, 200) },
  { name: 'change multivalue', ...put('shop', multivalue, 200) },
  { name: 'change performance', ...put('shop', performance, 200) },
  { name: 'change weighted', ...put('shop', weighted, 200) },
  { name: 'change subnet', ...put('shop', subnet, 200) },
  { name: 'change refused', operation: 'putProfile', input: { name: 'shop', body: weighted }, response: failed(400, 'BadRequest', 'Not valid.', 'endpoints', [{ code: 'WeightOutOfRange', message: 'weight', target: 'eu' }]) },
  { name: 'change denied', operation: 'putProfile', input: { name: 'shop', body: weighted }, response: failed(403, 'AuthorizationFailed', "The client does not have authorization to perform action 'Microsoft.Network/trafficManagerProfiles/write'.") },
  { name: 'delete', operation: 'deleteProfile', input: { name: 'shop-eu' }, response: good({}) },
  { name: 'delete what is not there', operation: 'deleteProfile', input: { name: 'gone' }, response: { status: 204 } },
  { name: 'name free', operation: 'checkName', input: { name: 'shop-x' }, response: good({ name: 'shop-x', type: 'Microsoft.Network/trafficManagerProfiles', nameAvailable: true }) },
  { name: 'name taken', operation: 'checkName', input: { name: 'shop-y' }, response: good({ name: 'shop-y', type: 'Microsoft.Network/trafficManagerProfiles', nameAvailable: false, reason: 'AlreadyExists', message: 'Domain name shop-y.trafficmanager.net already exists. Please choose a different DNS name.' }) },
];
