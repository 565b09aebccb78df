import pc from 'picocolors';
import type { TraceAnswer } from '../../src/api/operations/trace/contract.ts';
import { traceText } from '../../src/cli/traceText.ts';
import type { Scene } from './scene.ts';

/** What `lineshaft trace` would print; the scene is gone when somebody could ask. */
export async function traceAt(scene: Scene, key: string): Promise<string> {
  const [hub] = scene.hubs.values();
  try {
    const answer = await hub!.process.ask('GET', `/trace?key=${encodeURIComponent(key)}`);
    return traceText(answer as TraceAnswer, { raw: false, passed: true }, pc.createColors(false));
  } catch (error) {
    return (error as Error).message;
  }
}
