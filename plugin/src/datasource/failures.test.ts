import { inWords, protocolProblem } from './failures';

describe('the words for a failure', () => {
  it.each([
    [
      'of a backend that is away',
      { status: 500, data: { message: 'Internal error', messageId: 'plugin.connectionUnavailable' } },
      /Presage does not answer/,
    ],
    [
      'of a page that asks a backend that is away',
      {
        status: 500,
        data: { message: 'An error occurred within the plugin', messageId: 'plugin.requestFailureError' },
      },
      /Presage does not answer/,
    ],
    [
      'of a health check that no one answers',
      { status: 500, data: { message: 'Plugin health check failed', messageId: 'plugin.healthCheck' } },
      /Presage does not answer/,
    ],
    ['of a gateway', { status: 502, statusText: 'Bad Gateway', data: {} }, /Presage does not answer/],
    [
      'of a program that was not started',
      { status: 404, data: { message: 'Plugin not found', messageId: 'plugin.notRegistered' } },
      /could not start/,
    ],
    [
      'of the backend itself',
      { status: 503, data: { detail: 'The store does not answer.' } },
      /^The store does not answer\.$/,
    ],
    ['of one query', { refId: 'A', status: 503, message: 'too many points' }, /^too many points$/],
    ['of anything thrown', new Error('boom'), /^boom$/],
    ['of nothing said', {}, /nobody said why/],
    ['of nothing at all', undefined, /nobody said why/],
  ])('%s', (_name, failure, words) => {
    expect(inWords(failure)).toMatch(words);
  });
});

describe('the protocol', () => {
  it('is no problem when it is the same', () => {
    expect(protocolProblem({ protocol: 1 })).toBeUndefined();
  });

  it.each([
    ['older', { protocol: 0 }, /Presage is older .* protocol 0, the plugin 1\. Update Presage\./],
    ['newer', { protocol: 2 }, /Presage is newer .* protocol 2, the plugin 1\. Update the plugin/],
    ['nameless', {}, /does not say that it is Presage/],
    ['absent', undefined, /does not say that it is Presage/],
  ])('says what to do with a backend that is %s', (_name, details, words) => {
    expect(protocolProblem(details)).toMatch(words);
  });
});
