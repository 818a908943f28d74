import { describe, expect, it } from 'vitest';
import { isWebhookSecret, newWebhookSecret, signedHeaders } from './webhook-signature.ts';

describe('signatures', () => {
  it('[RUN-32] are those of the Standard Webhooks convention', () => {
    // The example of the convention's own documentation.
    const headers = signedHeaders('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at: new Date(1_614_265_330_000),
      body: '{"test": 2432232314}',
    });
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('[RUN-32] need a secret of 24 to 64 bytes', () => {
    expect(isWebhookSecret(newWebhookSecret())).toBe(true);
    expect(isWebhookSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toBe(true);
    for (const text of [
      '',
      'whsec_',
      'whsec_c2hvcnQ=',
      'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'whsec_%%%',
      `whsec_${'A'.repeat(100)}`,
    ])
      expect([text, isWebhookSecret(text)]).toEqual([text, false]);
  });
});
