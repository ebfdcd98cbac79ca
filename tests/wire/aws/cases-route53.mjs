// What is called, and what is answered. Each case is a list of exchanges: the input of the official client and the canned answer.
const ns = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"';
const xml = (status, body) => ({ status, headers: { 'content-type': 'text/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` });
const changed = (status = 'PENDING') =>
  xml(200, `<ChangeResourceRecordSetsResponse ${ns}><ChangeInfo><Id>/change/C2682N5HXP0BZ4</Id><Status>${status}</Status><SubmittedAt>2026-02-03T04:05:06.789Z</SubmittedAt></ChangeInfo></ChangeResourceRecordSetsResponse>`);
const error = (status, code, message) =>
  xml(status, `<ErrorResponse ${ns}><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>b25f48e8-84fd-11e6-80d9-574e0c4664cb</RequestId></ErrorResponse>`);

const zone = 'Z1D633PJN98FT9';
const change = (name, ...sets) => ({ name, command: 'ChangeResourceRecordSets', exchanges: [{ input: { HostedZoneId: zone, ChangeBatch: { Comment: name, Changes: sets } }, response: changed() }] });
const create = (set) => ({ Action: 'CREATE', ResourceRecordSet: set });
const a = (more) => ({ Name: 'www.example.com.', Type: 'A', TTL: 60, ResourceRecords: [{ Value: '192.0.2.1' }], ...more });

const check = (id, config, version = 1) =>
  `<HealthCheck><Id>${id}</Id><CallerReference>ref-${id}</CallerReference><HealthCheckConfig>${config}</HealthCheckConfig><HealthCheckVersion>${version}</HealthCheckVersion></HealthCheck>`;
const tcp = '<IPAddress>192.0.2.44</IPAddress><Port>443</Port><Type>TCP</Type><RequestInterval>30</RequestInterval><FailureThreshold>3</FailureThreshold><MeasureLatency>false</MeasureLatency><Inverted>false</Inverted><Disabled>false</Disabled>';
const newCheck = (name, config, read) => ({
  name,
  command: 'CreateHealthCheck',
  exchanges: [{ input: { CallerReference: `ref-${name}`, HealthCheckConfig: config }, response: { ...xml(201, `<CreateHealthCheckResponse ${ns}>${check('abcdef11-2222-3333-4444-555555fedcba', read ?? tcp)}</CreateHealthCheckResponse>`) } }],
});

const failing = (name, response) => ({ name, command: 'GetHostedZone', exchanges: [{ input: { Id: zone }, response }] });
const failingBatch = (name, response) => ({ name, command: 'ChangeResourceRecordSets', exchanges: [{ input: { HostedZoneId: zone, ChangeBatch: { Changes: [create(a({}))] } }, response }] });

const hosted = (id, name, priv) => `<HostedZone><Id>/hostedzone/${id}</Id><Name>${name}</Name><CallerReference>r-${id}</CallerReference><Config><Comment>a &amp; b</Comment><PrivateZone>${priv}</PrivateZone></Config><ResourceRecordSetCount>17</ResourceRecordSetCount></HostedZone>`;

const page1 = `<ListResourceRecordSetsResponse ${ns}><ResourceRecordSets>
<ResourceRecordSet><Name>example.com.</Name><Type>NS</Type><TTL>172800</TTL><ResourceRecords><ResourceRecord><Value>ns-2048.awsdns-64.com.</Value></ResourceRecord><ResourceRecord><Value>ns-2049.awsdns-65.net.</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>
<ResourceRecordSet><Name>\\052.example.com.</Name><Type>A</Type><SetIdentifier>eu &amp; uk</SetIdentifier><GeoLocation><ContinentCode>EU</ContinentCode></GeoLocation><AliasTarget><HostedZoneId>Z2BJ6XQ5FK7U4H</HostedZoneId><DNSName>a1234567890abcdef.awsglobalaccelerator.com.</DNSName><EvaluateTargetHealth>true</EvaluateTargetHealth></AliasTarget><HealthCheckId>abcdef11-2222-3333-4444-555555fedcba</HealthCheckId></ResourceRecordSet>
<ResourceRecordSet><Name>\\052.example.com.</Name><Type>A</Type><SetIdentifier>us-ca</SetIdentifier><GeoLocation><CountryCode>US</CountryCode><SubdivisionCode>CA</SubdivisionCode></GeoLocation><TTL>0</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.7</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>
</ResourceRecordSets><IsTruncated>true</IsTruncated><NextRecordName>\\052.example.com.</NextRecordName><NextRecordType>A</NextRecordType><NextRecordIdentifier>default + "all"</NextRecordIdentifier><MaxItems>3</MaxItems></ListResourceRecordSetsResponse>`;
const page2 = `<ListResourceRecordSetsResponse ${ns}><ResourceRecordSets>
<ResourceRecordSet><Name>w.example.com.</Name><Type>AAAA</Type><SetIdentifier>w0</SetIdentifier><Weight>0</Weight><TTL>300</TTL><ResourceRecords><ResourceRecord><Value>2001:db8::1</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>
<ResourceRecordSet><Name>w.example.com.</Name><Type>TXT</Type><TTL>300</TTL><ResourceRecords><ResourceRecord><Value>"quoted \\"text\\" &lt;&amp;&gt; \\303\\251"</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>
<ResourceRecordSet><Name>f.example.com.</Name><Type>A</Type><SetIdentifier>p</SetIdentifier><Failover>PRIMARY</Failover><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.8</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>
<ResourceRecordSet><Name>l.example.com.</Name><Type>A</Type><SetIdentifier>l</SetIdentifier><Region>ap-northeast-1</Region><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.9</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>
<ResourceRecordSet><Name>m.example.com.</Name><Type>A</Type><SetIdentifier>m</SetIdentifier><MultiValueAnswer>true</MultiValueAnswer><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.10</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>
<ResourceRecordSet><Name>p.example.com.</Name><Type>A</Type><SetIdentifier>g</SetIdentifier><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.11</Value></ResourceRecord></ResourceRecords><GeoProximityLocation><Coordinates><Latitude>49.22</Latitude><Longitude>-74.01</Longitude></Coordinates><Bias>-10</Bias></GeoProximityLocation></ResourceRecordSet>
<ResourceRecordSet><Name>t.example.com.</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.12</Value></ResourceRecord></ResourceRecords><TrafficPolicyInstanceId>9527adf9-d5b2-4c1c-a0e0-000000000000</TrafficPolicyInstanceId></ResourceRecordSet>
</ResourceRecordSets><IsTruncated>false</IsTruncated><MaxItems>300</MaxItems></ListResourceRecordSetsResponse>`;

export const cases = [
  { name: 'get-zone', command: 'GetHostedZone', exchanges: [{ input: { Id: `/hostedzone/${zone}` }, response: xml(200, `<GetHostedZoneResponse ${ns}>${hosted(zone, 'example.com.', true)}<VPCs><VPC><VPCRegion>us-east-1</VPCRegion><VPCId>vpc-1</VPCId></VPC></VPCs></GetHostedZoneResponse>`) }] },
  {
    name: 'find-zones',
    command: 'ListHostedZonesByName',
    exchanges: [
      { input: { DNSName: 'example.com.' }, response: xml(200, `<ListHostedZonesByNameResponse ${ns}><HostedZones>${hosted('Z1', 'example.com.', false)}</HostedZones><DNSName>example.com.</DNSName><IsTruncated>true</IsTruncated><NextDNSName>example.com.</NextDNSName><NextHostedZoneId>Z2</NextHostedZoneId><MaxItems>1</MaxItems></ListHostedZonesByNameResponse>`) },
      { input: { DNSName: 'example.com.', HostedZoneId: 'Z2' }, response: xml(200, `<ListHostedZonesByNameResponse ${ns}><HostedZones>${hosted('Z2', 'example.com.', true)}${hosted('Z3', 'example.net.', false)}</HostedZones><IsTruncated>true</IsTruncated><NextDNSName>example.org.</NextDNSName><NextHostedZoneId>Z4</NextHostedZoneId><MaxItems>2</MaxItems></ListHostedZonesByNameResponse>`) },
    ],
  },
  {
    name: 'list-records',
    command: 'ListResourceRecordSets',
    exchanges: [
      { input: { HostedZoneId: zone }, response: xml(200, page1) },
      { input: { HostedZoneId: zone, StartRecordName: '\\052.example.com.', StartRecordType: 'A', StartRecordIdentifier: 'default + "all"' }, response: xml(200, page2) },
    ],
  },
  { name: 'list-records-from', command: 'ListResourceRecordSets', exchanges: [{ input: { HostedZoneId: zone, StartRecordName: '*.a b.example.com.' }, response: xml(200, `<ListResourceRecordSetsResponse ${ns}><ResourceRecordSets/><IsTruncated>false</IsTruncated><MaxItems>300</MaxItems></ListResourceRecordSetsResponse>`) }] },

  change('weighted', create(a({ SetIdentifier: 'a', Weight: 0 })), create(a({ SetIdentifier: 'b', Weight: 255, HealthCheckId: 'abcdef11-2222-3333-4444-555555fedcba' }))),
  change('failover', create(a({ SetIdentifier: 'p', Failover: 'PRIMARY', HealthCheckId: 'abcdef11-2222-3333-4444-555555fedcba' })), create(a({ SetIdentifier: 's', Failover: 'SECONDARY' }))),
  change(
    'geolocation',
    create(a({ SetIdentifier: 'eu', GeoLocation: { ContinentCode: 'EU' } })),
    create(a({ SetIdentifier: 'jp', GeoLocation: { CountryCode: 'JP' } })),
    create(a({ SetIdentifier: 'us-ca', GeoLocation: { CountryCode: 'US', SubdivisionCode: 'CA' } })),
    create(a({ SetIdentifier: 'all', GeoLocation: { CountryCode: '*' } })),
  ),
  change('latency', create(a({ SetIdentifier: 'l1', Region: 'eu-central-1' })), create(a({ SetIdentifier: 'l2', Region: 'ap-northeast-1' }))),
  change('multivalue', create(a({ SetIdentifier: 'm1', MultiValueAnswer: true })), create(a({ SetIdentifier: 'm2', MultiValueAnswer: true, ResourceRecords: [{ Value: '192.0.2.2' }] }))),
  change(
    'alias',
    create({ Name: 'www.example.com.', Type: 'A', AliasTarget: { HostedZoneId: 'Z2BJ6XQ5FK7U4H', DNSName: 'a1234567890abcdef.awsglobalaccelerator.com.', EvaluateTargetHealth: false } }),
    create({ Name: 'www.example.com.', Type: 'AAAA', SetIdentifier: 'x', Weight: 1, AliasTarget: { HostedZoneId: `/hostedzone/${zone}`, DNSName: 'b.example.com.', EvaluateTargetHealth: true } }),
  ),
  change(
    'batch',
    { Action: 'DELETE', ResourceRecordSet: { Name: '_multiregion.www.example.com.', Type: 'TXT', TTL: 60, ResourceRecords: [{ Value: '"owner=me,epoch=1"' }] } },
    create({ Name: '_multiregion.www.example.com.', Type: 'TXT', TTL: 60, ResourceRecords: [{ Value: '"owner=me,epoch=2 <&> \'x\' é \u{1F600}"' }, { Value: '"second" "part"' }] }),
    { Action: 'UPSERT', ResourceRecordSet: { Name: '*.example.com.', Type: 'CNAME', TTL: 0, ResourceRecords: [{ Value: 'other.example.net.' }] } },
  ),
  change(
    'foreign-policies',
    { Action: 'DELETE', ResourceRecordSet: a({ SetIdentifier: 'g', GeoProximityLocation: { Coordinates: { Latitude: '49.22', Longitude: '-74.01' }, Bias: -10 } }) },
    { Action: 'DELETE', ResourceRecordSet: a({ SetIdentifier: 'h', GeoProximityLocation: { AWSRegion: 'us-west-2', Bias: 5 } }) },
    { Action: 'DELETE', ResourceRecordSet: a({ SetIdentifier: 'i', GeoProximityLocation: { LocalZoneGroup: 'us-west-2-lax-1' } }) },
    { Action: 'DELETE', ResourceRecordSet: a({ SetIdentifier: 'c', CidrRoutingConfig: { CollectionId: 'c8c02a84-aaaa-bbbb-e0d2-d833a2f80106', LocationName: '*' } }) },
    { Action: 'DELETE', ResourceRecordSet: { Name: 't.example.com.', Type: 'A', TrafficPolicyInstanceId: '9527adf9-d5b2-4c1c-a0e0-000000000000' } },
  ),
  { name: 'change-without-comment', command: 'ChangeResourceRecordSets', exchanges: [{ input: { HostedZoneId: zone, ChangeBatch: { Changes: [create(a({}))] } }, response: changed('INSYNC') }] },

  { name: 'get-change', command: 'GetChange', exchanges: [{ input: { Id: '/change/C2682N5HXP0BZ4' }, response: xml(200, `<GetChangeResponse ${ns}><ChangeInfo><Id>/change/C2682N5HXP0BZ4</Id><Status>INSYNC</Status><SubmittedAt>2026-02-03T04:05:06Z</SubmittedAt><Comment>c</Comment></ChangeInfo></GetChangeResponse>`) }] },

  {
    name: 'list-checks',
    command: 'ListHealthChecks',
    exchanges: [
      { input: {}, response: xml(200, `<ListHealthChecksResponse ${ns}><HealthChecks>${check('c1', tcp, 7)}${check('c2', '<Type>CALCULATED</Type><Inverted>true</Inverted><Disabled>false</Disabled><HealthThreshold>0</HealthThreshold><ChildHealthChecks><ChildHealthCheck>c1</ChildHealthCheck><ChildHealthCheck>c3</ChildHealthCheck></ChildHealthChecks>')}</HealthChecks><IsTruncated>true</IsTruncated><NextMarker>c3</NextMarker><MaxItems>2</MaxItems></ListHealthChecksResponse>`) },
      { input: { Marker: 'c3' }, response: xml(200, `<ListHealthChecksResponse ${ns}><HealthChecks>${check('c3', '<Type>HTTPS_STR_MATCH</Type><ResourcePath>/a?b=1&amp;c=2</ResourcePath><FullyQualifiedDomainName>a.example.com</FullyQualifiedDomainName><SearchString>&lt;ok&gt; </SearchString><RequestInterval>10</RequestInterval><FailureThreshold>1</FailureThreshold><MeasureLatency>true</MeasureLatency><EnableSNI>true</EnableSNI><Regions><Region>us-east-1</Region><Region>eu-west-1</Region><Region>sa-east-1</Region></Regions>')}${check('c4', '<Type>CLOUDWATCH_METRIC</Type><AlarmIdentifier><Region>eu-west-1</Region><Name>a &quot;b&quot;</Name></AlarmIdentifier><InsufficientDataHealthStatus>LastKnownStatus</InsufficientDataHealthStatus>')}${check('c5', '<Type>RECOVERY_CONTROL</Type><RoutingControlArn>arn:aws:route53-recovery-control::1:controlpanel/p/routingcontrol/r</RoutingControlArn>')}</HealthChecks><Marker>c3</Marker><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHealthChecksResponse>`) },
    ],
  },
  newCheck('check-http', { Type: 'HTTP', IPAddress: '192.0.2.44', Port: 80, ResourcePath: '/healthz?x=1&y=2', FullyQualifiedDomainName: 'a.example.com', RequestInterval: 30, FailureThreshold: 3 }),
  newCheck('check-https', { Type: 'HTTPS', FullyQualifiedDomainName: 'a.example.com', Port: 443, ResourcePath: '/healthz', RequestInterval: 10, FailureThreshold: 1, MeasureLatency: true, EnableSNI: true, Regions: ['us-east-1', 'eu-west-1', 'sa-east-1'] }),
  newCheck('check-http-string', { Type: 'HTTP_STR_MATCH', FullyQualifiedDomainName: 'a.example.com', Port: 8080, ResourcePath: '/', SearchString: '<ok> & "well"', RequestInterval: 10, FailureThreshold: 2 }),
  newCheck('check-https-string', { Type: 'HTTPS_STR_MATCH', FullyQualifiedDomainName: 'a.example.com', Port: 443, ResourcePath: '/', SearchString: 'ok', RequestInterval: 10, FailureThreshold: 2, EnableSNI: false }),
  newCheck('check-tcp', { Type: 'TCP', IPAddress: '2001:db8::1', Port: 443, RequestInterval: 30, FailureThreshold: 10 }),
  newCheck('check-calculated', { Type: 'CALCULATED', HealthThreshold: 2, ChildHealthChecks: ['c1', 'c2', 'c3'], Inverted: true, Disabled: false }),
  newCheck('check-alarm', { Type: 'CLOUDWATCH_METRIC', AlarmIdentifier: { Region: 'eu-west-1', Name: 'grey & failing' }, InsufficientDataHealthStatus: 'LastKnownStatus' }),
  newCheck('check-control', { Type: 'RECOVERY_CONTROL', RoutingControlArn: 'arn:aws:route53-recovery-control::1:controlpanel/p/routingcontrol/r' }),
  { name: 'delete-check', command: 'DeleteHealthCheck', exchanges: [{ input: { HealthCheckId: 'c1' }, response: xml(200, `<DeleteHealthCheckResponse ${ns}/>`) }] },
  {
    name: 'check-status',
    command: 'GetHealthCheckStatus',
    exchanges: [{ input: { HealthCheckId: 'c1' }, response: xml(200, `<GetHealthCheckStatusResponse ${ns}><HealthCheckObservations><HealthCheckObservation><Region>us-east-1</Region><IPAddress>15.177.2.55</IPAddress><StatusReport><Status>Success: HTTP Status Code 200, OK</Status><CheckedTime>2026-02-03T04:05:06.789Z</CheckedTime></StatusReport></HealthCheckObservation><HealthCheckObservation><Region>eu-west-1</Region><IPAddress>15.177.10.55</IPAddress><StatusReport><Status>Failure: Connection refused</Status></StatusReport></HealthCheckObservation></HealthCheckObservations></GetHealthCheckStatusResponse>`) }],
  },
  {
    name: 'list-tags',
    command: 'ListTagsForResources',
    exchanges: [{ input: { ResourceType: 'healthcheck', ResourceIds: ['c1', 'c2'] }, response: xml(200, `<ListTagsForResourcesResponse ${ns}><ResourceTagSets><ResourceTagSet><ResourceType>healthcheck</ResourceType><ResourceId>c1</ResourceId><Tags><Tag><Key>owner</Key><Value>me &amp; you</Value></Tag><Tag><Key>empty</Key><Value></Value></Tag></Tags></ResourceTagSet><ResourceTagSet><ResourceType>healthcheck</ResourceType><ResourceId>c2</ResourceId><Tags/></ResourceTagSet></ResourceTagSets></ListTagsForResourcesResponse>`) }],
  },
  { name: 'untag-check', command: 'ChangeTagsForResource', exchanges: [{ input: { ResourceType: 'healthcheck', ResourceId: 'c1', RemoveTagKeys: ['multiregion:shop', 'a & b'] }, response: xml(200, `<ChangeTagsForResourceResponse ${ns}/>`) }] },
  { name: 'tag-check', command: 'ChangeTagsForResource', exchanges: [{ input: { ResourceType: 'healthcheck', ResourceId: 'c1', AddTags: [{ Key: 'multiregion:owner', Value: 'a' }, { Key: 'multiregion:service', Value: 'shop & co' }] }, response: xml(200, `<ChangeTagsForResourceResponse ${ns}/>`) }] },

  failing('error-throttling', error(400, 'Throttling', 'Rate exceeded')),
  failing('error-no-zone', error(404, 'NoSuchHostedZone', 'No hosted zone found with ID: Z1D633PJN98FT9')),
  failing('error-denied', error(403, 'AccessDenied', 'User: arn:aws:iam::1:user/u is not authorized to perform: route53:GetHostedZone')),
  failing('error-expired', error(403, 'ExpiredToken', 'The security token included in the request is expired')),
  failing('error-key', error(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.')),
  failing('error-unavailable', error(503, 'ServiceUnavailable', 'Service is currently unavailable')),
  failing('error-invalid', error(400, 'InvalidInput', 'Invalid id')),
  failingBatch('error-prior', error(400, 'PriorRequestNotComplete', 'The request was rejected because Route 53 was still processing a prior request.')),
  failingBatch('error-batch', error(400, 'InvalidChangeBatch', "[Tried to create resource record set [name='www.example.com.', type='A'] but it already exists]")),
  failingBatch('error-batch-list', xml(400, `<InvalidChangeBatch ${ns}><Messages><Message>Tried to delete resource record set [name='www.example.com.', type='A'] but it was not found</Message></Messages></InvalidChangeBatch>`)),
  failingBatch('error-no-check', error(404, 'NoSuchHealthCheck', 'A health check does not exist')),
];
