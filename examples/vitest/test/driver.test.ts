import { describeDriver } from 'flexcert/vitest';

describeDriver({
  driver: './example.com~scratch',
  volumes: [{ options: { directory: '{{directory}}' } }],
});
