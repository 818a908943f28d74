import { describe, expect, it } from 'vitest';
import { renderIssue } from '../../schema/core/issues.ts';
import { LOCALES } from '../../schema/core/text.ts';
import { readConfig, type Environment } from './config.ts';

function codesOf(env: Environment): readonly string[] {
  const result = readConfig(env);
  return result.ok ? [] : result.issues.map(({ code, path }) => `${code} ${path}`);
}

describe('[HTTP-1] the environment', () => {
  it('needs nothing to be set', () => {
    expect(readConfig({})).toEqual({
      ok: true,
      value: {
        port: 4000,
        host: '127.0.0.1',
        dataFolder: './.data',
        demo: true,
        cells: [],
        trustProxy: false,
        logLevel: 'info',
        keepDays: 1_095,
      },
    });
  });

  it('takes empty variables as unset', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toEqual(readConfig({}));
  });

  it('reads every variable', () => {
    const key = Buffer.alloc(32, 7);
    const result = readConfig({
      PORT: '8080',
      HOST: '0.0.0.0',
      DATABASE_URL: 'postgres://a:b@db/one',
      FORMWORK_DATA: '/data',
      FORMWORK_DEMO: '0',
      FORMWORK_CELLS: 'east=postgres://e/db, west=postgresql://w/db?x=1=2',
      FORMWORK_PUBLIC_URL: 'https://forms.example.com/path',
      FORMWORK_TRUST_PROXY: 'true',
      LOG_LEVEL: 'WARN',
      FORMWORK_KEEP_DAYS: '400',
      FORMWORK_SECRET_KEY: key.toString('base64'),
    });
    expect(result).toEqual({
      ok: true,
      value: {
        port: 8080,
        host: '0.0.0.0',
        databaseUrl: 'postgres://a:b@db/one',
        dataFolder: '/data',
        demo: false,
        cells: [
          { name: 'east', url: 'postgres://e/db' },
          { name: 'west', url: 'postgresql://w/db?x=1=2' },
        ],
        publicOrigin: 'https://forms.example.com',
        trustProxy: true,
        logLevel: 'warn',
        keepDays: 400,
        secretKey: new Uint8Array(key),
      },
    });
  });

  it('tells every bad value at once', () => {
    expect(
      codesOf({
        PORT: '65536',
        DATABASE_URL: 'mysql://x/y',
        FORMWORK_DEMO: 'maybe',
        FORMWORK_CELLS: 'home=postgres://m/x,east=,west=postgres://w/x,west=postgres://w/y',
        FORMWORK_PUBLIC_URL: 'forms.example.com',
        LOG_LEVEL: 'loud',
        FORMWORK_SECRET_KEY: 'short',
      }),
    ).toEqual([
      'CONFIG_NUMBER /PORT',
      'CONFIG_URL /DATABASE_URL',
      'CONFIG_URL /FORMWORK_PUBLIC_URL',
      'CONFIG_CELL /FORMWORK_CELLS',
      'CONFIG_CELL /FORMWORK_CELLS',
      'CONFIG_CELL /FORMWORK_CELLS',
      'CONFIG_SECRET_KEY /FORMWORK_SECRET_KEY',
      'CONFIG_CHOICE /FORMWORK_DEMO',
      'CONFIG_CHOICE /LOG_LEVEL',
    ]);
    expect(codesOf({ FORMWORK_WEBHOOK_ALLOW: 'ok.example,http://x.example/,10.0.0.5:80' })).toEqual([
      'CONFIG_HOST /FORMWORK_WEBHOOK_ALLOW',
    ]);
    expect(codesOf({ FORMWORK_CELLS: 'east=postgres://e/x' })).toEqual(['CONFIG_CELLS_NEED_DATABASE /FORMWORK_CELLS']);
  });

  it.each(['-1', '4000.5', '0x10', '1e3', '4000 4001'])('refuses the port %s', (port) => {
    expect(codesOf({ PORT: port })).toEqual(['CONFIG_NUMBER /PORT']);
  });

  it('[HTTP-2] never repeats what may hold a password', () => {
    const result = readConfig({
      DATABASE_URL: 'mysql://u:hunter2@x/y',
      FORMWORK_CELLS: 'east:postgres://u:hunter2@x',
      FORMWORK_SECRET_KEY: 'hunter2',
    });
    const told = result.ok
      ? ''
      : JSON.stringify(result.issues.map((one) => LOCALES.map((locale) => renderIssue(one, locale))));
    expect(told).toContain('CONFIG_SECRET_KEY');
    expect(told).not.toContain('hunter2');
  });
});
