import { readConfig } from '../../config.ts';
import { type HubClient, type HubOptions, hubClient } from '../hubClient.ts';

export function processClient(options: HubOptions): Promise<HubClient> {
  return hubClient(options, readConfig(), 'process/v1');
}
