/** `net`: requests as Node makes them. `autoUpdater`: only receives the events of another updater. */
import { EventEmitter } from 'node:events';
import { request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AutoUpdater, ClientRequest, Net } from 'electron';
import { type Fits, loud } from './loud.ts';

type NetOptions = Exclude<Parameters<Net['request']>[0], string>;

const netDouble = {
  request(options: NetOptions | string): ClientRequest {
    if (typeof options === 'string') throw new Error('the double takes options, no address');
    const { protocol = 'http:', hostname, host, port, path, method, headers } = options;
    const given = { protocol, hostname, host, port, path, method, headers } as RequestOptions;
    return (protocol === 'https:' ? httpsRequest : httpRequest)(given) as unknown as ClientRequest;
  },
};
true satisfies Fits<typeof netDouble, Net>;
export const net = loud('net', netDouble);

class AutoUpdaterDouble extends EventEmitter {}
true satisfies Fits<AutoUpdaterDouble, AutoUpdater>;
export const autoUpdater = loud('autoUpdater', new AutoUpdaterDouble(), ['error', 'update-downloaded']);
