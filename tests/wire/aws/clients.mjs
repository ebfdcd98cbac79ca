import * as route53 from '@aws-sdk/client-route-53';
import * as globalaccelerator from '@aws-sdk/client-global-accelerator';
import * as routingcontrol from '@aws-sdk/client-route53-recovery-cluster';

const services = {
  route53: { module: route53, client: route53.Route53Client, region: 'us-east-1' },
  globalaccelerator: { module: globalaccelerator, client: globalaccelerator.GlobalAcceleratorClient, region: 'us-west-2' },
  routingcontrol: { module: routingcontrol, client: routingcontrol.Route53RecoveryClusterClient, region: 'us-east-1' },
};

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

/** Calls operations of a service at an endpoint, by name. A failure is a value. */
export function caller(service, endpoint) {
  const { module, client, region } = services[service];
  const sender = new client({ region, endpoint, credentials, maxAttempts: 1 });
  return async (command, input) => {
    try {
      const { $metadata, ...read } = await sender.send(new module[`${command}Command`](input));
      return { status: $metadata.httpStatusCode, read };
    } catch (error) {
      return { status: error.$metadata?.httpStatusCode, error: { name: error.name, message: error.message, messages: error.messages } };
    }
  };
}
