import Cloudflare from 'cloudflare';

const operations = (client) => ({
  findZones: ({ name }) => all(client.zones.list({ name })),
  listBalancers: ({ zone_id }) => all(client.loadBalancers.list({ zone_id })),
  getBalancer: ({ id, zone_id }) => client.loadBalancers.get(id, { zone_id }),
  createBalancer: ({ zone_id, body }) => client.loadBalancers.create({ zone_id, ...body }),
  editBalancer: ({ id, zone_id, body }) => client.loadBalancers.edit(id, { zone_id, ...body }),
  deleteBalancer: ({ id, zone_id }) => client.loadBalancers.delete(id, { zone_id }),
  listPools: ({ account_id }) => all(client.loadBalancers.pools.list({ account_id })),
  createPool: ({ account_id, body }) => client.loadBalancers.pools.create({ account_id, ...body }),
  editPool: ({ id, account_id, body }) => client.loadBalancers.pools.edit(id, { account_id, ...body }),
  deletePool: ({ id, account_id }) => client.loadBalancers.pools.delete(id, { account_id }),
  poolHealth: ({ id, account_id }) => client.loadBalancers.pools.health.get(id, { account_id }),
  poolReferences: ({ id, account_id }) => all(client.loadBalancers.pools.references.get(id, { account_id })),
  listMonitors: ({ account_id }) => all(client.loadBalancers.monitors.list({ account_id })),
  createMonitor: ({ account_id, body }) => client.loadBalancers.monitors.create({ account_id, ...body }),
  deleteMonitor: ({ id, account_id }) => client.loadBalancers.monitors.delete(id, { account_id }),
});

async function all(pages) {
  const items = [];
  for await (const item of pages) {
    items.push(item);
  }

  return items;
}

/** Calls operations at an endpoint, by name. A failure is a value. */
export function caller(endpoint, apiToken) {
  const known = operations(new Cloudflare({ baseURL: endpoint, apiToken, maxRetries: 0 }));
  return async (operation, input) => {
    try {
      return { read: (await known[operation](input)) ?? null };
    } catch (error) {
      return { error: { status: error.status ?? null, message: error.message, errors: error.errors ?? [] } };
    }
  };
}
