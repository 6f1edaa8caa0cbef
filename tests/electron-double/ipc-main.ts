/** `ipcMain`: an emitter of the messages that pages send. */
import { EventEmitter } from 'node:events';
import type { IpcMain } from 'electron';
import { type Fits, loud } from './loud.ts';

class IpcMainDouble extends EventEmitter {}
true satisfies Fits<IpcMainDouble, IpcMain>;

export const theIpcMain = new IpcMainDouble();
export const ipcMain = loud('ipcMain', theIpcMain, 'any');
