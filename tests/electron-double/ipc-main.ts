/** `ipcMain`: an emitter; what pages send arrives here. */
import { EventEmitter } from 'node:events';

export const ipcMain = new EventEmitter();
