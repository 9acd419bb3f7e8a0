import { describe, expect, it } from 'vitest';
import { createAccessControl } from './access.ts';

const access = createAccessControl(4711, 'secret token');

describe('access control', () => {
  it('names the loopback address and the token to open', () => {
    expect(access.openingUrl).toBe('http://127.0.0.1:4711/?token=secret%20token');
    expect(access.isToken('secret token')).toBe(true);
    for (const wrong of ['secret toke', 'secret tokens', '', undefined, ['secret token']]) {
      expect(access.isToken(wrong)).toBe(false);
    }
  });

  it.each([
    [{ host: '127.0.0.1:4711' }],
    [{ host: 'localhost:4711' }],
    [{ host: '127.0.0.1:4711', origin: 'http://127.0.0.1:4711' }],
    [{ host: 'LOCALHOST:4711', origin: 'http://localhost:4711' }],
  ])('accepts %o', (headers) => {
    expect(access.refusalOf(headers)).toBeNull();
  });

  it.each([
    [{}],
    [{ host: '127.0.0.1' }],
    [{ host: '127.0.0.1:4712' }],
    [{ host: 'winnow.example:4711' }],
    [{ host: '127.0.0.1.example:4711' }],
    [{ host: '127.0.0.1:4711', origin: 'null' }],
    [{ host: '127.0.0.1:4711', origin: 'http://127.0.0.1:4712' }],
    [{ host: '127.0.0.1:4711', origin: 'https://127.0.0.1:4711' }],
    [{ host: '127.0.0.1:4711', origin: 'http://localhost:4711' }],
    [{ host: '127.0.0.1:4711', origin: 'http://evil.example' }],
  ])('refuses %o', (headers) => {
    expect(access.refusalOf(headers)).toMatch(/answers only to/);
  });

  it('knows its own session cookie among others and no other', () => {
    const [pair] = access.sessionCookie.split(';');
    expect(access.sessionCookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(access.hasSession({ cookie: pair! })).toBe(true);
    expect(access.hasSession({ cookie: `theme=dark; ${pair}; other=1` })).toBe(true);
    expect(access.hasSession({ cookie: `${pair}x` })).toBe(false);
    expect(access.hasSession({ cookie: 'winnow_session_4711=secret token' })).toBe(false);
    expect(access.hasSession({})).toBe(false);
    expect(createAccessControl(4711, 'secret token').hasSession({ cookie: pair! })).toBe(false);
  });
});
