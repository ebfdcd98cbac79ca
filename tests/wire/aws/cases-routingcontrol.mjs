const json = (status, body, headers = {}) => ({ status, headers: { 'content-type': 'application/x-amz-json-1.0', ...headers }, body: JSON.stringify(body) });
const a = 'arn:aws:route53-recovery-control::111122223333:controlpanel/p/routingcontrol/a';
const b = 'arn:aws:route53-recovery-control::111122223333:controlpanel/p/routingcontrol/b';
const one = (name, command, input, response) => ({ name, command, exchanges: [{ input, response }] });
const two = [{ RoutingControlArn: a, RoutingControlState: 'Off' }, { RoutingControlArn: b, RoutingControlState: 'On' }];

export const cases = [
  one('get', 'GetRoutingControlState', { RoutingControlArn: a }, json(200, { RoutingControlArn: a, RoutingControlName: 'a', RoutingControlState: 'On' })),
  one('set', 'UpdateRoutingControlStates', { UpdateRoutingControlStateEntries: two }, json(200, {})),
  one('override', 'UpdateRoutingControlStates', { UpdateRoutingControlStateEntries: two, SafetyRulesToOverride: ['arn:rule'] }, json(200, {})),
  one('error-rule', 'UpdateRoutingControlStates', { UpdateRoutingControlStateEntries: two }, json(409, { __type: 'ConflictException', message: 'a rule forbids it', resourceId: a, resourceType: 'RoutingControl' })),
  one('error-endpoint', 'GetRoutingControlState', { RoutingControlArn: a }, json(503, { __type: 'EndpointTemporarilyUnavailableException', message: 'elsewhere' })),
  one('error-throttling', 'GetRoutingControlState', { RoutingControlArn: a }, json(429, { __type: 'ThrottlingException', message: 'slow down' }, { 'retry-after': '2' })),
];
