import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withoutBrowser } from './browser.ts';
import { connectivityTests } from './connectivity.ts';
import { exceptionsTests } from './exceptions.ts';
import { failingTests } from './failing.ts';
import { firstViewTests } from './firstView.ts';
import { masterDataTests } from './masterData.ts';
import { networkTests } from './network.ts';
import { operationsTests } from './operations.ts';
import { openScene, type Scene } from './scene.ts';
import { settingsTests } from './settings.ts';
import { signInTests } from './signIn.ts';
import { traceTests } from './trace.ts';

describe.skipIf(withoutBrowser)(withoutBrowser ?? 'the console, in a browser on Northfield', () => {
  let open: Scene;
  const scene = () => open;

  beforeAll(async () => {
    open = await openScene();
  });
  afterAll(() => open?.close());

  describe('signing in and finding', () => signInTests(scene));
  describe('the first view', () => firstViewTests(scene));
  describe('Exceptions', () => exceptionsTests(scene));
  describe('Trace', () => traceTests(scene));
  describe('Master data', () => masterDataTests(scene));
  describe('Network', () => networkTests(scene));
  describe('Operations', () => operationsTests(scene));
  describe('Connectivity', () => connectivityTests(scene));
  describe('Settings', () => settingsTests(scene));
  describe('what cannot be shown', () => failingTests(scene));

  test('no page met an error, or what its content security policy forbids', () => {
    expect(open.complaints).toEqual([]);
  });
});
