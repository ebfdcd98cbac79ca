// What is called, and what is answered.
const zone_id = '699d98642c564d2e855e9661899b7252';
const account_id = '01a7362d577a6c3019a474fd6f485823';
const id = '17b5962d775c646f3f9725cbc7a53df4';
const good = (result, result_info) => ({ status: 200, body: { success: true, errors: [], messages: [], result, ...(result_info ? { result_info } : {}) } });
const page = (count) => ({ page: 1, per_page: 20, count, total_count: count, total_pages: 1 });
const balancer = {
  name: 'www.example.com', description: 'd', enabled: true, proxied: true, steering_policy: 'geo', default_pools: [id], fallback_pool: id, region_pools: { WEU: [id] }, country_pools: { FR: [id] }, pop_pools: {},
  random_steering: { default_weight: 1, pool_weights: { [id]: 0.15 } }, session_affinity: 'cookie', session_affinity_ttl: 3600,
  session_affinity_attributes: { drain_duration: 60, zero_downtime_failover: 'sticky' }, adaptive_routing: { failover_across_pools: true },
  rules: [{ name: 'r', condition: 'true', priority: 0, disabled: false, overrides: { default_pools: [id], fallback_pool: id, steering_policy: 'off' } }],
};
const pool = {
  name: 'shop-eu', description: 'd', enabled: true, minimum_origins: 1, monitor: id, origins: [{ name: 'endpoint', address: '192.0.2.1', enabled: true, weight: 1 }],
  load_shedding: { default_percent: 90, default_policy: 'random', session_percent: 0, session_policy: 'hash' }, latitude: 53.3, longitude: -6.3,
};
const monitor = { description: 'd', type: 'https', method: 'GET', path: '/health', port: 0, expected_codes: '2xx', expected_body: '', interval: 60, timeout: 5, retries: 2, header: { Host: ['www.example.com'] } };
const health = { pool_id: id, pop_health: { 'Amsterdam, NL': { healthy: true, origins: [{ '192.0.2.1': { failure_reason: 'No failures', healthy: true, response_code: 200, rtt: '12.1ms' } }] } } };

const references = [
  { reference_type: 'referrer', resource_id: zone_id, resource_name: 'www.example.com', resource_type: 'load_balancer' },
  { reference_type: 'referral', resource_id: account_id, resource_name: 'a monitor', resource_type: 'monitor' },
];

export const cases = [
  { operation: 'findZones', input: { name: 'example.com' }, response: good([{ id: zone_id, name: 'example.com', status: 'active', account: { id: account_id, name: 'a' } }], page(1)) },
  { operation: 'listBalancers', input: { zone_id }, response: good([{ id, ...balancer }], page(1)) },
  { operation: 'getBalancer', input: { id, zone_id }, response: good({ id, ...balancer }) },
  { operation: 'createBalancer', input: { zone_id, body: balancer }, response: good({ id, ...balancer }) },
  { operation: 'editBalancer', input: { id, zone_id, body: { default_pools: [id], fallback_pool: id, description: 'e' } }, response: good({ id, ...balancer, description: 'e' }) },
  { operation: 'deleteBalancer', input: { id, zone_id }, response: good({ id }) },
  { operation: 'listPools', input: { account_id }, response: good([{ id, ...pool }], page(1)) },
  { operation: 'createPool', input: { account_id, body: pool }, response: good({ id, ...pool }) },
  { operation: 'editPool', input: { id, account_id, body: { load_shedding: { default_percent: 50 }, description: 'e' } }, response: good({ id, ...pool }) },
  { operation: 'deletePool', input: { id, account_id }, response: good({ id }) },
  { operation: 'poolHealth', input: { id, account_id }, response: good(health) },
  { operation: 'poolReferences', input: { id, account_id }, response: good(references) },
  { operation: 'listMonitors', input: { account_id }, response: good([{ id, ...monitor }], page(1)) },
  { operation: 'createMonitor', input: { account_id, body: monitor }, response: good({ id, ...monitor }) },
  { operation: 'deleteMonitor', input: { id, account_id }, response: good({ id }) },
];
