const json = (status, body, headers = {}) => ({ status, headers: { 'content-type': 'application/x-amz-json-1.1', ...headers }, body: body === null ? '' : JSON.stringify(body) });
const acc = 'arn:aws:globalaccelerator::111122223333:accelerator/1234abcd-abcd-1234-abcd-1234abcdefgh';
const lis = `${acc}/listener/0123vxyz`;
const grp = `${lis}/endpoint-group/ab88888example`;
const accelerator = {
  AcceleratorArn: acc, Name: 'front', IpAddressType: 'DUAL_STACK', Enabled: true, DnsName: 'a1234567890abcdef.awsglobalaccelerator.com', DualStackDnsName: 'a1234567890abcdef.dualstack.awsglobalaccelerator.com', Status: 'IN_PROGRESS',
  IpSets: [{ IpFamily: 'IPv4', IpAddresses: ['192.0.2.250', '198.51.100.52'], IpAddressFamily: 'IPv4' }, { IpAddresses: ['2001:db8::1'], IpAddressFamily: 'IPv6' }], CreatedTime: 1542394847.5, LastModifiedTime: 1542394847, Events: [],
};
const listener = { ListenerArn: lis, PortRanges: [{ FromPort: 80, ToPort: 81 }, { FromPort: 443, ToPort: 443 }], Protocol: 'TCP', ClientAffinity: 'SOURCE_IP' };
const group = {
  EndpointGroupArn: grp, EndpointGroupRegion: 'eu-west-1', TrafficDialPercentage: 33.3, HealthCheckPort: 80, HealthCheckProtocol: 'HTTP', HealthCheckPath: '/healthz', HealthCheckIntervalSeconds: 10, ThresholdCount: 2,
  EndpointDescriptions: [
    { EndpointId: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a/1', Weight: 0, HealthState: 'HEALTHY', ClientIPPreservationEnabled: true },
    { EndpointId: 'eipalloc-1', HealthState: 'UNHEALTHY', HealthReason: 'Target.Timeout' },
    { EndpointId: 'i-1', Weight: 128, HealthState: 'INITIAL', HealthReason: 'Newly added' },
  ],
  PortOverrides: [{ ListenerPort: 443, EndpointPort: 8443 }],
};
const one = (name, command, input, response) => ({ name, command, exchanges: [{ input, response }] });
const failing = (name, response) => one(name, 'DescribeAccelerator', { AcceleratorArn: acc }, response);

export const cases = [
  one('describe', 'DescribeAccelerator', { AcceleratorArn: acc }, json(200, { Accelerator: accelerator })),
  {
    name: 'list',
    command: 'ListAccelerators',
    exchanges: [
      { input: {}, response: json(200, { Accelerators: [accelerator], NextToken: 'next/+=' }) },
      { input: { NextToken: 'next/+=' }, response: json(200, { Accelerators: [{ ...accelerator, Status: 'DEPLOYED', IpAddressType: 'IPV4', DualStackDnsName: undefined, Enabled: false }] }) },
    ],
  },
  one('list-listeners', 'ListListeners', { AcceleratorArn: acc }, json(200, { Listeners: [listener] })),
  {
    name: 'list-groups',
    command: 'ListEndpointGroups',
    exchanges: [
      { input: { ListenerArn: lis }, response: json(200, { EndpointGroups: [group], NextToken: 't2' }) },
      { input: { ListenerArn: lis, NextToken: 't2' }, response: json(200, { EndpointGroups: [{ EndpointGroupArn: `${grp}2`, EndpointGroupRegion: 'us-east-1', EndpointDescriptions: [], TrafficDialPercentage: 0, HealthCheckProtocol: 'TCP', HealthCheckIntervalSeconds: 30, ThresholdCount: 3 }] }) },
    ],
  },
  one('create-listener', 'CreateListener', { AcceleratorArn: acc, PortRanges: [{ FromPort: 80, ToPort: 81 }], Protocol: 'TCP', ClientAffinity: 'NONE', IdempotencyToken: 'token-1' }, json(200, { Listener: listener })),
  one('update-listener', 'UpdateListener', { ListenerArn: lis, PortRanges: [{ FromPort: 443, ToPort: 443 }], Protocol: 'UDP', ClientAffinity: 'SOURCE_IP' }, json(200, { Listener: listener })),
  one(
    'create-group',
    'CreateEndpointGroup',
    {
      ListenerArn: lis, EndpointGroupRegion: 'eu-west-1', TrafficDialPercentage: 33.3, HealthCheckPort: 80, HealthCheckProtocol: 'HTTP', HealthCheckPath: '/healthz', HealthCheckIntervalSeconds: 10, ThresholdCount: 2,
      PortOverrides: [{ ListenerPort: 443, EndpointPort: 8443 }], EndpointConfigurations: [{ EndpointId: 'eipalloc-1', Weight: 0 }, { EndpointId: 'i-1', Weight: 255, ClientIPPreservationEnabled: true }], IdempotencyToken: 'token-2',
    },
    json(200, { EndpointGroup: group }),
  ),
  one('create-group-plain', 'CreateEndpointGroup', { ListenerArn: lis, EndpointGroupRegion: 'us-east-1', TrafficDialPercentage: 100, HealthCheckProtocol: 'TCP', HealthCheckIntervalSeconds: 30, ThresholdCount: 3, EndpointConfigurations: [], IdempotencyToken: 'token-3' }, json(200, { EndpointGroup: group })),
  one('dial', 'UpdateEndpointGroup', { EndpointGroupArn: grp, TrafficDialPercentage: 0 }, json(200, { EndpointGroup: group })),
  one('replace-endpoints', 'UpdateEndpointGroup', { EndpointGroupArn: grp, EndpointConfigurations: [{ EndpointId: 'i-1', Weight: 12, ClientIPPreservationEnabled: false }] }, json(200, { EndpointGroup: group })),
  one('empty-group', 'UpdateEndpointGroup', { EndpointGroupArn: grp, EndpointConfigurations: [], PortOverrides: [] }, json(200, { EndpointGroup: group })),
  one('group-health', 'UpdateEndpointGroup', { EndpointGroupArn: grp, HealthCheckPort: 8080, HealthCheckProtocol: 'HTTPS', HealthCheckPath: '/a?b=1', HealthCheckIntervalSeconds: 30, ThresholdCount: 10 }, json(200, { EndpointGroup: group })),
  one('delete-group', 'DeleteEndpointGroup', { EndpointGroupArn: grp }, json(200, null)),
  one('add-endpoints', 'AddEndpoints', { EndpointGroupArn: grp, EndpointConfigurations: [{ EndpointId: 'i-1', Weight: 1 }] }, json(200, { EndpointDescriptions: group.EndpointDescriptions, EndpointGroupArn: grp })),
  one('remove-endpoints', 'RemoveEndpoints', { EndpointGroupArn: grp, EndpointIdentifiers: [{ EndpointId: 'i-1' }, { EndpointId: 'i-2' }] }, json(200, null)),
  one('list-tags', 'ListTagsForResource', { ResourceArn: acc }, json(200, { Tags: [{ Key: 'multiregion:owner', Value: 'me' }, { Key: 'e', Value: '' }] })),
  one('tag', 'TagResource', { ResourceArn: acc, Tags: [{ Key: 'multiregion:epoch', Value: '7' }, { Key: 'multiregion:owner', Value: 'é "x"' }] }, json(200, {})),

  failing('error-not-found', json(400, { __type: 'AcceleratorNotFoundException', Message: 'not there' })),
  failing('error-namespace', json(400, { __type: 'com.amazonaws.globalaccelerator#InvalidArgumentException', message: 'no such thing' })),
  failing('error-header', json(500, { message: 'inside' }, { 'x-amzn-errortype': 'InternalServiceErrorException:http://internal.amazon.com/coral/' })),
  failing('error-denied', json(400, { __type: 'AccessDeniedException', Message: 'no right' })),
  failing('error-throttling', json(400, { __type: 'ThrottlingException', message: 'Rate exceeded' })),
  failing('error-token', json(400, { __type: 'UnrecognizedClientException', message: 'The security token included in the request is invalid.' })),
  one('error-transaction', 'AddEndpoints', { EndpointGroupArn: grp, EndpointConfigurations: [{ EndpointId: 'i-1', Weight: 1 }] }, json(400, { __type: 'TransactionInProgressException', Message: 'busy' })),
  one('error-limit', 'CreateListener', { AcceleratorArn: acc, PortRanges: [{ FromPort: 80, ToPort: 81 }], Protocol: 'TCP', ClientAffinity: 'NONE', IdempotencyToken: 'token-1' }, json(400, { __type: 'LimitExceededException', Message: 'too many' })),
];
