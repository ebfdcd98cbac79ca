import { TrafficManagerManagementClient } from '@azure/arm-trafficmanager';

// The SDK has no "properties": what is in them lies beside the rest.
const resource = new Set(['id', 'name', 'type', 'location', 'tags']);
const flat = ({ properties, ...rest }) => ({ ...rest, ...properties, ...(properties?.endpoints ? { endpoints: properties.endpoints.map(flat) } : {}) });
const apart = (one) => {
  const entries = Object.entries(one).map(([key, value]) => [key, key === 'endpoints' ? value.map(apart) : value]);
  return { ...Object.fromEntries(entries.filter(([key]) => resource.has(key))), properties: Object.fromEntries(entries.filter(([key]) => !resource.has(key))) };
};

const operations = (client, group) => ({
  listProfiles: () => all(client.profiles.listByResourceGroup(group)).then((profiles) => profiles.map(apart)),
  getProfile: ({ name }) => client.profiles.get(group, name).then(apart),
  putProfile: ({ name, body }) => client.profiles.createOrUpdate(group, name, flat(body)).then(apart),
  deleteProfile: ({ name }) => client.profiles.delete(group, name),
  checkName: ({ name }) => client.profiles.checkTrafficManagerNameAvailabilityV2({ name, type: 'Microsoft.Network/trafficManagerProfiles' }),
});

async function all(pages) {
  const items = [];
  for await (const item of pages) {
    items.push(item);
  }

  return items;
}

/** Calls operations at an endpoint, by name. A failure is a value. */
export function caller(endpoint, token, subscription, group, more = {}) {
  const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
  const client = new TrafficManagerManagementClient(credential, subscription, { endpoint, retryOptions: { maxRetries: 0 }, ...more });
  const known = operations(client, group);
  return async (operation, input) => {
    try {
      return { read: (await known[operation](input)) ?? null };
    } catch (error) {
      return { error: { status: error.statusCode ?? null, code: error.code ?? null, message: error.message } };
    }
  };
}
